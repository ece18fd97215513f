#include "ui/panes/standstill.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace triptych::ui {
namespace {

constexpr double kLeastAtLimit_s = 0.04, kLeastFlat_s = 2;
constexpr float kLeastFromMiddle_mv = 1.5F;

float medianOf(std::span<const float> samples) {
    std::vector<float> values;
    std::copy_if(samples.begin(), samples.end(), std::back_inserter(values), [](float v) { return std::isfinite(v); });
    if (values.empty()) return 0;
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

std::vector<Standstill> standstillsOf(std::span<const float> samples, std::int64_t first, double rate_hz) {
    std::vector<Standstill> found;
    if (!(rate_hz > 0)) return found;
    float low = 0, high = 0;
    bool any = false;
    for (const float value : samples) {
        if (!std::isfinite(value)) continue;
        low = any ? std::min(low, value) : value;
        high = any ? std::max(high, value) : value;
        any = true;
    }
    std::optional<float> middle;  // asked for where something may rest at a limit, and not before
    for (std::size_t begin = 0; begin < samples.size();) {
        std::size_t end = begin + 1;
        while (end < samples.size() && samples[end] == samples[begin]) ++end;
        const double length_s = static_cast<double>(end - begin) / rate_hz;
        const float value = samples[begin];
        if (std::isfinite(value) && end - begin > 2 && length_s >= kLeastAtLimit_s) {
            bool at_limit = low < high && (value == low || value == high);
            if (at_limit) {
                if (!middle) middle = medianOf(samples);
                at_limit = std::abs(value - *middle) >= kLeastFromMiddle_mv;
            }
            if (at_limit || length_s >= kLeastFlat_s) {
                const double from_s = (static_cast<double>(first) + static_cast<double>(begin)) / rate_hz;
                found.push_back({from_s, from_s + length_s, at_limit});
            }
        }
        begin = end;
    }
    return found;
}

}  // namespace triptych::ui
