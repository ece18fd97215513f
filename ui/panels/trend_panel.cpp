#include "ui/panels/trend_panel.h"

#include "ui/panels/trend_view.h"
#include "ui/panes/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace triptych::ui {

TrendPanel::TrendPanel(ViewState& state, QWidget* parent)
    : QWidget(parent), point_(new QComboBox), view_(new TrendView(state)) {
    point_->setObjectName(QStringLiteral("st_point"));
    point_->setAccessibleName(tr("Where ST is read"));
    point_->addItem(tr("J"), static_cast<int>(StPoint::j));
    point_->addItem(tr("J + 60 ms"), static_cast<int>(StPoint::j60));
    point_->addItem(tr("J + 80 ms"), static_cast<int>(StPoint::j80));
    point_->setCurrentIndex(point_->findData(static_cast<int>(view_->stPoint())));
    auto* label = new QLabel(tr("ST in mV at"));
    label->setBuddy(point_);
    auto* hint = new QLabel(tr("Click to go there"));
    hint->setFont(labelFont());
    hint->setEnabled(false);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(8, 0, 8, 0);
    head->addWidget(label);
    head->addWidget(point_);
    head->addStretch(1);
    head->addWidget(hint);
    auto* scroll = new QScrollArea;
    scroll->setWidget(view_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    connect(point_, &QComboBox::currentIndexChanged, this,
            [this] { view_->setStPoint(static_cast<StPoint>(point_->currentData().toInt())); });
}

QString TrendPanel::asText() const {
    return trendText(view_->rows());
}

}  // namespace triptych::ui
