// A plain ECG of Gaussian waves whose R peaks are known to the sample, for the detector's tests: independent of the
// dynamical generator, so that the two cannot share a mistake.
#pragma once

#include "core/domain/recording.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace triptych::test {

struct MadeEcgPlan {
    double rate_hz = 360;
    double duration_s = 60;
    double r_mv = 1.2;
    double q_mv = -0.15, s_mv = -0.25;
    double t_mv = 0.3;
    double p_mv = 0.12;
    double qrs_width = 1;    // stretches Q, R and S in time
    double wander_mv = 0.3;  // at 0.25 Hz
    double noise_mv = 0.02;  // white, per sample
    std::function<double(std::size_t beat)> interval_s = [](std::size_t) { return 0.8; };
    double first_s = 0.35;
    std::uint32_t seed = 1;
};

struct MadeEcg {
    std::vector<float> signal;          // mV
    std::vector<std::int64_t> r_peaks;  // samples
};

[[nodiscard]] MadeEcg madeEcg(const MadeEcgPlan& plan);

// A recording of one lead held in memory; samples beyond its ends are NaN.
[[nodiscard]] RecordingPtr recordingOf(std::vector<float> signal, double rate_hz, const std::string& lead_name = "II");

// The same of several leads of one rate and length.
[[nodiscard]] RecordingPtr recordingOfLeads(std::vector<std::vector<float>> leads, double rate_hz,
                                            const std::vector<std::string>& names);

// Beats of `truth` without one of `found` within `tolerance` samples, and the other way round.
struct Mismatch {
    std::size_t missed = 0, extra = 0;
};
[[nodiscard]] Mismatch compare(const std::vector<std::int64_t>& truth, const std::vector<std::int64_t>& found,
                               std::int64_t tolerance);

}  // namespace triptych::test
