// Who cannot see the window hears what everything in it is called, and reaches it by keys.
#include "tests/ui/window_support.h"
#include "ui/window/beside_window.h"
#include "ui/window/leads_dialog.h"
#include "ui/window/pane_board.h"
#include "ui/window/print_dialog.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QScrollBar>
#include <QSpinBox>
#include <QTextEdit>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

// What a reader can act on, or looks at as one thing: parts of Qt's own widgets speak through these.
bool isOfOurs(const QWidget& widget) {
    if (widget.objectName().startsWith(QLatin1String("qt_"))) return false;
    for (const QWidget* parent = widget.parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        if (qobject_cast<const QAbstractItemView*>(parent) != nullptr ||
            qobject_cast<const QAbstractSpinBox*>(parent) != nullptr ||
            qobject_cast<const QComboBox*>(parent) != nullptr) {
            return false;
        }
    }
    return qobject_cast<const QAbstractButton*>(&widget) != nullptr ||
           qobject_cast<const QAbstractItemView*>(&widget) != nullptr ||
           qobject_cast<const QComboBox*>(&widget) != nullptr || qobject_cast<const QLineEdit*>(&widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr ||
           qobject_cast<const QTextEdit*>(&widget) != nullptr || qobject_cast<const Pane*>(&widget) != nullptr;
}

// Paths of those that a screen reader would have no name for.
QStringList namelessIn(const QWidget& top) {
    QStringList nameless;
    for (QWidget* widget : top.findChildren<QWidget*>()) {
        if (!isOfOurs(*widget)) continue;
        const QAccessibleInterface* heard = QAccessible::queryAccessibleInterface(widget);
        if (heard != nullptr && !heard->text(QAccessible::Name).trimmed().isEmpty()) continue;
        QString path;
        for (const QWidget* at = widget; at != nullptr && at != &top; at = at->parentWidget()) {
            path.prepend(QLatin1Char('/') + QLatin1String(at->metaObject()->className()) + QLatin1Char(' ') +
                         at->objectName());
        }
        nameless << path;
    }
    return nameless;
}

TEST(WindowAccess, EverythingInEveryArrangementHasANameForScreenReaders) {
    const auto window = test::shownWindow();
    EXPECT_TRUE(namelessIn(*window).isEmpty()) << namelessIn(*window).join('\n').toStdString();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    for (std::size_t i = 0; i < kArrangements; ++i) {
        window->board().setArrangement(static_cast<Arrangement>(i));
        test::letQueuedHappen();
        EXPECT_TRUE(namelessIn(*window).isEmpty()) << namelessIn(*window).join('\n').toStdString();
    }
}

TEST(WindowAccess, SoHaveTheDialogsOfPaper) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    const LeadsDialog leads(*window->state().record().recording(), {0});
    EXPECT_TRUE(namelessIn(leads).isEmpty()) << namelessIn(leads).join('\n').toStdString();
    const PrintDialog print(window->state(), {}, {});
    EXPECT_TRUE(namelessIn(print).isEmpty()) << namelessIn(print).join('\n').toStdString();
}

TEST(WindowAccess, SoHasEverythingBesideIt) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    BesideWindow& beside = window->openBeside({test::recordOnDisk("other")});
    ASSERT_TRUE(test::waitUntil([&] { return !beside.isBusy(); }, 60'000));
    EXPECT_TRUE(namelessIn(beside).isEmpty()) << namelessIn(beside).join('\n').toStdString();
}

TEST(WindowAccess, EveryActionHasAKey) {
    const auto window = test::shownWindow();
    for (const ActionSpec& spec : actionTable()) {
        if (spec.id) {
            EXPECT_STRNE(spec.keys, "") << spec.text;
        }
    }
}

}  // namespace
}  // namespace triptych::ui
