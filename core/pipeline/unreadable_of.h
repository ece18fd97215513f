// Where a lead cannot be read, by the search for beats on it (beats::unreadableSpans()).
#pragma once

#include "core/beats/readability.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/recording_analysis.h"

#include <cstddef>
#include <vector>

namespace triptych::pipeline {

// Ascending; none of a lead on which no beats can be looked for. Any thread. Error: cancelled.
[[nodiscard]] Result<std::vector<beats::UnreadableStretch>> unreadableOf(const inference::RecordingAnalysis& analysis,
                                                                         std::size_t lead, const Job& job);

}  // namespace triptych::pipeline
