#include "ui/panes/trend_paper.h"

#include "ui/panes/beat_trend.h"
#include "ui/panes/episode_band.h"
#include "ui/panes/rate_line.h"
#include "ui/panes/trace_painter.h"
#include "ui/state/navigation.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kBetween_px = 6, kEpisodes_px = 14, kNoise_px = 6;
constexpr double kClassShare = 0.25;        // of the height that rate and classes share
constexpr double kLeastSharePainted = 1.5;  // px: one beat of a day must be seen
constexpr double kBandShare = 0.35;         // of the band of rates, its ink on the paper
constexpr double kLeastScale = 0.02;        // share of a pixel's beats that fills the band, at least

struct Bands {
    QRectF rate, classes, episodes, noise;
};

Bands bandsOf(const QRectF& plot) {
    const double shared = std::max(20.0, plot.height() - kEpisodes_px - kNoise_px - 4 * kBetween_px);
    Bands at;
    at.rate = QRectF(plot.left(), plot.top() + kBetween_px, plot.width(), shared * (1 - kClassShare));
    at.classes = QRectF(plot.left(), at.rate.bottom() + kBetween_px, plot.width(), shared * kClassShare);
    at.episodes = QRectF(plot.left(), at.classes.bottom() + kBetween_px, plot.width(), kEpisodes_px);
    at.noise = QRectF(plot.left(), at.episodes.bottom() + 2, plot.width(), kNoise_px);
    return at;
}

void putLeft(QPainter& painter, const TraceScene& scene, const QString& text, double baseline) {
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(text);
    painter.drawText(QPointF(scene.geometry.plot.left() - 6 - width, baseline), text);
}

void paintRate(QPainter& painter, const TraceScene& scene, const BeatTrend& trend, const QRectF& area) {
    const Palette& colours = palette(scene.theme);
    const double span_s = scene.viewport.span_s;
    const auto rates = trend.rates(scene.viewport.start_s, span_s, rateBinCount(span_s, area.width()));
    const auto scale = rateScaleOf(rates);
    if (!scale) return;
    const auto [low, high] = *scale;
    const auto y_of = [&area, low = low, high = high](double bpm) {
        return area.bottom() - (bpm - low) / (high - low) * area.height();
    };
    paintRateBand(painter, area, rates, y_of, rateBandInk(colours.muted_text, colours.paper, kBandShare));
    painter.setFont(numberFont());
    const QFontMetricsF metrics(painter.font());
    // A line and a number every twenty, or as many as have room.
    double step = 20;
    while (step / (high - low) * area.height() < metrics.height() * 1.4) step += 20;
    for (double bpm = low; bpm <= high + 1e-9; bpm += step) {
        const double y = std::floor(y_of(bpm));
        painter.fillRect(QRectF(area.left(), y, area.width(), 1), colours.grid_fine);
        painter.setPen(colours.text);
        putLeft(painter, scene, QString::number(bpm, 'f', 0), y + metrics.capHeight() / 2);
    }
    paintRateLine(painter, area, rates, y_of, colours.trace);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QString what = QCoreApplication::translate("TrendPaper", "rate, /min: least, mean and most");
    painter.fillRect(QRectF(area.left() + 2, area.top(), metrics.horizontalAdvance(what) + 4, metrics.height()),
                     colours.paper);
    painter.setPen(colours.muted_text);
    painter.drawText(QPointF(area.left() + 4, area.top() + metrics.ascent()), what);
}

// Of each pixel's beats the share that is not normal, the gravest below; the band's full height is the largest share.
void paintClasses(QPainter& painter, const TraceScene& scene, const BeatTrend& trend, const QRectF& area) {
    const auto bins = static_cast<std::size_t>(std::max(1.0, std::floor(area.width() / 2)));
    const auto counts = trend.classes(scene.viewport.start_s, scene.viewport.span_s, bins);
    static constexpr std::array kFromBelow = {BeatClass::ventricular, BeatClass::fusion, BeatClass::supraventricular,
                                              BeatClass::unknown};
    double most = kLeastScale;
    for (const ClassCounts& count : counts) {
        double all = 0;
        for (const std::uint32_t n : count) all += n;
        if (all > 0) most = std::max(most, 1 - count[0] / all);
    }
    const double bin_px = area.width() / static_cast<double>(bins);
    for (std::size_t i = 0; i < bins; ++i) {
        double all = 0;
        for (const std::uint32_t n : counts[i]) all += n;
        double bottom = area.bottom();
        for (const BeatClass one : kFromBelow) {
            const double count = counts[i][static_cast<std::size_t>(one)];
            if (count == 0) continue;
            const double height = std::max(kLeastSharePainted, count / all / most * area.height());
            const double top = std::max(area.top(), bottom - height);
            painter.fillRect(QRectF(area.left() + static_cast<double>(i) * bin_px, top, bin_px, bottom - top),
                             classColour(one, scene.theme));
            bottom = top;
        }
    }
    const Palette& colours = palette(scene.theme);
    painter.setFont(numberFont());
    painter.setPen(colours.text);
    const QFontMetricsF metrics(painter.font());
    putLeft(painter, scene, QStringLiteral("%1 %").arg(std::round(most * 100)), area.top() + metrics.capHeight());
    painter.setPen(colours.muted_text);
    putLeft(painter, scene, QStringLiteral("0"), area.bottom());
    // The letters of the classes that are there, in their inks.
    double x = area.left() + 4;
    for (const BeatClass one : kFromBelow) {
        const bool is_there = std::any_of(counts.begin(), counts.end(), [one](const ClassCounts& count) {
            return count[static_cast<std::size_t>(one)] > 0;
        });
        if (!is_there) continue;
        const std::string_view letter = kBeatClassNames[static_cast<std::size_t>(one)];
        const QString text = QString::fromLatin1(letter.data(), static_cast<qsizetype>(letter.size()));
        const QRectF chip(x - 2, area.top(), metrics.horizontalAdvance(text) + 4, metrics.height());
        painter.fillRect(chip, colours.paper);
        painter.setPen(classInk(one, scene.theme));
        painter.drawText(QPointF(x, area.top() + metrics.ascent()), text);
        x += chip.width() + 4;
    }
}

void paintNoise(QPainter& painter, const TraceScene& scene, const Bands& at) {
    const QRectF& plot = scene.geometry.plot;
    for (const Stretch& stretch : scene.noisy) {
        const double left = std::max(plot.left(), scene.viewport.xOf(stretch.from_s, plot.left(), plot.width()));
        const double right = std::min(plot.right(), scene.viewport.xOf(stretch.to_s, plot.left(), plot.width()));
        if (right < plot.left() || left > plot.right()) continue;
        painter.fillRect(QRectF(left, at.noise.top(), std::max(1.0, right - left), at.noise.height()),
                         palette(scene.theme).muted_text);
    }
}

}  // namespace

bool showsTrend(const TraceScene& scene) {
    if (scene.on_page || scene.recording == nullptr) return false;
    const auto [first, last] = beatsWithin(scene.beats, scene.viewport.start_s, scene.viewport.end_s());
    return static_cast<double>(last - first) > scene.geometry.plot.width();
}

void paintTrend(QPainter& painter, const TraceScene& scene) {
    const QRectF& paper = scene.geometry.paper;
    const QRectF& plot = scene.geometry.plot;
    painter.fillRect(paper, palette(scene.theme).paper);
    const Bands at = bandsOf(plot);
    BeatTrend own;
    if (scene.trend == nullptr) own.follow(scene.beats, scene.gaps);
    const BeatTrend& trend = scene.trend != nullptr ? *scene.trend : own;
    paintRate(painter, scene, trend, at.rate);
    paintClasses(painter, scene, trend, at.classes);
    paintEpisodeBand(painter, at.episodes, scene.episodes, scene.viewport.span_s, scene.theme, scene.viewport.start_s);
    paintNoise(painter, scene, at);
}

}  // namespace triptych::ui
