#include "ui/panes/scalogram_image.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::ui {
namespace {

// Which two rows a pixel row lies between, and how far from the lower; lower < 0: none.
struct RowBlend {
    std::ptrdiff_t lower = -1, upper = -1;
    float weight = 0;
};

// Row centres are ascending; their places along the axis need not be even.
RowBlend blendAt(const std::vector<double>& places, double place) {
    const auto above = std::lower_bound(places.begin(), places.end(), place);
    const std::ptrdiff_t index = above - places.begin(), last = std::ssize(places) - 1;
    if (last < 0) return {};
    if (index == 0 || index > last) {
        const std::ptrdiff_t edge = index == 0 ? 0 : last;
        const std::ptrdiff_t inner =
            index == 0 ? std::min<std::ptrdiff_t>(1, last) : std::max<std::ptrdiff_t>(last - 1, 0);
        const double half_row =
            last == 0 ? 1
                      : std::abs(places[static_cast<std::size_t>(edge)] - places[static_cast<std::size_t>(inner)]) / 2;
        const bool reached = std::abs(place - places[static_cast<std::size_t>(edge)]) <= half_row * 1.001;
        return reached ? RowBlend{edge, edge, 0} : RowBlend{};
    }
    const double low = places[static_cast<std::size_t>(index - 1)], high = places[static_cast<std::size_t>(index)];
    return {index - 1, index, static_cast<float>((place - low) / (high - low))};
}

}  // namespace

QImage scalogramImage(const Scalogram& scalogram, const QSize& size, const FrequencyAxis& axis, double full_scale,
                      ColourMap map, QRgb ground) {
    if (size.isEmpty()) return {};
    QImage image(size, QImage::Format_RGB32);
    if (scalogram.columns == 0 || scalogram.rows() == 0) {
        image.fill(ground);
        return image;
    }
    const ColourTable& table = colourTable(map);
    const float scale = full_scale > 0 ? static_cast<float>(255 / full_scale) : 0;
    std::vector<double> places;
    places.reserve(scalogram.rows());
    for (const double hz : scalogram.frequency_hz) places.push_back(axis.fraction(hz));
    const auto width = static_cast<std::size_t>(size.width());
    std::vector<std::size_t> source_column(width);
    for (std::size_t x = 0; x < width; ++x) {
        source_column[x] = std::min(x * scalogram.columns / width, scalogram.columns - 1);
    }
    for (int y = 0; y < size.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const RowBlend blend = blendAt(places, 1 - (y + 0.5) / size.height());
        if (blend.lower < 0) {
            std::fill_n(line, width, ground);
            continue;
        }
        const float* lower = scalogram.magnitude.data() + static_cast<std::size_t>(blend.lower) * scalogram.columns;
        const float* upper = scalogram.magnitude.data() + static_cast<std::size_t>(blend.upper) * scalogram.columns;
        for (std::size_t x = 0; x < width; ++x) {
            const float low = lower[source_column[x]];
            const float level = (low + blend.weight * (upper[source_column[x]] - low)) * scale;
            line[x] = level >= 0 ? table[static_cast<std::size_t>(std::min(level, 255.0F))] : ground;  // NaN: ground
        }
    }
    return image;
}

double fullScale(const Scalogram& scalogram, const FrequencyAxis& axis) {
    float inside = 0, anywhere = 0;
    for (std::size_t row = 0; row < scalogram.rows(); ++row) {
        const double hz = scalogram.frequency_hz[row];
        if (hz < axis.low_hz || hz > axis.high_hz) continue;
        for (std::size_t column = 0; column < scalogram.columns; ++column) {
            const float value = scalogram.at(row, column);
            if (!std::isfinite(value)) continue;
            anywhere = std::max(anywhere, value);
            if (column < scalogram.coi_hz.size() && hz >= static_cast<double>(scalogram.coi_hz[column])) {
                inside = std::max(inside, value);
            }
        }
    }
    return inside > 0 ? inside : anywhere;
}

QImage modelInputImage(const TimeFrequencyCells& cells, const QSize& size, const Stretch& stretch,
                       const FrequencyAxis& axis, QRgb ground) {
    if (size.isEmpty()) return {};
    QImage image(size, QImage::Format_RGB32);
    image.fill(ground);
    const ColourTable& table = colourTable(ColourMap::viridis);
    const float range = cells.seen_high - cells.seen_low;
    const QRectF plot(QPointF(0, 0), QSizeF(size));
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        for (std::size_t column = 0; column < cells.columns(); ++column) {
            const QRectF rect = cellRect(cells, row, column, plot, stretch, axis);
            // Rounded edges meet their neighbours' without gap or overlap.
            const int left = static_cast<int>(std::lround(rect.left())),
                      right = static_cast<int>(std::lround(rect.right()));
            const int top = static_cast<int>(std::lround(rect.top())),
                      bottom = static_cast<int>(std::lround(rect.bottom()));
            const float value = cells.seen[row * cells.columns() + column];
            if (!std::isfinite(value)) continue;
            const float level = range > 0 ? (value - cells.seen_low) / range * 255 : 0;
            const QRgb colour = table[static_cast<std::size_t>(std::clamp(level, 0.0F, 255.0F))];
            for (int y = std::max(top, 0); y < std::min(bottom, size.height()); ++y) {
                auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
                for (int x = std::max(left, 0); x < std::min(right, size.width()); ++x) line[x] = colour;
            }
        }
    }
    return image;
}

QRectF cellRect(const TimeFrequencyCells& cells, std::size_t row, std::size_t column, const QRectF& plot,
                const Stretch& stretch, const FrequencyAxis& axis) {
    const Viewport time{stretch.from_s, stretch.length_s()};
    const double left = time.xOf(cells.time_s[column] - cells.time_step_s / 2, plot.left(), plot.width());
    const double right = time.xOf(cells.time_s[column] + cells.time_step_s / 2, plot.left(), plot.width());
    const double top = axis.yWithin(cells.highEdge_hz(row), plot.top(), plot.height());
    const double bottom = axis.yWithin(cells.lowEdge_hz(row), plot.top(), plot.height());
    return QRectF(QPointF(left, top), QPointF(right, bottom));
}

}  // namespace triptych::ui
