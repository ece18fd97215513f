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

// Coverage of a pixel by fine and heavy lines, in sixteenths, packed into one table index: heavy in the high nibble.
constexpr int kLevels = 16;

using Coverage = std::vector<std::uint8_t>;

void addLines(Coverage& coverage, int first_px, double origin_px, double distance_px, double line_px, int shift) {
    if (!(distance_px > 0)) return;
    const double end_px = first_px + static_cast<double>(coverage.size());
    const double first_line = std::ceil((first_px - line_px - origin_px) / distance_px);
    for (double k = first_line;; ++k) {
        const double centre = origin_px + k * distance_px;
        const double from = centre - line_px / 2, to = centre + line_px / 2;
        if (from >= end_px) return;
        for (int pixel = std::max(first_px, static_cast<int>(std::floor(from))); pixel < std::min(to, end_px);
             ++pixel) {
            const double covered = std::min(to, pixel + 1.0) - std::max(from, static_cast<double>(pixel));
            const int level = std::clamp(static_cast<int>(std::lround(covered * (kLevels - 1))), 0, kLevels - 1);
            std::uint8_t& packed = coverage[static_cast<std::size_t>(pixel - first_px)];
            const int present = (packed >> shift) & (kLevels - 1);
            packed =
                static_cast<std::uint8_t>((packed & ~((kLevels - 1) << shift)) | (std::max(present, level) << shift));
        }
    }
}

Coverage linesAlong(const GridAxis& axis, int first_px, int count, double line_px) {
    Coverage coverage(static_cast<std::size_t>(count), 0);
    addLines(coverage, first_px, axis.origin_px, axis.fine_px, line_px, 0);
    addLines(coverage, first_px, axis.origin_px, axis.heavy_px, line_px, 4);
    return coverage;
}

std::array<QRgb, 256> colourOfCoverage(const Palette& colours) {
    std::array<QRgb, 256> table{};
    const auto blend = [](int from, int to, int level) { return from + (to - from) * level / (kLevels - 1); };
    for (int heavy = 0; heavy < kLevels; ++heavy) {
        for (int fine = 0; fine < kLevels; ++fine) {
            const auto channel = [&](int paper, int fine_ink, int heavy_ink) {
                return blend(blend(paper, fine_ink, fine), heavy_ink, heavy);
            };
            table[static_cast<std::size_t>(heavy * kLevels + fine)] =
                qRgb(channel(colours.paper.red(), colours.grid_fine.red(), colours.grid_heavy.red()),
                     channel(colours.paper.green(), colours.grid_fine.green(), colours.grid_heavy.green()),
                     channel(colours.paper.blue(), colours.grid_fine.blue(), colours.grid_heavy.blue()));
        }
    }
    return table;
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
    const std::array<QRgb, 256> colour = colourOfCoverage(colours);
    const Coverage columns = linesAlong(horizontal, clipped.left(), clipped.width(), line_px);
    const Coverage rows = linesAlong(vertical, clipped.top(), clipped.height(), line_px);
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
        const int row_fine = row & 0x0F, row_heavy = row & 0xF0;
        for (std::size_t x = 0; x < width; ++x) {
            const int column = columns[x];
            line[x] = colour[static_cast<std::size_t>(std::max(column & 0x0F, row_fine) |
                                                      std::max(column & 0xF0, row_heavy))];
        }
    }
}

}  // namespace triptych::ui
