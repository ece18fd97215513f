// What the models see of a beat, as plain arrays: the one place where training, classification and explanation get
// their inputs, so that the three can never differ.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference {

enum class Profile { parity, product };
[[nodiscard]] std::string_view name(Profile profile);
[[nodiscard]] Result<Profile> profileOf(std::string_view profile_name);

// What is done to a lead before windows are cut. A card names it; one that does not has none.
enum class Conditioning : std::uint8_t {
    none,       // as it was recorded
    quiet_band  // "quiet_band_1": dsp::conditionLead() at 125 Hz; P and T are judged on what lies below 17 Hz of it
};
[[nodiscard]] std::string_view name(Conditioning conditioning);  // "" for none
[[nodiscard]] Result<Conditioning> conditioningOf(std::string_view conditioning_name);

// How a model's inputs are made: everything that makes two of the same beats differ.
struct Representation {
    Profile profile = Profile::product;
    Conditioning conditioning = Conditioning::none;  // of the product profile alone
    // NOLINTNEXTLINE(google-explicit-constructor): a profile says it all where nothing is done to the lead
    Representation(Profile of, Conditioning by = Conditioning::none) : profile(of), conditioning(by) {}
    friend bool operator==(const Representation&, const Representation&) = default;
};

// Shapes of one beat's inputs. Flat and row-major; a size of zero means that the profile has no such input.
struct InputShape {
    std::size_t time_channels = 0, time_samples = 0;
    std::size_t tf_channels = 0, tf_rows = 0, tf_columns = 0;
    std::size_t rr = 0;
    std::size_t neighbours = 0;  // beats in a row, the beat itself in the middle
    [[nodiscard]] std::size_t timeSize() const { return time_channels * time_samples; }
    [[nodiscard]] std::size_t tfSize() const { return tf_channels * tf_rows * tf_columns; }
    [[nodiscard]] std::size_t neighboursSize() const { return rr * neighbours; }
};
// parity: time 1×187 in [0,1], tf 1×32×39 dB (standardised by kTfMeanDb, kTfScaleDb), no rr.
// product: time 2×200 (the beat and the beat minus the record's typical beat, in units of the record's own R size);
// tf 2×16×43 (its STFT in dB at 0..58.6 Hz, and its difference in dB from the typical beat's); rr 45:
// rhythm (beats::rrFeatures), likeness to the typical beat (beats::likenessFeatures), P waves (beats::pWaveFeatures).
// The typical beat is that of the beats that did not come early. neighbours 29: the rr of 14 beats before it, its own,
// and those of 14 after it.
[[nodiscard]] InputShape shapeOf(Profile profile);

// dB values are brought near zero mean and unit spread by constants, the same for every recording.
inline constexpr float kTfMeanDb = -10.0F;
inline constexpr float kTfScaleDb = 30.0F;
inline constexpr float kTfDifferenceScaleDb = 20.0F;  // of the difference from the typical beat

// Scaled samples beyond this (an electrode torn off) are clipped, so that one artefact cannot dominate a batch.
inline constexpr float kTimeLimit = 8.0F;

// The STFT input of one (possibly augmented) beat, into `out` of tfSize() floats. `typical_tf` is
// typicalTimeFrequency() of the record's typical beat in the same scale; ignored by the parity profile. Thread-safe.
void timeFrequencyOf(Profile profile, std::span<const float> beat, std::span<const float> typical_tf,
                     std::span<float> out);
[[nodiscard]] std::vector<float> typicalTimeFrequency(std::span<const float> typical);

// A lead made ready once: resampled, its typical beat and its RR features known; windows are cut as asked. Immutable;
// may be read from several threads. A day of 100,000 beats: the lead at 125 Hz (43 MB) and the features (18 MB);
// while it is made ready, the windows (80 MB) and the features' parts besides.
class BeatInputs {
public:
    // Errors: out_of_range (lead), unsupported (a rate below 50 Hz), cancelled.
    [[nodiscard]] static Result<BeatInputs> prepare(const Recording& recording, const BeatList& beats, std::size_t lead,
                                                    Representation representation, const Job& job);

    [[nodiscard]] Profile profile() const { return profile_; }
    [[nodiscard]] std::size_t size() const { return usable_.size(); }
    // 0 where the window holds missing samples or leaves the recording by more than a quarter.
    [[nodiscard]] std::span<const std::uint8_t> usable() const { return usable_; }
    // [channels × samples] into `out` of timeSize() floats.
    void time(std::size_t beat, std::span<float> out) const;
    [[nodiscard]] std::span<const float> rr(std::size_t beat) const;
    // The beat that stands in column `column` of the neighbours; the first or last one where the list has no such beat.
    [[nodiscard]] std::size_t neighbour(std::size_t beat, std::size_t column) const;
    // [rr × neighbours] into `out` of neighboursSize() floats.
    void neighbours(std::size_t beat, std::span<float> out) const;
    // The STFT is computed on demand (6 µs), straight into `out` of tfSize() floats.
    void timeFrequency(std::size_t beat, std::span<float> out) const;
    // Product: typicalTimeFrequency() of the record's typical beat.
    [[nodiscard]] std::span<const float> typicalTf() const { return typical_tf_; }
    // Recording time of the first sample of a beat's window; samples follow at 1/125 s.
    [[nodiscard]] double windowStart_s(std::size_t beat) const;

private:
    void window(std::size_t beat, std::span<float> out) const;  // the first channel of time()
    // Product: what is known of the beats from the lead at 125 Hz.
    [[nodiscard]] Result<void> describe(std::vector<float> at_125, const BeatList& beats, Conditioning conditioning,
                                        const Job& job);

    Profile profile_ = Profile::product;
    std::vector<float> windows_;  // parity
    // Product: windows are cut from these on demand, for the lead is half their size.
    std::vector<float> at_125_;
    std::vector<Beat> beats_;
    double rate_hz_ = 0;          // of beats_
    std::vector<float> middle_;   // [n] what each window is measured from, in the lead's unit
    float scale_ = 1;             // one over the record's own R size
    std::vector<float> typical_;  // product
    std::vector<float> rr_;
    std::vector<float> typical_tf_;  // product: STFT of the typical beat
    std::vector<std::uint8_t> usable_;
    std::vector<double> start_s_;
};

// The rate at which both profiles cut beats, and what the features of `rr` are called: the first rhythmFeatures() of
// them tell the beat's time alone, the others its shape.
[[nodiscard]] double modelRate_hz();
[[nodiscard]] std::size_t rhythmFeatures();
[[nodiscard]] std::size_t pWaveColumn();  // where the features of beats/p_waves.h begin
[[nodiscard]] std::vector<std::string> rrFeatureNames();

// Features of a row of beats, one beat to a column, into the first rows of a picture [features × columns]: `of(column)`
// gives a beat's features, of which the first `features` are taken.
template <typename FeaturesOf>
void placeInColumns(std::size_t features, std::size_t columns, const FeaturesOf& of, std::span<float> picture) {
    for (std::size_t column = 0; column < columns; ++column) {
        const std::span<const float> values = of(column);
        for (std::size_t row = 0; row < features; ++row) picture[row * columns + column] = values[row];
    }
}

// Axis values, for explanations: frequency of every STFT row in Hz, and centre of every column in s after the window's
// start.
[[nodiscard]] std::vector<double> tfFrequencies_hz(Profile profile);
[[nodiscard]] std::vector<double> tfColumnCentres_s(Profile profile);

}  // namespace triptych::inference
