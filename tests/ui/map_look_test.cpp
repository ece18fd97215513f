// How strong a map is drawn: on its model's scale, so that a weak one looks weak; grey where random orders do as well.
#include "ui/panes/map_look.h"

#include "tests/ui/made_explanation.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "tests/ui/three_panes.h"
#include "ui/panes/map_badge.h"
#include "ui/state/map_state.h"
#include "ui/state/why_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

// The made explanation with the scale of its maps set, or with its maps that many times weaker.
std::shared_ptr<const Explanation> made(double scale, float weaker = 1, bool is_signed = true) {
    auto out = std::make_shared<Explanation>(*test::madeExplanation(3, is_signed));
    for (Attribution& input : out->inputs) {
        input.scale = scale;
        for (float& value : input.values) value /= weaker;
    }
    return out;
}

Faithfulness testedAs(double beaten, double gain = 0.1) {
    Faithfulness out;
    out.orders = 40;
    out.windows = 20;
    out.beaten = beaten;
    out.deletion_gain = gain;
    out.insertion_gain = gain / 2;
    out.sensitivity_max = 0.31;
    out.sensitivity_draws = 10;
    out.randomised_rho = 0.21;
    return out;
}

struct Maps : testing::Test {
    ViewState state;
    void SetUp() override {
        const auto recording = test::madeRecording(
            {{"MLII", 250, [](double time_s) { return static_cast<float>(0.2 * std::sin(7 * time_s)); }}}, 10);
        state.setRecording(recording);
        std::vector<LabelledBeat> beats(3);
        for (std::size_t i = 0; i < beats.size(); ++i) beats[i].time_s = 2.0 + static_cast<double>(i);
        state.setBeats(beats);
        state.selectBeat(1);
    }
    // How far the trace's picture with a map differs from that without, summed over pixels.
    double seen(const std::shared_ptr<const Explanation>& explanation) {
        test::ThreePanes panes(state);
        state.model().setExplanation(nullptr);
        test::settle(panes, {1100, 300});
        const QImage without = test::pictureOf(panes.trace());
        state.model().setExplanation(explanation);
        test::letQueuedHappen();
        const QImage with = test::pictureOf(panes.trace());
        const QRect plot = panes.trace().frame().plot.adjusted(2, 20, -2, -22);
        double sum = 0;
        for (int y = plot.top(); y < plot.bottom(); ++y) {
            for (int x = plot.left(); x < plot.right(); ++x) {
                sum += std::abs(qRed(with.pixel(x, y)) - qRed(without.pixel(x, y)));
                sum += std::abs(qBlue(with.pixel(x, y)) - qBlue(without.pixel(x, y)));
            }
        }
        return sum;
    }
};

TEST_F(Maps, AWeakMapLooksWeakOnItsModelsScale) {
    const double strong = seen(made(0.1)), weak = seen(made(0.1, 50));
    EXPECT_GT(strong, 0);
    EXPECT_LT(weak, strong / 8);
    // Nobody measured it: each map fills its own scale, and the legend says that it cannot be compared.
    const double alone = seen(made(0)), weak_alone = seen(made(0, 50));
    EXPECT_NEAR(weak_alone, alone, 0.02 * alone);
}

TEST_F(Maps, AMapThatRandomOrdersEqualIsGrey) {
    const auto explanation = made(0.1);
    test::ThreePanes panes(state);
    state.model().setExplanation(explanation);
    test::settle(panes, {1100, 300});
    const auto colourful = [&](const TriptychPane& pane) {
        const QImage picture = test::pictureOf(const_cast<TriptychPane&>(pane));
        const QRect plot = pane.frame().plot.adjusted(2, 20, -2, -24);
        int count = 0;
        for (int y = plot.top(); y < plot.bottom(); ++y) {
            for (int x = plot.left(); x < plot.right(); ++x)
                count += QColor(picture.pixel(x, y)).hsvSaturation() > 110 ? 1 : 0;
        }
        return count;
    };
    EXPECT_GT(colourful(panes.trace()), 100);
    auto refined = std::make_shared<Explanation>(*explanation);
    refined->badge = testedAs(0.9);
    state.why().map().setRefined(refined);
    state.why().map().setTest(MapState::Test::done);
    test::letQueuedHappen();
    EXPECT_TRUE(state.why().map().isGrey());
    EXPECT_EQ(colourful(panes.trace()), 0);
    refined = std::make_shared<Explanation>(*explanation);
    refined->badge = testedAs(0.95);
    state.why().map().setRefined(refined);
    test::letQueuedHappen();
    EXPECT_FALSE(state.why().map().isGrey());
    EXPECT_GT(colourful(panes.trace()), 100);
}

TEST_F(Maps, WhatWasFoundGoesWithItsExplanation) {
    state.model().setExplanation(made(0));
    auto refined = std::make_shared<Explanation>(*made(0));
    refined->badge = testedAs(0.2);
    state.why().map().setRefined(refined);
    state.why().map().setTest(MapState::Test::done);
    EXPECT_EQ(explanationInView(state), refined);
    const auto next = made(0);
    state.model().setExplanation(next);
    EXPECT_EQ(explanationInView(state), next);
    EXPECT_EQ(state.why().map().test(), MapState::Test::none);
    EXPECT_FALSE(state.why().map().isGrey());
}

TEST(MapScaleOfAView, SaysWhereItWasMeasured) {
    Explanation explanation = *made(0.05);
    const MapScale model = mapScale(explanation, "time", 0.2F);
    EXPECT_EQ(model.origin, ScaleOrigin::model);
    EXPECT_DOUBLE_EQ(model.full, 0.05);
    explanation.scale_of_recording = true;
    EXPECT_EQ(mapScale(explanation, "time", 0.2F).origin, ScaleOrigin::recording);
    explanation.inputs[0].scale = 0;
    const MapScale alone = mapScale(explanation, "time", 0.2F);
    EXPECT_EQ(alone.origin, ScaleOrigin::map);
    EXPECT_NEAR(alone.full, 0.2, 1e-6);
    for (const MapScale& scale : {model, alone}) {
        const auto ends = mapEnds(scale, {});
        ASSERT_FALSE(ends.empty());
        EXPECT_TRUE(ends.front().high.contains(QStringLiteral("of the score"))) << ends.front().high.toStdString();
        EXPECT_TRUE(ends.front().low.startsWith(QChar(0x2212)));
    }
    EXPECT_NE(mapEnds(model, {}).front().high, mapEnds({0.05, ScaleOrigin::recording}, {}).front().high);
    EXPECT_EQ(mapEnds(model, {false, false}).front().low, QStringLiteral("0"));
    EXPECT_TRUE(mapEnds(model, {}).front().high.startsWith(QChar(0x2265))) << "0.2 is drawn as 0.05 is";
    explanation.inputs[0].scale = 0.3;
    EXPECT_FALSE(mapEnds(mapScale(explanation, "time", 0.2F), {}).front().high.startsWith(QChar(0x2265)));
}

TEST(MapLevel, IsAShareOfFullStrengthAndNoMore) {
    const MapScale scale{0.1, ScaleOrigin::model};
    EXPECT_DOUBLE_EQ(mapLevel(0.05, scale, {}), 0.5);
    EXPECT_DOUBLE_EQ(mapLevel(-0.05, scale, {}), -0.5);
    EXPECT_DOUBLE_EQ(mapLevel(-0.05, scale, {false, false}), 0.5);
    EXPECT_DOUBLE_EQ(mapLevel(7, scale, {}), 1);
    EXPECT_DOUBLE_EQ(mapLevel(NAN, scale, {}), 0);
    EXPECT_DOUBLE_EQ(mapLevel(1, {}, {}), 0) << "a map of nothing";
}

TEST(MapBadgeWords, SayWhetherItBeatsRandomOrdersAndByWhatNumbers) {
    MapState state;
    Explanation why = *made(0.1);
    why.badge = testedAs(0.975);
    EXPECT_EQ(testedWords(*why.badge), QStringLiteral("✓ better than 39 of 40 random guesses"));
    state.setRefined(std::make_shared<const Explanation>(why));
    state.setTest(MapState::Test::done);
    MapBadge badge = mapBadge(state, why);
    EXPECT_FALSE(badge.is_bad);
    for (const char* const word : {"deletion gain", "insertion gain", "39 of 40", "at least", "31 %", "|ρ| 0.21"})
        EXPECT_TRUE(badge.tip.contains(QString::fromUtf8(word))) << word << " in " << badge.tip.toStdString();
    EXPECT_TRUE(badge.tip.contains(QStringLiteral("times full strength"))) << "drawn no stronger than full";
    // Better than all guesses, and too weak to be seen: it says so, and bears no tick.
    Explanation faint = *made(0.1, 50);
    faint.badge = testedAs(1);
    EXPECT_TRUE(testedWords(faint).startsWith(QStringLiteral("faint"))) << testedWords(faint).toStdString();
    badge = mapBadge(state, faint);
    EXPECT_FALSE(badge.words.constFirst().contains(QChar(0x2713)));
    EXPECT_FALSE(badge.words.constLast().contains(QChar(0x2713)));
    EXPECT_TRUE(badge.tip.contains(QStringLiteral("of full strength")));
    EXPECT_TRUE(badge.tip.contains(QStringLiteral("40 of 40"))) << "the figure is kept";
    // No better than guesses, for there is nothing to find: said in words.
    Explanation flat = *made(0.1, 50);
    flat.badge = testedAs(0.5);
    EXPECT_EQ(testedWords(flat), QStringLiteral("grey: no stretch by itself changes this answer"));
    badge = mapBadge(state, flat);
    EXPECT_EQ(badge.words.constLast(), QStringLiteral("grey: no stretch changes it"));
    EXPECT_TRUE(badge.tip.contains(QStringLiteral("whichever single stretch is taken away")));
    Explanation occluded = *made(0.01);
    occluded.method = "occlusion";
    occluded.score = 12;
    occluded.badge = testedAs(0.5);
    EXPECT_EQ(testedWords(occluded), QStringLiteral("grey: no stretch by itself changes this answer"));
    occluded.score = 0.02;
    EXPECT_TRUE(testedWords(occluded).startsWith(QStringLiteral("grey: better than only")));
    // An order that does as well counts half, and 37.5 of 40 are not 38.
    why.badge = testedAs(0.9375);
    EXPECT_EQ(testedWords(*why.badge), QStringLiteral("grey: better than only 37 of 40 guesses (38 needed)"));
    badge = mapBadge(state, why);
    EXPECT_TRUE(badge.is_bad);
    state.setTest(MapState::Test::running);
    EXPECT_TRUE(mapBadge(state, *made(0.1)).words.constFirst().contains(QStringLiteral("testing")));
    state.setTest(MapState::Test::impossible, QStringLiteral("No map."));
    EXPECT_TRUE(mapBadge(state, *made(0.1)).tip.contains(QStringLiteral("No map.")));
    why.has_completeness = true;
    why.converged = false;
    why.completeness_relative = 0.07;
    EXPECT_TRUE(mapBadge(state, why).words.constFirst().contains(QStringLiteral("does not add up: 7.0 % off")));
}

// A model without that branch, a method without a map, no numbers, nothing but zeros: a sentence each.
TEST(NoMap, IsSaidWhereAMapWouldBe) {
    Explanation why = *made(0.1);
    EXPECT_TRUE(whyNoTraceMap(why).isEmpty());
    EXPECT_TRUE(whyNoPictureMap(why).isEmpty());
    Explanation no_picture = why;
    no_picture.inputs.pop_back();
    EXPECT_TRUE(whyNoPictureMap(no_picture).constFirst().contains(QStringLiteral("reads no picture")));
    Explanation no_trace = why;
    no_trace.inputs.erase(no_trace.inputs.begin());
    EXPECT_TRUE(whyNoTraceMap(no_trace).constFirst().contains(QStringLiteral("does not read the trace")));
    Explanation no_numbers = why;
    no_numbers.inputs[0].values[7] = NAN;
    EXPECT_TRUE(whyNoTraceMap(no_numbers).constFirst().contains(QStringLiteral("no numbers")));
    Explanation zero = why;
    for (float& value : zero.inputs[0].values) value = 0;
    EXPECT_TRUE(whyNoTraceMap(zero).constFirst().contains(QStringLiteral("zero everywhere")));
    Explanation bars = why;
    bars.inputs = {{"branches", {{"branch", "", {}, {"time"}}}, {1}, {1}, 1}};
    EXPECT_TRUE(whyNoTraceMap(bars).constFirst().contains(QStringLiteral("draws no map")));
    EXPECT_TRUE(whyNoPictureMap(bars).isEmpty()) << "it is said once";
}

}  // namespace
}  // namespace triptych::ui
