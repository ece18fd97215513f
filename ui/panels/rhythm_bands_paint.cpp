// What the bands show, each painted once into the picture.
#include "ui/panels/readable.h"
#include "ui/panels/rhythm_bands.h"
#include "ui/panels/rhythm_words.h"
#include "ui/panes/colour_legend.h"
#include "ui/panes/episode_band.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/overview_bins.h"
#include "ui/panes/rate_line.h"
#include "ui/panes/rhythm_colours.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kMostShare = 0.25;     // of beats that are not normal: fills the band
constexpr double kBandShare = 0.31;     // of the band of rates, its ink on the paper
constexpr double kSmallestName = 0.65;  // of a label's font
constexpr double kQuiet = 0.98;         // of a minute without noise: nothing to show

double lineHeight() {
    return QFontMetricsF(numberFont()).height();
}

}  // namespace

void RhythmBands::paintName(QPainter& painter, Band band, const QString& name) const {
    const QRectF of = area(band);
    painter.setFont(labelFont());
    painter.setPen(colours().muted_text);
    const QFontMetrics metrics = painter.fontMetrics();
    if (metrics.height() > of.height() + 8) return;
    // The margin is as wide as numbers are: a longer word is written smaller, or not at all, but never cut.
    const double room = of.left() - 5, wide = metrics.horizontalAdvance(name);
    if (wide * kSmallestName > room) return;
    if (wide > room) {
        QFont smaller = labelFont();
        smaller.setPointSizeF(smaller.pointSizeF() * room / wide * 0.98);
        painter.setFont(smaller);
    }
    painter.drawText(QRectF(0, of.center().y() - metrics.height() / 2.0, room + 1, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, name);
}

void RhythmBands::paintRate(QPainter& painter) const {
    const QRectF of = area(kRate);
    const auto rates = trend_.rates(0, duration_s(), rateBinCount(duration_s(), of.width()));
    const auto scale = rateScaleOf(rates);
    if (!scale) return;
    const auto [low_bpm, high_bpm] = *scale;
    const auto y_of = [&of, low = low_bpm, high = high_bpm](float bpm) {
        return of.bottom() - (static_cast<double>(bpm) - low) / (high - low) * of.height();
    };
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(numberFont());
    const QFontMetricsF metrics(painter.font());
    // Two numbers and the unit between them, as in the overview.
    const auto number = [&](const QString& text, double baseline, const QColor& ink) {
        painter.setPen(ink);
        painter.drawText(QPointF(of.left() - 8 - metrics.horizontalAdvance(text), baseline), text);
    };
    number(QString::number(high_bpm, 'f', 0), of.top() + metrics.capHeight(), colours().text);
    number(QString::number(low_bpm, 'f', 0), of.bottom(), colours().text);
    number(tr("/min"), of.center().y() + metrics.capHeight() / 2, colours().muted_text);
    paintRateBand(painter, of, rates, y_of, rateBandInk(colours().muted_text, colours().paper, kBandShare));
    paintRateLine(painter, of, rates, y_of, colours().trace);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

// Beats that are not normal as their share of each minute's, or of each pixel's where a pixel is longer.
void RhythmBands::paintClasses(QPainter& painter) const {
    const QRectF of = area(kClasses);
    paintName(painter, kClasses, tr("beats"));
    const auto bins =
        static_cast<std::size_t>(std::clamp(std::ceil(duration_s() / 60), 1.0, std::max(1.0, of.width())));
    const auto counts = trend_.classes(0, duration_s(), bins);
    const double bin_px = of.width() / static_cast<double>(bins);
    for (std::size_t i = 0; i < bins; ++i) {
        double all = 0;
        for (const std::uint32_t count : counts[i]) all += count;
        if (all == 0) continue;
        double bottom = of.bottom();
        for (const BeatClass one :
             {BeatClass::ventricular, BeatClass::fusion, BeatClass::supraventricular, BeatClass::unknown}) {
            const double count = counts[i][static_cast<std::size_t>(one)];
            if (count == 0) continue;
            const double height = std::max(1.5, std::min(1.0, count / all / kMostShare) * of.height());
            const double top = std::max(of.top(), bottom - height);
            painter.fillRect(QRectF(of.left() + static_cast<double>(i) * bin_px, top,
                                    std::max(1.0, bin_px - (bin_px > 4 ? 1 : 0)), bottom - top),
                             classColour(one, state_.display().theme()));
            bottom = top;
        }
    }
}

void RhythmBands::paintEpisodes(QPainter& painter) const {
    paintName(painter, kEpisodes, tr("rhythm"));
    paintEpisodeBand(painter, area(kEpisodes), state_.rhythm().episodes(), duration_s(), state_.display().theme());
}

// What the edge in hand has gained is of its colour, what it leaves is not.
void RhythmBands::paintDragged(QPainter& painter) const {
    if (!edge_.isOn() || !edge_.isMoved()) return;
    const QRectF band = area(kEpisodes);
    const double from = xOf(std::min(edge_.from_s(), edge_.now_s())), to = xOf(std::max(edge_.from_s(), edge_.now_s()));
    const QRectF moved(from, band.top(), std::max(1.0, to - from), band.height());
    if (edge_.begins() == (edge_.now_s() < edge_.from_s())) {
        painter.fillRect(moved, rhythmColour(edge_.episode().rhythm, state_.display().theme()));
    } else {
        painter.fillRect(moved, colours().paper);
        painter.fillRect(moved, QBrush(colours().muted_text, Qt::BDiagPattern));
    }
    painter.fillRect(QRectF(std::floor(xOf(edge_.now_s())), band.top() - 2, 2, band.height() + 4), colours().text);
}

void RhythmBands::paintEvents(QPainter& painter) const {
    const QRectF of = area(kEvents);
    double last_x = -10;
    for (const rhythm::RhythmEvent& event : state_.rhythm().events()) {
        const RhythmEventKind kind = kindOf(event);
        if (kind == RhythmEventKind::first_and_last) continue;  // the band above has them
        const double x = std::floor(xOf(event.time_s));
        const bool is_mark = kind == RhythmEventKind::marks;
        if (!is_mark && x - last_x < 2) continue;
        const QColor ink = is_mark ? colours().accent
                           : kind == RhythmEventKind::pauses
                               ? rhythmColour(rhythm::Rhythm::bradycardia, state_.display().theme())
                               : colours().muted_text;
        painter.fillRect(QRectF(x - (is_mark ? 1 : 0), of.top(), is_mark ? 3 : 1, of.height()), ink);
        last_x = x;
    }
}

void RhythmBands::paintQuality(QPainter& painter) const {
    const QRectF of = area(kQuality);
    const auto& report = state_.rhythm().report();
    if (!report || report->minutes.empty()) return;
    const double minute_px = of.width() * 60 / duration_s();
    for (std::size_t m = 0; m < report->minutes.size(); ++m) {
        const double bad = 1 - report->minutes[m].good_share;
        if (report->minutes[m].good_share >= kQuiet) continue;
        const double left = of.left() + static_cast<double>(m) * minute_px;
        const double height = std::max(1.0, bad * of.height());
        painter.fillRect(QRectF(left, of.bottom() - height, std::min(minute_px, of.right() - left), height),
                         colours().muted_text);
    }
}

void RhythmBands::paintAxis(QPainter& painter) const {
    const QRectF last = area(kQuality);
    painter.setFont(numberFont());
    const QFontMetricsF metrics(painter.font());
    const double baseline = last.bottom() + 5 + metrics.ascent();
    const double px_per_s = last.width() / duration_s();
    const TimeAxis axis = timeAxis(state_.record());
    const TickSet ticks = axis.ticks(0, duration_s(), (metrics.horizontalAdvance(axis.widest(1)) + 40) / px_per_s);
    painter.setPen(colours().muted_text);
    const QString unit = axis.unit();
    painter.drawText(QPointF(last.left() - 8 - metrics.horizontalAdvance(unit), baseline), unit);
    for (const double time_s : ticks.values) {
        const double x = last.left() + time_s * px_per_s;
        painter.fillRect(QRectF(std::floor(x), last.bottom() + 1, 1, 4), colours().muted_text);
        const QString text = axis.text(time_s, ticks.step);
        const double width = metrics.horizontalAdvance(text);
        painter.setPen(colours().text);
        painter.drawText(QPointF(std::clamp(x - width / 2, last.left() - 4, this->width() - width - 2), baseline),
                         text);
    }
}

// What is there, and no more; as many as there is room for, the commonest first.
void RhythmBands::paintLegend(QPainter& painter) const {
    const auto& report = state_.rhythm().report();
    if (!report) return;
    const Theme theme = state_.display().theme();
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    const QRectF last = area(kQuality);
    const double top = last.bottom() + lineHeight() + 8;
    std::vector<LegendEntry> entries;
    const auto put = [&entries](const QColor& colour, const QString& text, bool hatched) {
        entries.push_back({colour, text, hatched});
    };
    std::vector<std::pair<rhythm::Rhythm, double>> shares = report->found.findings.burden;
    std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [rhythm, share] : shares) {
        put(rhythmColour(rhythm, theme), tr("%1 %2").arg(rhythmName(rhythm), shareText(share)), false);
    }
    const double unread = 1 - report->found.findings.readable_share;
    if (unread > 0.0005) {
        put(rhythmColour(rhythm::Rhythm::unreadable, theme),
            tr("%1 %2").arg(rhythmName(rhythm::Rhythm::unreadable), shareText(unread)), true);
    }
    for (const BeatClass one :
         {BeatClass::ventricular, BeatClass::supraventricular, BeatClass::fusion, BeatClass::unknown}) {
        const std::size_t count = report->whole.beats[static_cast<std::size_t>(one)];
        if (count == 0) continue;
        const std::string_view letter = kBeatClassNames[static_cast<std::size_t>(one)];
        put(classColour(one, theme),
            QStringLiteral("%1 %2").arg(QString::fromUtf8(letter.data(), static_cast<qsizetype>(letter.size())),
                                        groupedNumber(count)),
            false);
    }
    const bool is_noisy = std::any_of(report->minutes.begin(), report->minutes.end(),
                                      [](const rhythm::Minute& minute) { return minute.good_share < kQuiet; });
    if (is_noisy) put(colours().muted_text, tr("noise"), false);
    ui::paintLegend(painter, QRectF(last.left(), top, last.width(), metrics.height()), entries, colours().text,
                    colours().paper);
}

}  // namespace triptych::ui
