#include "core/inference/module/zoo/rectified_pool.h"

#include "core/inference/module/zoo/guided.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>

namespace triptych::inference::zoo {
namespace {

constexpr float kSlope = 0.01F;  // torch::leaky_relu's

// Of a map in channels-last order, pooled two columns by `rows` rows.
struct Sizes {
    std::int64_t beats, height, width, channels, rows;
};

// LeakyReLU rises everywhere: that of the largest is the largest of all.
[[gnu::always_inline]] inline void largestOfTwo(const float* __restrict a, std::int64_t channels,
                                                float* __restrict out) {
    const float* __restrict b = a + channels;
    for (std::int64_t c = 0; c < channels; ++c) {
        const float largest = std::max(a[c], b[c]);
        out[c] = std::max(largest, kSlope * largest);
    }
}

// `below`: from a cell to the one in the next row.
[[gnu::always_inline]] inline void largestOfFour(const float* __restrict a, std::int64_t below, std::int64_t channels,
                                                 float* __restrict out) {
    const float* __restrict b = a + channels;
    const float* __restrict c = a + below;
    const float* __restrict d = c + channels;
    for (std::int64_t i = 0; i < channels; ++i) {
        const float largest = std::max(std::max(a[i], b[i]), std::max(c[i], d[i]));
        out[i] = std::max(largest, kSlope * largest);
    }
}

[[gnu::always_inline]] inline void poolAnyhow(const float* from, const Sizes& sizes, float* into) {
    const std::int64_t channels = sizes.channels, below = sizes.width * channels;
    for (std::int64_t beat = 0; beat < sizes.beats; ++beat) {
        for (std::int64_t row = 0; row < sizes.height / sizes.rows; ++row) {
            const float* cell = from + (beat * sizes.height + row * sizes.rows) * below;
            for (std::int64_t column = 0; column < sizes.width / 2; ++column, cell += 2 * channels, into += channels) {
                if (sizes.rows == 2)
                    largestOfFour(cell, below, channels, into);
                else
                    largestOfTwo(cell, channels, into);
            }
        }
    }
}

// Asked once, by ourselves: target_clones would have the loader ask, in a resolver that runs before main and before a
// sanitizer that has instrumented it is there.
#if defined(__x86_64__)
[[gnu::target("avx512f")]] void poolAvx512(const float* from, const Sizes& sizes, float* into) {
    poolAnyhow(from, sizes, into);
}

[[gnu::target("avx2")]] void poolAvx2(const float* from, const Sizes& sizes, float* into) {
    poolAnyhow(from, sizes, into);
}
#endif

void pool(const float* from, const Sizes& sizes, float* into) {
#if defined(__x86_64__)
    static const bool has_avx512 = __builtin_cpu_supports("avx512f") != 0;
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx512) return poolAvx512(from, sizes, into);
    if (has_avx2) return poolAvx2(from, sizes, into);
#endif
    poolAnyhow(from, sizes, into);
}

}  // namespace

torch::Tensor rectifiedPool(torch::Tensor map, std::int64_t rows, std::int64_t columns) {
    const bool asks_gradient = torch::GradMode::is_enabled() && map.requires_grad();
    const bool plain = map.device().is_cpu() && map.scalar_type() == torch::kFloat &&
                       map.is_contiguous(at::MemoryFormat::ChannelsLast) && rows <= 2 && columns == 2;
    if (asks_gradient || !plain) return torch::max_pool2d(guided(torch::leaky_relu_(map)), {rows, columns});
    const Sizes sizes{map.size(0), map.size(2), map.size(3), map.size(1), rows};
    auto out = torch::empty({sizes.beats, sizes.channels, sizes.height / rows, sizes.width / columns}, map.options(),
                            at::MemoryFormat::ChannelsLast);
    pool(map.data_ptr<float>(), sizes, out.data_ptr<float>());
    return out;
}

}  // namespace triptych::inference::zoo
