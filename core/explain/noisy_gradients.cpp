#include "core/explain/noisy_gradients.h"

#include "core/explain/ask.h"
#include "core/explain/side_by_side.h"
#include "core/statistics/random.h"

#include <torch/types.h>

#include <algorithm>

namespace triptych::explain {
namespace {

constexpr std::size_t kCopiesAtOnce = 10;

// [copies × …] Range by input: a feature of 0..1 and decibels are not disturbed alike.
torch::Tensor noisyCopies(const torch::Tensor& value, Random& random) {
    auto sides = value.sizes().vec();
    sides[0] = kCopiesAtOnce;
    auto noise = torch::empty(sides);
    for (float *at = noise.data_ptr<float>(), *end = at + noise.numel(); at != end; ++at)
        *at = static_cast<float>(random.normal());
    const double range = (value.max() - value.min()).item<double>();
    return value + noise * (kNoiseOfRange * range);
}

}  // namespace

Result<NoisyGradients> noisyGradients(const Subject& subject, std::uint64_t seed, const Job& job) {
    constexpr std::size_t kPieces = kNoisyCopies / kCopiesAtOnce;
    std::vector<std::vector<torch::Tensor>> gradients(kPieces);
    const auto piece = [&](std::size_t at) {
        Random random(streamSeed(seed, at));
        std::vector<torch::Tensor> copies;
        for (const torch::Tensor& value : subject.values()) copies.push_back(noisyCopies(value, random));
        gradients[at] = gradientsOf(subject, copies);
    };
    if (auto done = sideBySide(kPieces, piece, job); !done) return std::unexpected(done.error());
    NoisyGradients out;
    for (std::size_t i = 0; i < subject.inputs().size(); ++i) {
        std::vector<torch::Tensor> all;
        for (const auto& of_piece : gradients) all.push_back(of_piece[i]);
        const auto together = torch::cat(all).to(torch::kDouble);
        out.mean.push_back(together.mean(0));
        out.variance.push_back(together.var(0, false));
    }
    return out;
}

}  // namespace triptych::explain
