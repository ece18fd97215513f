#include "core/beats/r_mark.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace triptych::beats {
namespace {

constexpr double kSearch_s = 0.05;
constexpr double kBaseline_s = 0.200;
constexpr double kSmoothing_s = 0.008;  // half of the triangle's base
constexpr std::size_t kBaselineSamples = 80;
constexpr double kClearly_log2 = 1.0;  // one direction twice the other needs no neighbours' advice
constexpr std::size_t kBeatsAround = 8;

// The two peaks that a QRS offers.
struct Peaks {
    std::size_t of = 0;
    std::int64_t up_at = 0, down_at = 0;
    float up = 0, down = 0;  // heights over and under the baseline, at least 0

    [[nodiscard]] double upwards_log2() const {
        constexpr float kLeast = 1e-30F;
        return static_cast<double>(std::log2(std::max(up, kLeast)) - std::log2(std::max(down, kLeast)));
    }
};

class PeakFinder {
public:
    PeakFinder(const dsp::SampleReader& read, std::int64_t count, double rate_hz)
        : read_(read),
          count_(count),
          search_(std::llround(kSearch_s * rate_hz)),
          baseline_(std::llround(kBaseline_s * rate_hz)),
          smooth_(std::max<std::int64_t>(1, std::llround(kSmoothing_s * rate_hz))) {}

    std::optional<Peaks> operator()(std::int64_t near) {
        const std::int64_t first = std::max<std::int64_t>(0, near - baseline_);
        const std::int64_t past = std::min(count_, near + baseline_ + 1);
        if (first >= past) return std::nullopt;
        samples_.resize(static_cast<std::size_t>(past - first));
        read_(first, samples_);

        sorted_.clear();
        const std::size_t step = std::max<std::size_t>(1, samples_.size() / kBaselineSamples);
        for (std::size_t i = 0; i < samples_.size(); i += step) {
            if (std::isfinite(samples_[i])) sorted_.push_back(samples_[i]);
        }
        if (sorted_.empty()) return std::nullopt;
        const float baseline = medianInPlace(std::span(sorted_));

        std::optional<Peaks> peaks;
        std::int64_t nearest = near;  // sample that is there
        const std::int64_t from = std::max(first, near - search_);
        const std::int64_t to = std::min(past - 1, near + search_);
        for (std::int64_t at = from; at <= to; ++at) {
            if (!std::isfinite(samples_[static_cast<std::size_t>(at - first)])) continue;
            const float height = smoothed(at - first) - baseline;
            if (!peaks) {
                peaks = Peaks{0, at, at, 0, 0};
                nearest = at;
            }
            if (std::abs(at - near) < std::abs(nearest - near)) nearest = at;
            if (height > peaks->up) {
                peaks->up = height;
                peaks->up_at = at;
            }
            if (-height > peaks->down) {
                peaks->down = -height;
                peaks->down_at = at;
            }
        }
        if (peaks && peaks->up == 0 && peaks->down == 0) peaks->up_at = peaks->down_at = nearest;
        return peaks;
    }

private:
    // Triangular mean of the finite samples around; `at` itself is finite.
    [[nodiscard]] float smoothed(std::int64_t at) const {
        const auto size = static_cast<std::int64_t>(samples_.size());
        float sum = 0, weights = 0;
        for (std::int64_t k = -smooth_ + 1; k < smooth_; ++k) {
            if (at + k < 0 || at + k >= size) continue;
            const float value = samples_[static_cast<std::size_t>(at + k)];
            if (!std::isfinite(value)) continue;
            const auto weight = static_cast<float>(smooth_ - std::abs(k));
            sum += weight * value;
            weights += weight;
        }
        return sum / weights;
    }

    const dsp::SampleReader& read_;
    std::int64_t count_, search_, baseline_, smooth_;
    std::vector<float> samples_, sorted_;
};

}  // namespace

std::vector<RMark> markRPeaks(const dsp::SampleReader& read, std::int64_t count, double rate_hz,
                              const std::vector<std::int64_t>& near, const Job& job) {
    PeakFinder find(read, count, rate_hz);
    std::vector<Peaks> peaks;
    peaks.reserve(near.size());
    for (std::size_t i = 0; i < near.size(); ++i) {
        if (i % 1024 == 0 && job.stopRequested()) return {};
        if (auto found = find(near[i])) {
            found->of = i;
            peaks.push_back(*found);
        }
    }

    std::vector<RMark> marks;
    marks.reserve(peaks.size());
    std::vector<double> around;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        double upwards_log2 = peaks[i].upwards_log2();
        if (std::abs(upwards_log2) < kClearly_log2) {
            around.clear();
            const std::size_t first = i > kBeatsAround ? i - kBeatsAround : 0;
            for (std::size_t k = first; k < std::min(peaks.size(), i + kBeatsAround + 1); ++k) {
                around.push_back(peaks[k].upwards_log2());
            }
            upwards_log2 = medianInPlace(std::span(around));
        }
        marks.push_back({upwards_log2 >= 0 ? peaks[i].up_at : peaks[i].down_at, peaks[i].of});
    }
    std::stable_sort(marks.begin(), marks.end(), [](const RMark& a, const RMark& b) { return a.at < b.at; });
    marks.erase(std::unique(marks.begin(), marks.end(), [](const RMark& a, const RMark& b) { return a.at == b.at; }),
                marks.end());
    return marks;
}

}  // namespace triptych::beats
