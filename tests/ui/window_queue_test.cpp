// The review queue in the window: U walks in its order, labels move on within it, its length is the reader's to choose.
#include "tests/ui/window_support.h"
#include "ui/panels/beat_list_panel.h"

#include <QTableView>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace triptych::ui {
namespace {

// Every second beat narrow, the later the more doubtful.
std::shared_ptr<Classification> doubtfulLater(const BeatList& beats) {
    auto made = std::make_shared<Classification>();
    made->model.name = "made";
    made->model.hash = std::string(64, 'd');
    made->model.classes = {"N", "V"};
    made->model.branches = {"time"};
    made->model.attention = {1, 1};
    made->beats = beats;
    Predictions& said = made->predictions;
    said.classes = 2;
    said.branches = 1;
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        const float p = i % 2 == 0 ? 0.55F : 0.95F;
        said.probability.insert(said.probability.end(), {p, 1 - p});
        said.doubt.push_back(i % 2 == 0 ? static_cast<float>(i) / 1000 : 0.0F);
        said.usable.push_back(1);
    }
    said.branch_probability = said.probability;
    said.contribution.assign(said.probability.size(), 1.0F);
    return made;
}

class WindowQueue : public testing::Test {
protected:
    void SetUp() override {
        window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
        state().model().setAiVisible(true);
        window->session().stop();  // the model of this test is the made one
        said = doubtfulLater(*window->session().beats());
        window->session().labels().setModelWord(said, true);
        state().model().setClassification(said);
        beats = state().beats().all().size();
        ASSERT_GE(beats, 20U);
        last = (beats - 1) / 2 * 2;
    }
    ViewState& state() { return window->state(); }
    std::size_t borderline() { return window->beatList().model().count(BeatFilter::borderline); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(window.get(), key, modifiers); }
    std::size_t selected() { return *state().beats().selected(); }

    std::unique_ptr<MainWindow> window;
    std::shared_ptr<Classification> said;
    std::size_t beats = 0, last = 0;  // the most doubtful one
};

TEST_F(WindowQueue, HoldsTheTenthInMostDoubtAndMoreWhereTheReaderWants) {
    const std::size_t tenth = (beats + 9) / 10;
    EXPECT_EQ(borderline(), tenth);
    EXPECT_TRUE(window->action(ActionId::budget_tenth).isChecked());
    window->action(ActionId::budget_all).trigger();
    EXPECT_EQ(borderline(), (beats + 1) / 2);
    EXPECT_TRUE(window->action(ActionId::budget_all).isChecked());
    window->action(ActionId::budget_small).trigger();
    EXPECT_EQ(borderline(), (beats + 19) / 20);
}

TEST_F(WindowQueue, IsWalkedFromTheMostDoubtfulToTheLeast) {
    press(Qt::Key_U);
    EXPECT_EQ(selected(), last);
    press(Qt::Key_U);
    EXPECT_EQ(selected(), last - 2);
    press(Qt::Key_U, Qt::ShiftModifier);
    EXPECT_EQ(selected(), last);
    press(Qt::Key_V);
    EXPECT_TRUE(state().beats().all()[last].relabelled);
    press(Qt::Key_U);
    press(Qt::Key_U);
    EXPECT_NE(selected(), last) << "what is labelled is passed over";
}

TEST_F(WindowQueue, LabelsMoveOnWithinTheQueueWhereItIsTheList) {
    window->action(ActionId::budget_all).trigger();
    window->beatList().setFilter(BeatFilter::borderline);
    EXPECT_EQ(selected(), last) << "a filter goes to its first beat";
    for (std::size_t step = 0; step < 4; ++step) {
        EXPECT_EQ(selected(), last - 2 * step);
        press(step % 2 == 0 ? Qt::Key_V : Qt::Key_Space);
    }
    EXPECT_EQ(state().beats().decided(), [&] {
        std::vector<std::uint8_t> decided(beats, 0);
        for (std::size_t step = 0; step < 4; ++step) decided[last - 2 * step] = 1;
        return decided;
    }());
    EXPECT_EQ(borderline(), (beats + 1) / 2) << "labelled beats keep their place in it";
}

TEST_F(WindowQueue, EndsAndSaysSo) {
    const std::size_t all = borderline();
    for (std::size_t step = 0; step < all; ++step) {
        press(Qt::Key_U);
        press(Qt::Key_N);
    }
    const auto decided = state().beats().decided();
    EXPECT_EQ(std::count(decided.begin(), decided.end(), 1), static_cast<std::ptrdiff_t>(all));
    const std::size_t stays = selected();
    press(Qt::Key_U);
    EXPECT_EQ(selected(), stays);
}

}  // namespace
}  // namespace triptych::ui
