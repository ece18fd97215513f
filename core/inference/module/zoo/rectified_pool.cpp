#include "core/inference/module/zoo/rectified_pool.h"

#include <torch/torch.h>

#include <algorithm>

// The loops over channels are compiled for several processors, and the loader takes what fits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TRIPTYCH_EVERY_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define TRIPTYCH_EVERY_PROCESSOR
#endif

namespace triptych::inference::zoo {
namespace {

constexpr float kSlope = 0.01F;  // torch::leaky_relu's

// LeakyReLU rises everywhere: that of the largest is the largest of all.
TRIPTYCH_EVERY_PROCESSOR
void largestOfTwo(const float* __restrict a, const float* __restrict b, std::int64_t channels, float* __restrict out) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const float largest = std::max(a[c], b[c]);
        out[c] = std::max(largest, kSlope * largest);
    }
}

// `below`: from a cell to the one in the next row.
TRIPTYCH_EVERY_PROCESSOR
void largestOfFour(const float* __restrict a, std::int64_t below, std::int64_t channels, float* __restrict out) {
    const float* __restrict b = a + channels;
    const float* __restrict c = a + below;
    const float* __restrict d = c + channels;
    for (std::int64_t i = 0; i < channels; ++i) {
        const float largest = std::max(std::max(a[i], b[i]), std::max(c[i], d[i]));
        out[i] = std::max(largest, kSlope * largest);
    }
}

}  // namespace

torch::Tensor rectifiedPool(torch::Tensor map, std::int64_t rows, std::int64_t columns) {
    const bool asks_gradient = torch::GradMode::is_enabled() && map.requires_grad();
    const bool plain = map.device().is_cpu() && map.scalar_type() == torch::kFloat &&
                       map.is_contiguous(at::MemoryFormat::ChannelsLast) && rows <= 2 && columns == 2;
    if (asks_gradient || !plain) return torch::max_pool2d(torch::leaky_relu_(map), {rows, columns});
    const std::int64_t beats = map.size(0), channels = map.size(1), width = map.size(3);
    const std::int64_t high = map.size(2) / rows, wide = width / columns;
    auto out = torch::empty({beats, channels, high, wide}, map.options(), at::MemoryFormat::ChannelsLast);
    const auto* from = map.data_ptr<float>();
    auto* into = out.data_ptr<float>();
    const std::int64_t below = width * channels;
    for (std::int64_t beat = 0; beat < beats; ++beat) {
        for (std::int64_t row = 0; row < high; ++row) {
            const float* cell = from + (beat * map.size(2) + row * rows) * below;
            for (std::int64_t column = 0; column < wide; ++column, cell += 2 * channels, into += channels) {
                if (rows == 2)
                    largestOfFour(cell, below, channels, into);
                else
                    largestOfTwo(cell, cell + channels, channels, into);
            }
        }
    }
    return out;
}

}  // namespace triptych::inference::zoo
