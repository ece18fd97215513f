#include "core/engine/laboratory.h"
#include "core/engine/reader.h"
#include "core/inference/module_border.h"
#include "core/text/said.h"

#include <triptych/border.h>

// The module's two exported symbols: what it was built against, and what it hands out to whoever was built against the
// same.
extern "C" [[gnu::visibility("default")]] const char* triptychInferenceBorder() {
    return TRIPTYCH_BORDER;
}

extern "C" [[gnu::visibility("default")]] const triptych::inference::ModuleParts* triptychInferenceParts(
    const triptych::text::Catalogue& catalogue) {
    triptych::text::setCatalogue(catalogue);
    static const triptych::engine::ReaderEngine reader;
    static const triptych::engine::TrainingLaboratory laboratory;
    static const triptych::inference::ModuleParts parts{&reader, &laboratory};
    return &parts;
}
