#include "core/beats/windows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace triptych::beats {
namespace {

BeatList beatsAt(std::initializer_list<std::int64_t> samples, double rate_hz = kModelRateHz) {
    BeatList list;
    list.rate_hz = rate_hz;
    for (const std::int64_t sample : samples) list.beats.push_back({sample, kNormal});
    return list;
}

std::vector<float> ramp(std::size_t count) {
    std::vector<float> signal(count);
    std::iota(signal.begin(), signal.end(), 0.0F);
    return signal;
}

std::span<const float> row(const std::vector<float>& windows, std::size_t beat, std::size_t length) {
    return std::span(windows).subspan(beat * length, length);
}

TEST(ProductWindows, MarkStandsInColumnHundredAndTheMedianIsZero) {
    // A ramp's window is 400 ... 599: its median is 499.5, the mark's own value 500.
    const auto windows = productWindows(ramp(1000), beatsAt({500}));
    ASSERT_EQ(windows.size(), kProductLength);
    EXPECT_FLOAT_EQ(windows[kProductMark], 0.5F);
    EXPECT_FLOAT_EQ(windows.front(), -99.5F);
    EXPECT_FLOAT_EQ(windows.back(), 99.5F);
}

TEST(ProductWindows, TakeTheBeatsClockToTheModels) {
    // 360 Hz: sample 1440 is 4 s, column 500 of the lead at 125 Hz; 1441 (500.35) rounds down, 1442 (500.69) up.
    const auto windows = productWindows(ramp(1000), beatsAt({1440, 1441, 1442}, 360));
    std::vector<float> spike(1000, 0.0F);
    spike[500] = 1.0F;
    const auto at = productWindows(spike, beatsAt({1440, 1441, 1442}, 360));
    EXPECT_EQ(row(at, 0, kProductLength)[100], 1.0F);
    EXPECT_EQ(row(at, 1, kProductLength)[100], 1.0F);
    EXPECT_EQ(row(at, 2, kProductLength)[99], 1.0F);
    EXPECT_EQ(windows.size(), 3 * kProductLength);
}

TEST(ProductWindows, AreFilledWithTheEdgeValueBeyondTheRecording) {
    std::vector<float> signal(300, 2.0F);
    signal.front() = 7.0F;  // at the left edge, 61 columns wide in the first window
    signal.back() = -3.0F;
    const auto windows = productWindows(signal, beatsAt({40, 290}));
    const auto first = row(windows, 0, kProductLength);
    EXPECT_TRUE(std::all_of(first.begin(), first.begin() + 61, [](float v) { return v == 5.0F; }));
    EXPECT_TRUE(std::all_of(first.begin() + 61, first.end(), [](float v) { return v == 0.0F; }));
    const auto last = row(windows, 1, kProductLength);
    EXPECT_EQ(last[108], 0.0F);
    EXPECT_TRUE(std::all_of(last.begin() + 109, last.end(), [](float v) { return v == -5.0F; }));
}

TEST(ProductWindows, GiveEveryBeatARowInOrderEvenOutsideTheRecording) {
    const auto windows = productWindows(ramp(500), beatsAt({-5000, 250, 90000}));
    ASSERT_EQ(windows.size(), 3 * kProductLength);
    for (const std::size_t outside : {0U, 2U}) {
        const auto beat = row(windows, outside, kProductLength);
        EXPECT_TRUE(std::all_of(beat.begin(), beat.end(), [](float v) { return v == 0.0F; }));
    }
    EXPECT_EQ(row(windows, 1, kProductLength)[100], 0.5F);
}

TEST(ProductWindows, ReadMissingSamplesAsTheMedian) {
    std::vector<float> signal(400, 3.0F);
    signal[200] = std::numeric_limits<float>::quiet_NaN();
    signal[201] = std::numeric_limits<float>::infinity();
    signal[202] = 5.0F;
    const auto windows = productWindows(signal, beatsAt({200}));
    EXPECT_EQ(windows[100], 0.0F);
    EXPECT_EQ(windows[101], 0.0F);
    EXPECT_EQ(windows[102], 2.0F);
}

TEST(ProductWindows, OfAnEmptyLeadAreZeros) {
    const auto windows = productWindows({}, beatsAt({10}));
    EXPECT_EQ(windows, std::vector<float>(kProductLength, 0.0F));
}

// Beats every 100 samples (0.8 s) give 1.2 × 0.8 s = 120 samples.
TEST(ParityWindows, LastOneAndAFifthOfTheMedianInterval) {
    std::vector<float> signal(1250, 0.5F);
    signal[0] = 0.0F;
    signal[1] = 1.0F;
    const auto windows = parityWindows(signal, beatsAt({100, 200, 300, 400, 550}));
    ASSERT_EQ(windows.size(), 5 * kParityLength);
    for (std::size_t beat = 0; beat < 5; ++beat) {
        const auto values = row(windows, beat, kParityLength);
        EXPECT_TRUE(std::all_of(values.begin(), values.begin() + 120, [](float v) { return v == 0.5F; })) << beat;
        EXPECT_TRUE(std::all_of(values.begin() + 120, values.end(), [](float v) { return v == 0.0F; })) << beat;
    }
}

TEST(ParityWindows, StartAtTheMarkAndAreScaledByTheirTenSeconds) {
    std::vector<float> signal(2500, 0.0F);
    signal[10] = -2.0F;  // first ten seconds: [-2, 6]
    signal[300] = 6.0F;
    signal[1300] = 10.0F;  // second: [0, 10]
    signal[1500] = 5.0F;
    const auto windows = parityWindows(signal, beatsAt({300, 400, 1500, 1600}));
    EXPECT_FLOAT_EQ(row(windows, 0, kParityLength)[0], 1.0F);
    EXPECT_FLOAT_EQ(row(windows, 0, kParityLength)[1], 0.25F);
    EXPECT_FLOAT_EQ(row(windows, 2, kParityLength)[0], 0.5F);
    EXPECT_FLOAT_EQ(row(windows, 2, kParityLength)[1], 0.0F);
}

TEST(ParityWindows, ReadOnBeyondTheirTenSecondsAndAreClampedThere) {
    std::vector<float> signal(2500, 0.0F);
    signal[100] = 1.0F;  // first ten seconds: [0, 1]
    signal[1240] = 0.5F;
    signal[1260] = 9.0F;   // beyond them, higher than they ever are
    signal[1270] = -9.0F;  // and lower
    signal[1280] = 0.25F;
    const auto windows = parityWindows(signal, beatsAt({1140, 1240}));
    const auto beat = row(windows, 1, kParityLength);
    EXPECT_FLOAT_EQ(beat[0], 0.5F);
    EXPECT_FLOAT_EQ(beat[20], 1.0F);
    EXPECT_FLOAT_EQ(beat[30], 0.0F);
    EXPECT_FLOAT_EQ(beat[40], 0.25F);
}

TEST(ParityWindows, ReadTheRemainderWithTheLastTenSeconds) {
    // 12 s: the last two seconds hold [0, 1], the last ten [0, 4].
    std::vector<float> signal(1500, 0.0F);
    signal[100] = 8.0F;  // 11.2 s before the end: in the first window only
    signal[600] = 4.0F;
    signal[1300] = 1.0F;
    const auto windows = parityWindows(signal, beatsAt({600, 1300}));
    EXPECT_FLOAT_EQ(row(windows, 0, kParityLength)[0], 0.5F);
    EXPECT_FLOAT_EQ(row(windows, 1, kParityLength)[0], 0.25F);
}

TEST(ParityWindows, TakeTheListsMedianWhereTheirTenSecondsHaveNoInterval) {
    // First window: three beats 100 apart. Second: one beat; the list's intervals are 100, 100, 1500: median 100.
    std::vector<float> signal(2500, 0.0F);
    std::fill(signal.begin() + 1800, signal.end(), 1.0F);
    const auto windows = parityWindows(signal, beatsAt({100, 200, 300, 1800}));
    const auto beat = row(windows, 3, kParityLength);
    EXPECT_EQ(beat[119], 1.0F);
    EXPECT_EQ(beat[120], 0.0F);
}

TEST(ParityWindows, AreWholeWithoutAnyInterval) {
    std::vector<float> signal(1250, 1.0F);
    signal[0] = 0.0F;
    const auto windows = parityWindows(signal, beatsAt({500}));
    EXPECT_TRUE(std::all_of(windows.begin(), windows.end(), [](float v) { return v == 1.0F; }));
}

TEST(ParityWindows, AreCutAtTheirLengthWhenTheHeartIsSlow) {
    std::vector<float> signal(1250, 1.0F);  // RR 2 s: 1.2 × 250 = 300 samples
    signal[0] = 0.0F;
    const auto windows = parityWindows(signal, beatsAt({200, 450, 700}));
    EXPECT_TRUE(std::all_of(windows.begin(), windows.end(), [](float v) { return v == 1.0F; }));
}

TEST(ParityWindows, AreZeroBeyondTheRecordingAndInFlatOrMissingStretches) {
    std::vector<float> signal(600, 1.0F);
    signal[0] = 0.0F;
    const auto at_end = parityWindows(signal, beatsAt({450, 550, 700, -20}));
    EXPECT_EQ(row(at_end, 1, kParityLength)[49], 1.0F);
    EXPECT_EQ(row(at_end, 1, kParityLength)[50], 0.0F);
    EXPECT_EQ(row(at_end, 2, kParityLength)[0], 0.0F);
    EXPECT_EQ(row(at_end, 3, kParityLength)[19], 0.0F);  // before sample 0

    const std::vector<float> flat(600, 3.0F);
    EXPECT_EQ(parityWindows(flat, beatsAt({100, 200})), std::vector<float>(2 * kParityLength, 0.0F));
    signal[460] = std::numeric_limits<float>::quiet_NaN();
    const auto holed = parityWindows(signal, beatsAt({450, 550}));
    EXPECT_EQ(holed[10], 0.0F);
    EXPECT_EQ(holed[11], 1.0F);
}

TEST(ParityWindows, StayWithinZeroAndOneWhateverTheSignal) {
    std::vector<float> signal(4000);
    for (std::size_t i = 0; i < signal.size(); ++i) {
        signal[i] = std::sin(0.37F * static_cast<float>(i)) * static_cast<float>(i % 97);
    }
    const auto windows = parityWindows(signal, beatsAt({5, 130, 240, 1200, 1249, 1250, 2600, 3900, 3999}));
    const auto [low, high] = std::minmax_element(windows.begin(), windows.end());
    EXPECT_GE(*low, 0.0F);
    EXPECT_LE(*high, 1.0F);
    EXPECT_GT(*high, 0.5F);
}

}  // namespace
}  // namespace triptych::beats
