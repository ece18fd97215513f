// Guided Grad-CAM: Grad-CAM's places at the sharpness of the input.
#pragma once

#include "core/explain/methods.h"

namespace triptych::explain {

// Selvaraju et al. 2017, §3.2: Grad-CAM, cell by cell times the size of the guided gradient (Springenberg et al. 2015),
// summed over the input's channels. It has no sign.
[[nodiscard]] Result<Explanation> guidedGradCam(const Subject& subject, const inference::ExplainRequest& request,
                                                const Job& job);

}  // namespace triptych::explain
