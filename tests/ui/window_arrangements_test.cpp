// Pages are gone to and kept; where the paper shares its height with tiles, the beats fit into what is left of it.
#include "tests/ui/window_support.h"
#include "ui/panes/hour_page.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/pane_board.h"

#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

#include <gtest/gtest.h>

#include <utility>

namespace triptych::ui {
namespace {

constexpr std::pair<ActionId, Arrangement> kPages[] = {
    {ActionId::read_page, Arrangement::read},       {ActionId::measurements, Arrangement::measure},
    {ActionId::rhythm_page, Arrangement::rhythm},   {ActionId::review_page, Arrangement::review},
    {ActionId::explain_page, Arrangement::explain}, {ActionId::hour_page, Arrangement::hour}};

bool settled(MainWindow& window) {
    return test::waitUntil([&] { return !window.isBusy(); }, 60'000);
}

TEST(WindowArrangements, APageThatIsPressedAgainStays) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    for (const auto& [id, arrangement] : kPages) {
        for (int times = 0; times < 3; ++times) {
            window->action(id).trigger();
            EXPECT_EQ(window->board().arrangement(), arrangement) << times;
            for (const auto& [other, its] : kPages) {
                EXPECT_EQ(window->action(other).isChecked(), other == id) << static_cast<int>(its) << ' ' << times;
            }
        }
    }
    test::press(*window, Qt::Key_A);
    test::press(*window, Qt::Key_A);
    EXPECT_EQ(window->board().arrangement(), Arrangement::rhythm) << "by key, too";
    auto* bar = window->findChild<QToolBar*>(QStringLiteral("tool_bar"));
    auto* lit = qobject_cast<QToolButton*>(bar->widgetForAction(&window->action(ActionId::rhythm_page)));
    QTest::mouseClick(lit, Qt::LeftButton);
    EXPECT_EQ(window->board().arrangement(), Arrangement::rhythm);
    EXPECT_TRUE(lit->isChecked());
    test::press(*window, Qt::Key_F2);
    EXPECT_EQ(window->board().arrangement(), Arrangement::read) << "the way back has a key of its own";
}

TEST(WindowArrangements, OnTheReviewPageLeadsHaveRoomAndAGainThatFits) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    DisplayState& display = window->state().display();
    TracePane& paper = window->board().get<TracePane>();
    display.setGainMmPerMv(40);
    ASSERT_TRUE(settled(*window));
    window->action(ActionId::review_page).trigger();
    ASSERT_TRUE(settled(*window));
    EXPECT_GE(paper.height(), 200) << "two leads at 1280 by 720";
    EXPECT_TRUE(window->board().triptych().isHidden()) << "tiles stand in its place";
    EXPECT_LT(display.gainMmPerMv(), 40);
    EXPECT_EQ(paper.wishedGain(), 40);
    QString tips;
    for (const auto* button : window->findChildren<QToolButton*>()) tips += button->toolTip();
    EXPECT_TRUE(tips.contains(QStringLiteral("lowered from 40 mm/mV"))) << "the window says so";
    window->action(ActionId::read_page).trigger();
    ASSERT_TRUE(settled(*window));
    EXPECT_EQ(display.gainMmPerMv(), 40) << "where one reads the gain is the reader's";
    EXPECT_EQ(paper.wishedGain(), std::nullopt);

    window->action(ActionId::review_page).trigger();
    ASSERT_TRUE(settled(*window));
    display.setGainMmPerMv(20);
    for (const ActionId id : {ActionId::read_page, ActionId::review_page}) {
        window->action(id).trigger();
        ASSERT_TRUE(settled(*window));
        EXPECT_EQ(display.gainMmPerMv(), 20) << "what is chosen there holds";
    }
}

TEST(WindowArrangements, ThePaperIsAsHighWhicheverPageOneComesFrom) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    window->action(ActionId::explain_page).trigger();
    ASSERT_TRUE(settled(*window));
    window->action(ActionId::measurements).trigger();
    ASSERT_TRUE(settled(*window));
    EXPECT_GE(window->board().get<TracePane>().height(), 200) << "two leads at 1280 by 720";
}

TEST(WindowArrangements, AGainThatWasFittedIsNotKeptInPlaceOfTheChosenOne) {
    const auto folder = test::ownSettings();
    const std::string record = test::recordOnDisk();
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, record));
        window->state().display().setGainMmPerMv(40);
        window->action(ActionId::review_page).trigger();
        ASSERT_TRUE(settled(*window));
        ASSERT_LT(window->state().display().gainMmPerMv(), 40);
        ASSERT_TRUE(test::opened(*window, test::recordOnDisk("another")));
        EXPECT_EQ(window->board().get<TracePane>().wishedGain(), 40) << "the next one is fitted from the same";
        window->close();
    }
    MainWindow again;
    again.state().model().setAiVisible(false);
    again.show();
    EXPECT_EQ(again.state().display().gainMmPerMv(), 40);
}

TEST(WindowArrangements, OnThePageOfAnHourNoBeatIsLabelledOutOfSightAndTheDeedIsSaid) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("an_hour", 3600)));
    window->action(ActionId::hour_page).trigger();
    ASSERT_TRUE(settled(*window));
    const BeatState& beats = window->state().beats();
    HourPage& page = window->board().get<HourPage>();
    ASSERT_TRUE(beats.selected());
    const std::size_t beat = *beats.selected();
    const double time_s = beats.all()[beat].time_s;
    ASSERT_TRUE(page.shows(time_s));
    page.turn(1);
    ASSERT_FALSE(page.shows(time_s));
    test::press(*window, Qt::Key_V);
    EXPECT_FALSE(beats.all()[beat].relabelled) << "nobody saw which beat it would be";
    EXPECT_TRUE(page.shows(time_s));
    EXPECT_TRUE(window->statusBar()->currentMessage().contains(QStringLiteral("again")));
    test::press(*window, Qt::Key_V);
    EXPECT_EQ(beats.all()[beat].code, kPvc);
    EXPECT_TRUE(window->statusBar()->currentMessage().startsWith(QStringLiteral("V at 0:0")))
        << window->statusBar()->currentMessage().toStdString();

    // There is no paper there to be set.
    const auto buttonThatSays = [&](const QString& words) {
        for (const auto* button : window->findChildren<QToolButton*>()) {
            if (button->text().contains(words)) return button->isEnabled();
        }
        return false;
    };
    EXPECT_FALSE(buttonThatSays(QStringLiteral("mm/s")));
    EXPECT_FALSE(buttonThatSays(QStringLiteral("mm/mV")));
    window->action(ActionId::read_page).trigger();
    EXPECT_TRUE(buttonThatSays(QStringLiteral("mm/s")));
    EXPECT_TRUE(buttonThatSays(QStringLiteral("mm/mV")));
    test::press(*window, Qt::Key_V);
    EXPECT_EQ(window->statusBar()->currentMessage(), QString()) << "on the paper it is seen";
}

}  // namespace
}  // namespace triptych::ui
