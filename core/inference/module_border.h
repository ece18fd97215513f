// What the loadable module hands out across its border, and under which names. The border is this header and every
// header of ours that it includes, down to the plain values of core/domain: <triptych/border.h>, made when building
// (packaging/cmake/border_hash.cmake), holds their hash, so that a module that was built against others is refused.
#pragma once

#include "core/inference/engine.h"
#include "core/inference/laboratory.h"

namespace triptych::inference {

struct ModuleParts {
    const Engine* engine;
    const Laboratory* laboratory;
};

// const char* (): the TRIPTYCH_BORDER of its build.
inline constexpr const char* kBorderSymbol = "triptychInferenceBorder";
// const ModuleParts* (const text::Catalogue&): valid until the process ends. The catalogue is handed in, for the module
// has core/text, and with it the door of sentences, a second time.
inline constexpr const char* kPartsSymbol = "triptychInferenceParts";

}  // namespace triptych::inference
