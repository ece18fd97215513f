// What the network sees does not depend on the recorder's gain, offset or unit.
#include "core/waves/lead_signal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::waves {
namespace {

// A stroke every second over a slow wave.
std::vector<float> strokes(double gain, double offset) {
    std::vector<float> out(2500);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double stroke = i % 250 < 10 ? 1 - static_cast<double>(i % 250) / 10 : 0;
        out[i] = static_cast<float>(gain * (stroke + 0.2 * std::sin(static_cast<double>(i) / 800)) + offset);
    }
    return out;
}

TEST(WavesLeadSignal, GainAndOffsetFallOut) {
    auto plain = strokes(1, 0);
    auto other = strokes(250, -1000);
    normalise(plain);
    normalise(other);
    for (std::size_t i = 0; i < plain.size(); ++i) ASSERT_NEAR(plain[i], other[i], 2e-3);
}

TEST(WavesLeadSignal, AComplexIsAboutOneTall) {
    auto signal = strokes(0.3, 0.1);
    normalise(signal);
    const auto [low, high] = std::ranges::minmax(signal);
    EXPECT_NEAR(high - low, 1, 0.2);
}

TEST(WavesLeadSignal, AFlatLeadBecomesZeros) {
    std::vector<float> signal(1000, 0.7F);
    normalise(signal);
    EXPECT_TRUE(std::ranges::all_of(signal, [](float value) { return value == 0; }));
    std::vector<float> none;
    normalise(none);
    EXPECT_TRUE(none.empty());
}

TEST(WavesLeadSignal, ASpikeIsCutAndDoesNotShrinkTheRest) {
    auto signal = strokes(1, 0);
    auto spiked = signal;
    spiked[1130] = 500;
    normalise(signal);
    normalise(spiked);
    EXPECT_LE(spiked[1130], 3);
    EXPECT_NEAR(spiked[2000], signal[2000], 0.02);
}

}  // namespace
}  // namespace triptych::waves
