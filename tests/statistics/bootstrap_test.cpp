#include "core/statistics/bootstrap.h"

#include "core/inference/metrics.h"
#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::statistics {
namespace {

double accuracy(std::span<const std::int64_t> confusion) {
    std::int64_t right = 0;
    std::int64_t all = 0;
    for (std::size_t i = 0; i < confusion.size(); ++i) {
        all += confusion[i];
        if (i % 3 == 0) right += confusion[i];  // the diagonal of 2 × 2
    }
    return all > 0 ? static_cast<double>(right) / static_cast<double>(all) : std::nan("");
}

// 100 beats, `right` of them.
Counts record(std::int64_t right) {
    return {right, 100 - right, 0, 0};
}

TEST(Bootstrap, OfAMeanIsAsWideAsItsStandardError) {
    // Records of accuracies ½ ± d: the mean over 50 has standard error d/√50, and the interval is 3.92 of them wide.
    std::vector<Counts> records;
    for (int i = 0; i < 50; ++i) records.push_back(record(i % 2 == 0 ? 30 : 70));
    const Interval interval = bootstrapByRecord(records, accuracy);
    const double error = 0.2 / std::sqrt(50.0);
    EXPECT_DOUBLE_EQ(interval.value, 0.5);
    EXPECT_NEAR(interval.low, 0.5 - 1.96 * error, 0.15 * error);
    EXPECT_NEAR(interval.high, 0.5 + 1.96 * error, 0.15 * error);
    EXPECT_EQ(interval.resamples, kResamples);
}

TEST(Bootstrap, ItsIntervalHoldsTheTruthAsOftenAsItPromises) {
    // 60 records of accuracies about .8: 1,000 worlds, of which 93 to 97 in 100 must hold .8 (less than that by nature:
    // percentile intervals of 60 units are a little narrow).
    Random random(12);
    int held = 0;
    constexpr int kWorlds = 1000;
    for (int world = 0; world < kWorlds; ++world) {
        std::vector<Counts> records;
        for (int i = 0; i < 60; ++i) {
            std::int64_t right = 0;
            for (int beat = 0; beat < 100; ++beat) right += random.uniform() < 0.8 ? 1 : 0;
            records.push_back(record(right));
        }
        const Interval of = bootstrapByRecord(records, accuracy, 1 + static_cast<std::uint64_t>(world), 1000);
        held += of.low <= 0.8 && 0.8 <= of.high ? 1 : 0;
    }
    EXPECT_GE(held, 930);
    EXPECT_LE(held, 970);
}

TEST(Bootstrap, OfRecordsThatAreAlikeHasNoWidth) {
    const std::vector<Counts> records(7, record(90));
    const Interval interval = bootstrapByRecord(records, accuracy);
    EXPECT_DOUBLE_EQ(interval.low, 0.9);
    EXPECT_DOUBLE_EQ(interval.high, 0.9);
}

TEST(Bootstrap, IsRepeatableAndLeavesUndefinedDrawsOut) {
    const std::vector<Counts> records = {record(90), {0, 0, 0, 0}};
    const Interval once = bootstrapByRecord(records, accuracy);
    EXPECT_LT(once.resamples, kResamples);  // a quarter of the draws holds no beat
    EXPECT_NEAR(once.resamples, 0.75 * kResamples, 0.03 * kResamples);
    EXPECT_DOUBLE_EQ(once.low, 0.9);
    EXPECT_EQ(bootstrapByRecord(records, accuracy).resamples, once.resamples);
    EXPECT_TRUE(std::isnan(bootstrapByRecord({}, accuracy).value));
}

TEST(PairedBootstrap, SeesASmallGainThatAllRecordsShare) {
    // Records differ by 40 points, the models by one: unpaired intervals overlap, the pairs tell them apart.
    std::vector<Counts> worse;
    std::vector<Counts> better;
    for (int i = 0; i < 20; ++i) {
        worse.push_back(record(50 + 2 * i));
        better.push_back(record(51 + 2 * i));
    }
    const PairedInterval paired = pairedBootstrapByRecord(better, worse, accuracy);
    EXPECT_NEAR(paired.difference.value, 0.01, 1e-12);
    EXPECT_NEAR(paired.difference.low, 0.01, 1e-12);
    EXPECT_NEAR(paired.difference.high, 0.01, 1e-12);
    EXPECT_NEAR(paired.p, 2.0 / (kResamples + 1), 1e-12);
    const PairedInterval same = pairedBootstrapByRecord(worse, worse, accuracy);
    EXPECT_EQ(same.difference.value, 0);
    EXPECT_EQ(same.p, 1);
}

TEST(PairedBootstrap, FindsNothingInNoise) {
    std::vector<Counts> first;
    std::vector<Counts> second;
    for (int i = 0; i < 20; ++i) {
        first.push_back(record(80 + (i % 2 == 0 ? 5 : -5)));
        second.push_back(record(80 + (i % 2 == 0 ? -5 : 5)));
    }
    EXPECT_GT(pairedBootstrapByRecord(first, second, accuracy).p, 0.5);
}

TEST(BootstrapByBeat, HasTheWidthOfABinomialShare) {
    for (const std::int64_t beats : {400, 40'000}) {
        const Counts confusion = {beats * 9 / 10, beats / 10, 0, 0};
        const Interval interval = bootstrapByBeat(confusion, accuracy);
        const double error = std::sqrt(0.9 * 0.1 / static_cast<double>(beats));
        EXPECT_DOUBLE_EQ(interval.value, 0.9);
        EXPECT_NEAR(interval.high - interval.low, 3.92 * error, 0.2 * error);
    }
}

TEST(BootstrapByBeat, PairsWhatTwoModelsSayOfTheSameBeat) {
    // Both right on 900, the first alone on 60, the second alone on 40: the difference is 2 % ± 1.96·√(0.1/1000).
    Counts joint(8, 0);
    joint[0] = 900;  // truth 0: 0, 0
    joint[1] = 60;   // 0, 1
    joint[2] = 40;   // 1, 0
    const PairedInterval paired = pairedBootstrapByBeat(joint, 2, accuracy);
    EXPECT_NEAR(paired.difference.value, 0.02, 1e-12);
    EXPECT_NEAR(paired.difference.high - paired.difference.low, 3.92 * std::sqrt(0.1 / 1000), 0.003);
    EXPECT_GT(paired.p, 0.02);
    EXPECT_LT(paired.p, 0.1);
}

TEST(ProbabilityFirstBetter, IsTheTailOfABetaDistribution) {
    EXPECT_DOUBLE_EQ(probabilityFirstBetter(0, 0), 0.5);
    EXPECT_DOUBLE_EQ(probabilityFirstBetter(1, 0), 0.75);      // ∫_½^1 2θ dθ
    EXPECT_DOUBLE_EQ(probabilityFirstBetter(0, 2), 0.125);     // ∫_½^1 3(1−θ)² dθ
    EXPECT_NEAR(probabilityFirstBetter(2, 1), 0.6875, 1e-12);  // ∫_½^1 12θ²(1−θ) dθ
    EXPECT_NEAR(probabilityFirstBetter(7, 3) + probabilityFirstBetter(3, 7), 1, 1e-12);
    // Many beats: near the normal tail at (n10 − n01)/√n.
    EXPECT_NEAR(probabilityFirstBetter(10'200, 10'000), 0.5 * std::erfc(-200 / std::sqrt(20'200.0) / std::sqrt(2.0)),
                2e-3);
    EXPECT_NEAR(probabilityFirstBetter(50'000, 50'000), 0.5, 1e-9);
    EXPECT_GT(probabilityFirstBetter(3000, 100), 1 - 1e-12);
}

}  // namespace
}  // namespace triptych::statistics
