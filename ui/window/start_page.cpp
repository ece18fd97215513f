#include "ui/window/start_page.h"

#include "core/formats/open.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace triptych::ui {
namespace {

constexpr int kRecentShown = 6;
constexpr int kName_px = 260, kFolder_px = 340;  // of a recording read lately

QPushButton* buttonFor(QAction& action) {
    auto* button = new QPushButton;
    QString text = action.text();
    button->setText(
        QStringLiteral("%1   %2").arg(text.remove('&'), action.shortcut().toString(QKeySequence::NativeText)));
    button->setToolTip(action.toolTip());
    button->setMinimumHeight(34);
    button->setMinimumWidth(button->sizeHint().width() + 28);
    QObject::connect(button, &QPushButton::clicked, &action, &QAction::trigger);
    return button;
}

}  // namespace

StartPage::StartPage(QAction& open, QAction& sample, QWidget* parent)
    : QWidget(parent), recent_(new QVBoxLayout), recent_part_(new QWidget) {
    auto* title = new QLabel(QStringLiteral("Triptych"));
    title->setFont(labelFont(26));
    auto* subtitle = new QLabel(tr("Three views of one heart beat, and a model's reading of it, with its reasons."));
    subtitle->setWordWrap(true);
    QStringList formats;
    for (const auto& format : formats::knownFormats()) formats << QString::fromStdString(format.name);
    auto* hint = new QLabel(
        tr("Or drop a recording here: %1. Of a WFDB record, the .hea file.").arg(formats.join(QStringLiteral(", "))));
    hint->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(buttonFor(open));
    buttons->addWidget(buttonFor(sample));
    buttons->addStretch(1);

    auto* recent_layout = new QVBoxLayout(recent_part_);
    recent_layout->setContentsMargins(0, 12, 0, 0);
    auto* recent_title = new QLabel(tr("Read lately"));
    QFont bold = labelFont();
    bold.setBold(true);
    recent_title->setFont(bold);
    recent_layout->addWidget(recent_title);
    recent_layout->addLayout(recent_);
    recent_->setSpacing(0);

    auto* column = new QVBoxLayout;
    column->setSpacing(10);
    column->addStretch(2);
    column->addWidget(title);
    column->addWidget(subtitle);
    column->addLayout(buttons);
    column->addWidget(hint);
    column->addWidget(recent_part_);
    column->addStretch(3);
    auto* layout = new QHBoxLayout(this);
    layout->addStretch(1);
    layout->addLayout(column, 2);
    layout->addStretch(1);
    setRecent({});
}

void StartPage::setRecent(const QList<RecordingRef>& recordings) {
    while (QLayoutItem* item = recent_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    recent_part_->setVisible(!recordings.isEmpty());
    for (const RecordingRef& recording : recordings.mid(0, kRecentShown)) {
        const QString path = QString::fromStdString(recording.text());
        const QFileInfo file(path);
        auto* button = new QPushButton;
        button->setFlat(true);
        button->setToolTip(plainTip(path));
        button->setAccessibleName(tr("Open %1").arg(path));
        button->setText(
            withoutMnemonics(QStringLiteral("%1   —   %2")
                                 .arg(shortened(file.fileName(), fontMetrics(), kName_px),
                                      shortened(QDir::toNativeSeparators(file.path()), fontMetrics(), kFolder_px))));
        button->setStyleSheet(QStringLiteral("text-align:left; padding:4px;"));
        connect(button, &QPushButton::clicked, this, [this, recording] { Q_EMIT chosen(recording); });
        recent_->addWidget(button);
    }
}

}  // namespace triptych::ui
