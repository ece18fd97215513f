// Two recordings side by side: papers held together, what their measurements differ by, and labels left alone.
#include "tests/ui/window_support.h"
#include "ui/panels/difference_tables.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/beside_side.h"
#include "ui/window/beside_window.h"

#include <QLabel>
#include <QTableWidget>

#include <gtest/gtest.h>

#include <fstream>

namespace triptych::ui {
namespace {

// Twelve leads with 68 or 90 beats a minute.
std::string twelveLeads(const std::string& name, double rate_bpm, double duration_s = 30) {
    const auto folder = test::scratchFolder("beside");
    synth::SynthRequest request;
    request.duration_s = duration_s;
    request.leads = 12;
    request.mean_rate_bpm = rate_bpm;
    request.pvc_fraction = request.apc_fraction = 0;
    request.seed = 3;
    const auto made = synth::synthesize(request);
    EXPECT_TRUE(made && synth::writeRecord(*made, folder.string(), name));
    return (folder / (name + ".hea")).string();
}

class Beside : public testing::Test {
protected:
    void SetUp() override {
        window = test::shownWindow(false, {1400, 860});
        ASSERT_TRUE(test::opened(*window, twelveLeads("slow", 68)));
    }
    BesideWindow& beside(const std::string& path) {
        BesideWindow& shown = window->openBeside({path});
        EXPECT_TRUE(test::waitUntil([&] { return !shown.isBusy(); }, 60'000));
        return shown;
    }
    std::unique_ptr<MainWindow> window;
};

TEST_F(Beside, TheirFiguresDifferByTheHeartsRate) {
    BesideWindow& both = beside(twelveLeads("fast", 90));
    const QTableWidget& figures = both.differences().figures();
    ASSERT_EQ(figures.rowCount(), 13);
    EXPECT_TRUE(figures.item(0, 0)->text().contains(QLatin1String("heart rate")));
    EXPECT_NEAR(figures.item(0, 1)->text().toInt(), 68, 3);
    EXPECT_NEAR(figures.item(0, 2)->text().toInt(), 90, 3);
    EXPECT_EQ(figures.item(0, 3)->text().front(), QLatin1Char('+'));
    EXPECT_EQ(both.differences().leads().rowCount(), 12);
    EXPECT_EQ(both.medianBeats().leads(), 12U);
    EXPECT_TRUE(both.reasons().reasons().empty());
    EXPECT_TRUE(both.windowTitle().contains(QLatin1String("fast.hea beside slow.hea")));
}

TEST_F(Beside, APaperThatIsMovedTakesTheOtherAlong) {
    BesideWindow& both = beside(twelveLeads("fast", 90));
    ViewportState &first = both.first().state().view(), &second = both.second().state().view();
    first.setViewport({5, 4});
    EXPECT_EQ(second.viewport(), first.viewport());
    second.setViewport({12, 3});
    EXPECT_EQ(first.viewport(), second.viewport());
    // Held as they stand when it is chosen.
    both.lock().setMode(BesideMode::free);
    second.setViewport({14, 3});
    EXPECT_EQ(first.viewport(), (Viewport{12, 3}));
    both.lock().setMode(BesideMode::time);
    first.setViewport({6, 3});
    EXPECT_DOUBLE_EQ(second.viewport().start_s, 8);
    second.setViewport({0, 3});
    EXPECT_DOUBLE_EQ(first.viewport().start_s, 0) << "before its beginning there is nothing";
    first.setViewport({6, 3});
    EXPECT_DOUBLE_EQ(second.viewport().start_s, 8) << "the distance is kept";
}

TEST_F(Beside, BeatForBeatTheNthStandsOverTheNth) {
    BesideWindow& both = beside(twelveLeads("fast", 90));
    ViewState &first = both.first().state(), &second = both.second().state();
    both.lock().setMode(BesideMode::free);
    first.view().setViewport({first.beats().all()[5].time_s - 1, 2});
    second.view().setViewport({second.beats().all()[7].time_s - 1, 2});
    both.lock().setMode(BesideMode::beats);
    for (const std::size_t beat : {5U, 8U, 12U}) {
        first.view().setViewport({first.beats().all()[beat].time_s - 1.1, 2});
        EXPECT_NEAR(second.view().viewport().start_s, second.beats().all()[beat + 2].time_s - 1.1, 1e-9) << beat;
    }
    second.selectBeat(10, false);
    EXPECT_EQ(first.beats().selected(), 8U);
    first.selectBeat(3, false);
    EXPECT_EQ(second.beats().selected(), 5U);
}

TEST_F(Beside, GainFiltersAndTheCursorAreTheirOwnTogether) {
    BesideWindow& both = beside(twelveLeads("fast", 90));
    both.second().state().display().setGainMmPerMv(20);
    EXPECT_EQ(both.first().state().display().gainMmPerMv(), 20);
    EXPECT_NE(window->state().display().gainMmPerMv(), 20) << "the window reads on as it did";
    window->action(ActionId::theme_dark).trigger();
    EXPECT_EQ(both.second().state().display().theme(), Theme::dark);
    both.lock().setMode(BesideMode::time);
    both.first().state().view().setViewport({5, 4});
    both.first().state().view().setCursor({6, std::nullopt});
    EXPECT_EQ(both.second().state().view().cursor().time_s, 6.0);
}

TEST_F(Beside, NothingThatIsDoneThereIsALabel) {
    const std::size_t before = window->session().labels().journal().groups().size();
    const std::size_t selected = *window->state().beats().selected();
    const Viewport view = window->state().view().viewport();
    BesideWindow& both = beside(twelveLeads("fast", 90));
    const std::uint8_t code = window->state().beats().all()[selected].code;
    both.activateWindow();
    for (const Qt::Key key : {Qt::Key_V, Qt::Key_Delete, Qt::Key_Right, Qt::Key_Space, Qt::Key_PageDown}) {
        QTest::keyClick(&both.second().paper(), key);
        QTest::keyClick(&both.first().paper(), key);
    }
    EXPECT_EQ(window->session().labels().journal().groups().size(), before);
    EXPECT_EQ(window->state().beats().all()[selected].code, code);
    EXPECT_EQ(window->state().beats().selected(), selected);
    EXPECT_EQ(window->state().view().viewport(), view);
    EXPECT_NE(both.first().state().beats().selected(), std::nullopt) << "arrows go from beat to beat there";
    EXPECT_EQ(window->state().record().recording()->name, "slow");
}

TEST_F(Beside, WhatCannotBeOpenedIsSaidAndTheFirstStays) {
    BesideWindow& both = beside("/nowhere/at/all.hea");
    ASSERT_FALSE(both.reasons().reasons().empty());
    EXPECT_EQ(both.reasons().reasons().front().gravity, Gravity::error);
    EXPECT_EQ(both.differences().figures().rowCount(), 0);
    EXPECT_NE(both.first().state().record().recording(), nullptr);
    both.grab();
}

// A line that comes above the paper changes its size before anybody else has heard of the recording.
TEST_F(Beside, WhoseTheyAreStandsAboveTheirPapers) {
    const std::string path = twelveLeads("someone", 75);
    std::ofstream(path, std::ios::app) << "#<age>: 51\n#<sex>: F\n";
    BesideWindow& both = beside(path);
    const auto* header = both.second().findChild<QLabel*>(QStringLiteral("header_line"));
    ASSERT_NE(header, nullptr);
    EXPECT_TRUE(header->isVisible());
    EXPECT_TRUE(header->text().contains(QLatin1String("51"))) << header->text().toStdString();
    both.grab();
}

TEST_F(Beside, OutlivesTheRecordingInView) {
    BesideWindow& both = beside(twelveLeads("fast", 90));
    window->session().close();
    both.first().state().view().setViewport({3, 5});
    both.grab();
    EXPECT_EQ(both.second().state().view().viewport(), (Viewport{3, 5}));
    both.close();
    test::letQueuedHappen();
    EXPECT_FALSE(window->action(ActionId::open_beside).isEnabled()) << "there is nothing to open it beside";
}

TEST_F(Beside, ClosingWhileItWorksIsNoTrouble) {
    for (int i = 0; i < 3; ++i) {
        BesideWindow& both = window->openBeside({twelveLeads("fast" + std::to_string(i), 90)});
        if (i > 0) test::letQueuedHappen();
        both.close();
        test::letQueuedHappen();
    }
}

}  // namespace
}  // namespace triptych::ui
