#include "ui/panes/trace_painter.h"

#include "ui/panes/beat_marks.h"
#include "ui/panes/beat_saliency_bars.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/event_notes.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/lead_saliency.h"
#include "ui/panes/ticks.h"
#include "ui/panes/trace_ruler.h"
#include "ui/panes/trace_sink.h"
#include "ui/panes/trace_source.h"
#include "ui/panes/trend_paper.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kBandPad_px = 5;
constexpr double kGutter_mm = 12;  // a pulse of 10 mm at most, and air
constexpr double kPulse_s = 0.2;
constexpr double kLeastPulse_mm = 2, kMostPulse_mm = 10;
constexpr double kTrace_px = 1.35;  // logical
constexpr double kLabelPad_px = 3;
constexpr double kSmallestName = 0.7;  // of a label's font, for the name of the pulse

// How a lead's unit becomes pixels, and what has to be said about it.
struct LeadScale {
    double px_per_unit = 0;
    double zero = 0;      // value drawn at the baseline
    QStringList remarks;  // none when mm/mV and zero hold; else in ever fewer words
    bool in_millivolts = true;
};

bool isOnPaper(const TraceScene& scene, std::size_t lead) {
    return lead >= scene.no_paper.size() || !scene.no_paper[lead] || lead == scene.analysis_lead;
}

LeadScale scaleOf(const TraceScene& scene, const TraceCell& cell) {
    const Lead& lead = scene.recording->leads[cell.lead];
    const double centre = scene.source->centre(cell.lead);
    constexpr int kUnit_px = 60;
    const QString unit = shortened(QString::fromStdString(lead.unit), QFontMetrics(labelFont()), kUnit_px);
    LeadScale scale;
    if (const auto millivolts = millivoltsPer(lead.unit);
        millivolts && isOnPaper(scene, cell.lead) && !scene.own_scales) {
        scale.px_per_unit = scene.mm_per_mv * scene.px_per_mm * *millivolts;
        // A raw lead that floats far from zero would leave its row: it is moved, and the label says by how much.
        if (std::abs(centre) * scale.px_per_unit > cell.rect.height() / 2) {
            scale.zero = centre;
            scale.remarks << QCoreApplication::translate("TracePainter", "baseline at %1 %2")
                                 .arg(numberText(centre, *millivolts < 1 ? 1 : 0.01), unit)
                          << QCoreApplication::translate("TracePainter", "baseline moved")
                          << QCoreApplication::translate("TracePainter", "moved");
        }
        if (cell.negated) scale.px_per_unit = -scale.px_per_unit;
        return scale;
    }
    // Not a voltage, or no ECG: mm/mV means nothing. Its own range fills two thirds of the row, and the label says so.
    scale.in_millivolts = false;
    scale.zero = centre;
    const double spread = static_cast<double>(scene.source->below(cell.lead) + scene.source->above(cell.lead));
    const double mm_per_unit = spread > 0 ? cell.rect.height() / scene.px_per_mm * 2 / 3 / spread : 1;
    const double decade = std::pow(10, std::floor(std::log10(1 / mm_per_unit)));
    const double units_per_mm = decade * std::ceil(1 / mm_per_unit / decade);
    scale.px_per_unit = scene.px_per_mm / units_per_mm * (cell.negated ? -1 : 1);
    const QString millimetre = QStringLiteral("1 mm = %1 %2").arg(legendNumber(units_per_mm, 3), unit);
    scale.remarks << QCoreApplication::translate("TracePainter", "automatic: %1").arg(millimetre) << millimetre
                  << QCoreApplication::translate("TracePainter", "automatic");
    return scale;
}

GridSteps timeGridOf(const TraceScene& scene) {
    if (scene.at_preset_speed) return millimetreGrid(scene.mm_per_s, scene.px_per_mm);
    return zoomedTimeGrid(scene.geometry.plot.width() / scene.viewport.span_s);
}

void paintGround(TraceSink& sink, const TraceScene& scene) {
    const TraceGeometry& at = scene.geometry;
    const double px_per_s = at.plot.width() / scene.viewport.span_s;
    const GridSteps time = timeGridOf(scene);
    const GridSteps volts = millimetreGrid(1, scene.px_per_mm);
    // The heavy line nearest to the view's start keeps numbers small over a day.
    const double anchor_s = time.heavy > 0 ? std::floor(scene.viewport.start_s / time.heavy) * time.heavy : 0;
    const GridAxis horizontal{at.plot.left() + (anchor_s - scene.viewport.start_s) * px_per_s, time.fine * px_per_s,
                              time.heavy * px_per_s};
    const GridAxis vertical{at.paper.top(), volts.fine * scene.px_per_mm, volts.heavy * scene.px_per_mm};
    sink.paper(at.paper, horizontal, vertical, palette(scene.theme));
}

// Air flow is no ECG, and its row no ECG paper: no boxes of millivolts behind it.
void takePaperAway(QPainter& painter, const TraceScene& scene) {
    for (const TraceCell& cell : scene.layout.cells) {
        if (isOnPaper(scene, cell.lead)) continue;
        const QRectF& paper = scene.geometry.paper;
        painter.fillRect(QRectF(paper.left(), cell.rect.top(), paper.width(), cell.rect.height()),
                         palette(scene.theme).window);
    }
}

void shade(QPainter& painter, const TraceScene& scene, const Stretch& stretch, int alpha, bool edges) {
    const QRectF& plot = scene.geometry.plot;
    const double left = std::max(plot.left(), scene.viewport.xOf(stretch.from_s, plot.left(), plot.width()));
    const double right = std::min(plot.right(), scene.viewport.xOf(stretch.to_s, plot.left(), plot.width()));
    if (right <= left) return;
    QColor ground = palette(scene.theme).selection;
    ground.setAlpha(alpha);
    const QRectF area(left, scene.geometry.marks.top(), right - left, plot.bottom() - scene.geometry.marks.top());
    painter.fillRect(area, ground);
    if (!edges) return;
    painter.fillRect(QRectF(area.left(), area.top(), 1, area.height()), palette(scene.theme).accent);
    painter.fillRect(QRectF(area.right() - 1, area.top(), 1, area.height()), palette(scene.theme).accent);
}

void paintCurve(TraceSink& sink, const TraceScene& scene, const TraceCell& cell, const LeadScale& scale) {
    sink.curve({.source = *scene.source,
                .lead = cell.lead,
                .viewport = scene.viewport,
                .plot = scene.geometry.plot,
                .clip = curveReach(cell, scene.geometry.paper),
                .baseline_y = cell.baseline_y,
                .px_per_unit = scale.px_per_unit,
                .zero = scale.zero,
                .rate_hz = scene.recording->leads[cell.lead].rate_hz,
                .colour = palette(scene.theme).trace,
                .width_px = kTrace_px});
}

// The voltage of the pulses: 1 mV, or a part of it where rows lie closer than that is high, so that every row has one.
double pulse_mv(const TraceScene& scene) {
    constexpr std::array kPulses_mv = {1.0, 0.5, 0.2, 0.1};
    double room_px = scene.geometry.paper.height();
    for (const TraceCell& cell : scene.layout.cells) room_px = std::min(room_px, cell.rect.height());
    for (const double pulse : kPulses_mv) {
        if (pulse * scene.mm_per_mv * scene.px_per_mm <= room_px) return pulse;
    }
    return kPulses_mv.back();
}

// For 0.20 s: as long as at the speed in force, from 2 to the customary 10 mm.
void paintPulse(QPainter& painter, const TraceScene& scene, const TraceCell& cell, double pulse) {
    const double width = std::clamp(kPulse_s * scene.mm_per_s, kLeastPulse_mm, kMostPulse_mm) * scene.px_per_mm;
    const double height = pulse * scene.mm_per_mv * scene.px_per_mm;
    const double left =
        scene.geometry.paper.left() + (scene.geometry.plot.left() - scene.geometry.paper.left() - width) / 2;
    const double base = cell.baseline_y, foot = 0.8 * scene.px_per_mm;
    QPainterPath path(QPointF(left - foot, base));
    path.lineTo(left, base);
    path.lineTo(left, base - height);
    path.lineTo(left + width, base - height);
    path.lineTo(left + width, base);
    path.lineTo(left + width + foot, base);
    painter.setRenderHint(QPainter::Antialiasing, true);
    // Paler than a trace, and named: it is no part of the recording.
    const QColor ink = palette(scene.theme).muted_text;
    painter.setPen(QPen(ink, 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    const QString name = QStringLiteral("%1 mV").arg(pulse);
    // Where a millimetre has few pixels it is written smaller, so that it neither touches the trace nor leaves the
    // paper.
    const double gutter = scene.geometry.plot.left() - scene.geometry.paper.left() - 2;
    QFont font = labelFont();
    const double wanted = QFontMetricsF(font).horizontalAdvance(name);
    if (wanted > gutter) font.setPointSizeF(font.pointSizeF() * std::max(kSmallestName, gutter / wanted));
    const QFontMetricsF metrics(font);
    const double centre = left + width / 2, name_width = metrics.horizontalAdvance(name);
    if (name_width > gutter + 1) return;
    // Named where the name has room above the next row's pulse; the last row names them all.
    const bool is_last = cell.rect.bottom() > scene.geometry.paper.bottom() - 1;
    if (!is_last && cell.rect.height() < height + metrics.height()) return;
    if (base + metrics.height() > scene.geometry.paper.bottom()) return;
    painter.setFont(font);
    painter.drawText(
        QPointF(std::max(scene.geometry.paper.left(), centre - name_width / 2), base + metrics.ascent() + 1), name);
}

// A pulse that the recorder wrote into the lead: paler than what a heart made, and named.
void paintRecordedPulses(QPainter& painter, const TraceScene& scene, const TraceCell& cell) {
    constexpr double kBeside_s = 0.04;  // its flanks
    const QRectF& plot = scene.geometry.plot;
    const QFont font = labelFont();
    const QFontMetricsF metrics(font);
    for (const beats::CalibrationPulse& pulse : scene.source->pulses()) {
        const auto x_of = [&](double time_s) { return scene.viewport.xOf(time_s, plot.left(), plot.width()); };
        const double from = std::max(cell.rect.left(), x_of(pulse.from_s - kBeside_s));
        const double to = std::min(cell.rect.right(), x_of(pulse.to_s + kBeside_s));
        if (to <= from) continue;
        QColor pale = palette(scene.theme).paper;
        pale.setAlpha(150);
        painter.fillRect(QRectF(from, cell.rect.top(), to - from, cell.rect.height()), pale);
        const QString name = QCoreApplication::translate("TracePainter", "calibration");
        const double width = metrics.horizontalAdvance(name);
        const double left =
            std::clamp(from, cell.rect.left(), std::max(cell.rect.left(), cell.rect.right() - width - 2));
        if (width > cell.rect.width() || cell.rect.height() < 4 * metrics.height()) continue;
        painter.setFont(font);
        painter.setPen(palette(scene.theme).muted_text);
        painter.drawText(QPointF(left, cell.rect.top() + metrics.ascent() + 2), name);  // notes stand at the foot
    }
}

// A stretch where the lead as recorded stands still, hatched, with the reason where it fits.
void paintStandstills(QPainter& painter, const TraceScene& scene, const TraceCell& cell) {
    constexpr double kLeast_px = 3;
    const QRectF& plot = scene.geometry.plot;
    const QFont font = labelFont();
    const QFontMetricsF metrics(font);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const Standstill& still : scene.source->standstills(cell.lead)) {
        const double from = std::max(cell.rect.left(), scene.viewport.xOf(still.from_s, plot.left(), plot.width()));
        const double to = std::min(cell.rect.right(), scene.viewport.xOf(still.to_s, plot.left(), plot.width()));
        if (to <= from) continue;
        const QColor ink = still.at_limit ? palette(scene.theme).warning : palette(scene.theme).muted_text;
        const QRectF foot(from, cell.rect.bottom() - 5, std::max(kLeast_px, to - from), 4);
        painter.fillRect(foot, QBrush(ink, Qt::BDiagPattern));
        const QString reason = still.at_limit ? QCoreApplication::translate("TracePainter", "saturated")
                                              : QCoreApplication::translate("TracePainter", "flat line");
        if (foot.width() < metrics.horizontalAdvance(reason) + 2 || cell.rect.height() < 3 * metrics.height()) continue;
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(QPointF(foot.left() + 1, foot.top() - metrics.descent() - 1), reason);
    }
}

void paintLabel(QPainter& painter, const TraceScene& scene, const TraceCell& cell, const LeadScale& scale) {
    const Lead& lead = scene.recording->leads[cell.lead];
    const Palette& colours = palette(scene.theme);
    QFont bold = labelFont();
    bold.setBold(true);
    const QFontMetrics bold_metrics(bold), metrics(labelFont());
    QStringList remarks = scale.remarks;
    if (lead.derived) {
        const QString derived = QStringLiteral("derived");
        if (!remarks.isEmpty()) remarks.prepend(derived + QStringLiteral(", ") + remarks.constFirst());
        if (remarks.isEmpty()) remarks << derived;
    }
    const int room = static_cast<int>(cell.rect.width() - 4 * kLabelPad_px);
    const QString name = QString::fromStdString(lead.name);
    const QString shown = shortened(cell.negated ? QChar(0x2212) + name : name, bold_metrics, room);
    const int name_width = bold_metrics.horizontalAdvance(shown);
    const QString remark = fittingWording(remarks, metrics, room - name_width - 6);
    const double width = name_width + (remark.isEmpty() ? 0 : 6 + metrics.horizontalAdvance(remark));
    const QRectF chip(cell.rect.left() + 2, cell.rect.top() + 2, width + 2 * kLabelPad_px, metrics.height() + 1);
    QColor ground = colours.paper;
    ground.setAlpha(225);  // far out, a trace is a black area
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(chip, 3, 3);
    const double baseline = chip.top() + metrics.ascent() + 0.5;
    painter.setFont(bold);
    // The lead that detector and models read is named in the accent colour.
    const bool analysed = cell.lead == scene.analysis_lead;
    painter.setPen(analysed ? withContrast(colours.accent, colours.paper) : colours.text);
    painter.drawText(QPointF(chip.left() + kLabelPad_px, baseline), shown);
    if (remark.isEmpty()) return;
    painter.setFont(labelFont());
    painter.setPen(colours.muted_text);
    painter.drawText(QPointF(chip.left() + kLabelPad_px + name_width + 6, baseline), remark);
}

}  // namespace

TraceGeometry traceGeometry(const QSizeF& size, double px_per_mm) {
    const double line = QFontMetricsF(numberFont()).height();
    const double band = std::round(line + kBandPad_px), gutter = std::round(kGutter_mm * px_per_mm);
    TraceGeometry at;
    at.marks = QRectF(gutter, 0, std::max(0.0, size.width() - gutter), band);
    at.paper = QRectF(0, band, size.width(), std::max(0.0, size.height() - 2 * band));
    at.plot = QRectF(gutter, band, at.marks.width(), at.paper.height());
    at.ruler = QRectF(0, at.paper.bottom(), size.width(), band);
    return at;
}

double traceGutter_mm() {
    return kGutter_mm;
}

WaveScene waveSceneOf(const TraceScene& scene, const TraceCell& cell) {
    const QRectF& plot = scene.geometry.plot;
    const double width = std::max(1.0, plot.width());
    const LeadScale scale = scaleOf(scene, cell);
    const double sample_s = 1 / scene.recording->leads[cell.lead].rate_hz;
    return {.area = cell.rect,
            .viewport = {scene.viewport.timeAt(cell.rect.left(), plot.left(), width),
                         cell.rect.width() / width * scene.viewport.span_s},
            .beats = scene.beats,
            .waves = scene.waves,
            .lead = cell.lead,
            .y_of = [&scene, cell, scale, sample_s](double time_s) -> std::optional<double> {
                ColumnRange at;
                scene.source->columns(cell.lead, time_s, sample_s, std::span(&at, 1));
                const double value = (static_cast<double>(at.low) + static_cast<double>(at.high)) / 2;
                if (!std::isfinite(value)) return std::nullopt;
                return cell.baseline_y - (value - scale.zero) * scale.px_per_unit;
            },
            .selected = scene.selected_beat,
            .theme = scene.theme};
}

QStringList scaleWordings(const TraceScene& scene) {
    if (showsTrend(scene)) {
        return {QCoreApplication::translate("TracePainter", "trend; double click: paper"),
                QCoreApplication::translate("TracePainter", "trend")};
    }
    QString speed, all;
    if (scene.at_preset_speed) {
        all = speed = QStringLiteral("%1 mm/s").arg(scene.mm_per_s);
    } else {
        const GridSteps boxes = timeGridOf(scene);
        const int decimals = scene.mm_per_s >= 10 ? 1 : scene.mm_per_s >= 0.1 ? 2 : 4;
        all = speed =
            QCoreApplication::translate("TracePainter", "zoomed: %1 mm/s").arg(scene.mm_per_s, 0, 'f', decimals);
        if (boxes.fine >= 60) {
            all += QCoreApplication::translate("TracePainter", ", boxes %1 / %2 min")
                       .arg(boxes.fine / 60)
                       .arg(boxes.heavy / 60);
        } else if (boxes.fine > 0) {
            all += QCoreApplication::translate("TracePainter", ", boxes %1 / %2 s").arg(boxes.fine).arg(boxes.heavy);
        }
    }
    const QString gain =
        scene.own_scales
            ? QStringLiteral(" · ") + QCoreApplication::translate("TracePainter", "each lead its own scale")
        : scene.gain_fitted ? QStringLiteral(" · ") +
                                  QCoreApplication::translate("TracePainter", "%1 mm/mV, to fit").arg(scene.mm_per_mv)
                            : QStringLiteral(" · %1 mm/mV").arg(scene.mm_per_mv);
    // A gain that was lowered is told where there is room for one of the two.
    QStringList wordings{all + gain, speed + gain, scene.gain_fitted ? gain.mid(3) : speed};
    if (!scene.filter_text.isEmpty()) wordings.prepend(all + gain + QStringLiteral(" · ") + scene.filter_text);
    return wordings;
}

void paintTraces(QImage& image, const TraceScene& scene) {
    ScreenSink screen(image);
    paintTraces(screen, scene);
}

void paintTraces(TraceSink& sink, const TraceScene& scene) {
    const Palette& colours = palette(scene.theme);
    if (showsTrend(scene)) {
        QPainter& painter = sink.painter();
        painter.fillRect(QRectF(0, 0, scene.geometry.ruler.width(), scene.geometry.marks.height()), colours.paper);
        paintTrend(painter, scene);
        if (scene.selection) shade(painter, scene, *scene.selection, 60, true);
        paintBeatMarks(painter, {scene.geometry.marks, scene.viewport, scene.beats, scene.selected_beat,
                                 scene.ai_visible, scene.theme, scene.trend});
        return paintRuler(painter, scene);
    }
    paintGround(sink, scene);
    QPainter& ground = sink.painter();
    if (!scene.on_page) {
        ground.fillRect(QRectF(0, 0, scene.geometry.ruler.width(), scene.geometry.marks.height()), colours.paper);
    }
    if (scene.recording != nullptr) takePaperAway(ground, scene);
    if (scene.focus) shade(ground, scene, *scene.focus, 28, false);
    if (scene.selection) shade(ground, scene, *scene.selection, 60, true);
    if (scene.leads != nullptr) paintLeadSaliency(ground, scene, *scene.leads);
    std::vector<LeadScale> scales;
    if (scene.recording != nullptr && scene.source != nullptr) {
        for (const TraceCell& cell : scene.layout.cells) {
            scales.push_back(scaleOf(scene, cell));
            paintCurve(sink, scene, cell, scales.back());
        }
    }
    QPainter& painter = sink.painter();
    // One pulse a row: the first column stands for its row.
    const double pulse = pulse_mv(scene);
    painter.setClipRect(scene.geometry.paper);
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const TraceCell& cell = scene.layout.cells[i];
        if (cell.rect.left() <= scene.geometry.plot.left() && scales[i].in_millivolts) {
            paintPulse(painter, scene, cell, pulse);
        }
    }
    painter.setClipping(false);
    if (scene.recording != nullptr && scene.neighbours != nullptr) {
        // Below the leads' names, which stand at the same height in the first row.
        paintBeatSaliency(painter, *scene.neighbours, scene.viewport, scene.geometry.plot, scene.px_per_mm,
                          scene.overlay_opacity, scene.theme, scene.map_ink);
    }
    std::vector<QRectF> letters;  // of waves, on all leads
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const TraceCell& cell = scene.layout.cells[i];
        if (scene.waves != nullptr) {
            WaveScene waves = waveSceneOf(scene, cell);
            waves.letters = &letters;
            paintWaveMarks(painter, waves);
        }
        if (cell.rect.left() > scene.geometry.plot.left()) {
            const double tick = scene.px_per_mm * 2;
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.fillRect(QRectF(cell.rect.left(), cell.baseline_y - tick, 1, 2 * tick), colours.muted_text);
        }
        paintRecordedPulses(painter, scene, cell);
        paintStandstills(painter, scene, cell);
        paintLabel(painter, scene, cell, scales[i]);
    }
    if (scene.recording != nullptr) {
        if (scene.layers != nullptr)
            paintEventNotes(painter, *scene.layers, scene.viewport, scene.geometry.plot, scene.theme);
        paintBeatMarks(painter, {scene.geometry.marks, scene.viewport, scene.beats, scene.selected_beat,
                                 scene.ai_visible, scene.theme, scene.trend});
    }
    paintRuler(painter, scene);
}

}  // namespace triptych::ui
