#include "tests/ui/made_explanation.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "tests/ui/three_panes.h"
#include "ui/panes/trace_pane.h"

#include <QMouseEvent>
#include <QSplitter>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include <utility>

namespace triptych::ui {
namespace {

constexpr QSize kSize(860, 260);

void hover(QWidget& widget, const QPointF& at) {
    QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &move);
}

struct TriptychTest : testing::Test {
    ViewState state;
    test::ThreePanes view{state};
    void show(const RecordingPtr& recording, QSize size = kSize) {
        state.setRecording(recording);
        test::settle(view, size);
    }
    void showBeat() {
        show(test::madeRecording({{"II", 250, test::spikes(1, 250, 1)}}, 60));
        state.setBeats({{1250, 5, kNormal}, {1500, 6, kPvc}, {1750, 7, kNormal}});
        state.selectBeat(1);
        ASSERT_TRUE(test::waitUntil([&] { return !view.isBusy(); }));
    }
};

TEST_F(TriptychTest, PanesOfOneWidthHaveTheirTimesInTheSameColumns) {
    showBeat();
    for (const TriptychMode mode : {TriptychMode::side_by_side, TriptychMode::stacked}) {
        view.setMode(mode);
        test::settle(view, {900, 520});
        view.scalogram().resize(view.trace().size());
        for (const double time_s : {5.2, 5.71, 6.0, 6.8}) {
            EXPECT_DOUBLE_EQ(view.trace().xOfTime(time_s), view.scalogram().xOfTime(time_s));
        }
        EXPECT_NEAR(view.trace().timeAtX(view.trace().xOfTime(6.1)), 6.1, 1e-9);
    }
}

TEST_F(TriptychTest, StackedPanesAreOfOneWidth) {
    showBeat();
    view.setMode(TriptychMode::stacked);
    test::settle(view, {900, 520});
    EXPECT_EQ(view.trace().width(), view.scalogram().width());
    EXPECT_EQ(view.trace().mapTo(&view, QPoint()).x(), view.scalogram().mapTo(&view, QPoint()).x());
    EXPECT_EQ(view.spectrum().height(), view.scalogram().height());
}

TEST_F(TriptychTest, ScalogramAndSpectrumHaveTheirFrequenciesInTheSameRows) {
    showBeat();
    for (const bool logarithmic : {true, false}) {
        state.display().setLogFrequency(logarithmic);
        EXPECT_EQ(view.scalogram().height(), view.spectrum().height());
        for (const double hz : {0.6, 1.0, 7.5, 23.0, 59.0}) {
            EXPECT_DOUBLE_EQ(view.scalogram().yOfFrequency(hz), view.spectrum().yOfFrequency(hz));
        }
    }
    EXPECT_NEAR(view.scalogram().frequencyAtY(view.scalogram().yOfFrequency(12)), 12, 1e-9);
}

TEST_F(TriptychTest, TheChartDrawsExactlyInTheFrame) {
    for (const QSize size : {kSize, QSize(1200, 400), QSize(601, 233)}) {
        showBeat();
        test::settle(view, size);
        const QRectF chart = view.spectrum().chartPlot(), frame(view.spectrum().frame().plot);
        EXPECT_NEAR(chart.left(), frame.left(), 1);
        EXPECT_NEAR(chart.top(), frame.top(), 1);
        EXPECT_NEAR(chart.width(), frame.width(), 1);
        EXPECT_NEAR(chart.height(), frame.height(), 1);
    }
}

// A sine of 10 Hz and 1 mV: the brightest row of the scalogram and the tip of the spectrum stand at 10 Hz, at one
// height.
TEST_F(TriptychTest, ASineStandsAtItsFrequencyInBothPanes) {
    state.display().setFilter(DisplayFilter::raw);
    show(test::madeRecording({{"II", 250, test::sine(10)}}, 60));
    state.display().setScope(TriptychScope::view);
    state.view().setViewport({20, 8});
    ASSERT_TRUE(test::waitUntil([&] { return !view.isBusy(); }));
    const auto at_10 = view.scalogram().magnitudeAt(24, 10), at_5 = view.scalogram().magnitudeAt(24, 5);
    ASSERT_TRUE(at_10 && at_5);
    EXPECT_NEAR(*at_10, 1, 0.08) << "the transform is amplitude-normalised";
    EXPECT_LT(*at_5, 0.2);
    const auto tip = view.spectrum().decibelsAt(10), foot = view.spectrum().decibelsAt(20);
    ASSERT_TRUE(tip && foot);
    EXPECT_GT(*tip, *foot + 40);

    const QImage picture = test::pictureOf(view.scalogram());
    const int x = view.scalogram().frame().plot.center().x();
    const QRect plot = view.scalogram().frame().plot;
    int brightest = plot.top();
    for (int y = plot.top(); y <= plot.bottom(); ++y) {
        if (qGreen(picture.pixel(x, y)) > qGreen(picture.pixel(x, brightest))) brightest = y;
    }
    EXPECT_NEAR(brightest, view.scalogram().yOfFrequency(10), 3);
}

TEST_F(TriptychTest, ASpectrumOfTheMiddleHourSaysSo) {
    show(test::madeRecording({{"II", 50, test::sine(1)}}, 2 * 3600));
    state.display().setScope(TriptychScope::view);
    state.view().setViewport({0, 1800});
    EXPECT_EQ(view.spectrum().note(), QString());
    state.view().setViewport({0, 2 * 3600});
    EXPECT_FALSE(view.spectrum().note().isEmpty());
    ASSERT_TRUE(test::waitUntil([&] { return !view.isBusy(); }));
}

TEST_F(TriptychTest, OneHoverDrawsOneCross) {
    showBeat();
    const QPointF in_scalogram = QPointF(view.scalogram().frame().plot.center());
    hover(view.scalogram(), in_scalogram);
    EXPECT_NEAR(state.view().cursor().time_s.value(), view.scalogram().timeAtX(in_scalogram.x()), 1e-12);
    EXPECT_NEAR(state.view().cursor().frequency_hz.value(), view.scalogram().frequencyAtY(in_scalogram.y()), 1e-12);
    hover(view.trace(), QPointF(view.trace().frame().plot.center()));
    EXPECT_TRUE(state.view().cursor().time_s && !state.view().cursor().frequency_hz);
    hover(view.spectrum(), QPointF(view.spectrum().frame().plot.center()));
    EXPECT_TRUE(!state.view().cursor().time_s && state.view().cursor().frequency_hz);
    const QImage with_line = test::pictureOf(view.scalogram());
    hover(view.spectrum(), QPointF(1, 1));
    EXPECT_EQ(state.view().cursor(), Cursor()) << "outside the plot there is no cursor";
    EXPECT_NE(test::pictureOf(view.scalogram()), with_line);
}

TEST_F(TriptychTest, HidingTheModelLeavesNoTraceOfIt) {
    showBeat();
    const auto pictures = [&] {
        return std::array{test::pictureOf(view.trace()), test::pictureOf(view.scalogram()),
                          test::pictureOf(view.spectrum())};
    };
    const auto plain = pictures();
    for (const bool is_signed : {true, false}) {
        state.model().setExplanation(test::madeExplanation(6, is_signed));
        const auto explained = pictures();
        for (std::size_t i = 0; i < 3; ++i) EXPECT_NE(explained[i], plain[i]) << i;
        state.model().setAiVisible(false);
        EXPECT_EQ(pictures(), plain);
        state.model().setAiVisible(true);
        EXPECT_EQ(pictures(), explained);
    }
    state.display().setScalogramContent(ScalogramContent::model_input);
    EXPECT_NE(test::pictureOf(view.scalogram()), plain[1]);
    state.model().setExplanation(nullptr);
    state.display().setScalogramContent(ScalogramContent::morlet);
    EXPECT_EQ(pictures(), plain);
}

TEST_F(TriptychTest, TheNewestFocusIsWhatIsShownInTheEnd) {
    showBeat();
    for (const std::size_t beat : {0U, 2U, 1U, 0U, 1U, 2U}) state.selectBeat(beat);
    ASSERT_TRUE(test::waitUntil([&] { return !view.isBusy(); }));
    ASSERT_NE(view.scalogram().scalogram(), nullptr);
    EXPECT_NEAR(view.scalogram().scalogram()->start_s, 6.2, 1e-6);
    EXPECT_TRUE(view.trace().valueAt(7).has_value());
    EXPECT_FALSE(view.trace().valueAt(5).has_value());
}

TEST_F(TriptychTest, IdleComesWhenTheWorkIsDone) {
    showBeat();
    int idle = 0;
    QObject::connect(&view, &TriptychView::idle, &view, [&] {
        ++idle;
        EXPECT_FALSE(view.isBusy());
    });
    state.selectBeat(2);
    EXPECT_TRUE(view.isBusy());
    ASSERT_TRUE(test::waitUntil([&] { return idle > 0; }));
}

TEST_F(TriptychTest, WhatDoesNotChangeThePictureStartsNoWork) {
    showBeat();
    state.display().setGainMmPerMv(20);
    state.model().setOverlayOpacity(0.3);
    state.view().setViewport({1, 5});
    EXPECT_FALSE(view.isBusy()) << "the beat is in focus: gain and view are not its concern";
}

TEST_F(TriptychTest, TheWheelZoomsTheViewWhileItIsShown) {
    showBeat();
    const auto wheel = [&](int turn) {
        const QPointF at(view.trace().frame().plot.center());
        QWheelEvent event(at, view.trace().mapToGlobal(at), {}, {0, turn}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view.trace(), &event);
    };
    const Viewport before = state.view().viewport();
    wheel(120);
    EXPECT_EQ(state.view().viewport(), before) << "a beat is in focus";
    state.display().setScope(TriptychScope::view);
    const double x = view.trace().frame().plot.center().x(), time_s = view.trace().timeAtX(x);
    wheel(120);
    EXPECT_LT(state.view().viewport().span_s, before.span_s);
    EXPECT_NEAR(view.trace().timeAtX(x), time_s, 0.01 * before.span_s);
}

TEST_F(TriptychTest, ModesAndSizesComeBack) {
    showBeat();
    view.setMode(TriptychMode::stacked);
    view.setEnlarged(2U);
    const QByteArray saved = view.saveState();
    test::ThreePanes other(state);
    ASSERT_TRUE(other.restoreState(saved));
    EXPECT_EQ(other.mode(), TriptychMode::stacked);
    EXPECT_EQ(other.enlarged(), 2U);
    EXPECT_FALSE(other.trace().isVisibleTo(&other));
    EXPECT_TRUE(other.spectrum().isVisibleTo(&other));
    other.toggleEnlarged();
    EXPECT_TRUE(other.trace().isVisibleTo(&other));
}

// A pane that does nothing stands in the row like any other.
TEST(TriptychOfFour, StackedTheFirstPaneIsAsWideAsTheOneBelowItWhicheverBorderIsDrawn) {
    ViewState state;
    auto* first = new BeatTracePane(state);
    auto* second = new ScalogramPane(state);
    TriptychView view({first, second, new SpectrumPane(state), new TriptychPane(state, nullptr)});
    view.setMode(TriptychMode::stacked);
    test::settle(view, {1300, 520});
    EXPECT_EQ(first->width(), second->width());
    for (auto* row : view.findChildren<QSplitter*>()) {
        if (row->orientation() != Qt::Horizontal) continue;
        QSplitterHandle* border = row->handle(1);
        const QPointF at(border->rect().center()), to = at - QPointF(60, 0);
        for (const auto& [type, place] : {std::pair(QEvent::MouseButtonPress, at), {QEvent::MouseMove, to}}) {
            QMouseEvent event(type, place, border->mapToGlobal(place), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(border, &event);
        }
        EXPECT_EQ(first->width(), second->width());
    }
    const QByteArray saved = view.saveState();
    test::ThreePanes three(state);
    EXPECT_FALSE(three.restoreState(saved)) << "sizes of other panes";
}

TEST_F(TriptychTest, ForeignStatesAreRefused) {
    const TriptychMode before = view.mode();
    const QByteArray saved = view.saveState();
    for (qsizetype cut = 0; cut < saved.size(); ++cut) EXPECT_FALSE(view.restoreState(saved.left(cut))) << cut;
    EXPECT_FALSE(view.restoreState(QByteArray(200, '\xFF')));
    EXPECT_EQ(view.mode(), before);
    EXPECT_TRUE(view.restoreState(saved));
}

TEST_F(TriptychTest, DegenerateInputIsPainted) {
    const auto paint = [&] {
        test::waitUntil([&] { return !view.isBusy(); });
        for (QWidget* pane : {static_cast<QWidget*>(&view.trace()), static_cast<QWidget*>(&view.scalogram()),
                              static_cast<QWidget*>(&view.spectrum())}) {
            EXPECT_FALSE(test::pictureOf(*pane).isNull());
        }
    };
    test::settle(view, kSize);
    paint();  // no recording
    for (const test::MadeLead& lead :
         {test::MadeLead{"II", 250, test::missing, "mV"}, test::MadeLead{"II", 1, test::flat, "mV"},
          test::MadeLead{"II", 250, test::flat, ""}, test::MadeLead{"II", 250, [](double) { return 1e30F; }, "V"}}) {
        state.setRecording(test::madeRecording({lead}, lead.rate_hz > 1 ? 30 : 1));
        paint();
        state.setBeats({{0, 0, kNormal}});
        state.selectBeat(0);
        state.model().setExplanation(std::make_shared<Explanation>());
        paint();
    }
    state.setRecording(std::make_shared<Recording>());  // no leads
    paint();
    view.resize(1, 1);
    state.setRecording(nullptr);
    paint();
}

// On a slope of 20 mV/s a pixel is 0.1 mV wide: the trace and the paper measure the same, and what is there.
TEST_F(TriptychTest, CalipersMeasureTheSameOnThePaperAndOnTheTrace) {
    constexpr double kSlope = 20;
    state.display().setFilter(DisplayFilter::raw);
    show(test::madeRecording({{"II", 250, [](double t) { return static_cast<float>(kSlope * t); }}}, 10));
    state.setBeats({{1250, 5, kNormal}});
    state.selectBeat(0);
    TracePane paper(state);
    test::settle(paper, {900, 300});
    ASSERT_TRUE(test::waitUntil([&] { return !view.isBusy() && !paper.isBusy(); }));
    for (const double time_s : {4.9, 4.9037, 5.0, 5.0011, 5.1}) {
        const auto on_trace = view.trace().measuredAt(time_s), on_paper = paper.millivoltsAt(time_s);
        ASSERT_TRUE(on_trace && on_paper) << time_s;
        EXPECT_NEAR(*on_trace, kSlope * time_s, 1e-3) << time_s;
        EXPECT_NEAR(*on_paper, kSlope * time_s, 1e-3) << time_s;
    }
    EXPECT_FALSE(view.trace().measuredAt(9.5)) << "outside what it shows";
}

}  // namespace
}  // namespace triptych::ui
