#include "ui/panes/trace_raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace triptych::ui {
namespace {

constexpr int kMostPerPixel = 4;
constexpr double kCrowded = 1.0 / 8;  // columns to a sample
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

// Smallest and largest sample, missing ones passed over; both NaN when all are missing. Lanes of their own let the
// compiler use vector minima, which a single running one forbids.
ColumnRange extremesOf(std::span<const float> samples) {
    constexpr std::size_t kLanes = 8;
    std::array<float, kLanes> low, high;
    low.fill(std::numeric_limits<float>::infinity());
    high.fill(-std::numeric_limits<float>::infinity());
    std::size_t i = 0;
    for (; i + kLanes <= samples.size(); i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float value = samples[i + lane];
            low[lane] = value < low[lane] ? value : low[lane];
            high[lane] = value > high[lane] ? value : high[lane];
        }
    }
    for (; i < samples.size(); ++i) {
        low[0] = samples[i] < low[0] ? samples[i] : low[0];
        high[0] = samples[i] > high[0] ? samples[i] : high[0];
    }
    const ColumnRange range{*std::min_element(low.begin(), low.end()), *std::max_element(high.begin(), high.end())};
    return range.low <= range.high ? range : ColumnRange{kNothing, kNothing};
}

// Few samples to a column, or many columns to a sample: every segment is followed across the columns that it crosses.
void looseColumns(std::span<const float> samples, double origin, double per_sample, std::span<ColumnRange> out) {
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

// Many samples to a column: their extremes, and the curve's values at both edges.
void crowdedColumns(std::span<const float> samples, double origin, double per_sample, std::span<ColumnRange> out) {
    const double count = static_cast<double>(samples.size());
    const auto include_edge = [&](ColumnRange& range, double place) {
        const double left = std::floor(place);
        if (left < 0 || left + 1 >= count) return;
        const float from = samples[static_cast<std::size_t>(left)], to = samples[static_cast<std::size_t>(left) + 1];
        if (std::isnan(from) || std::isnan(to)) return;
        include(range, from + (to - from) * static_cast<float>(place - left));
    };
    for (std::size_t c = 0; c < out.size(); ++c) {
        // Places of the column's edges among the samples.
        const double left = (static_cast<double>(c) - origin) / per_sample;
        const double right = (static_cast<double>(c) + 1 - origin) / per_sample;
        const double first = std::clamp(std::ceil(left), 0.0, count), last = std::clamp(std::ceil(right), 0.0, count);
        if (last > first) {
            out[c] =
                extremesOf(samples.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first)));
        }
        include_edge(out[c], left);
        include_edge(out[c], right);
    }
}

// The area that a round pen covers when its centre follows the curve, column by column.
std::vector<ColumnRange> penned(std::span<const ColumnRange> columns, const TraceStroke& stroke) {
    const auto per_pixel = static_cast<std::ptrdiff_t>(stroke.columns_per_pixel);
    const auto count = std::ssize(columns);
    std::vector<ColumnRange> bars(columns.size(), {kNothing, kNothing});
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const ColumnRange& centre = columns[static_cast<std::size_t>(i)];
        if (std::isnan(centre.low)) continue;
        float radius = stroke.width_px / 2;
        // A curve that was made for a wider pane reaches beyond what there is to emphasise.
        const auto pixel = static_cast<std::size_t>(i / per_pixel);
        if (pixel < stroke.extra_width_px.size()) radius += stroke.extra_width_px[pixel] / 2;
        const auto reach = per_pixel == 1 ? 0 : static_cast<std::ptrdiff_t>(radius * static_cast<float>(per_pixel));
        for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(-reach, -i); k <= std::min(reach, count - 1 - i); ++k) {
            const float offset = static_cast<float>(k) / static_cast<float>(per_pixel);
            const float half = std::sqrt(radius * radius - offset * offset);
            ColumnRange& bar = bars[static_cast<std::size_t>(i + k)];
            if (std::isnan(bar.low)) {
                bar = {centre.low - half, centre.high + half};
            } else {
                bar.low = std::min(bar.low, centre.low - half);
                bar.high = std::max(bar.high, centre.high + half);
            }
        }
    }
    return bars;
}

}  // namespace

void columnsOfSamples(std::span<const float> samples, std::int64_t first_sample, double rate_hz, double start_s,
                      double step_s, std::span<ColumnRange> out) {
    std::fill(out.begin(), out.end(), ColumnRange{kNothing, kNothing});
    if (samples.empty() || out.empty() || !(rate_hz > 0) || !(step_s > 0)) return;
    // Column of a sample: affine in its index. One multiplication each, so that any zoom stays exact over long records.
    const double per_sample = 1 / (rate_hz * step_s);
    const double origin = (static_cast<double>(first_sample) / rate_hz - start_s) / step_s;
    if (per_sample < kCrowded) {
        crowdedColumns(samples, origin, per_sample, out);
    } else {
        looseColumns(samples, origin, per_sample, out);
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

int columnsPerPixel(double samples_per_pixel) {
    return samples_per_pixel <= 8 ? kMostPerPixel : 1;
}

void strokeColumns(QImage& image, const QRect& clip, int first_x, std::span<const ColumnRange> columns,
                   const TraceStroke& stroke) {
    const QRect area = clip.intersected(image.rect());
    if (area.isEmpty() || stroke.columns_per_pixel < 1 || stroke.columns_per_pixel > kMostPerPixel) return;
    const auto per_pixel = static_cast<std::size_t>(stroke.columns_per_pixel);
    const std::vector<ColumnRange> bars = penned(columns, stroke);
    const qsizetype stride = image.bytesPerLine();
    uchar* const pixels = image.bits();
    const int begin = std::max(0, area.left() - first_x);
    const int end = std::min(static_cast<int>(bars.size() / per_pixel), area.right() + 1 - first_x);
    const auto top_limit = static_cast<float>(area.top()), bottom_limit = static_cast<float>(area.bottom() + 1);
    const float full = 256.0F / static_cast<float>(per_pixel);
    for (int x = begin; x < end; ++x) {
        std::array<ColumnRange, kMostPerPixel> inside;
        std::size_t count = 0;
        float from = bottom_limit, to = top_limit;
        for (std::size_t i = static_cast<std::size_t>(x) * per_pixel; i < (static_cast<std::size_t>(x) + 1) * per_pixel;
             ++i) {
            const ColumnRange bar{std::max(bars[i].low, top_limit), std::min(bars[i].high, bottom_limit)};
            if (!(bar.low < bar.high)) continue;  // NaN, too
            from = std::min(from, bar.low);
            to = std::max(to, bar.high);
            inside[count++] = bar;
        }
        if (count == 0) continue;
        const int last_row = std::min(static_cast<int>(to), area.bottom());
        auto* pixel = reinterpret_cast<QRgb*>(pixels + static_cast<int>(from) * stride) + first_x + x;
        for (int row = static_cast<int>(from); row <= last_row; ++row) {
            float covered = 0;
            for (std::size_t i = 0; i < count; ++i) {
                const float part = std::min(inside[i].high, static_cast<float>(row + 1)) -
                                   std::max(inside[i].low, static_cast<float>(row));
                covered += std::max(part, 0.0F);
            }
            const int coverage = static_cast<int>(covered * full + 0.5F);
            *pixel = coverage >= 256 ? stroke.colour : blended(*pixel, stroke.colour, coverage);
            pixel = reinterpret_cast<QRgb*>(reinterpret_cast<uchar*>(pixel) + stride);
        }
    }
}

}  // namespace triptych::ui
