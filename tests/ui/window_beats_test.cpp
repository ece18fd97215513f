// Beats added, moved and taken away in the window; noise and notes: what follows at once, what comes back with undo,
// and what is there when the recording is opened again.
#include "core/formats/wfdb/annotations.h"
#include "core/review/noise_spans.h"
#include "tests/ui/window_support.h"
#include "ui/panes/beat_drag.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/pane_board.h"
#include "ui/window/unmarked_ends.h"

#include <QInputDialog>
#include <QLineEdit>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

class WindowBeats : public testing::Test {
protected:
    void SetUp() override {
        path = test::recordOnDisk();
        window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, path));
        count = rows().size();
    }
    ViewState& state() { return window->state(); }
    const std::vector<LabelledBeat>& rows() { return state().beats().all(); }
    std::vector<double> times() {
        std::vector<double> out;
        for (const LabelledBeat& row : rows()) out.push_back(row.time_s);
        return out;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(window.get(), key, modifiers); }
    void undo() { window->action(ActionId::undo).trigger(); }

    std::string path;
    std::unique_ptr<MainWindow> window;
    std::size_t count = 0;
};

TEST_F(WindowBeats, AnAnnotatorThatLeftOutBeatsAtAnEndIsSaid) {
    BeatList beats;
    beats.rate_hz = 100;
    beats.origin = BeatOrigin::reference;
    const double length_s = state().record().duration_s();
    for (double time_s = 1.2; time_s < length_s - 2.2; time_s += 1.3) {
        beats.beats.push_back({static_cast<std::int64_t>(time_s * 100), kNormal});
    }
    const QString said = unmarkedEnds(state().record(), beats);
    EXPECT_TRUE(said.contains("no beats after 0:2")) << said.toStdString();
    EXPECT_FALSE(said.contains("before"));
    beats.beats.erase(beats.beats.begin());
    EXPECT_TRUE(unmarkedEnds(state().record(), beats).contains("before 0:02.50 and after"));
    beats.origin = BeatOrigin::detected;
    EXPECT_TRUE(unmarkedEnds(state().record(), beats).isEmpty());
    beats.origin = BeatOrigin::reference;
    beats.beats.clear();
    EXPECT_TRUE(unmarkedEnds(state().record(), beats).isEmpty());
}

TEST_F(WindowBeats, InsAddsABeatOnTheExtremumAndIntervalsFollow) {
    // Take a beat away, so that there is one to be found again.
    state().selectBeat(6);
    const double gone_s = rows()[6].time_s, after_s = rows()[7].time_s;
    const double rr_s = *state().beats().rrBefore_s(7);
    press(Qt::Key_Delete, Qt::ShiftModifier);
    ASSERT_EQ(rows().size(), count - 1);
    EXPECT_NEAR(*state().beats().rrBefore_s(6), after_s - rows()[5].time_s, 1e-9);
    state().view().setCursor({gone_s + 0.03, std::nullopt});
    press(Qt::Key_Insert);
    ASSERT_EQ(rows().size(), count);
    EXPECT_NEAR(rows()[6].time_s, gone_s, 0.012) << "on its peak, not at the pointer";
    EXPECT_EQ(state().beats().selected(), 6U);
    EXPECT_NEAR(*state().beats().rrBefore_s(7), rr_s, 0.012);
    undo();
    EXPECT_EQ(rows().size(), count - 1);
    undo();
    ASSERT_EQ(rows().size(), count);
    EXPECT_DOUBLE_EQ(rows()[6].time_s, gone_s);
    press(Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(rows().size(), count - 1);
    undo();
    ASSERT_TRUE(test::saved(*window));
}

TEST_F(WindowBeats, WithAltABeatGoesExactlyWhereThePointerIsAndNeverOnAnother) {
    const double at_s = (rows()[3].time_s + rows()[4].time_s) / 2;
    state().view().setCursor({at_s, std::nullopt});
    press(Qt::Key_Insert, Qt::AltModifier);
    ASSERT_EQ(rows().size(), count + 1);
    EXPECT_NEAR(rows()[4].time_s, at_s, 0.003);
    press(Qt::Key_Insert, Qt::AltModifier);
    EXPECT_EQ(rows().size(), count + 1) << "a beat stands there already";
    press(Qt::Key_V);
    const auto added = std::find_if(rows().begin(), rows().end(),
                                    [&](const auto& row) { return std::abs(row.time_s - at_s) < 0.003; });
    ASSERT_NE(added, rows().end());
    EXPECT_EQ(added->code, kPvc);
}

TEST_F(WindowBeats, ABeatsLabelGoesWithItWhereverItIsDragged) {
    state().selectBeat(5);
    press(Qt::Key_F);
    const double from_s = rows()[5].time_s;
    state().selectBeat(5);
    TracePane& pane = window->board().get<TracePane>();
    const TraceGeometry at = pane.geometryNow();
    const auto xOf = [&](double time_s) {
        return static_cast<int>(state().view().viewport().xOf(time_s, at.plot.left(), at.plot.width()));
    };
    const int y = static_cast<int>(at.marks.center().y());
    const double to_s = from_s + 0.2;
    QTest::mousePress(&pane, Qt::LeftButton, Qt::AltModifier, QPoint(xOf(from_s), y));
    const auto move = [&](int x) {
        QMouseEvent event(QEvent::MouseMove, QPointF(x, y), pane.mapToGlobal(QPointF(x, y)), Qt::NoButton,
                          Qt::LeftButton, Qt::AltModifier);
        QApplication::sendEvent(&pane, &event);
    };
    move(xOf((from_s + to_s) / 2));
    move(xOf(to_s));
    EXPECT_TRUE(state().review().dragged());
    QTest::mouseRelease(&pane, Qt::LeftButton, Qt::AltModifier, QPoint(xOf(to_s), y));
    ASSERT_EQ(rows().size(), count);
    EXPECT_NEAR(rows()[5].time_s, to_s, 0.02);
    EXPECT_EQ(rows()[5].code, kFusion);
    EXPECT_TRUE(rows()[5].relabelled);
    EXPECT_EQ(state().beats().selected(), 5U);
    undo();
    EXPECT_DOUBLE_EQ(rows()[5].time_s, from_s);
    EXPECT_EQ(rows()[5].code, kFusion);
    ASSERT_TRUE(test::saved(*window));
}

TEST_F(WindowBeats, EverythingIsThereWhenTheRecordingIsOpenedAgainAndInTheFile) {
    const double free_s = (rows()[3].time_s + rows()[4].time_s) / 2;
    state().view().setCursor({free_s, std::nullopt});
    press(Qt::Key_Insert, Qt::AltModifier);
    press(Qt::Key_V);
    state().selectBeat(10);
    const double removed_s = rows()[10].time_s;
    press(Qt::Key_Delete, Qt::ShiftModifier);
    window->session().notes().write(2.5, QStringLiteral("lead off?"), "key");
    const auto wanted = times();
    ASSERT_TRUE(test::saved(*window));
    const auto file = window->session().labels().labelFile();
    ASSERT_TRUE(file);
    const auto timeOf = [&](const Annotation& mark) { return static_cast<double>(mark.sample) / file->rate_hz; };
    const auto marks = std::count_if(file->annotations.begin(), file->annotations.end(),
                                     [](const Annotation& mark) { return isBeat(mark.code); });
    EXPECT_EQ(static_cast<std::size_t>(marks), wanted.size());
    EXPECT_TRUE(std::any_of(file->annotations.begin(), file->annotations.end(), [&](const Annotation& mark) {
        return mark.code == kPvc && std::abs(timeOf(mark) - free_s) < 0.003;
    }));
    EXPECT_FALSE(std::any_of(file->annotations.begin(), file->annotations.end(), [&](const Annotation& mark) {
        return isBeat(mark.code) && std::abs(timeOf(mark) - removed_s) < 0.05;
    }));
    EXPECT_TRUE(std::any_of(file->annotations.begin(), file->annotations.end(),
                            [](const Annotation& mark) { return mark.code == kNote && mark.aux == "lead off?"; }));
    window->session().close();
    ASSERT_TRUE(test::opened(*window, path));
    EXPECT_EQ(times(), wanted);
    EXPECT_TRUE(window->session().notes().near(2.5, 0.01));
}

// A removed beat that came back, and was labelled: doing the removal again would hide the label.
TEST_F(WindowBeats, WhatANewerLabelCameAfterIsNotDoneAgainByTheNextWindowEither) {
    state().selectBeat(10);
    press(Qt::Key_Delete, Qt::ShiftModifier);
    ASSERT_EQ(rows().size(), count - 1);
    undo();
    state().selectBeat(10);
    press(Qt::Key_V);
    ASSERT_TRUE(test::saved(*window));
    EXPECT_FALSE(window->session().canRedo());
    window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, path));
    EXPECT_FALSE(window->session().canRedo());
    window->action(ActionId::redo).trigger();
    ASSERT_EQ(rows().size(), count);
    EXPECT_EQ(rows()[10].code, kPvc);
    EXPECT_TRUE(window->session().canUndo());
}

TEST_F(WindowBeats, ANoiseStretchHasNoIntervalsAndIsTakenBackAsOneDeed) {
    ASSERT_TRUE(test::waitUntil([&] { return state().rhythm().report() != nullptr && !window->isBusy(); }, 60'000));
    const auto sum = [](const auto& report) {
        std::size_t all = 0;
        for (const std::size_t beats : report->whole.beats) all += beats;
        return all;
    };
    const std::size_t before = sum(state().rhythm().report());
    state().view().setSelection(Stretch{rows()[4].time_s - 0.1, rows()[9].time_s + 0.1});
    window->action(ActionId::mark_noise).trigger();
    EXPECT_TRUE(rows()[6].no_interval);
    EXPECT_FALSE(rows()[12].no_interval);
    ASSERT_TRUE(test::waitUntil([&] { return state().rhythm().isFresh() && !window->isBusy(); }, 60'000));
    EXPECT_EQ(sum(state().rhythm().report()), before - 6) << "the six beats in it are counted nowhere";
    undo();
    EXPECT_FALSE(rows()[6].no_interval);
    ASSERT_TRUE(test::waitUntil([&] { return state().rhythm().isFresh() && !window->isBusy(); }, 60'000));
    EXPECT_EQ(sum(state().rhythm().report()), before);
}

TEST_F(WindowBeats, ANoteIsWrittenChangedAndTakenAway) {
    const auto type = [](const QString& text) {
        QTimer::singleShot(0, [text] {
            auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            ASSERT_NE(dialog, nullptr);
            dialog->setTextValue(text);
            dialog->accept();
        });
    };
    state().view().setCursor({3.0, std::nullopt});
    type(QStringLiteral("  Husten \n"));
    window->action(ActionId::write_note).trigger();
    const auto note = window->session().notes().near(3.0, 0.1);
    ASSERT_TRUE(note);
    EXPECT_EQ(note->text, QStringLiteral("Husten"));
    const auto hasNote = [&] {
        return std::any_of(state().record().layers().begin(), state().record().layers().end(),
                           [](const LayerPtr& layer) {
                               return layer->kind == LayerKind::notes && layer->source.maker == LayerMaker::reader;
                           });
    };
    EXPECT_TRUE(hasNote()) << "shown on the paper";
    type(QString());
    window->action(ActionId::write_note).trigger();
    EXPECT_FALSE(window->session().notes().near(3.0, 0.1));
    undo();
    EXPECT_TRUE(window->session().notes().near(3.0, 0.1));
    undo();
    EXPECT_FALSE(hasNote());
}

TEST_F(WindowBeats, ModelsWordsGoWithTheirBeats) {
    state().model().setAiVisible(true);
    window->session().stop();
    auto said = std::make_shared<Classification>();
    said->model.name = "made";
    said->model.classes = {"N", "V"};
    said->model.branches = {"time"};
    said->model.attention = {1, 1};
    said->beats = *window->session().beats();
    said->predictions.classes = 2;
    said->predictions.branches = 1;
    for (std::size_t i = 0; i < count; ++i) {
        const float p = i == 8 ? 0.1F : 0.9F;
        said->predictions.probability.insert(said->predictions.probability.end(), {p, 1 - p});
        said->predictions.usable.push_back(1);
    }
    said->predictions.branch_probability = said->predictions.probability;
    said->predictions.contribution.assign(2 * count, 1.0F);
    window->session().labels().setModelWord(said, true);
    state().model().setClassification(said);
    const double v_s = rows()[8].time_s;
    state().selectBeat(2);
    press(Qt::Key_Delete, Qt::ShiftModifier);
    ASSERT_EQ(rows().size(), count - 1);
    EXPECT_DOUBLE_EQ(rows()[7].time_s, v_s);
    EXPECT_EQ(rows()[7].predicted_class, 1);
    EXPECT_EQ(rows()[6].predicted_class, 0);
    EXPECT_EQ(state().model().classification()->predictions.size(), count - 1);
}

}  // namespace
}  // namespace triptych::ui
