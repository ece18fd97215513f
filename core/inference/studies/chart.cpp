#include "core/inference/studies/chart.h"

#include "core/text/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::inference::studies {
namespace {

// Okabe & Ito's colours, readable without red-green vision.
constexpr std::array<const char*, 7> kColours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                 "#E69F00", "#56B4E9", "#000000"};
constexpr const char* kInk = "#333";
constexpr const char* kFaint = "#ddd";

std::string number(double value) {
    return text::generalText(value, 6);
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char letter : text) {
        out += letter == '<' ? "&lt;" : letter == '&' ? "&amp;" : std::string(1, letter);
    }
    return out;
}

std::string textAt(double x, double y, const std::string& text, const char* anchor = "start",
                   const char* colour = kInk) {
    return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\" fill=\"" + colour +
           "\">" + escaped(text) + "</text>\n";
}

std::string lineTo(double x1, double y1, double x2, double y2, const char* colour, double width) {
    return "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) +
           "\" stroke=\"" + colour + "\" stroke-width=\"" + number(width) + "\"/>\n";
}

std::string dotAt(double x, double y, const char* colour) {
    return "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"3\" fill=\"" + colour + "\"/>\n";
}

std::string opened(double width, double height, const std::string& title) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width) + "\" height=\"" + number(height) +
           "\" viewBox=\"0 0 " + number(width) + ' ' + number(height) +
           "\" font-family=\"sans-serif\" font-size=\"12\">\n<title>" + escaped(title) +
           "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + textAt(16, 22, title);
}

// Round steps over a range, and the range they cover.
struct Axis {
    double low = 0, high = 1, step = 0.2;
    [[nodiscard]] double place(double value, double from, double to) const {
        return from + (value - low) / (high - low) * (to - from);
    }
};

Axis axisOver(double low, double high) {
    if (!(high > low)) {
        low -= 0.5;
        high += 0.5;
    }
    const double rough = (high - low) / 5;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double share = rough / power;
    const double step = power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
    return {std::floor(low / step) * step, std::ceil(high / step) * step, step};
}

std::string tick(double value) {
    return text::decimalText(value, 6);
}

template <class T>
std::size_t placeIn(std::vector<T>& names, const T& name) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
}

}  // namespace

std::string intervalChart(const std::string& title, const std::string& axis_title,
                          const std::vector<IntervalMark>& marks) {
    std::vector<std::string> rows, series;
    double low = 1e300, high = -1e300;
    std::size_t longest = 0;
    for (const IntervalMark& mark : marks) {
        placeIn(rows, mark.row);
        placeIn(series, mark.series);
        longest = std::max(longest, mark.row.size());
        for (const double value : {mark.value, mark.low, mark.high}) {
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (low > high) return opened(480, 60, title) + textAt(16, 44, "no figures") + "</svg>\n";
    const Axis axis = axisOver(low, high);
    const double left = 24 + 7 * static_cast<double>(longest), right = left + 460;
    const double pitch = 14 * static_cast<double>(series.size()) + 10;
    const double top = 40 + 18 * static_cast<double>(series.size());
    const double bottom = top + pitch * static_cast<double>(rows.size());
    std::string out = opened(right + 30, bottom + 48, title);
    for (std::size_t s = 0; s < series.size(); ++s) {
        const double y = 42 + 18 * static_cast<double>(s);
        out += dotAt(22, y - 4, kColours[s % kColours.size()]) + textAt(32, y, series[s]);
    }
    for (double at = axis.low; at <= axis.high + axis.step / 2; at += axis.step) {
        const double x = axis.place(at, left, right);
        out += lineTo(x, top, x, bottom, kFaint, 1) + textAt(x, bottom + 16, tick(at), "middle");
    }
    out += textAt((left + right) / 2, bottom + 36, axis_title, "middle");
    for (std::size_t r = 0; r < rows.size(); ++r)
        out += textAt(left - 10, top + pitch * (static_cast<double>(r) + 0.5) + 4, rows[r], "end");
    for (const IntervalMark& mark : marks) {
        if (!std::isfinite(mark.value)) continue;
        const std::size_t s = placeIn(series, mark.series);
        const double y = top + pitch * static_cast<double>(placeIn(rows, mark.row)) + 12 + 14 * static_cast<double>(s);
        const char* colour = kColours[s % kColours.size()];
        if (std::isfinite(mark.low) && std::isfinite(mark.high))
            out += lineTo(axis.place(mark.low, left, right), y, axis.place(mark.high, left, right), y, colour, 1.5);
        out += dotAt(axis.place(mark.value, left, right), y, colour);
    }
    return out + "</svg>\n";
}

std::string curveChart(const std::string& title, const std::string& x_title, const std::string& y_title,
                       const std::vector<ChartCurve>& curves) {
    double x_low = 1e300, x_high = -1e300, y_low = 1e300, y_high = -1e300;
    for (const ChartCurve& curve : curves) {
        for (const auto& [x, y] : curve.points) {
            x_low = std::min(x_low, x);
            x_high = std::max(x_high, x);
            y_low = std::min(y_low, y);
            y_high = std::max(y_high, y);
        }
    }
    if (x_low > x_high) return opened(480, 60, title) + textAt(16, 44, "no figures") + "</svg>\n";
    const Axis along = axisOver(x_low, x_high), up = axisOver(y_low, y_high);
    constexpr double kLeft = 70, kRight = 530, kTop = 40, kBottom = 340;
    const double height = kBottom + 56 + 18 * static_cast<double>(curves.size());
    std::string out = opened(kRight + 40, height, title);
    for (double at = along.low; at <= along.high + along.step / 2; at += along.step) {
        const double x = along.place(at, kLeft, kRight);
        out += lineTo(x, kTop, x, kBottom, kFaint, 1) + textAt(x, kBottom + 16, tick(at), "middle");
    }
    for (double at = up.low; at <= up.high + up.step / 2; at += up.step) {
        const double y = up.place(at, kBottom, kTop);
        out += lineTo(kLeft, y, kRight, y, kFaint, 1) + textAt(kLeft - 6, y + 4, tick(at), "end");
    }
    out += textAt((kLeft + kRight) / 2, kBottom + 36, x_title, "middle") + textAt(kLeft - 54, kTop - 6, y_title);
    std::size_t colours = 0;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const ChartCurve& curve = curves[i];
        const char* colour = curve.guide ? "#999" : kColours[colours++ % kColours.size()];
        std::string points;
        for (const auto& [x, y] : curve.points) {
            const double px = along.place(x, kLeft, kRight), py = up.place(y, kBottom, kTop);
            points += number(px) + ',' + number(py) + ' ';
            if (curve.dots) out += dotAt(px, py, colour);
        }
        out += "<polyline points=\"" + points + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" +
               (curve.guide ? "1" : "1.6") + "\"/>\n";
        out += textAt(kLeft, kBottom + 58 + 18 * static_cast<double>(i), "● " + curve.name, "start", colour);
    }
    return out + "</svg>\n";
}

}  // namespace triptych::inference::studies
