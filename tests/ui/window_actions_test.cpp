// Every action can be found: in a menu, by a key of its own, by its tooltip, by its name.
#include "tests/ui/window_support.h"
#include "ui/panels/action_finder.h"
#include "ui/window/action_table.h"

#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include <gtest/gtest.h>

#include <map>

namespace triptych::ui {
namespace {

void collect(const QMenu& menu, QList<QAction*>& found) {
    for (QAction* action : menu.actions()) {
        if (action->menu() != nullptr)
            collect(*action->menu(), found);
        else if (!action->isSeparator())
            found << action;
    }
}

TEST(WindowActions, EveryOneHasTextKeyTooltipWithItsKeyAndAMenuEntry) {
    const auto window = test::shownWindow();
    QList<QAction*> in_menus;
    for (QAction* top : window->menuBar()->actions()) collect(*top->menu(), in_menus);
    EXPECT_GT(window->actions().all().size(), 60);
    for (QAction* action : window->actions().all()) {
        const std::string id = action->objectName().toStdString();
        EXPECT_FALSE(action->text().isEmpty()) << id;
        EXPECT_FALSE(action->shortcuts().isEmpty()) << id;
        for (const QKeySequence& key : action->shortcuts()) EXPECT_FALSE(key.isEmpty()) << id;
        EXPECT_TRUE(action->toolTip().endsWith('(' + keysText(*action) + ')')) << id;
        EXPECT_TRUE(in_menus.contains(action)) << id;
    }
}

TEST(WindowActions, NoTwoShareAKeyAndNoKeyBeginsAnother) {
    const auto window = test::shownWindow();
    std::map<QString, QString> owner;
    for (const QAction* action : window->actions().all()) {
        for (const QKeySequence& key : action->shortcuts()) {
            const auto [held, fresh] = owner.emplace(key.toString(), action->objectName());
            EXPECT_TRUE(fresh) << key.toString().toStdString() << ": " << held->second.toStdString() << " and "
                               << action->objectName().toStdString();
        }
    }
    for (const auto& [key, id] : owner) {
        for (const auto& [other, other_id] : owner) {
            if (key == other) continue;
            const auto match = QKeySequence(other).matches(QKeySequence(key));
            EXPECT_NE(match, QKeySequence::PartialMatch)
                << key.toStdString() << " (" << id.toStdString() << ") begins " << other.toStdString();
        }
    }
}

TEST(WindowActions, EveryTableEntryIsBuiltOnceAndMenuMnemonicsDiffer) {
    const auto window = test::shownWindow();
    EXPECT_EQ(window->actions().all().size(), kActions);
    std::map<QChar, QString> mnemonics;
    for (const QAction* top : window->menuBar()->actions()) {
        const QChar letter = top->text().at(top->text().indexOf('&') + 1).toLower();
        EXPECT_TRUE(mnemonics.emplace(letter, top->text()).second) << top->text().toStdString();
    }
}

TEST(WindowActions, EveryOneDoesSomething) {
    const auto window = test::shownWindow();
    for (const ActionSpec& spec : actionTable()) {
        if (!spec.id) continue;
        EXPECT_TRUE(window->actions().isAnswered(*spec.id)) << spec.text;
    }
}

// One fact at a time: it lets be what the table hangs on it, and nothing else.
TEST(WindowActions, WhatTheTableHangsOnAFactCanBeDoneWhenTheFactHolds) {
    QMainWindow window;
    Actions actions(window);
    for (const ActionSpec& fact : actionTable()) {
        if (fact.enabled_when == kAlways) continue;
        WindowFacts facts;
        facts.*fact.enabled_when = true;
        actions.follow(facts);
        for (const ActionSpec& spec : actionTable()) {
            if (!spec.id) continue;
            const bool can = spec.enabled_when == kAlways || spec.enabled_when == fact.enabled_when;
            EXPECT_EQ(actions[*spec.id].isEnabled(), can) << spec.text << " while " << fact.text;
        }
    }
}

TEST(WindowActions, OfEveryChoiceTheOneThatIsSetHasTheTick) {
    QMainWindow window;
    Actions actions(window);
    WindowFacts facts;
    facts.speed_mm_per_s = 50;
    facts.gain_mm_per_mv = 2.5;
    facts.filter = DisplayFilter::st;
    facts.mains = MainsFilter::hz60;
    facts.layout = LeadLayout::three_by_four_plus_one;
    facts.theme = ThemeChoice::dark;
    facts.beats = BeatOrigin::detected;
    facts.budget = {0.2, 1000};
    actions.follow(facts);
    const auto ticked = [&actions] {
        QStringList names;
        for (const QAction* action : actions.all()) {
            if (action->isChecked()) names << action->objectName();
        }
        return names;
    };
    EXPECT_EQ(ticked(),
              QStringList({"speed_50", "gain_2", "layout_3x4", "wavelet_morlet_6", "range_usual", "theme_dark",
                           "filter_st", "mains_60", "beats_detected", "budget_fifth", "reading_open"}));
    facts.speed_mm_per_s = 0;  // a zoom
    facts.beats.reset();
    actions.follow(facts);
    EXPECT_EQ(ticked(), QStringList({"gain_2", "layout_3x4", "wavelet_morlet_6", "range_usual", "theme_dark",
                                     "filter_st", "mains_60", "budget_fifth", "reading_open"}));
}

TEST(WindowActions, ATickThatQtGaveToWhatWasRefusedIsTakenBack) {
    QMainWindow window;
    Actions actions(window);
    QObject::connect(&actions, &Actions::done, &window, [&actions] { actions.follow({}); });
    actions.on(ActionId::ai_layer, [] {});
    actions[ActionId::ai_layer].trigger();
    EXPECT_FALSE(actions[ActionId::ai_layer].isChecked());
}

TEST(WindowActions, ControlsOfTheToolBarHaveNamesForScreenReaders) {
    const auto window = test::shownWindow();
    const auto* bar = window->findChild<QToolBar*>(QStringLiteral("tool_bar"));
    ASSERT_NE(bar, nullptr);
    for (const QToolButton* button : bar->findChildren<QToolButton*>()) {
        if (button->objectName() == QLatin1String("qt_toolbar_ext_button")) continue;
        EXPECT_FALSE(button->accessibleName().isEmpty()) << button->text().toStdString();
        EXPECT_FALSE(button->toolTip().isEmpty()) << button->text().toStdString();
    }
}

TEST(ActionFinder, FindsByAnyWordInAnyOrder) {
    const auto window = test::shownWindow();
    ActionFinder finder(window->actions().all(), window.get());
    auto* line = finder.findChild<QLineEdit*>();
    ASSERT_NE(line, nullptr);
    line->setText(QStringLiteral("speed 50"));
    Q_EMIT line->returnPressed();
    ASSERT_NE(finder.chosen(), nullptr);
    EXPECT_EQ(finder.chosen()->objectName(), QStringLiteral("speed_50"));
}

}  // namespace
}  // namespace triptych::ui
