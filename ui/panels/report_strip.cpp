#include "ui/panels/report_strip.h"

#include "core/domain/annotation.h"
#include "ui/panels/readable.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/theme.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kMarks_mm = 4;  // above the paper, for the letters
constexpr double kLeast_mm_per_mv = 1.25;
constexpr double kPulse_s = 0.2, kWidestPulse_mm = 6;
constexpr double kEdge_mm = 1;  // that a trace keeps from the paper's edge

double px(double mm) {
    return mm * kPxPerReportMm;
}

void paintGrid(QPainter& painter, const QRectF& paper_mm) {
    const Palette& colours = palette(Theme::light);
    for (const bool heavy : {false, true}) {
        std::vector<QLineF> lines;
        for (int mm = 0; mm <= static_cast<int>(paper_mm.width() + 1e-6); ++mm) {
            if ((mm % 5 == 0) != heavy) continue;
            const double x = px(paper_mm.left() + mm);
            lines.emplace_back(x, px(paper_mm.top()), x, px(paper_mm.bottom()));
        }
        for (int mm = 0; mm <= static_cast<int>(paper_mm.height() + 1e-6); ++mm) {
            if ((mm % 5 == 0) != heavy) continue;
            const double y = px(paper_mm.top() + mm);
            lines.emplace_back(px(paper_mm.left()), y, px(paper_mm.right()), y);
        }
        painter.setPen(QPen(heavy ? colours.grid_heavy : colours.grid_fine, px(heavy ? 0.15 : 0.07)));
        painter.drawLines(lines.data(), static_cast<int>(lines.size()));
    }
}

struct Range {
    float low = 0, high = 0;
    bool any = false;
};

Range rangeOf(const SignalPiece& piece) {
    Range range;
    for (const float value : piece.samples) {
        if (!std::isfinite(value)) continue;
        range.low = range.any ? std::min(range.low, value) : value;
        range.high = range.any ? std::max(range.high, value) : value;
        range.any = true;
    }
    return range;
}

double gainFor(double swing_mv, double paper_mm, double mm_per_mv) {
    double gain = mm_per_mv;
    while (gain > kLeast_mm_per_mv && swing_mv * gain > paper_mm - 2 * kEdge_mm) gain /= 2;
    return gain;
}

}  // namespace

double fittingGain(const Recording& recording, std::size_t lead, const Stretch& stretch, const dsp::FilterSpec& filter,
                   double height_mm, double mm_per_mv) {
    const Range range = rangeOf(readDisplayed(recording, lead, stretch, filter));
    const double unit_mv = millivoltsPer(recording.leads[lead].unit).value_or(1);
    return gainFor(static_cast<double>(range.high - range.low) * unit_mv, height_mm - kMarks_mm, mm_per_mv);
}

double paintStrip(QPainter& painter, const PaperStrip& strip) {
    const Palette& colours = palette(Theme::light);
    const Lead& lead = strip.recording.leads[strip.lead];
    const QRectF paper(strip.place_mm.left(), strip.place_mm.top() + kMarks_mm, strip.place_mm.width(),
                       strip.place_mm.height() - kMarks_mm);
    painter.save();
    paintGrid(painter, paper);
    const SignalPiece piece = readDisplayed(strip.recording, strip.lead, strip.stretch, strip.filter);
    const double unit_mv = millivoltsPer(lead.unit).value_or(1);
    const Range range = rangeOf(piece);
    const double swing_mv = static_cast<double>(range.high - range.low) * unit_mv;
    const double gain = gainFor(swing_mv, paper.height(), strip.mm_per_mv);
    // Zero lies in the middle where the trace fits so, else as near to it as lets it fit.
    const double high_mm = static_cast<double>(range.high) * unit_mv * gain;
    const double low_mm = static_cast<double>(range.low) * unit_mv * gain;
    const double middle = paper.center().y();
    double zero = middle;
    if (zero - high_mm < paper.top() + kEdge_mm) zero = paper.top() + kEdge_mm + high_mm;
    if (zero - low_mm > paper.bottom() - kEdge_mm) zero = paper.bottom() - kEdge_mm + low_mm;
    const double origin = paper.left() + kStripGutter_mm;
    const auto x_of = [&](double time_s) { return px(origin + (time_s - strip.stretch.from_s) * strip.mm_per_s); };

    // One millivolt for a fifth of a second, or for as long as the gutter has room.
    painter.setPen(QPen(colours.trace, px(0.25)));
    const double pulse = paper.left() + 2, width = std::min(kPulse_s * strip.mm_per_s, kWidestPulse_mm);
    const double top = std::max(paper.top(), middle + gain / 2 - gain), bottom = top + gain;
    painter.drawPolyline(QPolygonF(QList<QPointF>{{px(pulse - 1), px(bottom)},
                                                  {px(pulse), px(bottom)},
                                                  {px(pulse), px(top)},
                                                  {px(pulse + width), px(top)},
                                                  {px(pulse + width), px(bottom)},
                                                  {px(pulse + width + 1), px(bottom)}}));

    painter.setClipRect(QRectF(px(origin), px(paper.top()), px(paper.right() - origin), px(paper.height())));
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF run;
    const auto flush = [&] {
        if (run.size() > 1) painter.drawPolyline(run);
        run.clear();
    };
    for (std::size_t i = 0; i < piece.samples.size(); ++i) {
        const float value = piece.samples[i];
        if (!std::isfinite(value)) {
            flush();
            continue;
        }
        const double time_s = static_cast<double>(piece.first + static_cast<std::int64_t>(i)) / piece.rate_hz;
        run << QPointF(x_of(time_s), px(zero - static_cast<double>(value) * unit_mv * gain));
    }
    flush();
    painter.setClipping(false);

    QFont font = labelFont();
    font.setPointSizeF(7);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    double last_right = -1e9;
    for (const LabelledBeat& beat : strip.beats) {
        if (beat.time_s < strip.stretch.from_s || beat.time_s > strip.stretch.to_s) continue;
        const QString letter =
            beat.code == 0 || beat.code == kLearn ? QStringLiteral("·") : QString::fromUtf8(symbolOf(beat.code).data());
        const double x = x_of(beat.time_s) - metrics.horizontalAdvance(letter) / 2;
        if (x < last_right + 1) continue;  // no two letters on one another
        painter.setPen(beat.code == kNormal ? colours.muted_text : colours.text);
        painter.drawText(QPointF(x, px(strip.place_mm.top() + kMarks_mm - 1)), letter);
        last_right = x + metrics.horizontalAdvance(letter);
    }
    painter.setPen(colours.text);
    painter.drawText(QPointF(px(paper.left() + 1), px(paper.top() + 3.5)), QString::fromStdString(lead.name));
    const QString time = clockText(strip.stretch.from_s);
    painter.drawText(QPointF(px(origin + 0.5), px(paper.bottom() - 1)), time);
    if (gain != strip.mm_per_mv || strip.says_gain) {
        const QString said = QObject::tr("%1 mm/mV").arg(gain);
        painter.drawText(QPointF(px(paper.right() - 1) - metrics.horizontalAdvance(said), px(paper.bottom() - 1)),
                         said);
    }
    painter.restore();
    return gain;
}

}  // namespace triptych::ui
