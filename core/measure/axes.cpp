#include "core/measure/axes.h"

#include "core/text/said.h"

#include <cmath>
#include <numbers>

namespace triptych::measure {
namespace {

const double kHalfRoot3 = std::sqrt(3.0) / 2;

struct Vector {
    double right, down;  // towards I, towards aVF
};

// Lead I is the vector's component at 0°, II that at 60°, III at 120°; II = I + III.
std::optional<Vector> vectorOf(const LimbAreas& areas) {
    const auto of = [](double i, double ii) { return Vector{i, (ii - i / 2) / kHalfRoot3}; };
    if (areas.i && areas.ii) return of(*areas.i, *areas.ii);
    if (areas.i && areas.iii) return of(*areas.i, *areas.i + *areas.iii);
    if (areas.ii && areas.iii) return of(*areas.ii - *areas.iii, *areas.ii);
    if (areas.i && areas.avf) return Vector{*areas.i, *areas.avf / kHalfRoot3};
    return std::nullopt;
}

}  // namespace

std::optional<double> frontalAxis_deg(const LimbAreas& areas, double least_mv_s) {
    const auto vector = vectorOf(areas);
    if (!vector) return std::nullopt;
    const double length = std::hypot(vector->right, vector->down);
    if (!std::isfinite(length) || !(length > 0) || length < least_mv_s) return std::nullopt;
    const double degrees = std::atan2(vector->down, vector->right) * 180 / std::numbers::pi;
    return degrees <= -180 ? degrees + 360 : degrees;
}

std::string_view axisInWords(double qrs_axis_deg) {
    if (qrs_axis_deg < -90) return text::idOf("extreme");
    if (qrs_axis_deg < -30) return text::idOf("left");
    return qrs_axis_deg <= 90 ? text::idOf("normal") : text::idOf("right");
}

}  // namespace triptych::measure
