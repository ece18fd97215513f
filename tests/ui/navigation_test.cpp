#include "ui/state/navigation.h"

#include <gtest/gtest.h>

#include <random>

namespace triptych::ui {
namespace {

std::vector<LabelledBeat> beatsAt(std::initializer_list<double> times) {
    std::vector<LabelledBeat> made;
    for (const double time_s : times) made.push_back({static_cast<std::int64_t>(time_s * 100), time_s, kNormal});
    return made;
}

TEST(Viewport, TimeAndPixelAreInverse) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> start(0, 86400), span(0.2, 86400), place(-100, 4000);
    for (int i = 0; i < 1000; ++i) {
        const Viewport view{start(random), span(random)};
        const double x = place(random);
        EXPECT_NEAR(view.xOf(view.timeAt(x, 46, 1554), 46, 1554), x, 1e-6);
    }
}

TEST(Navigation, TheAnchorOfAZoomKeepsItsPixel) {
    const Viewport before{100, 10};
    for (const double factor : {0.3, 0.8, 1.0, 1.25, 7.0}) {
        const Viewport after = zoomedAt(before, 107.5, factor);
        EXPECT_NEAR(after.xOf(107.5, 0, 1000), before.xOf(107.5, 0, 1000), 1e-9);
        EXPECT_NEAR(after.span_s, 10 * factor, 1e-12);
    }
}

TEST(Navigation, AZoomNeverPassesTheShortestSpan) {
    const Viewport after = zoomedAt({10, 0.3}, 10.2, 0.01);
    EXPECT_DOUBLE_EQ(after.span_s, kShortestSpan_s);
    EXPECT_NEAR(after.timeAt(2.0 / 3, 0, 1), 10.2, 1e-12);
}

TEST(Navigation, NearestBeatIsTheNearestOnEitherSide) {
    const auto beats = beatsAt({1, 2, 4});
    EXPECT_EQ(nearestBeat(beats, -5), 0U);
    EXPECT_EQ(nearestBeat(beats, 1.4), 0U);
    EXPECT_EQ(nearestBeat(beats, 1.6), 1U);
    EXPECT_EQ(nearestBeat(beats, 3), 1U) << "the earlier of two equally near";
    EXPECT_EQ(nearestBeat(beats, 3.01), 2U);
    EXPECT_EQ(nearestBeat(beats, 99), 2U);
    EXPECT_EQ(nearestBeat({}, 1), std::nullopt);
}

TEST(Navigation, BeatsWithinIsHalfOpen) {
    const auto beats = beatsAt({1, 2, 4});
    EXPECT_EQ(beatsWithin(beats, 1, 4), (std::pair<std::size_t, std::size_t>(0, 2)));
    EXPECT_EQ(beatsWithin(beats, 1.5, 4.5), (std::pair<std::size_t, std::size_t>(1, 3)));
    EXPECT_EQ(beatsWithin(beats, 5, 9), (std::pair<std::size_t, std::size_t>(3, 3)));
    EXPECT_EQ(beatsWithin(beats, 9, 5), (std::pair<std::size_t, std::size_t>(3, 3))) << "never inverted";
}

}  // namespace
}  // namespace triptych::ui
