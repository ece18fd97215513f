// Dropout whose masks come from a generator of the training thread's own: branches that train side by side stay
// repeatable, and a resumed run draws the masks that the uninterrupted one would have drawn.
#pragma once

#include <ATen/CPUGeneratorImpl.h>
#include <torch/cuda.h>
#include <torch/types.h>

namespace triptych::inference::zoo {

[[nodiscard]] inline at::Generator& dropoutGenerator() {
    thread_local at::Generator generator = at::detail::createCPUGenerator();
    return generator;
}

inline void seedDropout(std::uint64_t seed) {
    dropoutGenerator().set_current_seed(seed);
    if (torch::cuda::is_available()) torch::cuda::manual_seed(seed);
}

// Inverted dropout (Srivastava et al. 2014); the identity outside training.
[[nodiscard]] inline torch::Tensor dropout(const torch::Tensor& input, double probability, bool training) {
    if (!training || probability == 0) return input;
    if (input.is_cuda()) return torch::dropout(input, probability, true);  // of the device's own generator
    auto mask = torch::empty_like(input, torch::TensorOptions().requires_grad(false));
    mask.bernoulli_(1 - probability, dropoutGenerator());
    return input * mask.div_(1 - probability);
}

}  // namespace triptych::inference::zoo
