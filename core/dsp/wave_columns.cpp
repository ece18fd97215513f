// Built without errno for roots (CMakeLists.txt), so that they are taken four at a time.
#include "core/dsp/wave_columns.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace triptych::dsp {
namespace {

// From so many samples a column on, each is searched for its largest; below, the peaks are sought along the row.
constexpr double kWideColumn_samples = 2;
// Columns at most this narrow need no peaks: one of their edges lies within a sixteenth of a deviation of any.
constexpr double kNarrowColumn_samples = 0.5;

// Four floats in one register of any processor; what is done to them is done to all.
using Four = float __attribute__((vector_size(16)));

Four load(const float* from) {
    Four out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

// Two by two complex numbers of four places (re, im, re, im), sorted into four of each part.
struct Sorted {
    Four first_re, first_im, second_re, second_im;
};
Sorted sorted(Four a, Four b, Four c, Four d) {
    const Four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const Four next_ab = __builtin_shufflevector(a, b, 2, 6, 3, 7), next_cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    return {__builtin_shufflevector(ab, cd, 0, 1, 4, 5), __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
            __builtin_shufflevector(next_ab, next_cd, 0, 1, 4, 5),
            __builtin_shufflevector(next_ab, next_cd, 2, 3, 6, 7)};
}

// Without the library's ceil(), which the oldest processors that we build for have no instruction for: it took a third
// of a short view's time.
std::int64_t ceilOf(double place) {  // not below 0
    const auto whole = static_cast<std::int64_t>(place);
    return whole + (static_cast<double>(whole) < place ? 1 : 0);
}

// Squared moduli at four places, by Catmull-Rom through four neighbours each. It is the transform that is interpolated,
// not its modulus, which has sharp dips where two beats of the heart meet.
Four powersBetween(const float* values, const double* places) {
    Four before[4], after[4], t;
    for (std::size_t lane = 0; lane < 4; ++lane) {
        const auto i = static_cast<std::int64_t>(places[lane]);
        t[lane] = static_cast<float>(places[lane] - static_cast<double>(i));
        before[lane] = load(values + 2 * (i - 1));
        after[lane] = load(values + 2 * (i + 1));
    }
    const Sorted left = sorted(before[0], before[1], before[2], before[3]);
    const Sorted right = sorted(after[0], after[1], after[2], after[3]);
    const Four a = t * (-0.5F + t * (1.0F - 0.5F * t));
    const Four b = 1.0F + t * t * (1.5F * t - 2.5F);
    const Four c = t * (0.5F + t * (2.0F - 1.5F * t));
    const Four d = 0.5F * t * t * (t - 1.0F);
    const Four re = a * left.first_re + b * left.second_re + c * right.first_re + d * right.second_re;
    const Four im = a * left.first_im + b * left.second_im + c * right.first_im + d * right.second_im;
    return re * re + im * im;
}

// Of the parabola through a largest sample and its two neighbours, the squared height.
float peakAt(const Wave& wave, std::size_t i) {
    const float a = std::sqrt(wave.power[i - 1]), b = std::sqrt(wave.power[i]), c = std::sqrt(wave.power[i + 1]);
    const float bend = 2 * b - a - c;
    if (b < a || b < c || bend <= 0) return wave.power[i];
    const float height = b + (c - a) * (c - a) / (8 * bend);
    return height * height;
}

Four larger(Four a, Four b) {
    return a > b ? a : b;
}

// Index of the largest of [begin, end), which is not empty.
std::size_t largestOf(const float* values, std::size_t begin, std::size_t end) {
    constexpr std::size_t kLanes = 4, kAtOnce = 4 * kLanes;
    float largest = values[begin];
    if (end - begin >= kLanes) {
        Four most = load(values + end - kLanes);  // those that make no whole sixteen are looked at twice
        std::size_t i = begin;
        if (end - begin >= kAtOnce) {
            Four a = most, b = most, c = most;
            for (; i + kAtOnce <= end; i += kAtOnce) {
                most = larger(most, load(values + i));
                a = larger(a, load(values + i + kLanes));
                b = larger(b, load(values + i + 2 * kLanes));
                c = larger(c, load(values + i + 3 * kLanes));
            }
            most = larger(larger(most, a), larger(b, c));
        }
        for (; i + kLanes <= end; i += kLanes) most = larger(most, load(values + i));
        largest = std::max(std::max(most[0], most[1]), std::max(most[2], most[3]));
    } else {
        for (std::size_t i = begin + 1; i < end; ++i) largest = std::max(largest, values[i]);
    }
    // Four at a time, until one of them is it.
    std::size_t at = begin;
    for (; at + kLanes <= end; at += kLanes) {
        const auto found = load(values + at) == largest;
        std::uint64_t halves[2];
        std::memcpy(halves, &found, sizeof halves);
        if ((halves[0] | halves[1]) != 0) break;
    }
    return static_cast<std::size_t>(std::find(values + at, values + end - 1, largest) - values);
}

}  // namespace

void weigh(std::span<const std::complex<float>> values, const float* weights, std::complex<float>* out) {
    const auto* from = reinterpret_cast<const float*>(values.data());
    auto* to = reinterpret_cast<float*>(out);
    std::size_t m = 0;
    for (; m + 4 <= values.size(); m += 4) {
        const Four weight = load(weights + m);
        const Four low = load(from + 2 * m) * __builtin_shufflevector(weight, weight, 0, 0, 1, 1);
        const Four high = load(from + 2 * m + 4) * __builtin_shufflevector(weight, weight, 2, 2, 3, 3);
        std::memcpy(to + 2 * m, &low, sizeof low);
        std::memcpy(to + 2 * m + 4, &high, sizeof high);
    }
    for (; m < values.size(); ++m) {
        to[2 * m] = from[2 * m] * weights[m];
        to[2 * m + 1] = from[2 * m + 1] * weights[m];
    }
}

void powersOf(std::span<const std::complex<float>> values, float* out) {
    const auto* parts = reinterpret_cast<const float*>(values.data());
    std::size_t m = 0;
    for (; m + 4 <= values.size(); m += 4) {
        const Four low = load(parts + 2 * m), high = load(parts + 2 * m + 4);
        const Four re = __builtin_shufflevector(low, high, 0, 2, 4, 6);
        const Four im = __builtin_shufflevector(low, high, 1, 3, 5, 7);
        const Four power = re * re + im * im;
        std::memcpy(out + m, &power, sizeof power);
    }
    for (; m < values.size(); ++m) out[m] = parts[2 * m] * parts[2 * m] + parts[2 * m + 1] * parts[2 * m + 1];
}

void poolIntoColumns(const Wave& wave, const ColumnsOfWave& columns, PoolScratch& scratch, float* cells) {
    const std::size_t count = columns.last - columns.first + 1, edges = count + 1, padded = (edges + 3) / 4 * 4;
    scratch.places.resize(padded);
    scratch.powers.resize(padded);
    double* places = scratch.places.data();
    float* powers = scratch.powers.data();
    const double first_edge = columns.edge0 + static_cast<double>(columns.first) * columns.width;
    for (std::size_t k = 0; k < edges; ++k) places[k] = first_edge + static_cast<double>(k) * columns.width;
    places[0] = std::max(columns.from, places[0]);
    places[count] = std::min(columns.to, places[count]);
    std::fill(places + edges, places + padded, places[count]);
    const auto* values = reinterpret_cast<const float*>(wave.values);
    for (std::size_t k = 0; k < padded; k += 4) {
        const Four power = powersBetween(values, places + k);
        std::memcpy(powers + k, &power, sizeof power);
    }
    float* cell = cells + columns.first;
    for (std::size_t k = 0; k < count; ++k) cell[k] = std::max(cell[k], std::max(powers[k], powers[k + 1]));

    if (columns.width >= kWideColumn_samples) {
        for (std::size_t k = 0; k < count; ++k) {
            const auto begin = static_cast<std::size_t>(ceilOf(places[k]));
            const auto end = static_cast<std::size_t>(ceilOf(places[k + 1]));
            if (begin < end) cell[k] = std::max(cell[k], peakAt(wave, largestOf(wave.power, begin, end)));
        }
    } else if (columns.width > kNarrowColumn_samples) {
        const auto begin = static_cast<std::size_t>(ceilOf(places[0]));
        const auto end = static_cast<std::size_t>(ceilOf(places[count]));
        const double columns_per_sample = 1 / columns.width;
        for (std::size_t m = begin; m < end; ++m) {
            const float power = wave.power[m];
            if (power < wave.power[m - 1] || power < wave.power[m + 1]) continue;
            const double column = (static_cast<double>(m) - first_edge) * columns_per_sample;
            const auto k = std::min(count - 1, static_cast<std::size_t>(std::max(0.0, column)));
            cell[k] = std::max(cell[k], peakAt(wave, m));
        }
    }
}

void rootsOf(std::span<float> cells) {
    for (float& cell : cells) cell = std::sqrt(cell);
}

}  // namespace triptych::dsp
