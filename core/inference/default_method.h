// Which method is offered first for which kind of model.
#pragma once

#include "core/domain/prediction.h"
#include "core/inference/explanation_methods.h"

namespace triptych::inference {

// Of beats the most faithful one, defaultMethod(). Of whole recordings Integrated Gradients (docs/decisions/0100).
[[nodiscard]] const MethodInfo& defaultMethodFor(Task task);

}  // namespace triptych::inference
