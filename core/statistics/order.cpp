#include "core/statistics/order.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace triptych::statistics {

double quantile(std::span<const double> ascending, double q) {
    if (ascending.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double at = q * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    const double share = at - static_cast<double>(below);
    return ascending[below] + share * (ascending[above] - ascending[below]);
}

double median(std::vector<double> values) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::ranges::sort(values);
    const std::size_t n = values.size();
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

}  // namespace triptych::statistics
