#include "core/inference/module/zoo/guided.h"

#include <torch/types.h>

namespace triptych::inference::zoo {
namespace {

bool& guiding() {
    thread_local bool on = false;
    return on;
}

}  // namespace

GuidedScope::GuidedScope() {
    guiding() = true;
}

GuidedScope::~GuidedScope() {
    guiding() = false;
}

torch::Tensor guided(torch::Tensor rectified) {
    if (guiding() && rectified.requires_grad())
        rectified.register_hook([](const torch::Tensor& gradient) { return gradient.clamp_min(0); });
    return rectified;
}

}  // namespace triptych::inference::zoo
