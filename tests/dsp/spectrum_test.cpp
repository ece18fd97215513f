#include "core/dsp/spectrum.h"

#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

#include <numeric>
#include <stop_token>

namespace triptych::dsp {
namespace {

double area(const Spectrum& spectrum) {
    return std::accumulate(spectrum.power.begin(), spectrum.power.end(), 0.0) * spectrum.frequency_hz[1];
}

TEST(Welch, ObeysParseval) {
    // One segment: the area is the mean square under the window over that of the window, whatever the signal.
    const double rate = 250;
    const auto signal = test::noise(720, 7);  // 720 = 2^4·3^2·5 is taken whole
    const auto spectrum = welch(signal, rate);
    ASSERT_TRUE(spectrum);
    ASSERT_EQ(spectrum->segments, 1);
    const double mean = std::accumulate(signal.begin(), signal.end(), 0.0) / 720;
    double energy = 0, window_energy = 0;
    for (std::size_t n = 0; n < 720; ++n) {
        const double w = std::pow(std::sin(std::numbers::pi * static_cast<double>(n) / 720), 2);
        energy += std::pow(w * (signal[n] - mean), 2);
        window_energy += w * w;
    }
    EXPECT_NEAR(area(*spectrum), energy / window_energy, 1e-5 * energy / window_energy);
}

TEST(Welch, WhiteNoiseIsFlatAtItsVarianceOverTheBand) {
    const auto spectrum = welch(test::noise(360 * 600, 11, 0.5), 360);
    ASSERT_TRUE(spectrum);
    EXPECT_NEAR(area(*spectrum), 0.25, 0.005);
    double low = 0, high = 0;
    for (std::size_t k = 10; k < 200; ++k) low += spectrum->power[k] / 190;
    for (std::size_t k = 400; k < 590; ++k) high += spectrum->power[k] / 190;
    EXPECT_NEAR(low, 0.25 / 180, 0.03 * 0.25 / 180);
    EXPECT_NEAR(high, 0.25 / 180, 0.03 * 0.25 / 180);
}

TEST(Welch, ASinePeaksAtItsFrequencyWithItsPower) {
    const double rate = 360, amplitude = 0.7;
    const auto spectrum = welch(test::sine(17, rate, 3600 * 2, amplitude), rate);
    ASSERT_TRUE(spectrum);
    const auto peak = std::max_element(spectrum->power.begin(), spectrum->power.end()) - spectrum->power.begin();
    EXPECT_NEAR(spectrum->frequency_hz[static_cast<std::size_t>(peak)], 17, rate / 1440);
    EXPECT_NEAR(area(*spectrum), amplitude * amplitude / 2, 1e-3);
    // On a bin, the peak's density is A²/2 over the effective noise bandwidth.
    const double density = amplitude * amplitude / 2 / spectrum->resolution_hz;
    EXPECT_NEAR(spectrum->power[static_cast<std::size_t>(peak)], density, 1e-3);
}

TEST(Welch, CoversTheStretchWithEqualSegments) {
    const double rate = 360;
    const auto at = [&](double seconds) {
        return *welch(test::noise(static_cast<std::size_t>(seconds * rate), 1), rate);
    };
    EXPECT_EQ(at(0.6).segments, 1);
    EXPECT_EQ(at(4).segments, 1);
    EXPECT_EQ(at(6).segments, 2);
    EXPECT_EQ(at(10).segments, 4);
    EXPECT_EQ(at(1800).segments, 899);
    EXPECT_NEAR(at(4).resolution_hz, 1.5 / 4, 1e-9);
    EXPECT_EQ(at(4).frequency_hz.back(), 180);
    EXPECT_EQ(at(4).unit, "mV²/Hz");
    EXPECT_EQ(welch(test::noise(400, 1), rate, "mmHg")->unit, "mmHg²/Hz");
}

TEST(Welch, ForgetsTheMeanOfEachSegment) {
    std::vector<float> offset = test::sine(5, 360, 14400, 0.1);
    for (float& value : offset) value += 200;
    const auto spectrum = welch(offset, 360);
    ASSERT_TRUE(spectrum);
    EXPECT_NEAR(area(*spectrum), 0.005, 1e-4);
}

TEST(Welch, LeavesOutSegmentsWithMissingSamples) {
    auto signal = test::sine(5, 360, 14400, 1);
    signal[100] = test::kNan;
    const auto spectrum = welch(signal, 360);
    ASSERT_TRUE(spectrum);
    EXPECT_EQ(spectrum->segments, 18);  // of 19
    EXPECT_NEAR(area(*spectrum), 0.5, 1e-3);
    EXPECT_EQ(welch(std::vector<float>(1000, test::kNan), 360).error().code, ErrorCode::empty);
}

TEST(Welch, WhereEverySegmentHasAGapTheLongestPartWithoutOneIsTheStretch) {
    // 4 s are one segment: with one sample missing it is told from the 3 s after it, as if nothing else were there.
    auto signal = test::sine(5, 360, 1440, 1);
    signal[359] = test::kNan;
    const auto spectrum = welch(signal, 360);
    ASSERT_TRUE(spectrum);
    const auto alone = welch(std::span(signal).subspan(360), 360);
    ASSERT_TRUE(alone);
    EXPECT_EQ(spectrum->power, alone->power);
    EXPECT_EQ(spectrum->frequency_hz, alone->frequency_hz);
    EXPECT_NEAR(area(*spectrum), 0.5, 1e-3);

    std::vector<float> sparse(1000, test::kNan);
    for (std::size_t i = 0; i < sparse.size(); i += 4) sparse[i] = 1;
    const auto none = welch(sparse, 360);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::empty);
    EXPECT_EQ(none.error().what.text().find("missing all through"), std::string::npos) << none.error().what;
    const auto empty = welch(std::vector<float>(1000, test::kNan), 360);
    EXPECT_NE(empty.error().what.text().find("missing all through"), std::string::npos);
}

TEST(Welch, RefusesAndStops) {
    const auto signal = test::noise(1000, 1);
    EXPECT_EQ(welch(signal, 0).error().code, ErrorCode::wrong_use);
    EXPECT_EQ(welch(signal, 360, "mV", -1).error().code, ErrorCode::wrong_use);
    EXPECT_EQ(welch(std::span(signal).first(7), 360).error().code, ErrorCode::empty);
    EXPECT_TRUE(welch(std::span(signal).first(8), 360));
    EXPECT_TRUE(welch(std::span(signal).first(9), 360, "mV", 1e-9));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(welch(signal, 360, "mV", 4, {stop.get_token(), {}}).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::dsp
