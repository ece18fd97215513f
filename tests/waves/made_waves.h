// Made beats whose waves begin and end at known times: raised cosines for P and T, straight strokes for the QRS,
// nothing between them. Independent of core/synth, whose Gaussian waves begin nowhere.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/recording.h"
#include "core/waves/delineate.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace triptych::test {

// Onset, peak and end in seconds of the recording.
using WaveTimes = std::array<double, 3>;

struct MadeBeat {
    std::optional<WaveTimes> p;
    WaveTimes qrs{}, t{};
};

struct MadeWavesPlan {
    double rate_hz = 500;
    double duration_s = 10;
    std::vector<std::string> leads = {"II"};
    std::function<double(std::size_t beat)> interval_s = [](std::size_t) { return 0.84; };
    bool has_p = true;
    double fibrillation_mv = 0;  // waves of six a second, sharpened, in place of a quiet line
    // Of the leads in turn; the shapes are the same.
    std::vector<double> sizes = {1};
    double noise_db = std::numeric_limits<double>::infinity();  // signal to white noise below 100 Hz, by power
    bool spikes = false;                                        // a pacemaker's, 2 ms, 25 ms before each QRS
    std::function<float(std::size_t lead, double time_s, float value)> change;  // the last word on a sample
    std::uint32_t seed = 1;
};

struct MadeWaves {
    RecordingPtr recording;
    std::vector<MadeBeat> truth;
    BeatList beats;  // the true R peaks, to the sample
};

[[nodiscard]] MadeWaves madeWaves(const MadeWavesPlan& plan);

// Samples in memory as a recording; NaN beyond their ends.
[[nodiscard]] RecordingPtr recordingOf(std::vector<std::vector<float>> leads, double rate_hz,
                                       const std::vector<std::string>& names);

// The network that comes with the program. Throws where it does not.
[[nodiscard]] const waves::Delineator& shipped();

// Errors of one mark over beats that have it, in milliseconds.
struct MarkErrors {
    std::size_t wanted = 0, found = 0;
    double mean_ms = 0, deviation_ms = 0;
};
enum WhichWave : std::size_t { kTheP, kTheQrs, kTheT };
// Beats within a second of either end are left out: there the waves may be cut.
[[nodiscard]] MarkErrors errorsOf(const MadeWaves& made, const LeadWaves& waves, WhichWave wave, std::size_t mark);

// Beats of a lead that have a certain wave of the kind.
[[nodiscard]] std::size_t certainOf(const LeadWaves& waves, std::optional<Wave> BeatWaves::*wave);

}  // namespace triptych::test
