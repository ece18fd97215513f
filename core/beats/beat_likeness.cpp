#include "core/beats/beat_likeness.h"

#include "core/beats/median.h"
#include "core/beats/windows.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

// Columns of a product window; its mark is column 100, at 125 Hz.
struct Stretch {
    std::ptrdiff_t first, past;
};
constexpr Stretch kP{66, 92}, kQrs{92, 110}, kT{115, 165};
constexpr Stretch kSize{85, 115};     // where the QRS's height is taken
constexpr Stretch kBreadth{80, 125};  // wide enough for a ventricular beat
constexpr Stretch kSwings{80, 120};
constexpr std::ptrdiff_t kShiftToTypical = 4, kShiftToNeighbour = 3;
constexpr float kSmallEnergy = 1e-6F;
constexpr float kSmallHeight = 0.05F;
constexpr float kClip = 2.0F;

using Window = std::span<const float>;

Window cut(Window window, Stretch stretch, std::ptrdiff_t shift = 0) {
    return window.subspan(static_cast<std::size_t>(stretch.first + shift),
                          static_cast<std::size_t>(stretch.past - stretch.first));
}

float mean(Window of) {
    float sum = 0;
    for (const float value : of) sum += value;
    return sum / static_cast<float>(of.size());
}

// 1 − Pearson's correlation; two flat stretches are alike in nothing.
float unlike(Window a, Window b) {
    const float mean_a = mean(a), mean_b = mean(b);
    float ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const float da = a[i] - mean_a, db = b[i] - mean_b;
        ab += da * db;
        aa += da * da;
        bb += db * db;
    }
    return 1 - ab / std::sqrt(aa * bb + kSmallEnergy);
}

float unlikeAtBestShift(Window beat, Window reference, std::ptrdiff_t furthest) {
    float least = kClip;
    for (std::ptrdiff_t shift = -furthest; shift <= furthest; ++shift) {
        least = std::min(least, unlike(cut(beat, kQrs, shift), cut(reference, kQrs)));
    }
    return least;
}

float rootMeanSquare(Window a, Window b, float offset) {
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i] - offset) * (a[i] - b[i] - offset);
    return std::sqrt(sum / static_cast<float>(a.size()));
}

float height(Window of) {
    const auto [low, high] = std::minmax_element(of.begin(), of.end());
    return *high - *low;
}

// Mean over largest distance from the stretch's median: a narrow QRS has little of it.
float breadth(Window of) {
    std::array<float, kBreadth.past - kBreadth.first> sorted;
    std::copy(of.begin(), of.end(), sorted.begin());
    const float middle = medianInPlace(std::span<float>(sorted));
    float sum = 0, largest = 0;
    for (const float value : of) {
        sum += std::abs(value - middle);
        largest = std::max(largest, std::abs(value - middle));
    }
    return sum / static_cast<float>(of.size()) / (largest + kSmallHeight);
}

// Path length over height: 2 for one smooth wave, more for every further swing.
float swings(Window of) {
    float path = 0;
    for (std::size_t i = 1; i < of.size(); ++i) path += std::abs(of[i] - of[i - 1]);
    return path / (height(of) + kSmallHeight);
}

float logRatio(float a, float b, float least) {
    return std::clamp(std::log((a + least) / (b + least)), -kClip, kClip);
}

}  // namespace

std::vector<float> likenessFeatures(std::span<const float> windows, std::span<const float> typical) {
    const std::size_t count = windows.size() / kProductLength;
    std::vector<float> features(count * kLikenessFeatures);
    const float typical_height = height(cut(typical, kSize));
    const float typical_breadth = breadth(cut(typical, kBreadth));
    const float typical_swings = swings(cut(typical, kSwings));
    for (std::size_t beat = 0; beat < count; ++beat) {
        const Window window = windows.subspan(beat * kProductLength, kProductLength);
        const Window before = windows.subspan((beat > 0 ? beat - 1 : 0) * kProductLength, kProductLength);
        const Window p = cut(window, kP), typical_p = cut(typical, kP);
        float* const row = features.data() + beat * kLikenessFeatures;
        row[0] = unlike(cut(window, kQrs), cut(typical, kQrs));
        row[1] = unlikeAtBestShift(window, typical, kShiftToTypical);
        row[2] = unlike(p, typical_p);
        row[3] = unlike(cut(window, kT), cut(typical, kT));
        row[4] = std::min(kClip, rootMeanSquare(cut(window, kQrs), cut(typical, kQrs), 0));
        row[5] = std::min(kClip, rootMeanSquare(p, typical_p, mean(p) - mean(typical_p)));
        row[6] = logRatio(height(cut(window, kSize)), typical_height, kSmallHeight);
        row[7] = logRatio(breadth(cut(window, kBreadth)), typical_breadth, kSmallHeight);
        row[8] = logRatio(swings(cut(window, kSwings)), typical_swings, kSmallHeight);
        row[9] = unlikeAtBestShift(window, before, kShiftToNeighbour);
        const float* const row_before = beat > 0 ? row - kLikenessFeatures : row;
        row[10] = row_before[1];
        row[11] = row_before[5];
    }
    return features;
}

}  // namespace triptych::beats
