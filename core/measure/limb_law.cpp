#include "core/measure/limb_law.h"

#include <algorithm>
#include <cmath>

namespace triptych::measure {
namespace {

constexpr double kHolds = 0.1;  // root mean square of II - I - III over that of the three
constexpr double kHoldsScaled = 0.02;
constexpr double kLeastApart = 0.02;  // 1 - r² of I and II: leads of one shape fit any scales
constexpr double kFarthest = 10;      // times as large as III's gain, or as small

struct Sums {
    double n = 0, i = 0, ii = 0, iii = 0;
    double i_i = 0, ii_ii = 0, iii_iii = 0, i_ii = 0, i_iii = 0, ii_iii = 0;
};

// Second moments about the means.
Sums momentsOf(std::span<const float> i, std::span<const float> ii, std::span<const float> iii) {
    Sums s;
    const std::size_t count = std::min({i.size(), ii.size(), iii.size()});
    const auto isThere = [&](std::size_t k) {
        return std::isfinite(i[k]) && std::isfinite(ii[k]) && std::isfinite(iii[k]);
    };
    for (std::size_t k = 0; k < count; ++k) {
        if (!isThere(k)) continue;
        s.n += 1, s.i += i[k], s.ii += ii[k], s.iii += iii[k];
    }
    if (s.n < 3) return s;
    for (std::size_t k = 0; k < count; ++k) {
        if (!isThere(k)) continue;
        const double a = i[k] - s.i / s.n, b = ii[k] - s.ii / s.n, c = iii[k] - s.iii / s.n;
        s.i_i += a * a, s.ii_ii += b * b, s.iii_iii += c * c;
        s.i_ii += a * b, s.i_iii += a * c, s.ii_iii += b * c;
    }
    return s;
}

// Mean square of III - x II - y I, times the samples.
double residue(const Sums& s, double x, double y) {
    return s.iii_iii + x * x * s.ii_ii + y * y * s.i_i - 2 * x * s.ii_iii - 2 * y * s.i_iii + 2 * x * y * s.i_ii;
}

}  // namespace

std::optional<LimbScales> limbScales(std::span<const float> i, std::span<const float> ii, std::span<const float> iii) {
    const Sums s = momentsOf(i, ii, iii);
    const double all = s.i_i + s.ii_ii + s.iii_iii;
    if (s.n < 3 || !(all > 0)) return std::nullopt;
    if (residue(s, 1, -1) <= kHolds * kHolds * all) return LimbScales{};
    const double determinant = s.i_i * s.ii_ii - s.i_ii * s.i_ii;
    if (!(determinant > kLeastApart * s.i_i * s.ii_ii) || !(s.iii_iii > 0)) return std::nullopt;
    const double of_ii = (s.ii_iii * s.i_i - s.i_iii * s.i_ii) / determinant;
    const double of_i = -(s.i_iii * s.ii_ii - s.ii_iii * s.i_ii) / determinant;
    const auto isGain = [](double scale) { return scale >= 1 / kFarthest && scale <= kFarthest; };
    if (!isGain(of_i) || !isGain(of_ii)) return std::nullopt;
    if (residue(s, of_ii, -of_i) > kHoldsScaled * kHoldsScaled * s.iii_iii) return std::nullopt;
    return LimbScales{of_i, of_ii, true};
}

}  // namespace triptych::measure
