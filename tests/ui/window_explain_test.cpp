// Maps in the window: tested once they are there, compared with others, written as figures.
#include "tests/support/twelve_leads.h"
#include "tests/ui/window_support.h"
#include "ui/panels/compare_pane.h"
#include "ui/panes/map_look.h"
#include "ui/state/compare_state.h"
#include "ui/state/map_state.h"
#include "ui/state/why_state.h"
#include "ui/window/pane_board.h"

#include <QProcess>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

#define TRIPTYCH_NEEDS_MODEL()                                       \
    if (inference::listModels().empty() || !inference::loadEngine()) \
    GTEST_SKIP() << "needs an installed model and the inference module beside the test program"

bool explained(MainWindow& window) {
    return test::waitUntil([&] { return !window.isBusy() && window.state().model().explanation(); }, 300'000);
}

bool tested(MainWindow& window) {
    return test::waitUntil([&] { return window.state().why().map().test() == MapState::Test::done; }, 120'000);
}

TEST(WindowExplain, AMapIsTestedOnceItIsThere) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->openSample();
    ASSERT_TRUE(explained(*window));
    ASSERT_TRUE(tested(*window));
    const auto shown = explanationInView(window->state());
    ASSERT_TRUE(shown && shown->badge);
    EXPECT_EQ(shown->badge->orders, 40);
    EXPECT_EQ(window->state().why().map().isGrey(), !shown->badge->beatsRandom());
    for (const Attribution& input : shown->inputs) EXPECT_GT(input.scale, 0) << input.input;
    EXPECT_FALSE(shown->scale_of_recording) << "the product's folder holds its scales";
    window->action(ActionId::next_beat).trigger();
    EXPECT_EQ(window->state().why().map().test(), MapState::Test::none) << "a test never outlives its beat";
    EXPECT_FALSE(window->session().explanations().isTesting());
}

TEST(WindowExplain, StopEndsATestAndNothingSaysThatItGoesOn) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->openSample();
    ASSERT_TRUE(test::waitUntil([&] { return window->session().explanations().isTesting(); }, 300'000));
    EXPECT_TRUE(window->action(ActionId::stop).isEnabled());
    window->action(ActionId::stop).trigger();
    EXPECT_FALSE(window->session().explanations().isTesting());
    EXPECT_EQ(window->state().why().map().test(), MapState::Test::none);
    EXPECT_TRUE(window->state().model().explanation()) << "the map stays";
}

TEST(WindowExplain, AModelWithoutScalesTakesThoseOfTheFirstRecording) {
    TRIPTYCH_NEEDS_MODEL();
    if (!inference::findModel("parity")) GTEST_SKIP() << "needs the model parity, whose folder holds no scales";
    const auto window = test::shownWindow(true);
    window->setModel(QStringLiteral("parity"));
    window->openSample();
    ASSERT_TRUE(explained(*window));
    ASSERT_TRUE(tested(*window));
    const auto shown = explanationInView(window->state());
    EXPECT_TRUE(shown->scale_of_recording);
    const double scale = inputNamed(*shown, "time")->scale;
    EXPECT_GT(scale, 0);
    window->action(ActionId::next_beat).trigger();
    ASSERT_TRUE(test::waitUntil([&] { return window->state().model().explanation() != nullptr; }, 120'000));
    EXPECT_EQ(inputNamed(*explanationInView(window->state()), "time")->scale, scale) << "from the first map on";
}

TEST(WindowExplain, ThePageShowsTheMapBesideAnotherAndComesBack) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->openSample();
    ASSERT_TRUE(explained(*window));
    CompareState& compare = window->state().why().compare();
    EXPECT_FALSE(compare.isWanted()) << "nothing is made for a page that nobody sees";
    window->action(ActionId::explain_page).trigger();
    EXPECT_TRUE(window->board().get<ComparePane>().isVisible());
    EXPECT_TRUE(window->board().triptych().isVisible());
    ASSERT_TRUE(test::waitUntil([&] { return compare.figure() != nullptr; }, 20'000));
    compare.setChoice({CompareWith::nothing, {}});
    EXPECT_EQ(compare.figure()->maps.size(), 1U);
    const auto beside = [&](CompareWith with, const QString& which) {
        compare.setChoice({with, which});
        return test::waitUntil(
            [&] { return !window->session().compare().isBusy() && compare.figure()->maps.size() == 2; }, 300'000);
    };
    ASSERT_TRUE(beside(CompareWith::method, QStringLiteral("saliency")));
    EXPECT_EQ(compare.figure()->maps[1].map.method, "saliency");
    EXPECT_TRUE(compare.figure()->maps[1].map.badge) << "tested, too";
    ASSERT_TRUE(beside(CompareWith::other_class, QStringLiteral("F")));
    EXPECT_EQ(compare.figure()->maps[1].map.class_name, "F");
    ASSERT_TRUE(beside(CompareWith::beat, QStringLiteral("after")));
    EXPECT_EQ(compare.figure()->maps[1].map.beat, compare.figure()->maps[0].map.beat + 1);
    ASSERT_TRUE(beside(CompareWith::mean, QStringLiteral("N")));
    EXPECT_FALSE(compare.figure()->maps[1].deviation.empty());
    EXPECT_TRUE(compare.working().isEmpty());
    compare.setChoice({CompareWith::nothing, {}});
    window->action(ActionId::keep_map).trigger();
    ASSERT_TRUE(beside(CompareWith::kept, {}));
    window->action(ActionId::next_beat).trigger();
    ASSERT_TRUE(test::waitUntil(
        [&] {
            return window->state().model().explanation() &&
                   compare.figure()->maps[0].map.beat == window->state().model().explanation()->beat;
        },
        120'000));
    EXPECT_NE(compare.figure()->maps[1].map.beat, compare.figure()->maps[0].map.beat) << "the kept one stays";
    const auto figure = window->session().compare().figure();
    ASSERT_TRUE(figure);
    EXPECT_EQ(figure->maps.size(), 2U);
    window->action(ActionId::read_page).trigger();
    EXPECT_FALSE(compare.isWanted());
    EXPECT_EQ(window->board().arrangement(), Arrangement::read);
}

TEST(WindowExplain, WhereThereIsNoOtherMapItIsSaid) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->openSample();
    ASSERT_TRUE(explained(*window));
    window->action(ActionId::explain_page).trigger();
    CompareState& compare = window->state().why().compare();
    for (const CompareChoice& choice :
         {CompareChoice{CompareWith::kept, {}}, CompareChoice{CompareWith::model, {}},
          CompareChoice{CompareWith::mean, QStringLiteral("no such class")},
          CompareChoice{CompareWith::method, QString::fromStdString(std::string(inference::defaultMethod().id))},
          CompareChoice{CompareWith::beat, QStringLiteral("nearest nothing")}}) {
        compare.setChoice(choice);
        ASSERT_TRUE(test::waitUntil([&] { return compare.figure() && compare.figure()->maps.size() == 2; }, 20'000));
        EXPECT_FALSE(compare.figure()->maps[1].cannot.empty());
        const auto figure = window->session().compare().figure();
        ASSERT_TRUE(figure);
        EXPECT_EQ(figure->maps.size(), 1U) << "a file has maps alone";
    }
}

// At an edge, and where nothing can be read, the model has no class: the page says so.
TEST(WindowExplain, ABeatWithoutAClassHasASentenceInPlaceOfAMap) {
    TRIPTYCH_NEEDS_MODEL();
    const auto window = test::shownWindow(true);
    window->openSample();
    ASSERT_TRUE(explained(*window));
    window->action(ActionId::explain_page).trigger();
    const Predictions& said = window->state().model().classification()->predictions;
    std::optional<std::size_t> silent;
    for (std::size_t beat = 0; beat < said.size() && !silent; ++beat)
        if (!said.hasClass(beat)) silent = beat;
    if (!silent) GTEST_SKIP() << "every beat of the sample has a class";
    window->state().selectBeat(*silent);
    const CompareState& compare = window->state().why().compare();
    ASSERT_TRUE(test::waitUntil([&] { return compare.figure() && !compare.figure()->maps[0].cannot.empty(); }, 20'000));
    EXPECT_NE(compare.figure()->maps[0].cannot.find("no class"), std::string::npos);
}

}  // namespace
}  // namespace triptych::ui
