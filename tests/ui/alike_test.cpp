// What the model takes for alike, on screen: a strip of clusters under the trace that is asked with the pointer, and
// the nearest beats of the reader's own data in words.
#include "tests/ui/made_explanation.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/alike_view.h"
#include "ui/panes/beat_trace_pane.h"
#include "ui/panes/cluster_strip.h"
#include "ui/state/alike_state.h"
#include "ui/state/why_state.h"

#include <QMouseEvent>

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::ui {
namespace {

// Twenty moments a twentieth of a second apart about `beat_s`: the first half "P", the second the nameless one.
std::shared_ptr<const BeatClusters> madeClusters(double beat_s) {
    auto made = std::make_shared<BeatClusters>();
    for (int i = 0; i < 20; ++i) {
        made->time_s.push_back(beat_s - 0.475 + 0.05 * i);
        const float first = i < 10 ? 0.9F : 0.2F;
        made->share.insert(made->share.end(), {first, 1 - first});
        made->uncertainty.push_back(i < 10 ? 0.1F : 0.9F);
    }
    made->clusters = {{"P", {0.8F, 0, 0, 0.2F}, std::vector<float>(50, 0.1F), {0.4F, 0.1F}},
                      {"", {}, std::vector<float>(50, 0.5F), {0.6F, 0.9F}}};
    made->classes = {"N", "V"};
    made->row_share = {0.3F, 0.7F};
    made->row = {{"early", {}, {}, {0.02F, 0.5F}}, {"as usual", {}, {}, {0.98F, 0.5F}}};
    made->checks.fidelity = 0.98;
    made->checks.macro_f1 = 0.93;
    made->checks.agreement_of_seeds = 0.97;
    return made;
}

struct Alike : testing::Test {
    ViewState state;
    double beat_s = 0;

    void SetUp() override {
        state.setRecording(test::madeRecording(
            {{"MLII", 250, [](double time_s) { return static_cast<float>(0.9 * std::sin(7 * time_s)); }}}, 10));
        std::vector<LabelledBeat> beats(2);
        for (std::size_t i = 0; i < beats.size(); ++i) {
            beats[i].time_s = 2.0 + 3.0 * static_cast<double>(i);
            beats[i].sample = static_cast<std::int64_t>(beats[i].time_s * 250);
        }
        state.setBeats(beats);
        state.selectBeat(1);
        beat_s = state.beats().all()[1].time_s;
        state.model().setExplanation(test::madeExplanation(beat_s));
        state.why().alike().setWanted(true);
    }
};

TEST_F(Alike, TheStripIsAskedWithThePointer) {
    BeatTracePane pane(state);
    test::settle(pane, {700, 320});
    state.why().alike().setClusters(madeClusters(beat_s));
    const auto pixel = [&](double time_s) {
        const double y = pane.frame().plot.bottom() - kClusterStrip_px + 3;
        return test::pictureOf(pane).pixelColor(static_cast<int>(pane.xOfTime(time_s)), static_cast<int>(y));
    };
    const Theme theme = state.display().theme();
    EXPECT_EQ(pixel(beat_s - 0.4).rgb(), clusterColour(0, 2, theme).rgb());
    EXPECT_EQ(pixel(beat_s + 0.4).rgb(), clusterColour(1, 2, theme).rgb());
    const auto moveTo = [&](double time_s, double above_px) {
        const QPointF point(pane.xOfTime(time_s), pane.frame().plot.bottom() - above_px);
        QMouseEvent move(QEvent::MouseMove, point, pane.mapToGlobal(point), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pane, &move);
    };
    moveTo(beat_s - 0.3, kClusterStrip_px / 2);
    EXPECT_EQ(state.why().alike().looked(), 0U);
    moveTo(beat_s + 0.3, kClusterStrip_px / 2);
    EXPECT_EQ(state.why().alike().looked(), 1U);
    moveTo(beat_s + 0.3, 2 * kClusterStrip_px);
    EXPECT_FALSE(state.why().alike().looked()) << "above the strip there is the trace";
    state.model().setAiVisible(false);
    EXPECT_NE(pixel(beat_s - 0.4).rgb(), clusterColour(0, 2, theme).rgb()) << "it is the model's, and goes with it";
}

// The lowest sample of the trace is above the strip, not behind it.
TEST_F(Alike, TheTraceMakesRoomForTheStrip) {
    BeatTracePane pane(state);
    test::settle(pane, {700, 320});
    const auto lowestInk = [&] {
        const QImage picture = test::pictureOf(pane);
        const QRect plot = pane.frame().plot.adjusted(3, 20, -3, -1);
        const int ink = qGray(palette(state.display().theme()).trace.rgb());
        for (int y = plot.bottom(); y > plot.top(); --y)
            for (int x = plot.left(); x < plot.right(); ++x)
                if (std::abs(qGray(picture.pixel(x, y)) - ink) < 12) return y;
        return plot.top();
    };
    const double strip_top = pane.frame().plot.bottom() - kClusterStrip_px;
    ASSERT_GT(lowestInk(), strip_top) << "else there is nothing to make room for";
    state.why().alike().setClusters(madeClusters(beat_s + 100));  // of moments that are not in view: no strip hides it
    test::letQueuedHappen();
    EXPECT_LE(lowestInk(), strip_top);
    EXPECT_GT(lowestInk(), pane.frame().plot.top() + 20) << "there is a trace";
    state.why().alike().setClusters(nullptr);
    test::letQueuedHappen();
    EXPECT_GT(lowestInk(), strip_top) << "and takes it back";
}

TEST_F(Alike, ATipSaysWhatIsKnownOfACluster) {
    const auto clusters = madeClusters(beat_s);
    const QString tip = clusterTip(*clusters, 3);
    for (const char* said : {"Group 1, usually P.", "no mark of a wave", "N 40 %", "V 10 %", "This moment: 90 %",
                             "0.10", "80 % of it on P"})
        EXPECT_TRUE(tip.contains(QString::fromUtf8(said))) << said << " in " << tip.toStdString();
    EXPECT_TRUE(clusterTip(*clusters, 15).contains(QStringLiteral("Group 2."))) << "it covers no wave";
    EXPECT_FALSE(clusterTip(*clusters, 15).contains(QStringLiteral("LUDB")));
    EXPECT_NE(clusterColour(0, 2, Theme::light), clusterColour(1, 2, Theme::light));
}

TEST_F(Alike, WhatIsAlikeIsToldInWordsAndGoesWithTheExplanation) {
    AlikeView view(state.why().alike());
    state.why().alike().setClusters(madeClusters(beat_s));
    state.why().alike().setNearest(
        std::make_shared<const NearBeats>(NearBeats{{{"svdb/801", 61.5, "V", 0.42}}, 1200, 3}));
    EXPECT_TRUE(view.clustersText().contains(QStringLiteral("as usual (70 %"))) << view.clustersText().toStdString();
    EXPECT_TRUE(view.clustersText().contains(QStringLiteral("98 %")));
    EXPECT_TRUE(view.nearestText().contains(QStringLiteral("svdb/801")));
    EXPECT_TRUE(view.nearestText().contains(QStringLiteral("1:01.50"))) << view.nearestText().toStdString();
    EXPECT_TRUE(view.nearestText().contains(QStringLiteral("0.42")));
    state.why().alike().setNearest(nullptr, QStringLiteral("There is no index."));
    EXPECT_TRUE(view.nearestText().isEmpty());
    state.selectBeat(0);
    EXPECT_EQ(state.why().alike().clusters(), nullptr) << "of another beat";
    EXPECT_TRUE(state.why().alike().wanted()) << "the next one's are wanted, too";
    state.why().alike().setWanted(false);
    EXPECT_FALSE(view.isVisibleTo(&view) && state.why().alike().wanted());
}

}  // namespace
}  // namespace triptych::ui
