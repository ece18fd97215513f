#include "ui/panels/segment_view.h"

#include "ui/panes/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {

using pipeline::LeadSegments;
using pipeline::Segment;

SegmentView::SegmentView(const DisplayState& display, QWidget* parent) : QWidget(parent), display_(display) {
    setFont(numberFont());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Share of the explanation by wave"));
    setToolTip(tr("How much of what the explanation holds over the trace lies on which wave"));
    connect(&display_, &DisplayState::displayChanged, this, qOverload<>(&QWidget::update));
}

QString SegmentView::title(Segment segment) {
    switch (segment) {
        case Segment::before:
            return tr("before");
        case Segment::after:
            return tr("after");
        case Segment::baseline:
            return tr("between");
        default:
            return QString::fromStdString(pipeline::inWords(segment).text());
    }
}

void SegmentView::setSegments(const std::vector<LeadSegments>& leads, bool is_signed, bool is_grey) {
    leads_.clear();
    columns_.clear();
    whole_ = 0;
    is_signed_ = is_signed;
    is_grey_ = is_grey;
    for (const LeadSegments& lead : leads) {
        whole_ += lead.absolute();
        if (lead.known) leads_.push_back(lead);
    }
    QStringList spoken;
    for (std::size_t i = 0; i < pipeline::kSegments; ++i) {
        const auto segment = static_cast<Segment>(i);
        if (std::ranges::none_of(leads_, [&](const LeadSegments& lead) { return lead[segment].seconds > 0; })) continue;
        columns_.push_back(segment);
        for (const LeadSegments& lead : leads_) {
            if (!(whole_ > 0)) continue;
            spoken << tr("%1 %2: %3 %")
                          .arg(QString::fromStdString(lead.lead), title(segment))
                          .arg(100 * lead[segment].absolute / whole_, 0, 'f', 0);
        }
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

int SegmentView::rowHeight() const {
    return fontMetrics().height() + 4;
}

QSize SegmentView::sizeHint() const {
    return {240, (static_cast<int>(leads_.size()) + 1) * rowHeight()};
}

QSize SegmentView::minimumSizeHint() const {
    return {0, sizeHint().height()};
}

void SegmentView::paintEvent(QPaintEvent*) {
    if (leads_.empty() || columns_.empty()) return;
    QPainter painter(this);
    const Palette& colours = ui::palette(display_.theme());
    const QFontMetrics metrics = fontMetrics();
    int lead_px = 0;
    for (const LeadSegments& lead : leads_)
        lead_px = std::max(lead_px, metrics.horizontalAdvance(QString::fromStdString(lead.lead)));
    lead_px = std::min(lead_px + 8, width() / 4);
    // Columns as wide as their titles want, the rest shared out.
    std::vector<double> wide;
    double wanted = 0;
    for (const Segment of : columns_) {
        wide.push_back(
            std::max(metrics.horizontalAdvance(title(of)), metrics.horizontalAdvance(QStringLiteral("100"))) + 8.0);
        wanted += wide.back();
    }
    const double stretch = std::max(0.2, (width() - lead_px) / wanted);
    double darkest = 1e-12;
    for (const LeadSegments& lead : leads_) {
        for (const Segment of : columns_) darkest = std::max(darkest, lead[of].absolute);
    }
    double left = lead_px;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const double cell_px = wide[column] * stretch;
        painter.setPen(colours.muted_text);
        painter.drawText(QRectF(left, 0, cell_px, rowHeight()), Qt::AlignCenter,
                         metrics.elidedText(title(columns_[column]), Qt::ElideRight, static_cast<int>(cell_px)));
        for (std::size_t row = 0; row < leads_.size(); ++row) {
            const auto& of = leads_[row][columns_[column]];
            const QRectF cell(left + 1, static_cast<double>(row + 1) * rowHeight() + 1, cell_px - 2, rowHeight() - 2);
            QColor ground = is_grey_      ? colours.muted_text
                            : !is_signed_ ? colours.accent
                            : of.sum < 0  ? QColor(0x3B, 0x82, 0xC4)
                                          : QColor(0xE0, 0x82, 0x14);
            ground.setAlphaF(static_cast<float>(0.6 * of.absolute / darkest));
            painter.fillRect(cell, ground);
            const double share = whole_ > 0 ? 100 * of.absolute / whole_ : 0;
            if (share < 0.5) continue;
            painter.setPen(colours.text);
            painter.drawText(cell, Qt::AlignCenter, QString::number(share, 'f', 0));
        }
        left += cell_px;
    }
    painter.setPen(colours.text);
    for (std::size_t row = 0; row < leads_.size(); ++row) {
        painter.drawText(QRectF(0, static_cast<double>(row + 1) * rowHeight(), lead_px - 4, rowHeight()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(QString::fromStdString(leads_[row].lead), Qt::ElideRight, lead_px - 4));
    }
    painter.drawText(QRectF(0, 0, lead_px, rowHeight()), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("%"));
}

}  // namespace triptych::ui
