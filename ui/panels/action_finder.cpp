#include "ui/panels/action_finder.h"

#include <QAction>
#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace triptych::ui {

QString plainText(const QAction& action) {
    QString text = action.text();
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove('&');
    text.replace('\x01', '&');
    if (text.endsWith(QStringLiteral("…"))) text.chop(1);
    const QString submenu = action.property(kSubmenuProperty).toString();
    return submenu.isEmpty() ? text : QStringLiteral("%1: %2").arg(submenu, text);
}

QString keysText(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts()) keys << key.toString(QKeySequence::NativeText);
    return keys.join(QCoreApplication::translate("Keys", " or "));
}

ActionFinder::ActionFinder(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent), actions_(actions), line_(new QLineEdit), list_(new QTreeWidget) {
    setWindowTitle(tr("Find an action"));
    line_->setPlaceholderText(tr("What do you want to do?"));
    line_->setAccessibleName(tr("Words of the action's name"));
    line_->setClearButtonEnabled(true);
    list_->setColumnCount(2);
    list_->setHeaderHidden(true);
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setAccessibleName(tr("Actions found"));
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(line_);
    layout->addWidget(list_);
    resize(460, 380);
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textChanged, this, &ActionFinder::search);
    connect(line_, &QLineEdit::returnPressed, this, &ActionFinder::choose);
    connect(list_, &QTreeWidget::itemClicked, this, &ActionFinder::choose);
    search({});
}

void ActionFinder::search(const QString& words) {
    list_->clear();
    const QStringList wanted = words.split(' ', Qt::SkipEmptyParts);
    const auto contains = [&wanted](const QString& hay) {
        return std::all_of(wanted.begin(), wanted.end(),
                           [&](const QString& word) { return hay.contains(word, Qt::CaseInsensitive); });
    };
    // Those whose name has the words, then those whose description has.
    for (const bool by_name : {true, false}) {
        for (qsizetype i = 0; i < actions_.size(); ++i) {
            const QAction& action = *actions_[i];
            const bool named = contains(plainText(action));
            if (named != by_name || !(named || contains(plainText(action) + ' ' + action.toolTip()))) continue;
            auto* item = new QTreeWidgetItem(list_, {plainText(action), keysText(action)});
            item->setData(0, Qt::UserRole, i);
            item->setDisabled(!action.isEnabled());
        }
    }
    // The first that can be done now is the one that Enter means.
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        if (list_->topLevelItem(row)->isDisabled()) continue;
        list_->setCurrentItem(list_->topLevelItem(row));
        break;
    }
}

void ActionFinder::choose() {
    const QTreeWidgetItem* item = list_->currentItem();
    if (item == nullptr || item->isDisabled()) return;
    chosen_ = actions_[item->data(0, Qt::UserRole).toLongLong()];
    accept();
}

bool ActionFinder::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(list_, event);  // the list moves while the line keeps the cursor
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

}  // namespace triptych::ui
