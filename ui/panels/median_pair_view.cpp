#include "ui/panels/median_pair_view.h"

#include "ui/panels/median_cell.h"

#include <QPainter>

#include <algorithm>
#include <utility>
#include <vector>

namespace triptych::ui {
namespace {

struct CurvePair {
    MedianCurve first, second;
};

std::vector<CurvePair> pairsOf(const MeasuredRecording& first, const MeasuredRecording& second) {
    std::vector<CurvePair> pairs;
    if (!first.figures || !first.recording || !second.figures || !second.recording) return pairs;
    const auto others = medianCurves(*second.figures, *second.recording);
    for (const MedianCurve& curve : medianCurves(*first.figures, *first.recording)) {
        const auto same = std::find_if(others.begin(), others.end(),
                                       [&](const MedianCurve& other) { return other.lead->name == curve.lead->name; });
        if (same != others.end()) pairs.push_back({curve, *same});
    }
    return pairs;
}

}  // namespace

MedianPairView::MedianPairView(const DisplayState& display, QWidget* parent) : QWidget(parent), display_(display) {
    setObjectName(QStringLiteral("median_pair"));
    setAccessibleName(tr("Median beats of both recordings, over one another"));
    setToolTip(tr("Both median beats over one another at R: the first drawn through, the second dashed"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&display_, &DisplayState::displayChanged, this, [this] { update(); });
}

void MedianPairView::setPair(MeasuredRecording first, MeasuredRecording second) {
    first_ = std::move(first);
    second_ = std::move(second);
    update();
}

void MedianPairView::setNotice(const QString& notice) {
    notice_ = notice;
    update();
}

std::size_t MedianPairView::leads() const {
    return pairsOf(first_, second_).size();
}

void MedianPairView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = display_.theme();
    const Palette& colours = ui::palette(theme);
    painter.fillRect(rect(), colours.paper);
    const auto pairs = pairsOf(first_, second_);
    if (pairs.empty()) {
        painter.setFont(labelFont());
        painter.setPen(colours.muted_text);
        painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap, notice_);
        return;
    }
    MedianRange all;  // one gain for all, as on paper
    for (const CurvePair& pair : pairs) {
        all.take(pair.first);
        all.take(pair.second);
    }
    const auto cells = gridCells(static_cast<int>(pairs.size()), size());
    const QColor ink = withContrast(colours.accent, colours.paper);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        MedianCell cell(painter, cells[i], all.padded(), theme);
        cell.paintGround();
        cell.paintCurve(pairs[i].first, colours.trace, 1.3);
        cell.paintCurve(pairs[i].second, ink, 1.5, Qt::DashLine);
        cell.paintName(QString::fromStdString(pairs[i].first.lead->name));
    }
    paintGridLines(painter, static_cast<int>(pairs.size()), size(), colours.border);
}

}  // namespace triptych::ui
