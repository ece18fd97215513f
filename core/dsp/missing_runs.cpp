#include "core/dsp/missing_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::dsp {

void MissingRuns::add(std::int64_t first, std::span<const float> samples) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::isfinite(samples[i])) continue;
        const std::int64_t at = first + static_cast<std::int64_t>(i);
        if (!runs_.empty() && at <= runs_.back().last + 1) {
            // An overlap brings runs that are known already, and the last of them may go on.
            runs_.back().last = std::max(runs_.back().last, at);
        } else {
            runs_.push_back({at, at});
        }
    }
}

double MissingRuns::distance(double from, double to) const {
    double nearest = std::numeric_limits<double>::infinity();
    const auto after = std::partition_point(runs_.begin(), runs_.end(),
                                            [&](const Run& run) { return static_cast<double>(run.first) <= to; });
    if (after != runs_.end()) nearest = static_cast<double>(after->first) - to;
    if (after != runs_.begin()) {
        const double end = static_cast<double>(std::prev(after)->last);
        nearest = std::min(nearest, std::max(0.0, from - end));
    }
    return nearest;
}

std::span<const float> longestWhole(std::span<const float> samples) {
    std::span<const float> longest;
    for (auto at = samples.begin(); at != samples.end();) {
        const auto begin = std::find_if(at, samples.end(), [](float value) { return std::isfinite(value); });
        at = std::find_if(begin, samples.end(), [](float value) { return !std::isfinite(value); });
        if (static_cast<std::size_t>(at - begin) > longest.size()) longest = std::span<const float>(begin, at);
    }
    return longest;
}

}  // namespace triptych::dsp
