#include "ui/panes/paper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kLeastLineDistance_px = 2.5;
constexpr double kLeastZoomedDistance_px = 3;
constexpr double kOnEdge = 1e-6;  // px: rounding must not send neighbours apart

// What lines a pixel column (row) has; of both kinds the heavy one is seen.
constexpr std::uint8_t kFineLine = 1, kHeavyLine = 2;

using Lines = std::vector<std::uint8_t>;

void addLines(Lines& lines, int first_px, double origin_px, double distance_px, double line_px, std::uint8_t kind) {
    if (!(distance_px > 0)) return;
    const double end_px = first_px + static_cast<double>(lines.size());
    const double width_px = std::max(1.0, std::round(line_px));
    const double first_line = std::ceil((first_px - width_px - origin_px) / distance_px);
    for (double k = first_line;; ++k) {
        const double centre = origin_px + k * distance_px;
        const double from = std::floor(centre - width_px / 2 + 0.5 + kOnEdge), to = std::min(from + width_px, end_px);
        if (from >= end_px) return;
        for (int pixel = std::max(first_px, static_cast<int>(from)); pixel < to; ++pixel) {
            std::uint8_t& packed = lines[static_cast<std::size_t>(pixel - first_px)];
            packed = std::max(packed, kind);
        }
    }
}

Lines linesAlong(const GridAxis& axis, int first_px, int count, double line_px) {
    Lines lines(static_cast<std::size_t>(count), 0);
    addLines(lines, first_px, axis.origin_px, axis.fine_px, line_px, kFineLine);
    addLines(lines, first_px, axis.origin_px, axis.heavy_px, line_px, kHeavyLine);
    return lines;
}

}  // namespace

GridSteps millimetreGrid(double mm_per_unit, double px_per_mm) {
    if (!(mm_per_unit > 0) || !(px_per_mm > 0)) return {};
    GridSteps steps;
    if (px_per_mm >= kLeastLineDistance_px) steps.fine = 1 / mm_per_unit;
    if (5 * px_per_mm >= kLeastLineDistance_px) steps.heavy = 5 / mm_per_unit;
    return steps;
}

GridSteps zoomedTimeGrid(double px_per_s) {
    static constexpr std::array<GridSteps, 11> kSteps_s = {{{0.008, 0.04},
                                                            {0.04, 0.2},
                                                            {0.2, 1},
                                                            {1, 5},
                                                            {5, 30},
                                                            {10, 60},
                                                            {60, 300},
                                                            {300, 1800},
                                                            {600, 3600},
                                                            {3600, 21600},
                                                            {21600, 86400}}};
    for (const GridSteps& steps : kSteps_s) {
        if (steps.fine * px_per_s >= kLeastZoomedDistance_px) return steps;
    }
    return {};
}

void paintPaper(QImage& image, const QRect& area, const GridAxis& horizontal, const GridAxis& vertical, double line_px,
                const Palette& colours) {
    const QRect clipped = area.intersected(image.rect());
    if (clipped.isEmpty()) return;
    const std::array<QRgb, 3> colour = {colours.paper.rgb(), colours.grid_fine.rgb(), colours.grid_heavy.rgb()};
    const Lines columns = linesAlong(horizontal, clipped.left(), clipped.width(), line_px);
    const Lines rows = linesAlong(vertical, clipped.top(), clipped.height(), line_px);
    const std::size_t width = columns.size();

    std::vector<QRgb> plain_row(width);
    for (std::size_t x = 0; x < width; ++x) plain_row[x] = colour[columns[x]];
    for (int y = 0; y < clipped.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(clipped.top() + y)) + clipped.left();
        const std::uint8_t row = rows[static_cast<std::size_t>(y)];
        if (row == 0) {
            std::memcpy(line, plain_row.data(), width * sizeof(QRgb));
            continue;
        }
        for (std::size_t x = 0; x < width; ++x) line[x] = colour[std::max(columns[x], row)];
    }
}

}  // namespace triptych::ui
