// Clocks of stamps that were taken on arrival: they come early and late, in bursts and on the ticks of a coarse clock.
// The rate is what all of them say, and only a gap is a gap.
#include "core/formats/csv/lasting_steps.h"
#include "core/text/numbers.h"
#include "tests/formats/csv/tables.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace triptych::formats {
namespace {

using namespace test;

std::string tableOf(const std::string& head, const std::vector<double>& times, int decimals) {
    std::string text = head + '\n';
    for (std::size_t i = 0; i < times.size(); ++i) {
        text += number(times[i], decimals) + ',' + number(waveAt(static_cast<int>(i)), 2) + '\n';
    }
    return text;
}

// Stamps in whole milliseconds, each up to `late_ms` late.
std::vector<double> arrivals(int rows, double rate_hz, int late_ms, unsigned seed) {
    std::mt19937 made(seed);
    std::vector<double> times;
    for (int i = 0; i < rows; ++i) {
        times.push_back(std::floor(1000 * i / rate_hz + made() % static_cast<unsigned>(late_ms + 1)));
    }
    std::sort(times.begin(), times.end());
    return times;
}

TEST(UnevenClocks, LateStampsInMillisecondsLeaveTheRateAndMakeNoGaps) {
    for (const double rate_hz : {128.0, 250.0, 500.0}) {
        for (const int late_ms : {1, 2, 4, 8, 15, 30}) {
            const int rows = static_cast<int>(20 * rate_hz);
            for (const unsigned seed : {1U, 5U}) {
                const auto times = arrivals(rows, rate_hz, late_ms, seed);
                const auto recording = mustOpenTable(tableOf("time_ms,ECG (mV)", times, 0));
                ASSERT_TRUE(recording);
                EXPECT_NEAR(recording->leads[0].rate_hz, rate_hz, 2e-3 * rate_hz) << late_ms << ' ' << seed;
                expectWave(*recording, 0, rows);
            }
        }
    }
}

TEST(UnevenClocks, StampsWithNormalErrorsOfAnySize) {
    for (const double error : {0.2, 0.5, 1.0, 2.0}) {  // of a sample
        std::mt19937 made(7);
        std::vector<double> times;
        for (int i = 0; i < 5000; ++i) {
            double sum = 0;  // nearly normal, the same in every library
            for (int k = 0; k < 12; ++k) sum += static_cast<double>(made() % 100'001) / 100'000;
            times.push_back(1 + i / 250.0 + (sum - 6) * error / 250);
        }
        std::sort(times.begin(), times.end());
        const auto recording = mustOpenTable(tableOf("time_s,ECG (mV)", times, 6));
        ASSERT_TRUE(recording);
        EXPECT_NEAR(recording->leads[0].rate_hz, 250, 0.3) << error;
        expectWave(*recording, 0, 5000);
    }
}

TEST(UnevenClocks, GapsAmongLateStampsAreGaps) {
    for (const int late_ms : {2, 4, 8}) {
        auto times = arrivals(5000, 250, late_ms, 3);
        for (std::size_t i = 2000; i < times.size(); ++i) times[i] += 1500;
        for (std::size_t i = 4000; i < times.size(); ++i) times[i] += 800;
        const auto recording = mustOpenTable(tableOf("time_ms,ECG (mV)", times, 0));
        ASSERT_TRUE(recording);
        const Lead& lead = recording->leads[0];
        EXPECT_NEAR(lead.rate_hz, 250, 0.5) << late_ms;
        EXPECT_NEAR(static_cast<double>(lead.samples), 5000 + 375 + 200, 4) << late_ms;
        EXPECT_EQ(recording->format_detail, "2 gaps");
        EXPECT_NEAR(physical(*recording, 0, 1999, 1)[0], waveAt(1999), 1e-6);
        EXPECT_TRUE(std::isnan(physical(*recording, 0, 2100, 1)[0]));
        EXPECT_NEAR(physical(*recording, 0, lead.samples - 1, 1)[0], waveAt(4999), 1e-6);
    }
}

TEST(UnevenClocks, PacketsThatComeLate) {
    for (const int packet : {10, 25}) {
        std::mt19937 made(11);
        std::vector<double> times;
        for (int i = 0; i < 5000 / packet; ++i) {
            const double time = std::floor((i + 1) * packet * 4 + made() % 25);
            for (int k = 0; k < packet; ++k) times.push_back(time);
        }
        std::sort(times.begin(), times.end());
        const auto recording = mustOpenTable(tableOf("time_ms,ECG (mV)", times, 0));
        ASSERT_TRUE(recording);
        EXPECT_NEAR(recording->leads[0].rate_hz, 250, 0.5) << packet;
        expectWave(*recording, 0, 5000);
    }
}

TEST(UnevenClocks, ASteadyClockKeepsItsSmallGaps) {
    std::string text = "time_ms,ECG (mV)\n";
    for (int i = 0; i < 2500; ++i) {
        if (i < 1000 || i >= 1003) text += std::to_string(4 * i) + ',' + number(waveAt(i), 2) + '\n';
    }
    const auto recording = mustOpenTable(text);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    EXPECT_EQ(recording->leads[0].samples, 2500);
    EXPECT_EQ(recording->format_detail, "1 gap");
    EXPECT_TRUE(std::isnan(physical(*recording, 0, 1001, 1)[0]));
    EXPECT_NEAR(physical(*recording, 0, 2499, 1)[0], waveAt(2499), 1e-6);
}

TEST(UnevenClocks, ARowThatStandsTwiceIsLeftOut) {
    std::string text = "time_ms,ECG (mV)\n";
    for (int i = 0; i < 2500; ++i) {
        const std::string row = std::to_string(4 * i) + ',' + number(waveAt(i), 2) + '\n';
        text += i == 1000 ? row + row : row;
    }
    const auto recording = mustOpenTable(text);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    expectWave(*recording, 0, 2500);
    EXPECT_NE(warningsOf(*recording).find("1 row has the time of the row before it"), std::string::npos)
        << warningsOf(*recording);
    EXPECT_NEAR(physical(*recording, 0, 1000, 1)[0], waveAt(1000), 1e-6);
    EXPECT_NEAR(physical(*recording, 0, 1001, 1)[0], waveAt(1001), 1e-6);
}

TEST(LastingSteps, AGapLastsAndALateStampDoesNot) {
    LastingSteps steps;
    for (std::int64_t i = 0; i < 400; ++i) {
        const double late_s = i == 100 ? 0.05 : 0;
        const double gap_s = i >= 300 ? 0.05 : 0;
        steps.add(1e9 + static_cast<double>(i) / 250 + late_s + gap_s, i, i == 100 || i == 300);
    }
    steps.finish();
    EXPECT_NEAR(steps.period_s(), 0.004, 1e-6);
    ASSERT_EQ(steps.steps().size(), 2U);
    EXPECT_LT(steps.steps()[0].lasting_s, 0.01);
    EXPECT_NEAR(steps.steps()[1].lasting_s, 0.05, 1e-3);
}

}  // namespace
}  // namespace triptych::formats
