#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panes/overview_bins.h"
#include "ui/panes/overview_strip.h"

#include <QMouseEvent>

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::ui {
namespace {

std::vector<LabelledBeat> beatsEvery(double rr_s, double until_s) {
    std::vector<LabelledBeat> made;
    for (int i = 0; i * rr_s < until_s; ++i) made.push_back({i, i * rr_s, kNormal});
    return made;
}

TEST(OverviewBins, ASteadyHeartHasItsRateInEveryBin) {
    for (const RateBin& bin : rateBins(beatsEvery(0.75, 600), 600, 60)) {
        EXPECT_NEAR(bin.mean_bpm, 80, 0.01);
        EXPECT_NEAR(bin.low_bpm, 80, 0.01);
        EXPECT_NEAR(bin.high_bpm, 80, 0.01);
    }
}

TEST(OverviewBins, PausesAndDoubledBeatsAreNoRate) {
    std::vector<LabelledBeat> beats = {{0, 0, kNormal}, {1, 1, kNormal}, {2, 1.05, kNormal}, {3, 8, kNormal}};
    const auto bins = rateBins(beats, 10, 2);
    EXPECT_NEAR(bins[0].mean_bpm, 60, 0.01);
    EXPECT_TRUE(std::isnan(bins[1].mean_bpm));
    EXPECT_TRUE(rateBins(beats, 0, 3).size() == 3 && std::isnan(rateBins(beats, 0, 3)[0].mean_bpm));
}

TEST(OverviewBins, WhatCannotBeReadHasNoRateAndIsOfNoClass) {
    auto beats = beatsEvery(0.5, 20);
    for (std::size_t i = 20; i < beats.size(); ++i) {
        beats[i].silence = Silence::motion;
        beats[i].code = kArtifact;
        beats[i].no_interval = true;
    }
    const auto bins = rateBins(beats, 20, 2);
    EXPECT_NEAR(bins[0].mean_bpm, 120, 0.01);
    EXPECT_TRUE(std::isnan(bins[1].mean_bpm));
    const auto counts = classBins(beats, 20, 2);
    EXPECT_EQ(counts[0][0], 20U);
    for (const std::uint32_t count : counts[1]) EXPECT_EQ(count, 0U);
}

TEST(OverviewBins, EveryBeatIsCountedOnce) {
    auto beats = beatsEvery(0.5, 100);
    beats[3].code = kPvc;
    beats.back().time_s = 100;  // on the very end
    const auto bins = classBins(beats, 100, 7);
    std::uint32_t all = 0, ventricular = 0;
    for (const ClassCounts& count : bins) {
        for (const std::uint32_t n : count) all += n;
        ventricular += count[static_cast<std::size_t>(BeatClass::ventricular)];
    }
    EXPECT_EQ(all, beats.size());
    EXPECT_EQ(ventricular, 1U);
}

TEST(OverviewBins, NoiseRunsFromItsMarkToTheNextCleanOne) {
    AnnotationSet set{"atr", 100, {}};
    set.annotations = {{500, kNoise, 1, 0, 0, {}},
                       {700, kNoise, 3, 0, 0, {}},
                       {1000, kNoise, 0, 0, 0, {}},
                       {4000, kNoise, -1, 0, 0, {}}};
    EXPECT_EQ(noisyStretches(layersOf(set), 60), (std::vector<Stretch>{{5, 10}, {40, 60}}));
}

TEST(OverviewBins, TheDistanceOfTwoBeatsAcrossAGapIsNoRate) {
    // A beat a second; those at 20 and 21 s lie where samples are missing: 19 to 22 s is not 20 beats a minute.
    std::vector<LabelledBeat> beats = beatsEvery(1, 60);
    std::erase_if(beats, [](const LabelledBeat& beat) { return beat.time_s > 19.5 && beat.time_s < 21.5; });
    const beats::SignalGaps gaps{100, 6000, {{1950, 2150}}};
    for (const RateBin& bin : rateBins(beats, 60, 6, &gaps)) {
        EXPECT_NEAR(bin.low_bpm, 60, 1e-3);
        EXPECT_NEAR(bin.mean_bpm, 60, 1e-3);
    }
    EXPECT_NEAR(rateBins(beats, 60, 6)[2].low_bpm, 20, 1e-3) << "where the gap is not known";
}

TEST(OverviewBins, GapsAreShownWhenTheyAreKnown) {
    ViewState state;
    OverviewStrip strip(state);
    state.setRecording(test::madeRecording({{"II", 50, test::flat}}, 60));
    test::settle(strip, QSize(900, strip.sizeHint().height()));
    const QImage before = test::pictureOf(strip);
    state.record().setGaps(std::make_shared<const beats::SignalGaps>(beats::SignalGaps{50, 3000, {{1000, 2000}}}));
    const QImage after = test::pictureOf(strip);
    const auto changedAt = [&](double time_s) {
        const int x = static_cast<int>(strip.plot().left() + time_s / 60 * strip.plot().width());
        for (int y = 0; y < after.height(); ++y) {
            if (before.pixel(x, y) != after.pixel(x, y)) return true;
        }
        return false;
    };
    EXPECT_FALSE(changedAt(15));
    EXPECT_TRUE(changedAt(25));
    EXPECT_TRUE(changedAt(35));
    EXPECT_FALSE(changedAt(45));
    state.record().setGaps(nullptr);
    EXPECT_EQ(test::pictureOf(strip), before);
}

struct OverviewTest : testing::Test {
    ViewState state;
    OverviewStrip strip{state};
    void show(double duration_s) {
        state.setRecording(test::madeRecording({{"II", 50, test::flat}}, duration_s));
        test::settle(strip, QSize(900, strip.sizeHint().height()));
    }
    void mouse(QEvent::Type type, double x) {
        const QPointF at(x, strip.plot().center().y());
        QMouseEvent event(type, at, strip.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&strip, &event);
    }
};

TEST_F(OverviewTest, TheFrameStandsForTheView) {
    show(1000);
    state.view().setViewport({200, 100});
    const QRectF plot = strip.plot(), frame = strip.viewFrame();
    EXPECT_NEAR(frame.left(), plot.left() + 0.2 * plot.width(), 1e-6);
    EXPECT_NEAR(frame.width(), 0.1 * plot.width(), 1e-6);
    EXPECT_NEAR(strip.timeAt(frame.left()), 200, 1e-6);
    show(86400);
    EXPECT_GE(strip.viewFrame().width(), 6) << "10 s of a day can still be grabbed";
}

TEST_F(OverviewTest, AClickJumpsAndADragMoves) {
    show(1000);
    state.view().setViewport({0, 100});
    const QRectF plot = strip.plot();
    mouse(QEvent::MouseButtonPress, plot.left() + 0.5 * plot.width());
    EXPECT_NEAR(state.view().viewport().start_s, 450, 1e-6);
    mouse(QEvent::MouseMove, plot.left() + 0.6 * plot.width());
    EXPECT_NEAR(state.view().viewport().start_s, 550, 1e-6);
    mouse(QEvent::MouseButtonRelease, plot.left() + 0.6 * plot.width());
    mouse(QEvent::MouseMove, plot.left() + 0.1 * plot.width());
    EXPECT_NEAR(state.view().viewport().start_s, 550, 1e-6) << "let go";
    EXPECT_DOUBLE_EQ(state.view().viewport().span_s, 100);
}

TEST_F(OverviewTest, OneVentricularBeatOfADayIsSeen) {
    show(86400);
    std::vector<LabelledBeat> beats = beatsEvery(0.9, 86400);
    state.setBeats(beats);
    const QImage before = test::pictureOf(strip);
    beats[beats.size() / 2].code = kPvc;
    state.setBeats(beats);
    const QImage after = test::pictureOf(strip);
    const QColor ventricular = classColour(BeatClass::ventricular, Theme::light);
    int pixels = 0;
    for (int y = 0; y < after.height(); ++y) {
        for (int x = 0; x < after.width(); ++x) {
            pixels += before.pixel(x, y) != after.pixel(x, y) && after.pixelColor(x, y) == ventricular;
        }
    }
    EXPECT_GE(pixels, 4);
}

TEST_F(OverviewTest, DegenerateInputIsPainted) {
    test::settle(strip, {400, 80});
    const QImage nothing = test::pictureOf(strip);
    EXPECT_EQ(nothing.size(), QSize(400, 80));
    show(1);
    const QImage second = test::pictureOf(strip);
    EXPECT_NE(second, nothing) << "a recording of one second is shown";
    state.setRecording(std::make_shared<Recording>());
    test::waitUntil([&] { return !strip.isBusy(); });
    const QImage empty = test::pictureOf(strip);
    EXPECT_NE(empty, second) << "and goes when one without leads takes its place";
    EXPECT_FALSE(strip.isBusy());
    strip.resize(1, 1);
    EXPECT_EQ(test::pictureOf(strip).size(), QSize(1, 1));
}

}  // namespace
}  // namespace triptych::ui
