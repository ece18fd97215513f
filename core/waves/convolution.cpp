#include "core/waves/convolution.h"

#include <algorithm>
#include <cstring>

namespace triptych::waves {
namespace {

constexpr std::size_t kWidth = 8;
using Vector [[gnu::vector_size(kWidth * sizeof(float))]] = float;

struct Work {
    const float* from;  // the first tap's row of the first answer
    std::size_t step;   // floats between the rows of two answers
    std::size_t tap;    // and of two taps
    std::size_t taps, in;
    const float* weight;
    const float* bias;
    float* to;
    std::size_t rows;
    bool rectified, adds;
};

// kRows answers of kVectors vectors each stay in registers over all taps and channels.
template <std::size_t kVectors, std::size_t kRows>
[[gnu::always_inline]] inline void block(const Work& work, std::size_t first) {
    Vector sums[kRows][kVectors];
    for (std::size_t v = 0; v < kVectors; ++v) {
        Vector bias;
        std::memcpy(&bias, work.bias + v * kWidth, sizeof bias);
        for (std::size_t r = 0; r < kRows; ++r) sums[r][v] = bias;
    }
    const float* weight = work.weight;
    for (std::size_t tap = 0; tap < work.taps; ++tap) {
        const float* from = work.from + first * work.step + tap * work.tap;
        for (std::size_t channel = 0; channel < work.in; ++channel, ++from, weight += kVectors * kWidth) {
            Vector weights[kVectors];
            std::memcpy(weights, weight, sizeof weights);
            for (std::size_t r = 0; r < kRows; ++r) {
                const float value = from[r * work.step];
                for (std::size_t v = 0; v < kVectors; ++v) sums[r][v] += weights[v] * value;
            }
        }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
        for (std::size_t v = 0; v < kVectors; ++v) {
            float* to = work.to + ((first + r) * kVectors + v) * kWidth;
            Vector sum = sums[r][v];
            if (work.rectified) sum = sum > 0 ? sum : sum - sum;
            if (work.adds) {
                Vector before;
                std::memcpy(&before, to, sizeof before);
                sum += before;
            }
            std::memcpy(to, &sum, sizeof sum);
        }
    }
}

template <std::size_t kVectors, std::size_t kRows>
[[gnu::always_inline]] inline void rowsOf(const Work& work) {
    std::size_t row = 0;
    for (; row + kRows <= work.rows; row += kRows) block<kVectors, kRows>(work, row);
    for (; row < work.rows; ++row) block<kVectors, 1>(work, row);
}

// As many rows as registers hold.
[[gnu::always_inline]] inline void runAnyhow(const Work& work, std::size_t vectors) {
    switch (vectors) {
        case 1:
            return rowsOf<1, 8>(work);
        case 2:
            return rowsOf<2, 6>(work);
        case 3:
            return rowsOf<3, 4>(work);
        case 4:
            return rowsOf<4, 3>(work);
        case 5:
            return rowsOf<5, 2>(work);
        default:
            return rowsOf<6, 2>(work);
    }
}

void runPlain(const Work& work, std::size_t vectors) {
    runAnyhow(work, vectors);
}

#if defined(__x86_64__)
[[gnu::target("avx2,fma")]] void runAvx2(const Work& work, std::size_t vectors) {
    runAnyhow(work, vectors);
}

// Twice as many registers.
[[gnu::target("avx512f,avx512vl,avx512dq,avx2,fma")]] void runAvx512(const Work& work, std::size_t vectors) {
    switch (vectors) {
        case 1:
            return rowsOf<1, 16>(work);
        case 2:
            return rowsOf<2, 12>(work);
        case 3:
            return rowsOf<3, 8>(work);
        case 4:
            return rowsOf<4, 6>(work);
        case 5:
            return rowsOf<5, 5>(work);
        default:
            return rowsOf<6, 4>(work);
    }
}
#endif

using Runner = void (*)(const Work&, std::size_t);
Runner chooseRunner() {
#if defined(__x86_64__)
    const bool avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    const bool avx512 = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
                        __builtin_cpu_supports("avx512dq") != 0;
    if (avx2) return avx512 ? runAvx512 : runAvx2;
#endif
    return runPlain;
}

}  // namespace

void Map::shape(std::size_t rows, std::size_t channels) {
    rows_ = rows;
    channels_ = channels;
    const std::size_t cells = (rows + 2 * kMargin) * channels;
    if (cells_.size() < cells) cells_.resize(cells);
    std::fill_n(cells_.begin(), kMargin * channels, 0.0F);
    std::fill_n(cells_.begin() + static_cast<std::ptrdiff_t>((kMargin + rows) * channels), kMargin * channels, 0.0F);
}

Convolution::Convolution(const ConvolutionPlan& of, std::span<const float> weights, std::span<const float> biases)
    : plan(of) {
    const auto in = static_cast<std::size_t>(plan.in);
    const auto taps = static_cast<std::size_t>(plan.kernel);
    const auto outs = static_cast<std::size_t>(plan.out);
    out = (outs + kWidth - 1) / kWidth * kWidth;
    weight.assign(taps * in * out, 0);
    bias.assign(out, 0);
    std::copy(biases.begin(), biases.end(), bias.begin());
    for (std::size_t to = 0; to < outs; ++to) {
        for (std::size_t from = 0; from < in; ++from) {
            for (std::size_t tap = 0; tap < taps; ++tap) {
                weight[(tap * in + from) * out + to] = weights[(to * in + from) * taps + tap];
            }
        }
    }
}

void Convolution::run(const Map& from, Map& to, bool adds) const {
    static const Runner runner = chooseRunner();
    const auto stride = static_cast<std::size_t>(plan.stride);
    const auto dilation = static_cast<std::size_t>(plan.dilation);
    const std::size_t reach = dilation * static_cast<std::size_t>(plan.kernel / 2);
    const std::size_t in = from.channels();
    runner({from.row(0) - reach * in, stride * in, dilation * in, static_cast<std::size_t>(plan.kernel), in,
            weight.data(), bias.data(), to.row(0), to.rows(), plan.rectified, adds},
           out / kWidth);
}

void Convolution::apply(const Map& from, Map& to) const {
    to.shape(from.rows() / static_cast<std::size_t>(plan.stride), out);
    run(from, to, false);
}

void Convolution::add(const Map& from, Map& to) const {
    run(from, to, true);
}

}  // namespace triptych::waves
