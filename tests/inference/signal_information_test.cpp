// What a map shares with the trace: a map that is the trace, and one that is noise.
#include "core/inference/signal_information.h"

#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::inference {
namespace {

Explanation mapped(bool follows) {
    Explanation out;
    Attribution map{"time", {{"channel", "", {}, {"beat", "beat − typical beat"}}, {"time", "s", {}, {}}}, {}, {}, 0};
    Random random(1);
    for (int i = 0; i < 200; ++i) {
        map.axes[1].values.push_back(i / 125.0);
        const double beat = std::exp(-std::pow((i - 100) / 12.0, 2)) + 0.3 * std::exp(-std::pow((i - 150) / 15.0, 2));
        map.seen.push_back(static_cast<float>(beat));
        map.values.push_back(static_cast<float>(follows ? -beat : random.normal()));
    }
    map.seen.resize(400, 0);
    map.values.resize(400, 0);
    out.inputs.push_back(map);
    return out;
}

TEST(SignalInformation, OfAMapThatFollowsTheTraceIsFarAboveChance) {
    const auto follows = signalInformation(mapped(true));
    ASSERT_TRUE(follows);
    EXPECT_GT(follows->z, 3);
    EXPECT_LT(follows->p, 0.05);
    EXPECT_EQ(follows->draws, 200);
    const auto noise = signalInformation(mapped(false));
    ASSERT_TRUE(noise);
    EXPECT_LT(std::abs(noise->z), 3);
    EXPECT_LT(noise->value, follows->value);
}

TEST(SignalInformation, IsNothingWithoutAMapOfTheTrace) {
    EXPECT_FALSE(signalInformation({}));
}

}  // namespace
}  // namespace triptych::inference
