// Heart rate variability against series worked by hand and closed forms.
#include "core/rhythm/hrv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace triptych::rhythm {
namespace {

constexpr double kPi = std::numbers::pi;

NnSeries seriesOf(const std::vector<double>& intervals_s, double from_s = 0) {
    std::vector<double> beats{from_s};
    for (const double interval : intervals_s) beats.push_back(beats.back() + interval);
    return nnIntervals(beats, std::vector<std::uint8_t>(beats.size(), 1));
}

// Intervals that a rule gives of the time at which they begin, until `to_s`.
template <class Rule>
NnSeries modulated(double to_s, const Rule& rule) {
    std::vector<double> intervals;
    for (double t = 0;;) {
        const double next = rule(t);
        if (t + next > to_s) break;
        intervals.push_back(next);
        t += next;
    }
    return seriesOf(intervals);
}

void expectNear(double value, double truth, double relative) {
    EXPECT_NEAR(value, truth, std::abs(truth) * relative);
}

TEST(Hrv, AHandWorkedSeriesGivesItsTimeDomain) {
    // 800 810 780 860 790: mean 808; squares about it 64 4 784 2704 324 = 3880; differences 10 -30 80 -70.
    const auto series = seriesOf({0.800, 0.810, 0.780, 0.860, 0.790});
    const TimeFigures found = timeFigures(series.intervals);
    EXPECT_EQ(found.intervals, 5U);
    EXPECT_EQ(found.differences, 4U);
    expectNear(found.mean_nn_ms, 808, 1e-9);
    expectNear(found.sdnn_ms, std::sqrt(3880.0 / 4), 1e-9);
    expectNear(found.rmssd_ms, std::sqrt((100 + 900 + 6400 + 4900) / 4.0), 1e-9);
    expectNear(found.pnn50, 0.5, 1e-9);
    // Differences have the mean -2.5; sums are 1610 1590 1640 1650 with the mean 1622.5.
    expectNear(found.sd1_ms, std::sqrt((12.5 * 12.5 + 27.5 * 27.5 + 82.5 * 82.5 + 67.5 * 67.5) / 3 / 2), 1e-9);
    expectNear(found.sd2_ms, std::sqrt((12.5 * 12.5 + 32.5 * 32.5 + 17.5 * 17.5 + 27.5 * 27.5) / 3 / 2), 1e-9);
    // Bins of 7.8125 ms: 102 (796.9 to 804.7), 103, 99, 110, 101: one each.
    expectNear(found.triangular_index, 5, 1e-9);
}

TEST(Hrv, ADifferenceOfFiftyMillisecondsIsNotMore) {
    const auto series = seriesOf({0.80, 0.85, 0.80, 0.851});
    expectNear(timeFigures(series.intervals).pnn50, 1.0 / 3, 1e-9);
}

TEST(Hrv, AnEctopicBeatTakesItsTwoIntervalsAndTheirDifferences) {
    const std::vector<double> beats{0, 0.8, 1.6, 2.1, 3.2, 4.0, 4.8};
    const std::vector<std::uint8_t> sinus{1, 1, 1, 0, 1, 1, 1};
    const auto series = nnIntervals(beats, sinus);
    ASSERT_EQ(series.intervals.size(), 4U);
    EXPECT_EQ(series.left_out[static_cast<std::size_t>(LeftOut::ectopic)], 2U);
    EXPECT_NEAR(series.left_out_s[static_cast<std::size_t>(LeftOut::ectopic)], 1.6, 1e-12);
    EXPECT_EQ(timeFigures(series.intervals).differences, 2U);  // none across the ectopic beat
}

TEST(Hrv, HolesNoiseOtherRhythmsAndImpossibleIntervalsAreCountedByReason) {
    std::vector<double> beats;
    for (int i = 0; i <= 20; ++i) beats.push_back(i);
    beats.erase(beats.begin() + 15, beats.begin() + 17);  // 14 to 17: three seconds
    const std::vector<std::uint8_t> sinus(beats.size(), 1);
    beats::SignalGaps gaps{100, 2100, {{250, 280}}};
    const std::vector<Span> noise{{5.5, 6.5}}, other{{9, 11}};
    const auto series = nnIntervals(beats, sinus, noise, other, &gaps);
    const auto count = [&](LeftOut why) { return series.left_out[static_cast<std::size_t>(why)]; };
    EXPECT_EQ(count(LeftOut::hole), 1U);
    EXPECT_EQ(count(LeftOut::unreadable), 2U);
    EXPECT_EQ(count(LeftOut::rhythm), 2U);
    EXPECT_EQ(count(LeftOut::range), 1U);
    EXPECT_EQ(count(LeftOut::ectopic), 0U);
    EXPECT_EQ(series.intervals.size() + 6, beats.size() - 1);
}

TEST(Hrv, AModulatedSeriesGivesThePowerOfItsSinesInTheirBands) {
    const double lf_ms = 30, hf_ms = 20;
    const auto series = modulated(300, [&](double t) {
        return 0.8 + 0.001 * (lf_ms * std::sin(2 * kPi * 0.1 * t) + hf_ms * std::sin(2 * kPi * 0.25 * t + 1));
    });
    const BandPowers found = bandPowers(series.intervals);
    expectNear(found.lf_ms2, lf_ms * lf_ms / 2, 0.01);
    expectNear(found.hf_ms2, hf_ms * hf_ms / 2, 0.01);
    EXPECT_LT(found.vlf_ms2, 0.01 * found.lf_ms2);
}

TEST(Hrv, OneSineAloneLeavesTheOtherBandsEmpty) {
    for (const double hz : {0.06, 0.1, 0.13, 0.2, 0.3, 0.36}) {
        const auto series = modulated(300, [&](double t) { return 0.7 + 0.02 * std::sin(2 * kPi * hz * t); });
        const BandPowers found = bandPowers(series.intervals);
        const bool low = hz < kHfFrom_hz;
        expectNear(low ? found.lf_ms2 : found.hf_ms2, 200, 0.01);
        EXPECT_LT(low ? found.hf_ms2 : found.lf_ms2, 2.0) << hz;
    }
}

TEST(Hrv, AHoleOfThirtySecondsCostsTheBandsLittle) {
    auto series = modulated(
        300, [&](double t) { return 0.8 + 0.03 * std::sin(2 * kPi * 0.1 * t) + 0.02 * std::sin(2 * kPi * 0.25 * t); });
    std::erase_if(series.intervals, [](const NnInterval& nn) { return nn.end_s > 40 && nn.end_s < 70; });
    const BandPowers found = bandPowers(series.intervals);
    expectNear(found.lf_ms2, 450, 0.1);
    expectNear(found.hf_ms2, 200, 0.1);
}

TEST(Hrv, DfaOfWhiteNoiseIsAHalfAndOfItsSumOneAndAHalf) {
    std::mt19937 random(7);
    std::normal_distribution<double> normal(0, 0.02);
    std::vector<double> white, brown;
    double sum = 0;
    for (int i = 0; i < 20'000; ++i) {
        white.push_back(0.8 + normal(random));
        sum = 0.999 * sum + 0.1 * normal(random);
        brown.push_back(0.8 + sum);
    }
    // Small boxes raise white noise's slope a little: Σ of the known expectation, F²(n) = σ²(n² - 4) / (15 n).
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (double box = 4; box <= 16; ++box) {
        const double x = std::log(box), y = std::log((box * box - 4) / (15 * box)) / 2;
        n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    const double truth = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    EXPECT_NEAR(dfaAlpha1(seriesOf(white).intervals), truth, 0.02);
    EXPECT_NEAR(dfaAlpha1(seriesOf(brown).intervals), 1.5, 0.1);
}

TEST(Hrv, DfaOfTwoLevelsInTurnIsItsClosedForm) {
    // x = ±a in turn has the profile a, 0, a, 0 ...; its squares about the line of a box are the same in every box of
    // one length that begins alike, so F(n) follows from one box worked here.
    std::vector<double> intervals;
    for (int i = 0; i < 240 * 7; ++i) intervals.push_back(i % 2 == 0 ? 0.81 : 0.79);
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int box = 4; box <= 16; ++box) {
        double squares = 0;
        int used = 0;
        for (int first = 0; first + box <= 240 * 7; first += box, used += box) {
            double sum_y = 0, sum_iy = 0, sum_yy = 0;
            for (int i = 0; i < box; ++i) {
                const double y = (first + i) % 2 == 0 ? 10 : 0;
                sum_y += y, sum_iy += i * y, sum_yy += y * y;
            }
            const double sum_i = box * (box - 1) / 2.0, sum_ii = sum_i * (2 * box - 1) / 3;
            const double slope = (box * sum_iy - sum_i * sum_y) / (box * sum_ii - sum_i * sum_i);
            const double offset = (sum_y - slope * sum_i) / box;
            squares += sum_yy - offset * sum_y - slope * sum_iy;
        }
        const double x = std::log(box), y = std::log(squares / used) / 2;
        n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    expectNear(dfaAlpha1(seriesOf(intervals).intervals), (n * sxy - sx * sy) / (n * sxx - sx * sx), 1e-6);
}

TEST(Hrv, FiveMinuteMeansMakeSdannAndTheirDeviationsTheIndex) {
    // Five minutes at 800 ms and five at 1,000 ms, each alternating by ±10 ms.
    std::vector<double> intervals;
    double t = 0;
    const auto fill = [&](double mean, double until) {
        for (int i = 0; t + mean < until - 0.02; ++i) {
            intervals.push_back(mean + (i % 2 == 0 ? 0.01 : -0.01));
            t += intervals.back();
        }
    };
    fill(0.8, 300);
    intervals.push_back(300.5 - t);
    t = 300.5;
    fill(1.0, 600);
    const auto found = heartRateVariability(seriesOf(intervals), 600);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->five_minutes.size(), 2U);
    expectNear(found->sdann_ms, 200 / std::sqrt(2.0), 1e-3);
    expectNear(found->sdnn_index_ms, 10, 0.01);
    EXPECT_TRUE(std::isnan(found->ulf_ms2));
}

TEST(Hrv, AShortSeriesSaysWhatItCannotGive) {
    const auto found = heartRateVariability(seriesOf(std::vector<double>(20, 0.8)), 16);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->time.mean_nn_ms, 800, 1e-9);
    EXPECT_TRUE(std::isnan(found->power.hf_ms2));
    EXPECT_FALSE(found->unsaid.empty());
    const auto none = heartRateVariability({}, 10);
    ASSERT_TRUE(none);
    EXPECT_EQ(none->time.intervals, 0U);
    EXPECT_EQ(none->unsaid.size(), 1U);
}

TEST(Hrv, OfADayTheBandsAreTheMeanOfItsFiveMinutes) {
    const auto series = modulated(86'400, [](double t) {
        return 0.8 + 0.08 * std::sin(2 * kPi * t / 7'200) + 0.02 * std::sin(2 * kPi * 0.1 * t) +
               0.01 * std::sin(2 * kPi * 0.3 * t);
    });
    const auto found = heartRateVariability(series, 86'400);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->five_minutes.size(), 288U);
    expectNear(found->power.lf_ms2, 200, 0.01);
    expectNear(found->power.hf_ms2, 50, 0.01);
    expectNear(found->ulf_ms2, 3200, 0.02);
}

// What was not touched is taken over, what was is not: the whole is as if nothing had been before.
TEST(Hrv, FiguresFromBeforeAreThoseOfFiguresAnew) {
    std::mt19937 random(9);
    std::normal_distribution<double> spread(0, 0.04);
    std::vector<double> beats{0};
    while (beats.back() < 3000) beats.push_back(beats.back() + 0.85 + spread(random));
    std::vector<std::uint8_t> sinus(beats.size(), 1);
    const auto before = heartRateVariability(nnIntervals(beats, sinus), 3000);
    ASSERT_TRUE(before);
    sinus[700] = 0;
    sinus[702] = 0;
    const std::vector<Span> noise = {{1560, 1900}};
    const auto anew = heartRateVariability(nnIntervals(beats, sinus, noise), 3000);
    const auto after = heartRateVariability(nnIntervals(beats, sinus, noise), 3000, {}, &*before);
    ASSERT_TRUE(anew && after);
    EXPECT_NE(after->time.sdnn_ms, before->time.sdnn_ms);
    EXPECT_EQ(after->time.sdnn_ms, anew->time.sdnn_ms);
    EXPECT_EQ(after->power.lf_ms2, anew->power.lf_ms2);
    EXPECT_EQ(after->sdann_ms, anew->sdann_ms);
    ASSERT_EQ(after->five_minutes.size(), 10U);
    std::size_t others = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(after->five_minutes[i].nn_s, anew->five_minutes[i].nn_s) << i;
        EXPECT_EQ(after->five_minutes[i].counts, anew->five_minutes[i].counts) << i;
        EXPECT_EQ(after->five_minutes[i].time.rmssd_ms, anew->five_minutes[i].time.rmssd_ms) << i;
        others += after->five_minutes[i].nn_s != before->five_minutes[i].nn_s ? 1U : 0U;
    }
    EXPECT_EQ(others, 3U) << "the label's, and the two that the noise reaches into";
}

TEST(Hrv, AStoppedJobGivesNothing) {
    std::stop_source stop;
    stop.request_stop();
    const auto found = heartRateVariability({}, 600, Job{stop.get_token(), {}});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::rhythm
