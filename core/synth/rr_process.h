// How the time between sinus beats wanders: an RR tachogram with the bimodal spectrum of McSharry et al. 2003, section
// II.
#pragma once

#include "core/synth/random.h"

#include <vector>

namespace triptych::synth {

struct RrProcess {
    double rate_hz = 2;        // of the tachogram
    std::vector<double> rr_s;  // RR interval as a function of time

    // Interval of a sinus beat at `time_s` from the start, by linear interpolation; the ends hold beyond the ends.
    [[nodiscard]] double at(double time_s) const;
};

// Mean 60 / mean_rate_bpm seconds and, over the whole tachogram, the deviation that rate_sd_bpm means at that rate.
// Its power lies in Gaussian bands around 0.1 Hz (Mayer waves) and 0.25 Hz (respiration), in the ratio lf_hf_ratio;
// phases are random. Covers at least duration_s. No interval is shorter than 0.24 s.
[[nodiscard]] RrProcess makeRrProcess(double duration_s, double mean_rate_bpm, double rate_sd_bpm, double lf_hf_ratio,
                                      Random& random);

// Frequency of breathing in the model: of the HF band and of the baseline's wander.
inline constexpr double kRespiration_hz = 0.25;

}  // namespace triptych::synth
