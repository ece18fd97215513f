#include "core/waves/qrs_peak.h"

#include <optional>

namespace triptych::waves {
namespace {

constexpr double kSamples = kNetwork_hz / kAnswer_hz;  // to an instant
constexpr std::ptrdiff_t kLevel = 5;                   // samples before the onset
constexpr double kAround = 15;                         // samples to either side of a peak whose QRS has no edges
constexpr double kNear = 6;                            // samples: farther away, the network meant no turning point
constexpr double kPart = 0.15;  // of the largest deflection: what is smaller is a ripple, not the wave that was meant

}  // namespace

Mark snapped(const LeadReader& lead, const std::array<Mark, 3>& qrs) {
    const auto& [onset, peak, end] = qrs;
    const std::span<const float> signal = lead.signal();
    const auto size = static_cast<std::ptrdiff_t>(signal.size());
    if (!peak.found() || size < 3) return peak;
    const double meant = peak.at * kSamples;
    const double from = onset.found() && onset.at < peak.at + 1 ? onset.at * kSamples : meant - kAround;
    const double to = end.found() && end.at > peak.at - 1 ? end.at * kSamples : meant + kAround;
    const auto first = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::floor(from)), 1, size - 2);
    const auto last = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::ceil(to)), 1, size - 2);
    double level = 0;
    const std::ptrdiff_t before = std::max<std::ptrdiff_t>(first - kLevel, 0);
    for (std::ptrdiff_t i = before; i < first; ++i) level += static_cast<double>(signal[static_cast<std::size_t>(i)]);
    level /= static_cast<double>(first - before);
    const auto at = [&](std::ptrdiff_t i) { return static_cast<double>(signal[static_cast<std::size_t>(i)]) - level; };

    std::optional<std::ptrdiff_t> largest, nearest;
    for (std::ptrdiff_t i = first; i <= last; ++i) {
        const double here = std::abs(at(i));
        const double sign = at(i) < 0 ? -1 : 1;
        if (!(here > sign * at(i - 1)) || !(here >= sign * at(i + 1))) continue;
        if (!largest || here > std::abs(at(*largest))) largest = i;
        const double away = std::abs(static_cast<double>(i) - meant);
        if (away <= kNear && (!nearest || away < std::abs(static_cast<double>(*nearest) - meant))) nearest = i;
    }
    if (!largest) return peak;
    const bool is_meant = nearest && std::abs(at(*nearest)) >= kPart * std::abs(at(*largest));
    const std::ptrdiff_t top = is_meant ? *nearest : *largest;
    // The vertex of the parabola through three samples; the middle of a plateau, where the signal was cut off.
    std::ptrdiff_t behind = top;
    while (behind + 1 < size && at(behind + 1) == at(top)) ++behind;
    double place = static_cast<double>(top + behind) / 2;
    if (behind == top) {
        const double bend = at(top - 1) - 2 * at(top) + at(top + 1);
        if (bend != 0) place += std::clamp((at(top - 1) - at(top + 1)) / (2 * bend), -0.5, 0.5);
    }
    return {place / kSamples, peak.mass};
}

}  // namespace triptych::waves
