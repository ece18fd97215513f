#include "core/measure/trends.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::measure {

double usualStep_s(double duration_s) {
    if (duration_s <= 600) return 10;
    return duration_s <= 3 * 3600 ? 30 : 60;
}

Trend medianTrend(std::span<const double> times_s, double duration_s, double step_s,
                  const std::function<Reading(std::size_t)>& reading) {
    Trend trend;
    if (!(step_s > 0) || !(duration_s > 0) || !std::isfinite(duration_s / step_s)) return trend;
    trend.step_s = step_s;
    const auto steps = static_cast<std::size_t>(std::max(1.0, std::ceil(duration_s / step_s - 1e-9)));
    trend.values.assign(steps, std::numeric_limits<float>::quiet_NaN());
    trend.beats.assign(steps, 0);
    std::vector<double> values;
    std::size_t at = static_cast<std::size_t>(std::lower_bound(times_s.begin(), times_s.end(), 0.0) - times_s.begin());
    for (std::size_t step = 0; step < steps && at < times_s.size(); ++step) {
        // The last holds what lies on the very end.
        const double end_s = step + 1 < steps ? static_cast<double>(step + 1) * step_s
                                              : std::nextafter(duration_s, std::numeric_limits<double>::infinity());
        values.clear();
        for (; at < times_s.size() && times_s[at] < end_s; ++at) {
            if (const Reading here = reading(at)) values.push_back(*here);
        }
        if (values.empty()) continue;
        trend.beats[step] = static_cast<std::uint32_t>(values.size());
        trend.values[step] = static_cast<float>(beats::medianInPlace(std::span(values)));
    }
    return trend;
}

}  // namespace triptych::measure
