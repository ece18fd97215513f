// Recorded noise added to a recorded ECG at a stated ratio, as the noise stress test of WFDB (nst, sigamp) does it: how
// far a detector or a model can be trusted is measured on the same beats at 18, 12, 6 and 0 dB.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/error.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace triptych::synth {

// Noise for two minutes, none for two, from 5:00 on.
inline constexpr double kStressBegins_s = 300, kStressTurn_s = 120;
struct NoisyStretch {
    double from_s = 0, to_s = 0;
};
[[nodiscard]] std::vector<NoisyStretch> noisyStretches(double duration_s);

// Peak to peak within 50 ms of each of the first 300 beats that are no ectopic or fused ones; the mean of them without
// the twentieth part at either end. 0 where there is no such beat. `beats` counts samples of `signal`, or ticks of its
// own clock where it states one.
[[nodiscard]] double qrsAmplitude(std::span<const float> signal, double rate_hz, const AnnotationSet& beats);
// Root mean square about its mean of each of the first 300 seconds; the mean of them, without the twentieth part at
// either end. 0 for less than a second.
[[nodiscard]] double noiseAmplitude(std::span<const float> noise, double rate_hz);
// What noise has to be multiplied with so that (peak to peak of the QRS)² / 8 is `snr_db` above the noise's power: a
// QRS is taken for a sine of its height. 0 where either amplitude is.
[[nodiscard]] double stressGain(double qrs_amplitude, double noise_amplitude, double snr_db);

// Adds gain × noise to the signal, of one rate, in its noisy stretches. The noise runs from the signal's beginning and
// begins again where it ends; where it comes, goes or begins again, the signal is lifted so that there is no step.
void addStress(std::span<float> signal, std::span<const float> noise, double gain, double rate_hz);

// The whole of it: a recording in memory like `clean`, its first annotation set included, with signal k % signals of
// `noise`, from from_s to to_s of it, added to lead k, at snr_db of the lead's own QRS. Errors: not_found (`clean`
// marks no beats, `noise` has no samples there), unsupported (rates that differ).
[[nodiscard]] Result<RecordingPtr> stressed(const Recording& clean, const Recording& noise, double from_s, double to_s,
                                            double snr_db);

// A recording in memory like `clean` in which every sample of lead k at time_s is `added`(k, time_s) larger, in the
// lead's own unit; called lead by lead, in order of time.
[[nodiscard]] RecordingPtr disturbed(const Recording& clean,
                                     const std::function<double(std::size_t lead, double time_s)>& added);

}  // namespace triptych::synth
