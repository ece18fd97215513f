// Guided backpropagation (Springenberg et al. 2015): while a thread guides, a rectifier hands on only what speaks for
// the score. A mode of the thread and no argument, for every rectifier of a network has to know.
#pragma once

#include <torch/types.h>

namespace triptych::inference::zoo {

class GuidedScope {
public:
    GuidedScope();
    ~GuidedScope();
    GuidedScope(const GuidedScope&) = delete;
    GuidedScope& operator=(const GuidedScope&) = delete;
};

// Call it on what a rectifier returns. Outside of a GuidedScope, and where no gradient is asked for, it is `rectified`.
torch::Tensor guided(torch::Tensor rectified);

}  // namespace triptych::inference::zoo
