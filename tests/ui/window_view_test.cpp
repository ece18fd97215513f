// What the view keys do, and that the AI layer goes away whole.
#include "tests/ui/window_support.h"
#include "ui/panels/beat_list_panel.h"

#include <QStatusBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

// Three classes, two branches; every third beat divides the branches.
std::shared_ptr<Classification> madeClassification(const BeatList& beats) {
    auto made = std::make_shared<Classification>();
    made->model.name = "made";
    made->model.hash = std::string(64, 'd');
    made->model.classes = {"N", "S", "V"};
    made->model.branches = {"time", "time_frequency"};
    made->model.attention = {0.5F, 0.6F, 0.4F, 0.5F, 0.4F, 0.6F};
    made->beats = beats;
    Predictions& said = made->predictions;
    said.classes = 3;
    said.branches = 2;
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        const bool divided = i % 3 == 0;
        const std::vector<float> row =
            divided ? std::vector<float>{0.5F, 0.1F, 0.4F} : std::vector<float>{0.9F, 0.05F, 0.05F};
        said.probability.insert(said.probability.end(), row.begin(), row.end());
        const std::vector<float> sure = {0.9F, 0.05F, 0.05F}, other = {0.1F, 0.1F, 0.8F};
        said.branch_probability.insert(said.branch_probability.end(), sure.begin(), sure.end());
        const auto& second = divided ? other : sure;
        said.branch_probability.insert(said.branch_probability.end(), second.begin(), second.end());
        said.contribution.insert(said.contribution.end(), 6, 0.5F);
        said.usable.push_back(1);
    }
    return made;
}

class WindowView : public testing::Test {
protected:
    void SetUp() override {
        window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    }
    ViewState& state() { return window->state(); }

    std::unique_ptr<MainWindow> window;
};

TEST_F(WindowView, KeysTravelFromBeatToBeat) {
    const std::size_t beat = *state().beats().selected();
    QTest::keyClick(window.get(), Qt::Key_Right);
    EXPECT_EQ(state().beats().selected(), beat + 1);
    QTest::keyClick(window.get(), Qt::Key_Left);
    EXPECT_EQ(state().beats().selected(), beat);
    QTest::keyClick(window.get(), Qt::Key_Right, Qt::ShiftModifier);
    ASSERT_TRUE(state().beats().selected());
    EXPECT_EQ(state().beats().all()[*state().beats().selected()].code, state().beats().all()[beat].code);
}

TEST_F(WindowView, ZoomKeepsTheSelectedBeatInPlaceAndSpeedComesBack) {
    const double before_s = state().view().viewport().span_s;
    QTest::keyClick(window.get(), Qt::Key_Plus);
    EXPECT_LT(state().view().viewport().span_s, before_s);
    QTest::keyClick(window.get(), Qt::Key_0, Qt::ControlModifier);
    EXPECT_DOUBLE_EQ(state().view().viewport().span_s, std::max(30.0, before_s));
    QTest::keyClick(window.get(), Qt::Key_3, Qt::ControlModifier);
    EXPECT_NEAR(state().view().viewport().span_s, before_s, 1e-9);
    EXPECT_TRUE(window->action(ActionId::speed_25).isChecked());
}

TEST_F(WindowView, RawIsOneKeyAwayAndBack) {
    window->action(ActionId::filter_diagnostic).trigger();
    QTest::keyClick(window.get(), Qt::Key_R);
    EXPECT_EQ(state().display().filter(), DisplayFilter::raw);
    QTest::keyClick(window.get(), Qt::Key_R);
    EXPECT_EQ(state().display().filter(), DisplayFilter::diagnostic);
}

TEST_F(WindowView, HidingTheAiLayerTakesEveryWordOfTheModelAway) {
    const auto classification = madeClassification(*window->session().beats());
    window->session().labels().setModelWord(classification, true);
    state().model().setClassification(classification);
    state().model().setAiVisible(true);
    window->session().stop();  // the model of this test is the made one
    window->session().labels().setModelWord(classification, true);
    state().model().setClassification(classification);
    BeatTableModel& list = window->beatList().model();
    EXPECT_GT(list.count(BeatFilter::disagreement), 0U);
    EXPECT_FALSE(list.index(0, BeatTableModel::kModel).data().toString().isEmpty());
    QTest::keyClick(window.get(), Qt::Key_D);
    EXPECT_EQ(*state().beats().selected() % 3, 0U);

    QTest::keyClick(window.get(), Qt::Key_X);
    EXPECT_FALSE(state().model().aiVisible());
    EXPECT_FALSE(window->action(ActionId::ai_layer).isChecked());
    EXPECT_EQ(list.count(BeatFilter::disagreement), 0U);
    EXPECT_EQ(list.count(BeatFilter::borderline), 0U);
    EXPECT_TRUE(list.index(0, BeatTableModel::kModel).data().toString().isEmpty());
    EXPECT_TRUE(list.index(0, BeatTableModel::kNotes).data().toString().isEmpty());
    EXPECT_TRUE(window->beatList().table().isColumnHidden(BeatTableModel::kModel));
    const std::size_t beat = *state().beats().selected();
    QTest::keyClick(window.get(), Qt::Key_U);
    EXPECT_EQ(state().beats().selected(), beat) << "what is borderline is the model's word too";
}

TEST_F(WindowView, HiddenModelIsWrittenDownAsHidden) {
    const auto classification = madeClassification(*window->session().beats());
    window->session().labels().setModelWord(classification, true);
    state().model().setClassification(classification);
    const std::size_t beat = *state().beats().selected();
    QTest::keyClick(window.get(), Qt::Key_Q);
    EXPECT_TRUE(window->session().labels().provenanceOf(beat).contains(QStringLiteral("AI hidden")))
        << window->session().labels().provenanceOf(beat).toStdString();
    window->action(ActionId::undo).trigger();
}

TEST_F(WindowView, WhoReadsFirstSeesTheModelOfABeatOnceItIsLabelled) {
    const auto classification = madeClassification(*window->session().beats());
    window->session().labels().setModelWord(classification, true);  // it says N of every beat
    state().model().setClassification(classification);
    QTest::keyClick(window.get(), Qt::Key_X, Qt::ShiftModifier);
    window->session().stop();
    EXPECT_TRUE(state().model().readsFirst());
    EXPECT_TRUE(window->action(ActionId::read_first).isChecked());
    EXPECT_FALSE(window->action(ActionId::ai_layer).isChecked());
    EXPECT_FALSE(state().model().beatAiVisible());
    EXPECT_TRUE(window->beatList().table().isColumnHidden(BeatTableModel::kModel));

    const std::size_t beat = *state().beats().selected();
    QTest::keyClick(window.get(), Qt::Key_V);
    EXPECT_EQ(state().beats().selected(), beat) << "the model disagrees: the reader sees it";
    EXPECT_TRUE(state().model().beatAiVisible());
    EXPECT_FALSE(state().model().aiVisible()) << "of the other beats nothing is shown";
    EXPECT_TRUE(window->session().labels().provenanceOf(beat).contains(QStringLiteral("AI hidden")));
    QTest::keyClick(window.get(), Qt::Key_V);
    EXPECT_EQ(state().beats().selected(), beat + 1);
    EXPECT_FALSE(state().model().beatAiVisible());
    QTest::keyClick(window.get(), Qt::Key_N);
    EXPECT_EQ(state().beats().selected(), beat + 2) << "the model agrees";

    // A label changed with the model in view is written down as such.
    state().selectBeat(beat);
    EXPECT_TRUE(state().model().beatAiVisible());
    QTest::keyClick(window.get(), Qt::Key_S);
    EXPECT_FALSE(window->session().labels().provenanceOf(beat).contains(QStringLiteral("AI hidden")));
    QTest::keyClick(window.get(), Qt::Key_X);
    EXPECT_FALSE(state().model().readsFirst());
    EXPECT_TRUE(state().model().aiVisible());
    for (int i = 0; i < 3; ++i) window->action(ActionId::undo).trigger();
}

TEST_F(WindowView, WhatTheModelSaysOfABeatDoesNotStandOverTheNextOne) {
    const auto classification = madeClassification(*window->session().beats());
    window->session().labels().setModelWord(classification, true);
    state().model().setClassification(classification);
    QTest::keyClick(window.get(), Qt::Key_X, Qt::ShiftModifier);
    window->session().stop();
    EXPECT_TRUE(
        window->findChild<QToolButton*>(QStringLiteral("reader"))->text().contains(QStringLiteral("reads first")))
        << "the tool bar shows how is read";
    const std::size_t beat = *state().beats().selected();
    QTest::keyClick(window.get(), Qt::Key_V);
    ASSERT_EQ(state().beats().selected(), beat);
    ASSERT_TRUE(window->statusBar()->currentMessage().contains(QStringLiteral("The model says")));
    state().selectBeat(beat + 1);
    EXPECT_TRUE(window->statusBar()->currentMessage().isEmpty()) << window->statusBar()->currentMessage().toStdString();
    QTest::keyClick(window.get(), Qt::Key_X);
    window->action(ActionId::undo).trigger();
}

TEST_F(WindowView, CalipersAndMarchOutAreAKeyEach) {
    state().selectBeat(3);
    QTest::keyClick(window.get(), Qt::Key_C);
    ASSERT_TRUE(state().view().calipers());
    EXPECT_DOUBLE_EQ(state().view().calipers()->from_s, state().beats().all()[2].time_s);
    EXPECT_DOUBLE_EQ(state().view().calipers()->to_s, state().beats().all()[3].time_s);
    EXPECT_TRUE(window->action(ActionId::calipers).isChecked());
    QTest::keyClick(window.get(), Qt::Key_M);
    EXPECT_TRUE(window->action(ActionId::march_out).isChecked());
    QTest::keyClick(window.get(), Qt::Key_C);
    EXPECT_FALSE(state().view().calipers());
    EXPECT_FALSE(window->action(ActionId::march_out).isChecked());
    QTest::keyClick(window.get(), Qt::Key_M);
    EXPECT_TRUE(state().view().calipers() && state().view().marchesOut()) << "marching out needs calipers";
}

}  // namespace
}  // namespace triptych::ui
