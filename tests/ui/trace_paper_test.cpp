// What stands on the paper: columns of a printed page at any width, a gain that cuts nothing, Cabrera, pulses, leads of
// the reader's choice, and a day as a trend.
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panes/trace_pane.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string_view>
#include <vector>

namespace triptych::ui {
namespace {

struct TracePaperTest : testing::Test {
    ViewState state;
    TracePane pane{state};
    void show(const RecordingPtr& recording, QSize size = QSize(900, 300)) {
        state.setRecording(recording);
        test::settle(pane, size);
    }
    [[nodiscard]] double xOf(double time_s) const {
        const QRectF plot = pane.geometryNow().plot;
        return state.view().viewport().xOf(time_s, plot.left(), plot.width());
    }
};

// The twelve leads, each a spike of its own size every second.
std::vector<test::MadeLead> twelve(double rate_hz, const std::function<double(std::string_view)>& spike_mv) {
    std::vector<test::MadeLead> leads;
    for (const char* name : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}) {
        leads.push_back({name, rate_hz, test::spikes(1, rate_hz, spike_mv(name)), "mV"});
    }
    return leads;
}

TEST_F(TracePaperTest, ColumnsOfARestingEcgAreTwoAndAHalfSecondsAtAnyWidth) {
    state.display().setLayout(LeadLayout::three_by_four_plus_one);
    for (const double duration_s : {10.0, 60.0}) {
        for (const int width : {700, 1000, 1280, 1900}) {
            show(test::madeRecording(twelve(250, [](auto) { return 1; }), duration_s), {width, 500});
            const TraceLayout layout = pane.layoutNow();
            ASSERT_EQ(layout.cells.size(), 13U);
            const QRectF plot = pane.geometryNow().plot;
            const double px_per_s = plot.width() / state.view().viewport().span_s;
            EXPECT_NEAR(layout.cells[0].rect.width() / px_per_s, 2.5, 1e-6) << width << " px, " << duration_s << " s";
            EXPECT_LE(layout.cells[3].rect.right(), plot.right() + 1e-6);
        }
    }
    // A narrow pane holds the page at a lower speed, and takes the speed again when it grows.
    pane.resize(700, 500);
    test::pictureOf(pane);
    EXPECT_FALSE(state.view().atPresetSpeed());
    pane.resize(1900, 500);
    test::pictureOf(pane);
    EXPECT_TRUE(state.view().atPresetSpeed());
    state.display().setSpeedMmPerS(50);
    pane.resize(900, 500);
    test::pictureOf(pane);
    EXPECT_TRUE(state.view().atPresetSpeed()) << "a speed that was chosen holds";
}

TEST_F(TracePaperTest, TheGainIsLoweredUntilNoTraceIsCut) {
    state.display().setFilter(DisplayFilter::raw);
    for (const LeadLayout layout : {LeadLayout::three_by_four_plus_one, LeadLayout::stacked, LeadLayout::six_by_two}) {
        state.display().setLayout(layout);
        state.display().setGainMmPerMv(10);
        show(test::madeRecording(twelve(250, [](std::string_view lead) { return lead == "I" ? 3.0 : 0.5; }), 10),
             {1200, layout == LeadLayout::three_by_four_plus_one ? 300 : 900});
        pane.fitGain();
        ASSERT_TRUE(test::waitUntil([&] { return !pane.isBusy(); }));
        const double gain = state.display().gainMmPerMv();
        EXPECT_LT(gain, 10) << static_cast<int>(layout);
        for (const TraceCell& cell : pane.layoutNow().cells) {
            if (cell.lead != 0) continue;
            const double peak = cell.baseline_y - 3.0 * gain * state.display().pixelsPerMm();
            EXPECT_GE(peak, curveReach(cell, pane.geometryNow().paper).top()) << static_cast<int>(layout);
        }
    }
    state.display().setGainMmPerMv(10);
    show(test::madeRecording(twelve(250, [](auto) { return 0.5; }), 10), {1200, 420});
    pane.fitGain();
    ASSERT_TRUE(test::waitUntil([&] { return !pane.isBusy(); }));
    EXPECT_EQ(state.display().gainMmPerMv(), 10) << "what fits is never enlarged";
}

TEST_F(TracePaperTest, TheGainFitsWhateverSizeThePaperGetsUntilItIsChosen) {
    state.display().setFilter(DisplayFilter::raw);
    state.display().setLayout(LeadLayout::three_by_four_plus_one);
    state.display().setGainMmPerMv(10);
    show(test::madeRecording(twelve(250, [](std::string_view lead) { return lead == "V4" ? 1.5 : 0.5; }), 10),
         {1200, 700});
    pane.fitGain();
    ASSERT_TRUE(test::waitUntil([&] { return !pane.isBusy(); }));
    EXPECT_EQ(state.display().gainMmPerMv(), 10);
    pane.resize(1200, 280);  // another arrangement
    test::pictureOf(pane);
    EXPECT_EQ(state.display().gainMmPerMv(), 5) << "R of V4 would be cut";
    pane.resize(1200, 700);
    test::pictureOf(pane);
    EXPECT_EQ(state.display().gainMmPerMv(), 10);
    state.display().setGainMmPerMv(20);
    pane.resize(1200, 280);
    test::pictureOf(pane);
    EXPECT_EQ(state.display().gainMmPerMv(), 20) << "chosen by hand";
}

TEST_F(TracePaperTest, CabreraDrawsAvrUpsideDown) {
    state.display().setFilter(DisplayFilter::raw);
    state.display().setLayout(LeadLayout::three_by_four);
    show(test::madeRecording(twelve(250, [](std::string_view lead) { return lead == "aVR" ? 1.0 : 0.0; }), 10),
         {1200, 480});
    const auto reaches = [&](bool above) {
        for (const TraceCell& cell : pane.layoutNow().cells) {
            if (cell.lead != 3) continue;
            const QImage picture = test::pictureOf(pane);
            const double from_s = state.view().viewport().timeAt(cell.rect.left(), pane.geometryNow().plot.left(),
                                                                 pane.geometryNow().plot.width());
            const double x = xOf(std::ceil(from_s + 0.3));
            const double y = cell.baseline_y + (above ? -0.6 : 0.6) * 10 * state.display().pixelsPerMm();
            for (int dx = -2; dx <= 2; ++dx) {
                if (qGray(picture.pixel(static_cast<int>(x) + dx, static_cast<int>(y))) < 110) return true;
            }
        }
        return false;
    };
    EXPECT_TRUE(reaches(true));
    EXPECT_FALSE(reaches(false));
    state.display().setCabrera(true);
    EXPECT_FALSE(reaches(true));
    EXPECT_TRUE(reaches(false));
}

TEST_F(TracePaperTest, EveryRowHasAPulseOfTenMillimetresByFive) {
    state.display().setFilter(DisplayFilter::raw);
    state.display().setPixelsPerMm(4);
    state.display().setLayout(LeadLayout::three_by_four_plus_one);
    show(test::madeRecording(twelve(250, [](auto) { return 0; }), 10), {1300, 520});
    const QImage picture = test::pictureOf(pane);
    const QRectF paper = pane.geometryNow().paper, plot = pane.geometryNow().plot;
    int rows = 0;
    for (const TraceCell& cell : pane.layoutNow().cells) {
        if (cell.rect.left() > plot.left()) continue;
        ++rows;
        const int top = static_cast<int>(cell.baseline_y - 10 * 4);
        std::vector<int> inked;  // columns at half its height: its two flanks
        for (int x = static_cast<int>(paper.left()); x < static_cast<int>(plot.left()); ++x) {
            if (qRed(picture.pixel(x, top + 22)) < 190) inked.push_back(x);
        }
        ASSERT_FALSE(inked.empty()) << rows;
        EXPECT_NEAR(inked.back() - inked.front(), 5 * 4, 1.5) << "row " << rows;
        const int middle = (inked.front() + inked.back()) / 2;
        int roof = 0;
        for (int y = top - 3; y <= top + 3; ++y) roof += qRed(picture.pixel(middle, y)) < 200 ? 1 : 0;
        EXPECT_GT(roof, 0) << "row " << rows;
    }
    EXPECT_EQ(rows, 4);
}

TEST_F(TracePaperTest, LeadsAreShownHiddenAndReordered) {
    show(test::madeRecording({{"I", 250, test::flat}, {"II", 250, test::flat}, {"V1", 250, test::flat}}, 30));
    state.record().chooseLeads({2, 0});
    const auto leads = [&] {
        std::vector<std::size_t> shown;
        for (const TraceCell& cell : pane.layoutNow().cells) shown.push_back(cell.lead);
        return shown;
    };
    EXPECT_EQ(leads(), (std::vector<std::size_t>{2, 0}));
    state.record().chooseLeads({});
    EXPECT_EQ(leads(), (std::vector<std::size_t>{0, 1, 2}));
}

// A day of beats is no black block: the trend of the rate, with air around it, and the one V of it in its colour.
TEST_F(TracePaperTest, ADayIsDrawnAsATrend) {
    show(test::madeRecording({{"II", 100, test::spikes(1, 100, 1)}}, 86'400));
    std::vector<LabelledBeat> beats;
    for (int second = 0; second < 86'400; ++second) {
        beats.push_back({std::int64_t{100} * second, static_cast<double>(second), kNormal});
    }
    beats[43'200].code = kPvc;
    state.setBeats(beats);
    const auto inked = [&] {
        const QImage picture = test::pictureOf(pane);
        const QRectF plot = pane.geometryNow().plot;
        int dark = 0;
        for (int x = static_cast<int>(plot.left()); x < static_cast<int>(plot.right()); ++x) {
            for (int y = static_cast<int>(plot.top()); y < static_cast<int>(plot.bottom()); ++y) {
                dark += qGray(picture.pixel(x, y)) < 90 ? 1 : 0;
            }
        }
        return dark / plot.width() / plot.height();
    };
    state.view().setViewport({0, 86'400});
    EXPECT_LT(inked(), 0.05);
    const QImage picture = test::pictureOf(pane);
    const QRectF plot = pane.geometryNow().plot;
    bool seen = false;
    for (int x = static_cast<int>(xOf(43'200)) - 3; x <= xOf(43'200) + 3; ++x) {
        for (int y = static_cast<int>(plot.center().y()); y < plot.bottom(); ++y) {
            seen = seen || picture.pixelColor(x, y) == classColour(BeatClass::ventricular, Theme::light);
        }
    }
    EXPECT_TRUE(seen) << "one beat of a day is seen";
    // Zoomed in, the trace is there again.
    state.view().setViewport({1000, 10});
    ASSERT_TRUE(test::waitUntil([&] { return !pane.isBusy(); }));
    EXPECT_NE(test::pictureOf(pane), picture);
}

}  // namespace
}  // namespace triptych::ui
