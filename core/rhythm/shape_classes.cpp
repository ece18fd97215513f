#include "core/rhythm/shape_classes.h"

#include "core/beats/median.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::rhythm {
namespace {

constexpr std::ptrdiff_t kBefore = 8, kBehind = 13;  // samples: 0.064 s, 0.1 s: P and T of fast rates lie outside
constexpr std::size_t kLength = static_cast<std::size_t>(kBefore + kBehind);
constexpr std::size_t kBlock = 60;
constexpr double kUnlike = 0.75, kWider = 1.25, kHardlyUnlike = 0.95, kMuchWider = 1.5, kVeryUnlike = 0.4;
constexpr double kEarlyPart = 0.82;

using Shape = std::array<float, kLength>;

double likeness(const Shape& a, const Shape& b) {
    double shared = 0, of_a = 0, of_b = 0;
    for (std::size_t i = 0; i < kLength; ++i) {
        shared += double{a[i]} * double{b[i]};
        of_a += double{a[i]} * double{a[i]};
        of_b += double{b[i]} * double{b[i]};
    }
    return of_a * of_b > 0 ? shared / std::sqrt(of_a * of_b) : 1;  // silence is unlike nothing
}

// Area over height: how wide the complex is, whatever its polarity.
double width(const Shape& shape) {
    double area = 0, height = 1e-6;
    for (const float value : shape) {
        area += std::abs(double{value});
        height = std::max(height, std::abs(double{value}));
    }
    return area / height;
}

std::vector<Shape> shapesOf(const RhythmView& view) {
    std::vector<Shape> out(view.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto mark = static_cast<std::ptrdiff_t>(std::llround(view.time_s(i) * kView_hz));
        out[i].fill(0);
        if (mark < kBefore || mark + kBehind > static_cast<std::ptrdiff_t>(view.samples.size())) continue;
        const auto from = view.samples.subspan(static_cast<std::size_t>(mark - kBefore), kLength);
        const float level = (from[0] + from[1]) / 2;
        for (std::size_t k = 0; k < kLength; ++k) out[i][k] = from[k] - level;
    }
    return out;
}

}  // namespace

std::vector<BeatClass> classesByShape(const RhythmView& view) {
    std::vector<BeatClass> out(view.size(), BeatClass::normal);
    const auto shapes = shapesOf(view);
    std::vector<double> before(view.size(), 0);
    for (std::size_t i = 1; i < view.size(); ++i) {
        before[i] = beats::rrInterval_s(view.time_s(i - 1), view.time_s(i), view.gaps).value_or(0);
    }
    for (std::size_t block = 0; block < view.size(); block += kBlock) {
        const std::size_t first = block > kBlock / 2 ? block - kBlock / 2 : 0;
        const std::size_t past = std::min(view.size(), block + kBlock + kBlock / 2);
        std::vector<double> intervals;
        for (std::size_t i = first; i < past; ++i) {
            if (before[i] > 0) intervals.push_back(before[i]);
        }
        // What the heart does when nothing comes early.
        const double usual = beats::quantileInPlace(std::span(intervals), 0.6);
        std::vector<std::size_t> on_time;
        for (std::size_t i = first; i < past; ++i) {
            if (before[i] == 0 || before[i] >= kEarlyPart * usual) on_time.push_back(i);
        }
        if (on_time.size() < 5) continue;
        Shape dominant;
        std::vector<float> column(on_time.size());
        for (std::size_t k = 0; k < kLength; ++k) {
            for (std::size_t i = 0; i < on_time.size(); ++i) column[i] = shapes[on_time[i]][k];
            dominant[k] = beats::medianInPlace(std::span(column));
        }
        const double usual_width = width(dominant);
        for (std::size_t i = block; i < std::min(view.size(), block + kBlock); ++i) {
            const double like = likeness(shapes[i], dominant);
            const bool early = before[i] > 0 && before[i] < kEarlyPart * usual;
            const double wider = width(shapes[i]) / usual_width;
            if ((like < kUnlike && wider > kWider) || (like < kHardlyUnlike && wider > kMuchWider) ||
                (like < kVeryUnlike && early)) {
                out[i] = BeatClass::ventricular;
            } else if (early && like >= kUnlike) {
                out[i] = BeatClass::supraventricular;
            }
        }
    }
    return out;
}

}  // namespace triptych::rhythm
