#include "ui/panes/trace_raster.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::ui {
namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

void include(ColumnRange& range, float value) {
    if (std::isnan(range.low)) {
        range = {value, value};
        return;
    }
    range.low = std::min(range.low, value);
    range.high = std::max(range.high, value);
}

QRgb blended(QRgb ground, QRgb ink, int coverage) {  // coverage 0..256
    const auto channel = [&](int shift) {
        const int from = static_cast<int>((ground >> shift) & 0xFF), to = static_cast<int>((ink >> shift) & 0xFF);
        return static_cast<QRgb>(from + (((to - from) * coverage) >> 8)) << shift;
    };
    return 0xFF000000U | channel(16) | channel(8) | channel(0);
}

}  // namespace

void columnsOfSamples(std::span<const float> samples, std::int64_t first_sample, double rate_hz, double start_s,
                      double step_s, std::span<ColumnRange> out) {
    std::fill(out.begin(), out.end(), ColumnRange{kNothing, kNothing});
    if (samples.empty() || out.empty() || !(rate_hz > 0) || !(step_s > 0)) return;
    // Column of a sample: affine in its index. One multiplication each, so that any zoom stays exact over long records.
    const double per_sample = 1 / (rate_hz * step_s);
    const double origin = (static_cast<double>(first_sample) / rate_hz - start_s) / step_s;
    const auto columns = static_cast<double>(out.size());

    // Only the samples whose segments touch a column.
    const double count = static_cast<double>(samples.size());
    const double begin = std::clamp(std::floor(-origin / per_sample), 0.0, count);
    const double end = std::clamp(std::ceil((columns - origin) / per_sample) + 1, 0.0, count);
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
        const float value = samples[i];
        if (std::isnan(value)) continue;
        const double x = origin + static_cast<double>(i) * per_sample;
        if (x >= 0 && x < columns) include(out[static_cast<std::size_t>(x)], value);
        if (i + 1 >= samples.size() || std::isnan(samples[i + 1])) continue;
        // The segment to the next sample crosses column edges first_edge ... last_edge.
        const float next = samples[i + 1];
        const double next_x = x + per_sample;
        const double first_edge = std::max(0.0, std::ceil(x)), last_edge = std::min(columns, std::floor(next_x));
        for (double edge = first_edge; edge <= last_edge; ++edge) {
            const auto at_edge = static_cast<float>(value + (next - value) * ((edge - x) / per_sample));
            if (edge >= 1) include(out[static_cast<std::size_t>(edge) - 1], at_edge);
            if (edge < columns) include(out[static_cast<std::size_t>(edge)], at_edge);
        }
    }
}

void joinColumns(std::span<ColumnRange> columns) {
    for (std::size_t c = 1; c < columns.size(); ++c) {
        const ColumnRange& left = columns[c - 1];
        ColumnRange& here = columns[c];
        if (std::isnan(left.low) || std::isnan(here.low)) continue;
        if (here.low > left.high) here.low = left.high;
        if (here.high < left.low) here.high = left.low;
    }
}

void strokeColumns(QImage& image, const QRect& clip, int first_x, std::span<const ColumnRange> columns,
                   const TraceStroke& stroke) {
    const QRect area = clip.intersected(image.rect());
    if (area.isEmpty()) return;
    const qsizetype stride = image.bytesPerLine();
    uchar* const pixels = image.bits();
    const int begin = std::max(0, area.left() - first_x);
    const int end = std::min(static_cast<int>(columns.size()), area.right() + 1 - first_x);
    const auto top_limit = static_cast<float>(area.top()), bottom_limit = static_cast<float>(area.bottom() + 1);
    for (int c = begin; c < end; ++c) {
        const ColumnRange& range = columns[static_cast<std::size_t>(c)];
        if (std::isnan(range.low)) continue;
        float half = stroke.width_px / 2;
        if (!stroke.extra_width_px.empty()) half += stroke.extra_width_px[static_cast<std::size_t>(c)] / 2;
        const float from = std::max(range.low - half, top_limit), to = std::min(range.high + half, bottom_limit);
        if (!(from < to)) continue;
        const int first_row = static_cast<int>(from), last_row = std::min(static_cast<int>(to), area.bottom());
        const int x = first_x + c;
        for (int row = first_row; row <= last_row; ++row) {
            const float covered = std::min(to, static_cast<float>(row + 1)) - std::max(from, static_cast<float>(row));
            auto& pixel = reinterpret_cast<QRgb*>(pixels + row * stride)[x];
            pixel = covered >= 1 ? stroke.colour : blended(pixel, stroke.colour, static_cast<int>(covered * 256));
        }
    }
}

}  // namespace triptych::ui
