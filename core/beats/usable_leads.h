// Which leads are read together for beats: noise that hides a complex in one lead seldom hides it in all.
#pragma once

#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstddef>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kMostLeads = 4;

// `lead`, which must be one of the recording's and is the first, and up to three others that are an ECG by their name
// (or, where no name says, by what they show: ecg_search.h), were recorded and not derived, last at least nine tenths
// as long, and have a rate that beats can be found at; evenly spread over all that are. A lead that by its name is no
// ECG is read alone: whoever asks for its beats means it. Bounded work.
[[nodiscard]] std::vector<std::size_t> leadsReadWith(const Recording& recording, std::size_t lead, const Job& job = {});

}  // namespace triptych::beats
