#include "core/dsp/resample.h"

#include "core/dsp/gaps.h"
#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

#include <limits>
#include <stop_token>
#include <utility>

namespace triptych::dsp {
namespace {

using test::sine;

// Largest difference away from the ends, where the filter sees only the signal.
double worstInside(const std::vector<float>& a, const std::vector<float>& b, std::size_t margin) {
    double worst = 0;
    for (std::size_t i = margin; i + margin < std::min(a.size(), b.size()); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - b[i]));
    return worst;
}

const std::pair<double, double> kRates[] = {{360, 125},  {250, 125}, {125, 360},   {500, 125},
                                            {1000, 125}, {128, 125}, {257.3, 125}, {360, 124.99871}};

TEST(Resample, GivesTheCeilingOfTheRatio) {
    EXPECT_EQ(resample(std::vector<float>(650000), 360, 125).size(), 225695U);
    EXPECT_EQ(resample(std::vector<float>(72), 360, 125).size(), 25U);
    EXPECT_EQ(resample(std::vector<float>(73), 360, 125).size(), 26U);
    EXPECT_EQ(resample(std::vector<float>(1), 360, 125).size(), 1U);
    EXPECT_EQ(resample(std::vector<float>(10), 100, 250).size(), 25U);
    EXPECT_TRUE(resample({}, 360, 125).empty());
}

TEST(Resample, KeepsSinesOfThePassBandInPlaceAndSize) {
    for (const auto& [from, to] : kRates) {
        const double lower = std::min(from, to);
        for (const double part : {0.02, 0.1, 0.25, 0.4}) {
            const double hz = part * lower;
            const auto out = resample(sine(hz, from, static_cast<std::size_t>(20 * from)), from, to);
            EXPECT_LT(worstInside(out, sine(hz, to, out.size()), static_cast<std::size_t>(to)), 1e-3)
                << from << " to " << to << " at " << hz;
        }
    }
}

TEST(Resample, StopsWhatTheLowerRateCannotHoldBy60Decibel) {
    for (const double hz : {62.5, 70.0, 90.0, 124.0, 179.0}) {
        const auto out = resample(sine(hz, 360, 36000), 360, 125);
        EXPECT_LT(worstInside(out, std::vector<float>(out.size()), 125), 1e-3) << hz;
    }
    // Upwards: no image of a 100 Hz sine about 250 Hz may stand beside it.
    const auto up = resample(sine(100, 250, 5000), 250, 1000);
    EXPECT_LT(worstInside(up, sine(100, 1000, up.size()), 1000), 1e-3);
}

TEST(Resample, HalvesAtTheStatedCut) {
    const auto out = resample(sine(0.45 * 125, 360, 36000), 360, 125);
    EXPECT_LT(worstInside(out, sine(0.45 * 125, 125, out.size(), 0.5), 125), 0.02);
}

TEST(Resample, KeepsAConstantExactly) {
    for (const auto& [from, to] : kRates)
        for (const float value : resample(std::vector<float>(997, 1.25F), from, to)) EXPECT_NEAR(value, 1.25F, 2e-6F);
}

TEST(Resample, GoesThereAndBack) {
    std::vector<float> mix = sine(1.3, 125, 5000);
    const auto other = sine(31, 125, 5000, 0.4, 1.1);
    for (std::size_t i = 0; i < mix.size(); ++i) mix[i] += other[i];
    const auto back = resample(resample(mix, 125, 360), 360, 125);
    ASSERT_EQ(back.size(), mix.size());
    EXPECT_LT(worstInside(back, mix, 125), 2e-3);
}

TEST(Resample, HasNoDelay) {
    // A symmetric bump at a sample that both rates share stays symmetric about it.
    std::vector<float> bump(7200);
    for (std::size_t i = 0; i < bump.size(); ++i)
        bump[i] = static_cast<float>(std::exp(-std::pow((static_cast<double>(i) - 3600) / 20.0, 2)));
    const auto out = resample(bump, 360, 125);
    for (std::size_t k = 1; k < 100; ++k) EXPECT_NEAR(out[1250 - k], out[1250 + k], 1e-6) << k;
    EXPECT_NEAR(out[1250], 1, 1e-3);
}

TEST(Resample, BridgesMissingSamples) {
    std::vector<float> ramp(3600);
    for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<float>(i) / 3600;
    const auto whole = resample(ramp, 360, 125);
    for (std::size_t i = 1000; i < 1100; ++i) ramp[i] = std::nanf("");
    const auto bridged = resample(ramp, 360, 125);
    EXPECT_LT(worstInside(whole, bridged, 0), 1e-5);
    for (const float value : resample(std::vector<float>(100, std::nanf("")), 360, 125)) EXPECT_TRUE(std::isnan(value));
}

TEST(Resample, DoesNotDependOnWhereItsBlocksAndGapsLie) {
    std::vector<float> signal = sine(3.7, 360, 200'000);
    const auto cut = [&](std::size_t from, std::size_t past) {
        for (std::size_t i = from; i < past; ++i) signal[i] = std::nanf("");
    };
    cut(0, 70'000);       // longer than two blocks, at the start
    cut(98'300, 98'310);  // over the end of a block
    cut(120'000, 120'001);
    cut(150'000, 199'000);  // a bridge longer than a block
    cut(199'900, 200'000);  // at the end
    signal[140'000] = std::numeric_limits<float>::infinity();
    std::vector<float> bridge = signal;
    bridgeGaps(bridge);
    EXPECT_EQ(resample(signal, 125, 125), bridge) << "the bridge is that of bridgeGaps(), to the bit";
    for (const auto& [from, to] : kRates) EXPECT_EQ(resample(signal, from, to), resample(bridge, from, to)) << from;
    for (const std::size_t size : {1U, 2U, 32'767U, 32'768U, 32'769U}) {
        const auto part = std::span(bridge).first(size);
        EXPECT_EQ(resample(part, 125, 125), std::vector<float>(part.begin(), part.end())) << size;
    }
}

TEST(Resample, ReadsInOrderAndOnceAndStops) {
    const std::vector<float> signal = sine(3.7, 360, 300'000);
    std::int64_t next = 0;
    const SampleReader read = [&](std::int64_t first, std::span<float> out) {
        EXPECT_EQ(first, next);
        EXPECT_LE(out.size(), 1U << 16);
        next = first + static_cast<std::int64_t>(out.size());
        readerOf(signal)(first, out);
    };
    EXPECT_EQ(resample(read, 300'000, 360, 125), resample(signal, 360, 125));
    EXPECT_EQ(next, 300'000);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(resample(readerOf(signal), 300'000, 360, 125, {stop.get_token(), {}}).empty());
}

TEST(Resample, RefusesRatesWithoutMeaning) {
    const std::vector<float> signal(100, 1.0F);
    for (const double bad : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity(), 1e-9, 1e9}) {
        EXPECT_TRUE(resample(signal, bad, 125).empty()) << bad;
        EXPECT_TRUE(resample(signal, 360, bad).empty()) << bad;
    }
    EXPECT_EQ(resample(signal, 250, 250), signal);
}

}  // namespace
}  // namespace triptych::dsp
