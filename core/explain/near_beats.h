// Makes the index of a data base's beats, and finds in it those that a model takes for most alike to one at hand.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/near_beats.h"
#include "core/inference/beat_index.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"

#include <string>

namespace triptych::explain {

// As Laboratory::indexBeats() says. May throw what LibTorch throws.
[[nodiscard]] Result<inference::BeatIndexMade> indexBeats(const inference::BeatIndexRequest& request, const Job& job);

// The `count` nearest of the index's beats, the nearest first; `but` names a record that is left out, the beat's own.
// Errors: as Model::nearest() has them.
[[nodiscard]] Result<NearBeats> nearestOf(const inference::Bundle& bundle, const inference::BeatInputs& inputs,
                                          std::size_t beat, const std::string& index_file, std::size_t count,
                                          const std::string& but);

}  // namespace triptych::explain
