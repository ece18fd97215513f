// The reader's work on waves: shown by a key, dragged, nudged, taken away and put back, undone in turn with labels,
// kept in the project and found again.
#include "tests/ui/dialog_driver.h"
#include "tests/ui/wave_window.h"
#include "ui/panels/history_dialog.h"
#include "ui/panels/history_rows.h"
#include "ui/panes/trace_pane.h"

#include <QLineEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTableWidget>
#include <QTest>

#include <gtest/gtest.h>

#include <atomic>

namespace triptych::ui {
namespace {

using review::WavePoint;
using test::beatPane;
using test::drag;
using test::idle;
using test::markOf;
using test::press;
using test::saved;
using test::timeOf;
using test::waveWindow;

TEST(WindowWaves, OneKeyShowsThemAndNobodySeeksThemBefore) {
    const auto asked = std::make_shared<std::atomic<int>>(0);
    const auto window = test::shownWindow();
    window->session().waves().setSource(
        [asked](const Recording& recording, const BeatList& beats, const waves::WavesRequest& request, const Job& job) {
            ++*asked;
            return test::MadeWaves{}(recording, beats, request, job);
        });
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    EXPECT_EQ(*asked, 0);
    EXPECT_FALSE(window->action(ActionId::waves).isChecked());
    const QImage before = test::pictureOf(*window->findChild<TracePane*>());
    press(*window, Qt::Key_W);
    ASSERT_TRUE(idle(*window));
    EXPECT_TRUE(window->action(ActionId::waves).isChecked());
    EXPECT_GT(*asked, 0);
    EXPECT_TRUE(window->session().waves().isComplete());
    ASSERT_EQ(window->state().waves().leads().size(), window->state().record().recording()->leads.size());
    EXPECT_NE(test::pictureOf(*window->findChild<TracePane*>()), before);
    const int times = *asked;
    press(*window, Qt::Key_W);
    EXPECT_EQ(test::pictureOf(*window->findChild<TracePane*>()), before);
    press(*window, Qt::Key_W);
    ASSERT_TRUE(idle(*window));
    EXPECT_EQ(*asked, times) << "they are there already";
}

TEST(WindowWaves, LeftShownTheyAreSoughtAndShownInTheNextWindow) {
    const std::string header = test::recordOnDisk();
    {
        const auto window = waveWindow(header);
        ASSERT_TRUE(window);
        window->close();
    }
    MainWindow again;  // with the settings of the last one
    again.state().model().setAiVisible(false);
    again.session().waves().setSource(test::MadeWaves{});
    again.resize(1280, 720);
    again.show();
    ASSERT_TRUE(test::opened(again, header));
    ASSERT_TRUE(idle(again));
    EXPECT_TRUE(again.state().waves().visible());
    EXPECT_TRUE(again.action(ActionId::waves).isChecked());
    EXPECT_TRUE(again.session().waves().isComplete());
}

TEST(WindowWaves, ADraggedMarkIsOneEventPendingThenSavedAndUndoBringsItBack) {
    const auto window = waveWindow(test::recordOnDisk());
    ASSERT_TRUE(window);
    BeatTracePane& pane = beatPane(*window);
    const WaveMark mark = markOf(*window, WavePoint::qrs_onset);
    const double before = timeOf(*window, mark);
    drag(pane, test::at(pane, before), test::at(pane, before) - QPoint(12, 0));
    const double after = timeOf(*window, mark);
    EXPECT_LT(after, before - 0.005);
    EXPECT_NEAR(after * 360, std::round(after * 360), 0.02) << "on a whole sample, as the log keeps it: to 0.1 ms";
    ASSERT_TRUE(window->state().waves().words().contains(mark));
    EXPECT_TRUE(window->state().waves().words().at(mark).pending);
    EXPECT_TRUE(window->isWindowModified());
    const auto& groups = window->session().waves().journal().groups();
    ASSERT_EQ(groups.size(), 1U) << "one drag, one group";
    EXPECT_EQ(groups[0].tool, "drag");
    EXPECT_EQ(groups[0].layer, store::kWaveLayer);
    EXPECT_EQ(*groups[0].marks[0].from, review::wavePointText(WavePoint::qrs_onset, before));
    EXPECT_EQ(*groups[0].marks[0].to, review::wavePointText(WavePoint::qrs_onset, after));
    ASSERT_TRUE(saved(*window));
    EXPECT_FALSE(window->state().waves().words().at(mark).pending);

    press(*window, Qt::Key_Escape);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_NEAR(timeOf(*window, mark), before, 1e-9);
    EXPECT_FALSE(window->state().waves().words().contains(mark)) << "as it was delineated";
    press(*window, Qt::Key_Y, Qt::ControlModifier);
    EXPECT_NEAR(timeOf(*window, mark), after, 1e-4);
    EXPECT_TRUE(saved(*window));
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U) << "no label was touched";
}

TEST(WindowWaves, KeysTakeAMarkInHandMoveItTakeItAwayAndPutItBack) {
    const auto window = waveWindow(test::recordOnDisk());
    ASSERT_TRUE(window);
    const std::size_t beat = *window->state().beats().selected();
    press(*window, Qt::Key_Period);
    ASSERT_TRUE(window->state().waves().chosen());
    EXPECT_EQ(*window->state().waves().chosen(), markOf(*window, WavePoint::p_onset));
    press(*window, Qt::Key_Comma);
    EXPECT_EQ(window->state().waves().chosen()->point, WavePoint::t_offset) << "around the nine";
    for (int i = 0; i < 4; ++i) press(*window, Qt::Key_Comma);
    const WaveMark mark = markOf(*window, WavePoint::r_peak);
    ASSERT_EQ(*window->state().waves().chosen(), mark);
    const double before = timeOf(*window, mark);
    press(*window, Qt::Key_Right);
    EXPECT_NEAR(timeOf(*window, mark), before + 1.0 / 360, 1e-4);
    EXPECT_EQ(window->state().beats().selected(), beat) << "arrows move the mark now";
    press(*window, Qt::Key_Left, Qt::ShiftModifier);
    EXPECT_NEAR(timeOf(*window, mark), before - 3.0 / 360, 1e-4) << "10 ms are four samples of 360 Hz";
    EXPECT_TRUE(window->statusBar()->currentMessage().contains(QStringLiteral("R peak")));
    press(*window, Qt::Key_Delete);
    EXPECT_FALSE(window->state().waves().timeOf(mark));
    EXPECT_FALSE(window->state().waves().words().at(mark).is_there);
    EXPECT_FALSE(window->state().beats().all()[beat].relabelled) << "Del was the mark's";

    window->state().view().setCursor({before + 0.01, std::nullopt});
    press(*window, Qt::Key_Insert);
    EXPECT_NEAR(timeOf(*window, mark), before + 0.01, 1.0 / 360);
    window->state().view().setCursor({before + 0.2, std::nullopt});
    press(*window, Qt::Key_Insert);
    EXPECT_NEAR(timeOf(*window, mark), before + 0.01, 1.0 / 360) << "R cannot stand in T";
    EXPECT_TRUE(window->statusBar()->currentMessage().contains(QStringLiteral("cannot stand there")));
    ASSERT_EQ(window->session().waves().journal().groups().size(), 4U);
    EXPECT_EQ(window->session().waves().journal().groups()[0].tool, "key");

    press(*window, Qt::Key_Escape);
    EXPECT_FALSE(window->state().waves().chosen());
    press(*window, Qt::Key_Right);
    EXPECT_EQ(window->state().beats().selected(), beat + 1) << "and the beats' again";
    EXPECT_TRUE(saved(*window));
}

TEST(WindowWaves, AReaderSaysWhyAMarkStandsWhereItDoesAndTheHistoryShowsIt) {
    const auto window = waveWindow(test::recordOnDisk());
    ASSERT_TRUE(window);
    const WaveMark mark = markOf(*window, WavePoint::t_offset);
    const review::WaveJournal& journal = window->session().waves().journal();
    press(*window, Qt::Key_Y);
    EXPECT_TRUE(window->statusBar()->currentMessage().contains(QStringLiteral("in hand first")));
    EXPECT_TRUE(journal.groups().empty());

    window->state().waves().choose(mark);
    press(*window, Qt::Key_Left);
    const double moved_s = timeOf(*window, mark);
    const auto answer = [&](const QString& words, QDialogButtonBox::StandardButton button, QString* before) {
        test::DialogDriver driver({[&](QWidget& dialog) {
            auto* line = dialog.findChild<QLineEdit*>();
            if (line == nullptr) return false;
            if (before != nullptr) *before = line->text();
            line->setText(words);
            return test::click(dialog, button);
        }});
        press(*window, Qt::Key_Y);
        EXPECT_TRUE(driver.done());
        window->activateWindow();  // the dialog had the keys
        EXPECT_TRUE(test::waitUntil([&] { return window->isActiveWindow(); }));
    };
    answer(QStringLiteral("  U wave, not T "), QDialogButtonBox::Ok, nullptr);
    ASSERT_EQ(journal.groups().size(), 2U);
    EXPECT_EQ(journal.groups()[0].reason, "") << "a move needs none";
    EXPECT_EQ(journal.groups()[1].reason, "U wave, not T");
    EXPECT_NEAR(timeOf(*window, mark), moved_s, 1e-9) << "it stays where it stands";
    EXPECT_EQ(window->state().waves().words().at(mark).reason, QStringLiteral("U wave, not T"));

    QString before;
    answer(QStringLiteral("U wave, not T"), QDialogButtonBox::Ok, &before);
    EXPECT_EQ(before, QStringLiteral("U wave, not T"));
    answer(QString(), QDialogButtonBox::Ok, nullptr);
    answer(QStringLiteral("another"), QDialogButtonBox::Cancel, nullptr);
    EXPECT_EQ(journal.groups().size(), 2U) << "the same, nothing, and what was called off are no events";

    const auto rows = historyRows({}, 0, journal, {}, window->session().beats()->rate_hz);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[0].by.endsWith(QStringLiteral("key: U wave, not T")) ||
                rows[1].by.endsWith(QStringLiteral("key: U wave, not T")));
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(window->state().waves().words().at(mark).reason.isEmpty()) << "taken back like any other";
    EXPECT_NEAR(timeOf(*window, mark), moved_s, 1e-9);
    EXPECT_TRUE(saved(*window));
}

TEST(WindowWaves, ADoubleClickAddsTheMarkThatIsMissingThere) {
    test::MadeWaves waves;
    const std::string header = test::recordOnDisk();
    for (std::size_t beat = 0; beat < 200; ++beat) waves.without_p.insert(beat);
    const auto window = waveWindow(header, waves);
    ASSERT_TRUE(window);
    BeatTracePane& pane = beatPane(*window);
    const double beat_s = window->state().beats().all()[*window->state().beats().selected()].time_s;
    QTest::mouseDClick(&pane, Qt::LeftButton, {}, test::at(pane, beat_s - 0.18));
    const WaveMark mark = markOf(*window, WavePoint::p_onset);
    EXPECT_NEAR(timeOf(*window, mark), beat_s - 0.18, 0.01);
    EXPECT_EQ(window->state().waves().chosen(), mark);
    QTest::mouseDClick(&pane, Qt::LeftButton, {}, test::at(pane, beat_s - 0.11));
    EXPECT_NEAR(timeOf(*window, markOf(*window, WavePoint::p_peak)), beat_s - 0.11, 0.01);
    // A wave is there as soon as a mark of it is.
    EXPECT_TRUE(window->state().waves().of(mark.lead)->beats[mark.beat].p);
    EXPECT_TRUE(saved(*window));
}

TEST(WindowWaves, UndoTakesBackWhatWasLastWhetherLabelOrMark) {
    const auto window = waveWindow(test::recordOnDisk());
    ASSERT_TRUE(window);
    const std::size_t beat = *window->state().beats().selected();
    const std::uint8_t label = window->state().beats().all()[beat].code;
    const WaveMark mark = markOf(*window, WavePoint::t_peak);
    const double before = timeOf(*window, mark);
    press(*window, Qt::Key_F);  // and goes on to the next beat
    window->state().selectBeat(beat);
    window->state().waves().choose(mark);
    press(*window, Qt::Key_Right);
    press(*window, Qt::Key_Escape);
    press(*window, Qt::Key_Q);
    window->state().selectBeat(beat);
    EXPECT_EQ(window->state().beats().all()[beat].code, kUnknownBeat);

    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats().all()[beat].code, kFusion);
    EXPECT_GT(timeOf(*window, mark), before);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_NEAR(timeOf(*window, mark), before, 1e-9);
    EXPECT_EQ(window->state().beats().all()[beat].code, kFusion);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats().all()[beat].code, label);
    EXPECT_FALSE(window->action(ActionId::undo).isEnabled());

    press(*window, Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats().all()[beat].code, kFusion);
    EXPECT_NEAR(timeOf(*window, mark), before, 1e-9);
    press(*window, Qt::Key_Y, Qt::ControlModifier);
    EXPECT_GT(timeOf(*window, mark), before);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_NEAR(timeOf(*window, mark), before, 1e-9);
    // Something new, of the other kind, ends what could be done again.
    press(*window, Qt::Key_V);
    EXPECT_FALSE(window->action(ActionId::redo).isEnabled());
    EXPECT_TRUE(saved(*window));
}

TEST(WindowWaves, TheNextWindowFindsThemAgain) {
    const std::string header = test::recordOnDisk();
    const std::string project = (test::scratchFolder("project") / "waves.triptych-project").string();
    WaveMark moved, gone;
    double moved_s = 0;
    {
        const auto window = waveWindow(header);
        ASSERT_TRUE(window);
        window->setProject(QString::fromStdString(project));
        ASSERT_TRUE(idle(*window));
        moved = markOf(*window, WavePoint::t_offset);
        gone = markOf(*window, WavePoint::p_peak);
        window->state().waves().choose(moved);
        press(*window, Qt::Key_Right, Qt::ShiftModifier);
        moved_s = timeOf(*window, moved);
        EXPECT_TRUE(window->session().waves().place(gone, std::nullopt, "key", "no P here"));
        ASSERT_TRUE(saved(*window));
    }
    const auto window = test::shownWindow(false, {1440, 900});
    window->session().waves().setSource(test::MadeWaves{});
    window->setProject(QString::fromStdString(project));
    ASSERT_TRUE(test::opened(*window, header));
    press(*window, Qt::Key_W);
    ASSERT_TRUE(idle(*window));
    EXPECT_NEAR(timeOf(*window, moved), moved_s, 1e-4);
    EXPECT_FALSE(window->state().waves().timeOf(gone));
    EXPECT_EQ(window->state().waves().words().at(gone).reason, QStringLiteral("no P here"));
    EXPECT_FALSE(window->state().waves().words().at(gone).pending);
    // This reader's of an earlier life can be taken back.
    EXPECT_TRUE(window->action(ActionId::undo).isEnabled());
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(window->state().waves().timeOf(gone));
    EXPECT_TRUE(saved(*window));
}

TEST(WindowWaves, TheHistoryTellsOfMarksAndTakesOneBackByItself) {
    const auto window = waveWindow(test::recordOnDisk());
    ASSERT_TRUE(window);
    const WaveMark first = markOf(*window, WavePoint::p_onset), second = markOf(*window, WavePoint::t_offset);
    const double before = timeOf(*window, first);
    window->state().waves().choose(first);
    press(*window, Qt::Key_Left);
    window->state().waves().choose(second);
    press(*window, Qt::Key_Right);
    press(*window, Qt::Key_Escape);
    press(*window, Qt::Key_F);
    ASSERT_TRUE(saved(*window));
    QStringList told;
    test::DialogDriver driver({[&](QWidget& dialog) {
        if (dialog.objectName() != QStringLiteral("history")) return false;
        auto* table = dialog.findChild<QTableWidget*>();
        for (int row = 0; row < table->rowCount(); ++row) {
            told << table->item(row, 2)->text() + QStringLiteral(" / ") + table->item(row, 4)->text();
        }
        table->selectRow(2);
        dialog.findChild<QPushButton*>(QStringLiteral("toggle"))->click();
        return test::click(dialog, QDialogButtonBox::Close);
    }});
    press(*window, Qt::Key_H, Qt::ControlModifier);
    ASSERT_TRUE(driver.done());
    ASSERT_EQ(told.size(), 3);
    EXPECT_TRUE(told[0].endsWith(QStringLiteral("/ F"))) << told[0].toStdString();
    EXPECT_TRUE(told[1].contains(QStringLiteral("T offset"))) << told[1].toStdString();
    EXPECT_TRUE(told[2].contains(QStringLiteral("P onset"))) << told[2].toStdString();
    EXPECT_NEAR(timeOf(*window, first), before, 1e-9);
    EXPECT_TRUE(window->state().waves().words().contains(second)) << "the other one stays";
    EXPECT_TRUE(saved(*window));
}

TEST(WindowWaves, AnotherRecordingBeginsWithNothingInHand) {
    const auto window = waveWindow(test::recordOnDisk("one"));
    ASSERT_TRUE(window);
    press(*window, Qt::Key_Period);
    press(*window, Qt::Key_Right);
    ASSERT_TRUE(saved(*window));
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("two", 20)));
    ASSERT_TRUE(idle(*window));
    EXPECT_FALSE(window->state().waves().chosen());
    EXPECT_TRUE(window->session().waves().isComplete()) << "shown as before";
    EXPECT_TRUE(window->session().waves().journal().groups().empty() || window->state().waves().words().size() <= 1U);
    window->action(ActionId::close_recording).trigger();
    EXPECT_TRUE(window->state().waves().leads().empty());
}

}  // namespace
}  // namespace triptych::ui
