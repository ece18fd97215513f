#include "ui/panes/colour_maps.h"

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

struct Rgb {
    double r, g, b;  // 0..1, sRGB-encoded
};

QRgb packed(const Rgb& colour) {
    const auto byte = [](double value) { return static_cast<int>(std::lround(std::clamp(value, 0.0, 1.0) * 255)); };
    return qRgb(byte(colour.r), byte(colour.g), byte(colour.b));
}

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double t) {
    double value = 0;
    for (std::size_t i = N; i-- > 0;) value = value * t + coefficients[i];
    return value;
}

// Least-squares polynomials of degree 6 to the published table (M. Zucker, public domain); within 1/255 or so of it.
Rgb viridis(double t) {
    constexpr std::array r = {0.2777273272234177, 0.1050930431085774, -0.3308618287255563, -4.634230498983486,
                              6.228269936347081,  4.776384997670288,  -5.435455855934631};
    constexpr std::array g = {0.005407344544966578, 1.404613529898575,  0.214847559468213, -5.799100973351585,
                              14.17993336680509,    -13.74514537774601, 4.645852612178535};
    constexpr std::array b = {0.3340998053353061, 1.384590162594685,  0.09509516302823659, -19.33244095627987,
                              56.69055260068105,  -65.35303263337234, 26.3124352495832};
    return {polynomial(r, t), polynomial(g, t), polynomial(b, t)};
}

// Polynomials of degree 5 to the published table (d3-scale-chromatic, ISC licence), in 0..255; within 5/255 of it, but
// for the blue of its last tenth (13/255).
Rgb cividis(double t) {
    constexpr std::array r = {-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57};
    constexpr std::array g = {32.49, 170.73, 52.82, -131.46, 176.58, -67.37};
    constexpr std::array b = {81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67};
    return {polynomial(r, t) / 255, polynomial(g, t) / 255, polynomial(b, t) / 255};
}

double decoded(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double encoded(double linear) {
    return linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

struct Oklab {
    double lightness, a, b;
};

Oklab oklab(const Rgb& colour) {
    const double r = decoded(colour.r), g = decoded(colour.g), b = decoded(colour.b);
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Rgb rgb(const Oklab& lab) {
    const double l = std::pow(lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
    const double m = std::pow(lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
    const double s = std::pow(lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);
    return {encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

// Both ends at one lightness, so that neither sign looks stronger than the other.
Oklab atLightness(Oklab colour, double lightness) {
    return {lightness, colour.a, colour.b};
}

Rgb diverging(double t) {
    constexpr double kEnds = 0.52;
    static const Oklab blue = atLightness(oklab({0x00 / 255.0, 0x58 / 255.0, 0xA6 / 255.0}), kEnds);
    static const Oklab white = oklab({0xF7 / 255.0, 0xF7 / 255.0, 0xF7 / 255.0});
    static const Oklab orange = atLightness(oklab({0xC0 / 255.0, 0x4A / 255.0, 0x00 / 255.0}), kEnds);
    const Oklab& end = t < 0.5 ? blue : orange;
    const double weight = std::abs(2 * t - 1);
    return rgb({white.lightness + weight * (end.lightness - white.lightness), white.a + weight * (end.a - white.a),
                white.b + weight * (end.b - white.b)});
}

ColourTable tabulated(Rgb (*colour)(double)) {
    ColourTable table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = packed(colour(static_cast<double>(i) / 255));
    return table;
}

}  // namespace

const ColourTable& colourTable(ColourMap map) {
    static const ColourTable viridis_table = tabulated(viridis);
    static const ColourTable cividis_table = tabulated(cividis);
    static const ColourTable diverging_table = tabulated(diverging);
    switch (map) {
        case ColourMap::viridis:
            return viridis_table;
        case ColourMap::cividis:
            return cividis_table;
        case ColourMap::diverging:
            break;
    }
    return diverging_table;
}

QRgb colourAt(ColourMap map, double fraction) {
    if (!(fraction > 0)) fraction = 0;
    return colourTable(map)[static_cast<std::size_t>(std::lround(std::min(fraction, 1.0) * 255))];
}

}  // namespace triptych::ui
