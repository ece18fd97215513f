#include "core/beats/signal_gaps.h"

#include <gtest/gtest.h>

namespace triptych::beats {
namespace {

// 100 Hz, 60 s: nothing from 10 to 12 s, from 20.00 to 20.05 s, and from 20.10 to 20.16 s.
const SignalGaps kGaps{100, 6000, {{1000, 1200}, {2000, 2005}, {2010, 2016}}};

TEST(SignalGaps, CountWhatIsMissingOfAnyStretch) {
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 0, 10), 0);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 9, 13), 2);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 11, 11.5), 0.5);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 11.5, 20.02), 0.52);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 0, 60), 2.11);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 12, 12), 0);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 13, 12), 0);
}

TEST(SignalGaps, BeyondBothEndsOfTheLeadNothingIsThere) {
    EXPECT_DOUBLE_EQ(missing_s(kGaps, -2, 1), 2);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 59, 63), 3);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, 70, 71), 1);
    EXPECT_DOUBLE_EQ(missing_s(kGaps, -5, -4), 1);
    EXPECT_DOUBLE_EQ(missing_s({}, 3, 4), 1) << "a lead without a rate has no samples";
}

TEST(RrInterval, AcrossAHoleThatCouldHideABeatThereIsNone) {
    EXPECT_EQ(rrInterval_s(8.0, 8.8, &kGaps), 8.8 - 8.0);
    EXPECT_EQ(rrInterval_s(9.9, 12.3, &kGaps), std::nullopt);
    EXPECT_EQ(rrInterval_s(9.5, 10.05, &kGaps), 10.05 - 9.5) << "a twentieth of a second hides no beat";
    EXPECT_EQ(rrInterval_s(19.6, 20.08, &kGaps), 20.08 - 19.6);
    EXPECT_EQ(rrInterval_s(19.6, 20.4, &kGaps), std::nullopt) << "two holes together may";
    EXPECT_EQ(rrInterval_s(9.9, 12.3, nullptr), 12.3 - 9.9) << "where no gaps are known";
    EXPECT_EQ(rrInterval_s(5, 5, &kGaps), std::nullopt);
    EXPECT_EQ(rrInterval_s(6, 5, nullptr), std::nullopt);
}

TEST(MissingBins, AreThoseThatMissHalfOrMore) {
    // Sixty bins of a second: 10 and 11 miss all, 20 a ninth.
    const auto bins = missingBins(kGaps, 60, 60);
    for (std::size_t bin = 0; bin < bins.size(); ++bin) EXPECT_EQ(bins[bin], bin == 10 || bin == 11 ? 1 : 0) << bin;
    const auto of_three = missingBins({100, 1000, {{0, 50}, {100, 149}}}, 15, 15);
    EXPECT_EQ(of_three[0], 1) << "exactly half";
    EXPECT_EQ(of_three[1], 0);
    EXPECT_EQ(of_three[9], 0);
    EXPECT_EQ(of_three[10], 1) << "a lead shorter than its recording";
    EXPECT_TRUE(missingBins(kGaps, 60, 0).empty());
    EXPECT_EQ(missingBins(kGaps, 0, 4), std::vector<std::uint8_t>(4, 0));
}

}  // namespace
}  // namespace triptych::beats
