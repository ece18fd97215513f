// What a model of beats reads of a recording: its inputs on the beats' own lead, and on a second one where it can use
// it. Nothing of this needs LibTorch, so that it is found while that is being loaded.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/card.h"
#include "core/inference/recording_analysis.h"

#include <memory>
#include <vector>

namespace triptych::inference {

using LeadInputs = std::vector<std::shared_ptr<const BeatInputs>>;

// Those of the beats' own lead first; of a second lead too, where the card's profile can use one and there is one that
// can be read. They stay with `analysis`. Errors: those of RecordingAnalysis::inputs() for the beats' own lead;
// cancelled.
[[nodiscard]] Result<LeadInputs> inputsOfLeads(const Card& card, const RecordingAnalysis& analysis,
                                               const BeatList& beats, const Job& job);

}  // namespace triptych::inference
