// What explanations rest on (explanation_aids.h), of a model whose inputs are known: files whose tensors are not of
// these inputs, or of no size that training could give them, are refused whole, for no part of them can be trusted.
#pragma once

#include "core/domain/error.h"
#include "core/inference/card.h"
#include "core/inference/module/explanation_aids.h"

#include <memory>
#include <string>

namespace triptych::inference {

// Inputs are of the order of one, and so is all that is learnt of them; what is larger would drown whatever it is laid
// beside.
inline constexpr float kLargestLearnt = 1e6F;
// Also of values of "infinity" and of none; true of whole numbers.
[[nodiscard]] bool isLearntSize(const torch::Tensor& tensor);

// Nothing where the folder has none. Errors: those of loadExplanationAids(); malformed.
[[nodiscard]] Result<std::shared_ptr<const ExplanationAids>> loadFittingAids(const std::string& model_folder,
                                                                             const Card& card);

}  // namespace triptych::inference
