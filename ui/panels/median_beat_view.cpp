#include "ui/panels/median_beat_view.h"

#include "ui/panels/median_cell.h"

#include <QPainter>

#include <vector>

namespace triptych::ui {

MedianBeatView::MedianBeatView(const RecordState& record, const WaveState& waves, const DisplayState& display,
                               QWidget* parent)
    : QWidget(parent), record_(record), waves_(waves), display_(display) {
    setObjectName(QStringLiteral("median_beat"));
    setAccessibleName(tr("Median beat"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&waves_, &WaveState::measurementsChanged, this, [this] { update(); });
    connect(&display_, &DisplayState::displayChanged, this, [this] { update(); });
    connect(&record_, &RecordState::analysisLeadChanged, this, [this] { update(); });
}

void MedianBeatView::setSideBySide(bool side_by_side) {
    side_by_side_ = side_by_side;
    update();
}

void MedianBeatView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = display_.theme();
    const Palette& colours = ui::palette(theme);
    painter.fillRect(rect(), colours.paper);
    const auto& measured = waves_.measurements();
    std::vector<MedianCurve> curves;
    if (measured && record_.recording()) curves = medianCurves(*measured, *record_.recording());
    if (curves.empty()) {
        painter.setFont(labelFont());
        painter.setPen(colours.muted_text);
        painter.drawText(
            rect().adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
            measured ? tr("There is no median beat: no lead's beats can be read.") : tr("Nothing is measured yet."));
        return;
    }
    MedianRange all;
    for (const MedianCurve& curve : curves) all.take(curve);
    if (!side_by_side_) {
        MedianCell cell(painter, rect(), all.padded(), theme);
        cell.paintGround();
        QColor faint = colours.trace;
        faint.setAlphaF(0.55F);
        const MedianCurve* analysed = nullptr;
        for (const MedianCurve& curve : curves) {
            if (curve.lead->lead == record_.analysisLead()) {
                analysed = &curve;
            } else {
                cell.paintCurve(curve, faint, 1);
            }
        }
        if (analysed != nullptr) {
            cell.paintCurve(*analysed, withContrast(colours.accent, colours.paper), 1.8);
        }
        cell.paintMarks(measured->global.marks);
        if (analysed != nullptr) cell.paintName(QString::fromStdString(analysed->lead->name));
        return;
    }
    // One gain for all, as on paper.
    const auto cells = gridCells(static_cast<int>(curves.size()), size());
    for (std::size_t i = 0; i < curves.size(); ++i) {
        MedianCell cell(painter, cells[i], all.padded(), theme);
        cell.paintGround();
        cell.paintCurve(curves[i], colours.trace, 1.2);
        cell.paintMarks(curves[i].lead->median.marks);
        cell.paintName(QString::fromStdString(curves[i].lead->name));
    }
    paintGridLines(painter, static_cast<int>(curves.size()), size(), colours.border);
}

}  // namespace triptych::ui
