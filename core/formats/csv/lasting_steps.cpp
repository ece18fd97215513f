#include "core/formats/csv/lasting_steps.h"

#include <algorithm>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr std::int64_t kSide = 16;          // moments on each side of a step
constexpr std::size_t kMostWindows = 8192;  // that the usual is learnt from
constexpr double kPerDeviation = 1.4826;    // of the middle of absolute deviations, to a standard deviation

double medianOf(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

void LastingSteps::add(double time_s, std::int64_t row, bool is_long) {
    if (count_ == 0) origin_s_ = time_s;
    moments_.push_back({time_s - origin_s_, static_cast<double>(row), is_long});
    ++count_;
    while (next_ + kSide <= count_) look(next_++);
}

void LastingSteps::finish() {
    while (next_ < count_) look(next_++);
    if (count_ < 4) return;
    std::vector<double> periods;
    for (const Window& window : usual_) periods.push_back(window.span_s / window.rows);
    period_s_ = medianOf(periods);
    std::vector<double> strays;
    for (const Window& window : usual_) strays.push_back(std::abs(window.span_s - window.rows * period_s_));
    noise_s_ = kPerDeviation * medianOf(strays);
    constexpr double kFull = 2.0 / kSide;
    for (const Window& window : long_) {
        steps_.push_back(
            {window.span_s - window.rows * period_s_, noise_s_ * std::sqrt(std::max(1.0, window.share / kFull))});
    }
}

LastingSteps::Window LastingSteps::windowAt(std::int64_t step) const {
    const std::int64_t from = std::max(step - kSide, first_);
    const std::int64_t to = std::min(step + kSide, count_);
    Window window;
    const auto before = static_cast<double>(step - from);
    const auto behind = static_cast<double>(to - step);
    for (std::int64_t i = from; i < to; ++i) {
        const Moment& moment = moments_[static_cast<std::size_t>(i - first_)];
        const double weight = i < step ? -1 / before : 1 / behind;
        window.span_s += weight * moment.time_s;
        window.rows += weight * moment.row;
    }
    window.share = 1 / before + 1 / behind;
    return window;
}

void LastingSteps::look(std::int64_t step) {
    const bool is_long = moments_[static_cast<std::size_t>(step - first_)].is_long;
    if (is_long || step % stride_ == 0) {
        const Window window = windowAt(step);
        if (is_long) long_.push_back(window);
        if (step % stride_ == 0) usual_.push_back(window);
        if (usual_.size() == kMostWindows) {
            // Every other one, and from here on only such.
            for (std::size_t i = 0; i < usual_.size() / 2; ++i) usual_[i] = usual_[2 * i + 1];
            usual_.resize(usual_.size() / 2);
            stride_ *= 2;
        }
    }
    while (first_ < step + 1 - kSide) {
        moments_.pop_front();
        ++first_;
    }
}

}  // namespace triptych::formats
