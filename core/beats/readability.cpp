#include "core/beats/readability.h"

#include <algorithm>

namespace triptych::beats {

std::string_view describe(Unreadable reason) {
    switch (reason) {
        case Unreadable::missing:
            return "no samples";
        case Unreadable::flat:
            return "no signal";
        case Unreadable::motion:
            return "motion";
        case Unreadable::muscle:
            return "muscle noise";
    }
    return "";
}

std::optional<Unreadable> unreadableAt(std::span<const UnreadableStretch> stretches, double time_s) {
    const auto after = std::upper_bound(stretches.begin(), stretches.end(), time_s,
                                        [](double time, const UnreadableStretch& of) { return time < of.from_s; });
    if (after == stretches.begin() || time_s >= std::prev(after)->to_s) return std::nullopt;
    return std::prev(after)->reason;
}

double unreadable_s(std::span<const UnreadableStretch> stretches, double from_s, double to_s) {
    double sum = 0;
    for (const UnreadableStretch& of : stretches) {
        sum += std::max(0.0, std::min(to_s, of.to_s) - std::max(from_s, of.from_s));
    }
    return sum;
}

}  // namespace triptych::beats
