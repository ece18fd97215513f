// A recording is looked at minute by minute, all leads of a minute together. The minutes are always the same ones,
// whoever asks for which beats, so that a window's answers are those of the whole recording.
#pragma once

#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/waves/network.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::waves {

inline constexpr double kStretch_s = 60;
inline constexpr double kBeside_s = 4;  // read to either side: the network's reach, and the waves of a beat at the edge

// What is known of one lead around one minute.
struct LeadStretch {
    std::vector<float> signal;  // at kNetwork_hz, normalised; silent where the lead is
    std::vector<bool> missing;  // [tenths of a second] more than half of it has no samples
    bool silent = false;        // flat or missing throughout
    double shift_s = 0;  // its first sample lies so much behind the stretch's time: rates that are no whole number
    Answers answers;     // probabilities, [instants at kAnswer_hz × kChannels]
};

struct Stretch {
    double from_s = 0;  // time of the first sample and the first answer
    std::vector<LeadStretch> leads;
    [[nodiscard]] std::size_t instants() const { return leads.empty() ? 0 : leads.front().answers.size() / kChannels; }
};

// How many minutes a recording has (the last one may be short); none for one without samples.
[[nodiscard]] std::int64_t stretchesOf(const Recording& recording);
[[nodiscard]] std::int64_t stretchAt(const Recording& recording, double time_s);

// Is a lead flat, or without samples, throughout a minute?
[[nodiscard]] bool isSilent(const Recording& recording, std::size_t lead, std::int64_t index);

// Minute `index` of the leads given (indices of leads whose rate can be brought to kNetwork_hz). False when stopped.
[[nodiscard]] bool lookAt(const Recording& recording, std::span<const std::size_t> leads, std::int64_t index,
                          const Network& network, Workspace& workspace, Stretch& stretch, const Job& job);

}  // namespace triptych::waves
