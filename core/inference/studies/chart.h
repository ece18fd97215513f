// The two pictures that reports need, as SVG: figures with their intervals, and curves.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace triptych::inference::studies {

struct IntervalMark {
    std::string row;  // marks of one row stand beneath one another
    std::string series;
    double value = 0, low = 0, high = 0;
};
// A dot and a bar for each mark, rows and series in the order in which they first come. Marks that are no number are
// left out.
[[nodiscard]] std::string intervalChart(const std::string& title, const std::string& axis,
                                        const std::vector<IntervalMark>& marks);

struct ChartCurve {
    std::string name;
    std::vector<std::pair<double, double>> points;
    bool dots = false;
    bool guide = false;  // thin and grey: what would be perfect
};
[[nodiscard]] std::string curveChart(const std::string& title, const std::string& x_axis, const std::string& y_axis,
                                     const std::vector<ChartCurve>& curves);

}  // namespace triptych::inference::studies
