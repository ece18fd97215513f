// A heart rate over time as the panes draw it: a band from the least to the most of each bin, a line of its mean.
#pragma once

#include "ui/panes/overview_bins.h"

#include <QColor>
#include <QRectF>

#include <functional>
#include <optional>
#include <span>

class QPainter;

namespace triptych::ui {

inline constexpr double kRateBin_s = 5;  // a rate of fewer beats than fall into this is no trend

// As many bins as a stretch and so many pixels bear.
[[nodiscard]] std::size_t rateBinCount(double span_s, double width_px);

// Round twenties around all rates, forty apart at least; nothing where there is no rate.
struct RateScale {
    double low_bpm = 0, high_bpm = 0;
};
[[nodiscard]] std::optional<RateScale> rateScaleOf(std::span<const RateBin> rates);

// Into the whole width of `area`; `y_of` says where a rate lies. GUI thread. `band` had better be opaque: Qt blends a
// column of a hundred pixels by waking its threads, and there are two thousand.
void paintRateBand(QPainter& painter, const QRectF& area, std::span<const RateBin> rates,
                   const std::function<double(float)>& y_of, const QColor& band);
// Leaves the painter smooth.
void paintRateLine(QPainter& painter, const QRectF& area, std::span<const RateBin> rates,
                   const std::function<double(float)>& y_of, const QColor& line);
// As an ink of that opacity looks on that paper.
[[nodiscard]] QColor rateBandInk(const QColor& ink, const QColor& paper, double share);

}  // namespace triptych::ui
