#include "ui/panes/trace_pane.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panes/trace_layout.h"

#include <QElapsedTimer>
#include <QMouseEvent>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string_view>

namespace triptych::ui {
namespace {

constexpr QSize kSize(900, 300);

std::vector<LabelledBeat> everySecond(int count, double rate_hz = 250) {
    std::vector<LabelledBeat> made;
    for (int i = 0; i < count; ++i) {
        made.push_back({static_cast<std::int64_t>(i * rate_hz), static_cast<double>(i), i % 3 == 0 ? kPvc : kNormal});
    }
    return made;
}

void click(QWidget& widget, const QPointF& at, Qt::KeyboardModifiers keys = Qt::NoModifier) {
    QMouseEvent press(QEvent::MouseButtonPress, at, widget.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, keys);
    QMouseEvent release(QEvent::MouseButtonRelease, at, widget.mapToGlobal(at), Qt::LeftButton, Qt::NoButton, keys);
    QCoreApplication::sendEvent(&widget, &press);
    QCoreApplication::sendEvent(&widget, &release);
}

void drag(QWidget& widget, const QPointF& from, const QPointF& to, Qt::KeyboardModifiers keys = Qt::NoModifier) {
    QMouseEvent press(QEvent::MouseButtonPress, from, widget.mapToGlobal(from), Qt::LeftButton, Qt::LeftButton, keys);
    QCoreApplication::sendEvent(&widget, &press);
    for (const double part : {0.5, 1.0}) {
        const QPointF at = from + part * (to - from);
        QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, keys);
        QCoreApplication::sendEvent(&widget, &move);
    }
    QMouseEvent release(QEvent::MouseButtonRelease, to, widget.mapToGlobal(to), Qt::LeftButton, Qt::NoButton, keys);
    QCoreApplication::sendEvent(&widget, &release);
}

void wheel(QWidget& widget, const QPointF& at, int turn, Qt::KeyboardModifiers keys = Qt::NoModifier) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, turn}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

struct TracePaneTest : testing::Test {
    ViewState state;
    TracePane pane{state};
    void show(const RecordingPtr& recording, QSize size = kSize) {
        state.setRecording(recording);
        test::settle(pane, size);
    }
    void showBeats() {
        show(test::madeRecording({{"II", 250, test::spikes(1, 250, 1)}}, 60));
        state.setBeats(everySecond(60));
    }
    [[nodiscard]] double xOf(double time_s) const {
        const QRectF plot = pane.geometryNow().plot;
        return state.view().viewport().xOf(time_s, plot.left(), plot.width());
    }
};

// Spikes 1 s apart must stand 25 mm apart in the picture itself.
TEST_F(TracePaneTest, TwentyFiveMillimetresASecondAreDrawnSo) {
    state.display().setFilter(DisplayFilter::raw);
    state.display().setPixelsPerMm(4);
    show(test::madeRecording({{"II", 500, test::spikes(1, 500, 1.5)}}, 60));
    const QImage picture = test::pictureOf(pane);
    const TraceLayout layout = pane.layoutNow();
    const int row = static_cast<int>(layout.cells[0].baseline_y - 1.2 * 10 * 4);  // 1.2 mV up, 10 mm/mV
    std::vector<double> spikes;
    for (int x = static_cast<int>(pane.geometryNow().plot.left()) + 30; x < kSize.width(); ++x) {
        if (qGray(picture.pixel(x, row)) < 110 && (spikes.empty() || x - spikes.back() > 5)) spikes.push_back(x);
    }
    ASSERT_GE(spikes.size(), 7U);
    for (std::size_t i = 1; i < spikes.size(); ++i) EXPECT_NEAR(spikes[i] - spikes[i - 1], 25 * 4, 1);
}

TEST_F(TracePaneTest, TenMillimetresAMillivoltAreDrawnSo) {
    state.display().setFilter(DisplayFilter::raw);
    state.display().setPixelsPerMm(4);
    // 1 mV for a second, 0 mV for a second.
    show(test::madeRecording({{"II", 500, [](double t) { return std::fmod(t, 2) < 1 ? 1.0F : 0.0F; }}}, 60));
    QImage picture;
    const auto darkest_row = [&](double time_s) {
        const int x = static_cast<int>(xOf(time_s));
        const QRectF paper = pane.geometryNow().paper;
        int darkest = static_cast<int>(paper.top());
        for (int y = darkest; y < static_cast<int>(paper.bottom()) - 20; ++y) {
            if (qGray(picture.pixel(x, y)) < qGray(picture.pixel(x, darkest))) darkest = y;
        }
        return darkest;
    };
    for (const double gain : {5.0, 10.0, 20.0}) {
        state.display().setGainMmPerMv(gain);
        picture = test::pictureOf(pane);
        EXPECT_NEAR(darkest_row(3.5) - darkest_row(4.5), gain * 4, 1);
    }
}

// A curve that leaves its row is marked where it does, and one that does not is not.
TEST_F(TracePaneTest, WhereARowCutsTheCurveAnArrowHeadStands) {
    state.display().setFilter(DisplayFilter::raw);
    state.display().setPixelsPerMm(4);
    const auto inkAtTop = [&](float height_mv) {
        show(test::madeRecording({{"II", 500, test::spikes(1, 500, height_mv)}}, 60), {900, 200});
        const QImage picture = test::pictureOf(pane);
        const QRectF reach = curveReach(pane.layoutNow().cells[0], pane.geometryNow().paper);
        int dark = 0;
        for (int x = static_cast<int>(xOf(2.6)); x < static_cast<int>(xOf(3.4)); ++x)
            dark += qGray(picture.pixel(x, static_cast<int>(reach.top()) + 3)) < 90 ? 1 : 0;
        return dark;
    };
    const int cut = inkAtTop(9), whole = inkAtTop(0.5);
    EXPECT_GE(cut, 5) << "wider than the line itself";
    EXPECT_EQ(whole, 0);
}

TEST_F(TracePaneTest, AClickSelectsTheNearestBeat) {
    showBeats();
    for (const double time_s : {1.3, 2.6, 4.49, 6.0}) {
        click(pane, {xOf(time_s), 100});
        EXPECT_EQ(state.beats().selected(), static_cast<std::size_t>(std::lround(time_s)));
    }
    EXPECT_EQ(pane.beatAt({xOf(3.1), 5}), 3U);
}

TEST_F(TracePaneTest, ADoubleClickCentresTheBeat) {
    showBeats();
    state.view().setViewport({10, state.view().viewport().span_s});
    const QPointF at(xOf(13.2), 100);
    QMouseEvent event(QEvent::MouseButtonDblClick, at, pane.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&pane, &event);
    EXPECT_EQ(state.beats().selected(), 13U);
    EXPECT_NEAR(state.view().viewport().start_s + state.view().viewport().span_s / 2, 13, 1e-9);
}

TEST_F(TracePaneTest, TheWheelZoomsAtThePointer) {
    showBeats();
    state.view().setViewport({20, state.view().viewport().span_s});
    const double before = state.view().viewport().span_s, x = xOf(23);
    wheel(pane, {x, 100}, 120);
    EXPECT_LT(state.view().viewport().span_s, before);
    EXPECT_NEAR(xOf(23), x, 1e-6);
    EXPECT_FALSE(state.view().atPresetSpeed());
    wheel(pane, {x, 100}, -120);
    EXPECT_NEAR(state.view().viewport().span_s, before, 1e-6);
    EXPECT_TRUE(state.view().atPresetSpeed()) << "back at 25 mm/s, the preset holds again";
}

TEST_F(TracePaneTest, ControlAndWheelStepTheGain) {
    showBeats();
    wheel(pane, {300, 100}, 120, Qt::ControlModifier);
    EXPECT_DOUBLE_EQ(state.display().gainMmPerMv(), 20);
    wheel(pane, {300, 100}, -60, Qt::ControlModifier);
    EXPECT_DOUBLE_EQ(state.display().gainMmPerMv(), 20) << "half a notch is no step yet";
    wheel(pane, {300, 100}, -60, Qt::ControlModifier);
    EXPECT_DOUBLE_EQ(state.display().gainMmPerMv(), 10);
    for (int i = 0; i < 9; ++i) wheel(pane, {300, 100}, -120, Qt::ControlModifier);
    EXPECT_DOUBLE_EQ(state.display().gainMmPerMv(), 2.5);
}

TEST_F(TracePaneTest, DraggingPullsThePaperAndSelectsNothing) {
    showBeats();
    state.view().setViewport({20, state.view().viewport().span_s});
    const double held_s = 24, x = xOf(held_s);
    drag(pane, {x, 100}, {x + 150, 100});
    EXPECT_NEAR(xOf(held_s), x + 150, 1e-6);
    EXPECT_FALSE(state.beats().selected().has_value());
}

TEST_F(TracePaneTest, APaperThatIsThrownStaysWhereItIsLetGo) {
    showBeats();
    state.view().setViewport({20, state.view().viewport().span_s});
    const double x = xOf(24);
    drag(pane, {x, 100}, {x + 150, 100});
    const Viewport let_go = state.view().viewport();
    QElapsedTimer since;
    since.start();
    ASSERT_TRUE(test::waitUntil([&] { return since.elapsed() > 100; }));
    EXPECT_EQ(state.view().viewport(), let_go);
}

TEST_F(TracePaneTest, ADoubleClickGoesFromADayToThePaper) {
    show(test::madeRecording({{"II", 100, test::spikes(1, 100, 1)}}, 86'400));
    const double paper_s = state.view().viewport().span_s;
    state.view().setViewport({0, 86'400});
    const double time_s = 50'000;
    const QPointF at(xOf(time_s), 100);
    QMouseEvent event(QEvent::MouseButtonDblClick, at, pane.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&pane, &event);
    EXPECT_NEAR(state.view().viewport().span_s, paper_s, 1e-9);
    EXPECT_LT(paper_s, 12);
    EXPECT_TRUE(state.view().atPresetSpeed());
    EXPECT_NEAR(state.view().viewport().start_s + paper_s / 2, time_s, 1e-6);
}

TEST_F(TracePaneTest, ShiftAndDragSelectAStretch) {
    showBeats();
    const Viewport before = state.view().viewport();
    drag(pane, {xOf(2), 100}, {xOf(5), 100}, Qt::ShiftModifier);
    ASSERT_TRUE(state.view().selection().has_value());
    EXPECT_NEAR(state.view().selection()->from_s, 2, 1e-9);
    EXPECT_NEAR(state.view().selection()->to_s, 5, 1e-9);
    EXPECT_EQ(state.view().viewport(), before);
    click(pane, {xOf(3), 100});
    EXPECT_FALSE(state.view().selection().has_value()) << "a click takes the selection away";
}

TEST_F(TracePaneTest, DegenerateInputIsPainted) {
    const QSize size(400, 200);
    test::settle(pane, size);  // no recording
    test::pictureOf(pane);
    show(test::madeRecording({{"II", 250, test::missing}}, 30), size);  // all missing
    test::pictureOf(pane);
    show(test::madeRecording({{"II", 1, test::flat}}, 1), size);  // one sample
    EXPECT_FALSE(test::pictureOf(pane).isNull());
    show(test::madeRecording({{"", 250, test::flat, ""}}, 30), size);  // no name, no unit
    test::pictureOf(pane);
    show(test::madeRecording({{"huge", 250, [](double) { return 1e30F; }}}, 30), size);
    test::pictureOf(pane);
    auto no_rate = std::make_shared<Recording>(*test::madeRecording({{"II", 250, test::flat}}, 10));
    no_rate->leads[0].rate_hz = 0;
    show(no_rate, size);
    test::pictureOf(pane);
    show(std::make_shared<Recording>(), size);  // no leads
    test::pictureOf(pane);
    pane.resize(1, 1);
    test::pictureOf(pane);
    state.setRecording(nullptr);
    test::pictureOf(pane);
}

TEST_F(TracePaneTest, AMissingLeadDrawsNoTrace) {
    state.display().setFilter(DisplayFilter::raw);
    show(test::madeRecording({{"II", 250, test::missing}}, 30));
    const QImage picture = test::pictureOf(pane);
    const QRectF plot = pane.geometryNow().plot;
    int dark = 0;
    for (int x = static_cast<int>(plot.left()) + 60; x < kSize.width(); ++x) {
        for (int y = static_cast<int>(plot.top()); y < static_cast<int>(plot.bottom()); ++y)
            dark += qGray(picture.pixel(x, y)) < 90;
    }
    EXPECT_EQ(dark, 0);
}

// Far out, the summary draws; close in, the samples do: both show the same extremes.
// On a wide screen the view is longer than the ten seconds of a resting ECG: V4 to V6 used to stand beyond their end.
TEST_F(TracePaneTest, AllTwelveLeadsAreDrawnInAViewThatIsLongerThanTheRecording) {
    std::vector<test::MadeLead> leads;
    for (const char* name : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}) {
        const bool last_column = std::string_view(name) >= "V4" && name[0] == 'V';
        leads.push_back({name, 250, last_column ? test::sine(5) : test::Signal(test::missing), "mV"});
    }
    state.display().setFilter(DisplayFilter::raw);
    state.display().setLayout(LeadLayout::three_by_four_plus_one);
    show(test::madeRecording(leads, 10), {1900, 600});
    ASSERT_GT(state.view().viewport().end_s(), 12);
    const QImage picture = test::pictureOf(pane);
    const QRectF plot = pane.geometryNow().plot;
    const QColor ink = palette(Theme::light).trace;
    for (int row = 0; row < 3; ++row) {
        int inked = 0;
        for (int x = static_cast<int>(xOf(8.5)); x < xOf(9.9); ++x) {
            for (int y = static_cast<int>(plot.top() + row * plot.height() / 4);
                 y < plot.top() + (row + 1) * plot.height() / 4; ++y) {
                inked += picture.pixelColor(x, y).lightness() < ink.lightness() + 60 ? 1 : 0;
            }
        }
        EXPECT_GT(inked, 100) << "V" << row + 4;
    }
}

TEST_F(TracePaneTest, OneSpikeOfAnHourIsSeenAtEveryZoom) {
    state.display().setFilter(DisplayFilter::raw);
    const auto one_spike = [](double t) { return std::abs(t - 1800) < 0.002 ? 2.0F : 0.0F; };
    show(test::madeRecording({{"II", 250, one_spike}}, 3600));
    for (const double span_s : {3600.0, 600.0, 60.0, 5.0, 0.5}) {
        state.view().setViewport({1800 - span_s / 2, span_s});
        test::pictureOf(pane);
        ASSERT_TRUE(test::waitUntil([&] { return !pane.isBusy(); }));
        const QImage picture = test::pictureOf(pane);
        const int row =
            static_cast<int>(pane.layoutNow().cells[0].baseline_y - 0.8 * 10 * state.display().pixelsPerMm());
        const int centre = static_cast<int>(xOf(1800));
        const int flank = 2 + static_cast<int>(0.004 / span_s * pane.geometryNow().plot.width());  // a sample's width
        int darkest = 255;
        for (int x = centre - flank; x <= centre + flank; ++x)
            darkest = std::min(darkest, qGray(picture.pixel(x, row)));
        EXPECT_LT(darkest, 120) << span_s << " s in view";
    }
}

TEST_F(TracePaneTest, HidingTheModelHidesItsMarksAlone) {
    showBeats();
    const QImage plain = test::pictureOf(pane);
    auto doubted = everySecond(60);
    for (LabelledBeat& beat : doubted) beat.borderline = true;
    state.setBeats(doubted);
    EXPECT_NE(test::pictureOf(pane), plain);
    state.model().setAiVisible(false);
    EXPECT_EQ(test::pictureOf(pane), plain);
}

TEST_F(TracePaneTest, MoreLeadsThanFitGetAScrollBar) {
    std::vector<test::MadeLead> leads;
    for (int i = 0; i < 40; ++i) leads.push_back({"E" + std::to_string(i), 250, test::sine(3), "mV"});
    show(test::madeRecording(leads, 30));
    EXPECT_LT(pane.geometryNow().plot.right(), kSize.width() - 5) << "the bar has room of its own";
    EXPECT_GT(pane.layoutNow().hidden_leads, 0);
    EXPECT_FALSE(test::pictureOf(pane).isNull());
}

TEST_F(TracePaneTest, CalipersAreDraggedByALegAndByTheBarAndTheTraceStays) {
    showBeats();
    const Viewport before = state.view().viewport();
    const QRectF plot = pane.geometryNow().plot;
    state.view().setCalipers(Stretch{2, 3});
    drag(pane, {xOf(3), plot.center().y()}, {xOf(3.5), plot.center().y()});
    EXPECT_NEAR(state.view().calipers()->from_s, 2, 1e-9);
    EXPECT_NEAR(state.view().calipers()->to_s, 3.5, 0.01);
    drag(pane, {xOf(2.5), plot.top() + 26}, {xOf(3.5), plot.top() + 26});
    EXPECT_NEAR(state.view().calipers()->from_s, 3, 0.01);
    EXPECT_NEAR(state.view().calipers()->to_s, 4.5, 0.01);
    // A leg dragged past the other measures on.
    drag(pane, {xOf(3), plot.center().y()}, {xOf(6), plot.center().y()});
    EXPECT_NEAR(state.view().calipers()->from_s, 4.5, 0.01);
    EXPECT_NEAR(state.view().calipers()->to_s, 6, 0.01);
    EXPECT_EQ(state.view().viewport(), before);
    EXPECT_FALSE(state.beats().selected());
}

TEST_F(TracePaneTest, MarchedOutLinesStandAtTheCalipersDistance) {
    state.display().setFilter(DisplayFilter::raw);
    show(test::madeRecording({{"II", 250, [](double) { return 0.0F; }}}, 60));
    const int y = static_cast<int>(pane.geometryNow().plot.bottom()) - 30;
    const QImage plain = test::pictureOf(pane);
    state.view().setCalipers(Stretch{2, 3});
    state.view().setMarchesOut(true);
    const QImage marched = test::pictureOf(pane);
    for (int second = 1; second <= 7; ++second) {
        bool differs = false;  // dashes: somewhere on the line
        for (int row = y - 20; row < y; ++row) {
            for (int x = -1; x <= 1; ++x) {
                const QPoint at(static_cast<int>(xOf(second)) + x, row);
                differs = differs || marched.pixel(at) != plain.pixel(at);
            }
        }
        EXPECT_TRUE(differs) << second;
        const QPoint between(static_cast<int>(xOf(second + 0.5)), y);
        EXPECT_EQ(marched.pixel(between), plain.pixel(between)) << second;
    }
}

TEST_F(TracePaneTest, AirFlowGetsNoEcgPaperUntilItIsAskedForAsAnEcg) {
    const auto wave = [](double time_s) { return static_cast<float>(200 * std::sin(2 * time_s)); };
    show(test::madeRecording({{"II", 250, test::spikes(1, 250, 1)}, {"Flow", 250, wave}}, 60));
    state.setAnalysisLead(0);
    EXPECT_EQ(pane.layoutNow().cells.size(), 2U);
    state.record().setEcgLeads({true, false});
    ASSERT_EQ(pane.layoutNow().cells.size(), 1U);
    EXPECT_EQ(pane.layoutNow().cells[0].lead, 0U);
    state.record().setShowsAllLeads(true);
    ASSERT_EQ(pane.layoutNow().cells.size(), 2U);
    // Where its row stands there are no boxes: a row of pixels beside the trace has one colour.
    const auto coloursIn = [&](const QRectF& row) {
        const QImage picture = test::pictureOf(pane);
        std::set<QRgb> colours;
        const int y = static_cast<int>(row.bottom()) - 3;
        const int gutter = static_cast<int>(pane.geometryNow().plot.left());
        for (int x = 1; x < gutter - 2; ++x) colours.insert(picture.pixel(x, y));
        return colours.size();
    };
    EXPECT_EQ(coloursIn(pane.layoutNow().cells[1].rect), 1U);
    EXPECT_GT(coloursIn(pane.layoutNow().cells[0].rect), 1U);
    state.setAnalysisLead(1);
    EXPECT_GT(coloursIn(pane.layoutNow().cells[1].rect), 1U) << "who analyses it wants it on paper";
}

}  // namespace
}  // namespace triptych::ui
