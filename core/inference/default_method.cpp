#include "core/inference/default_method.h"

namespace triptych::inference {

const MethodInfo& defaultMethodFor(Task task) {
    const auto of_recordings = methodOf("integrated_gradients");
    return task == Task::recording && of_recordings ? **of_recordings : defaultMethod();
}

}  // namespace triptych::inference
