#include "core/inference/module/engine_impl.h"

#include <string_view>

// The module's one exported symbol. The version string keeps a module of another build from being used.
extern "C" [[gnu::visibility("default")]] const triptych::inference::Engine* triptychInferenceEngine(
    const char* version) {
    if (std::string_view(version) != TRIPTYCH_VERSION) return nullptr;
    static const triptych::inference::TorchEngine engine;
    return &engine;
}
