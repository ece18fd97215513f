#include "core/rhythm/rr_disorder.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

namespace triptych::rhythm {
namespace {

constexpr double kTolerance_s = 0.030;
constexpr double kFewestMatches = 5;
constexpr double kOrigin_s = 0.020, kCell_s = 0.040, kLargest_s = 1.5;

double meanOf(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

double coefficientOfSampleEntropy(std::span<const double> rr_s) {
    if (rr_s.size() < 4) return 0;
    double tolerance_s = kTolerance_s;
    for (;;) {
        double pairs = 0, following = 0;
        for (std::size_t i = 0; i + 1 < rr_s.size(); ++i) {
            for (std::size_t k = i + 1; k + 1 < rr_s.size(); ++k) {
                if (std::abs(rr_s[i] - rr_s[k]) >= tolerance_s) continue;
                pairs += 1;
                following += std::abs(rr_s[i + 1] - rr_s[k + 1]) < tolerance_s ? 1 : 0;
            }
        }
        if (following >= kFewestMatches || tolerance_s > 1) {
            const double entropy = following > 0 ? std::log(pairs / following) : 3;
            return entropy - std::log(2 * tolerance_s) - std::log(meanOf(rr_s)) - 2;
        }
        tolerance_s *= 1.5;
    }
}

ChangePlot changePlot(std::span<const double> rr_s) {
    ChangePlot out;
    std::set<std::pair<int, int>> cells, premature_cells;
    double at_origin = 0, premature = 0;
    for (std::size_t i = 2; i < rr_s.size(); ++i) {
        const double now = rr_s[i] - rr_s[i - 1], before = rr_s[i - 1] - rr_s[i - 2];
        if (std::abs(now) >= kLargest_s || std::abs(before) >= kLargest_s) continue;
        out.points += 1;
        if (std::abs(now) <= kOrigin_s && std::abs(before) <= kOrigin_s) {
            at_origin += 1;
            continue;
        }
        const std::pair cell{static_cast<int>(std::floor(now / kCell_s)),
                             static_cast<int>(std::floor(before / kCell_s))};
        cells.insert(cell);
        const bool one_is_large = std::max(std::abs(now), std::abs(before)) > 3 * kOrigin_s;
        const bool one_is_none = std::min(std::abs(now), std::abs(before)) <= kOrigin_s;
        const bool against = now * before < 0 && std::abs(now) > 3 * kOrigin_s && std::abs(before) > 3 * kOrigin_s;
        if (one_is_large && (one_is_none || against)) {
            premature += 1;
            premature_cells.insert(cell);
        }
    }
    if (out.points == 0) return out;
    out.at_origin = at_origin / out.points;
    out.cells = static_cast<double>(cells.size()) / out.points;
    out.premature = premature / out.points;
    out.evidence =
        out.cells - out.at_origin - 2 * (premature - static_cast<double>(premature_cells.size())) / out.points;
    return out;
}

double turningPoints(std::span<const double> rr_s) {
    double turns = 0;
    for (std::size_t i = 1; i + 1 < rr_s.size(); ++i) {
        turns += (rr_s[i] - rr_s[i - 1]) * (rr_s[i + 1] - rr_s[i]) < 0 ? 1 : 0;
    }
    return rr_s.size() > 2 ? turns / static_cast<double>(rr_s.size() - 2) : 0;
}

double autocorrelation(std::span<const double> rr_s, std::size_t lag) {
    if (rr_s.size() < lag + 3) return 0;
    const double mean = meanOf(rr_s);
    double variance = 0, shared = 0;
    for (std::size_t i = 0; i < rr_s.size(); ++i) {
        variance += (rr_s[i] - mean) * (rr_s[i] - mean);
        if (i >= lag) shared += (rr_s[i] - mean) * (rr_s[i - lag] - mean);
    }
    return variance > 1e-9 ? shared / variance : 0;
}

}  // namespace triptych::rhythm
