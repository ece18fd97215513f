#include "core/inference/module/engine_impl.h"

#include <string_view>

// The module's one exported symbol. The version string keeps a module of another build from being used; the catalogue
// is handed in, for the module has core/text, and with it the door of sentences, a second time.
extern "C" [[gnu::visibility("default")]] const triptych::inference::Engine* triptychInferenceEngine(
    const char* version, const triptych::text::Catalogue& catalogue) {
    if (std::string_view(version) != TRIPTYCH_VERSION) return nullptr;
    triptych::text::setCatalogue(catalogue);
    static const triptych::inference::TorchEngine engine;
    return &engine;
}
