// What must be said before a model's word on a recording is believed: that it has seen this recording in training, or
// that its published figures leak patients.
#pragma once

#include "core/domain/error.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"

#include <optional>
#include <vector>

namespace triptych::pipeline {

// Was the recording in the model's training set? Names alone are weak evidence ("100" is a name in many archives), so
// the rate and length of the public database are compared too, and the sentence says which of the two it rests on.
[[nodiscard]] std::optional<Warning> trainingNotice(const ModelInfo& model, const Recording& recording);

// trainingNotice(), and that the model leaks patients where its card says so.
[[nodiscard]] std::vector<Warning> modelNotices(const ModelInfo& model, const Recording& recording);

}  // namespace triptych::pipeline
