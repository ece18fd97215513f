// Which channel is the ECG, asked of the signals where names do not say: a few stretches of each are searched for QRS
// complexes. Bounded work, whatever the length.
#pragma once

#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstddef>
#include <span>

namespace triptych::beats {

// What three stretches of 20 s (or all of a shorter lead) show of a lead.
struct SignalLook {
    bool is_flat = false;     // one value throughout, or no samples at all
    bool is_counter = false;  // it only rises, or only falls: a clock, a number of the sample
    double present = 0;       // share of the samples that are there
    // 0 ... 1: how much of what moves lies within narrow complexes that come at a heart's rate and look alike. Clean
    // leads of MIT-BIH have 0.5 to 0.97, broad and small complexes 0.3, breath, noise and an EEG next to nothing; a
    // noisy pulse wave may come near 0.4, and loses against the ECG beside it.
    double ecg_likeness = 0;
};
inline constexpr double kLooksLikeEcg = 0.3;
inline constexpr double kLooksLikeNoEcg = 0.1;  // and less
// Further stretches are not searched once the likeness is known to be `enough`: it is no more than it is then.
[[nodiscard]] SignalLook lookAtSignal(const Recording& recording, std::size_t lead, const Job& job = {},
                                      double enough = 1);

// Of leads that are as good by their names, the first, unless another has clearly (by a tenth) more seconds of good
// quality in such stretches. `equals` is not empty.
[[nodiscard]] std::size_t cleanestOf(const Recording& recording, std::span<const std::size_t> equals,
                                     const Job& job = {});

}  // namespace triptych::beats
