#include "ui/window/label_status.h"

#include "ui/panes/fitting_text.h"
#include "ui/window/action_keys.h"
#include "ui/window/label_desk.h"

#include <QFileInfo>
#include <QLabel>
#include <QStatusBar>

namespace triptych::ui {
namespace {

constexpr int kName_px = 180;

}  // namespace

LabelStatus::LabelStatus(const LabelDesk& desk, QStatusBar& bar) : QObject(&bar), desk_(desk), label_(new QLabel) {
    label_->setObjectName(QStringLiteral("label_status"));
    label_->setContentsMargins(6, 0, 6, 0);
    bar.addPermanentWidget(label_);
    connect(&desk_, &LabelDesk::changed, this, &LabelStatus::show);
    connect(&desk_, &LabelDesk::ready, this, &LabelStatus::show);
    show();
}

void LabelStatus::show() {
    const auto pending = static_cast<int>(desk_.pending());
    const auto labels = static_cast<int>(desk_.labelsByReader());
    label_->setVisible(desk_.isReady() || pending > 0);
    const QString changes = pending == 1 ? tr("1 change") : tr("%1 changes").arg(pending);
    if (pending > 0) {
        label_->setText(desk_.trouble() ? tr("%1 not saved").arg(changes) : tr("%1 being saved").arg(changes));
    } else if (labels == 0) {
        label_->setText(tr("no labels"));
    } else {
        label_->setText(labels == 1 ? tr("1 label, saved") : tr("%1 labels, saved").arg(labels));
    }
    if (!desk_.project().isEmpty() && !desk_.keptIn().isEmpty()) {
        label_->setText(tr("%1 · %2").arg(
            label_->text(), shortened(QFileInfo(desk_.keptIn()).completeBaseName(), label_->fontMetrics(), kName_px)));
    }
    QFont font = label_->font();
    font.setBold(pending > 0 && desk_.trouble().has_value());
    label_->setFont(font);
    const QString where = desk_.keptIn().isEmpty() ? tr("no project") : desk_.keptIn();
    QString tip = tr("Labels are kept in %1 as soon as they are given; %2 writes them beside the recording, too.")
                      .arg(where, keyOf(ActionId::save_labels));
    if (desk_.trouble()) tip += QLatin1Char('\n') + QString::fromStdString(sentence(*desk_.trouble()));
    label_->setToolTip(tip);
}

}  // namespace triptych::ui
