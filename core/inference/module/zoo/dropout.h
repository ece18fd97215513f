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

// What inverted dropout multiplies with (Srivastava et al. 2014), on the processor: 0 with `probability`, else
// 1 / (1 − probability). Undefined outside training. One draw of the generator begins a SplitMix64 sequence (Steele et
// al. 2014) for the whole mask: a draw for every cell would cost more than the layer it masks.
[[nodiscard]] inline torch::Tensor dropoutMask(at::IntArrayRef sizes, double probability, bool training) {
    if (!training || probability == 0) return {};
    auto mask = torch::empty(sizes);
    auto* cells = mask.data_ptr<float>();
    const auto count = mask.numel();
    const auto kept = static_cast<float>(1 / (1 - probability));
    const auto limit = static_cast<std::uint32_t>(probability * 4294967296.0);
    std::uint64_t state = dropoutGenerator().get<at::CPUGeneratorImpl>()->random64();
    for (std::int64_t i = 0; i < count; i += 2) {
        std::uint64_t word = state += 0x9e3779b97f4a7c15ULL;
        word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        word = (word ^ (word >> 27U)) * 0x94d049bb133111ebULL;
        word ^= word >> 31U;
        cells[i] = static_cast<std::uint32_t>(word) < limit ? 0 : kept;
        if (i + 1 < count) cells[i + 1] = static_cast<std::uint32_t>(word >> 32U) < limit ? 0 : kept;
    }
    return mask;
}

// The identity outside training.
[[nodiscard]] inline torch::Tensor dropout(const torch::Tensor& input, double probability, bool training) {
    if (!training || probability == 0) return input;
    if (input.is_cuda()) return torch::dropout(input, probability, true);  // of the device's own generator
    return input * dropoutMask(input.sizes(), probability, true);
}

}  // namespace triptych::inference::zoo
