// Two recordings' figures against each other.
#include "core/measure/differences.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::measure {
namespace {

void set(Said& figure, double value) {
    figure.emplace().value = value;
}

const FigurePair& named(const std::vector<FigurePair>& pairs, const std::string& name) {
    return *std::find_if(pairs.begin(), pairs.end(), [&](const FigurePair& pair) { return pair.name == name; });
}

TEST(Differences, AreTheSecondLessTheFirst) {
    Measurements first, second;
    set(first.global.hr_bpm, 60);
    set(second.global.hr_bpm, 75);
    set(first.global.qrs_ms, 150);
    set(second.global.qrs_ms, 96);
    first.global.qtc = beats::CorrectedQt{0.400, 0.410, 0.405, 0.402};
    second.global.qtc = beats::CorrectedQt{0.440, 0.430, 0.445, 0.442};
    const auto pairs = differencesOf(first, second);
    EXPECT_DOUBLE_EQ(*named(pairs, "hr_bpm").difference(), 15);
    EXPECT_DOUBLE_EQ(*named(pairs, "qrs_ms").difference(), -54);
    EXPECT_NEAR(*named(pairs, "qtc_bazett_ms").difference(),
                1000 * (second.global.qtc->bazett_s - first.global.qtc->bazett_s), 1e-9);
    EXPECT_EQ(differencesOf(second, first).size(), pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto there = pairs[i].difference(), back = differencesOf(second, first)[i].difference();
        ASSERT_EQ(there.has_value(), back.has_value()) << pairs[i].name;
        if (there) {
            EXPECT_DOUBLE_EQ(*there, -*back) << pairs[i].name;
        }
    }
}

TEST(Differences, AreNotSaidWhereEitherIsMissing) {
    Measurements first, second;
    set(first.global.pr_ms, 160);
    for (const FigurePair& pair : differencesOf(first, second)) EXPECT_FALSE(pair.difference()) << pair.name;
    EXPECT_EQ(named(differencesOf(first, second), "pr_ms").first, 160.0);
    EXPECT_TRUE(leadDifferencesOf(first, second).empty());
}

TEST(Differences, OfDirectionsGoTheShorterWayRound) {
    Measurements first, second;
    set(first.global.qrs_axis_deg, 170);
    set(second.global.qrs_axis_deg, -170);
    EXPECT_DOUBLE_EQ(*named(differencesOf(first, second), "qrs_axis_deg").difference(), 20);
    EXPECT_DOUBLE_EQ(*named(differencesOf(second, first), "qrs_axis_deg").difference(), -20);
    set(first.global.t_axis_deg, 90);
    set(second.global.t_axis_deg, -60);
    EXPECT_DOUBLE_EQ(*named(differencesOf(first, second), "t_axis_deg").difference(), -150);
}

TEST(Differences, AsTheyAreShownAgreeWithBothValuesAsTheyAreShown) {
    Measurements first, second;
    set(first.global.hr_bpm, 45.4);
    set(second.global.hr_bpm, 65.7);
    const FigurePair rate = named(differencesOf(first, second), "hr_bpm");
    EXPECT_NEAR(*rate.difference(), 20.3, 1e-9);
    EXPECT_EQ(rate.shownDifference(), 21.0) << "66 less 45";
}

TEST(Differences, OfLeadsGoByTheirNames) {
    const auto lead = [](const char* name, double r_mv) {
        LeadMeasurements made;
        made.name = name;
        made.of_median.amplitudes.r_mv = static_cast<float>(r_mv);
        return made;
    };
    Measurements first, second;
    first.leads = {lead("I", 0.5), lead("II", 1.0), lead("V1", 0.25)};
    second.leads = {lead("V1", 0.75), lead("MLII", 1), lead("I", 0.25)};
    const auto pairs = leadDifferencesOf(first, second);
    ASSERT_EQ(pairs.size(), 2U);
    EXPECT_EQ(pairs[0].lead, "I");
    EXPECT_DOUBLE_EQ(*named(pairs[0].figures, "r_mv").difference(), -0.25);
    EXPECT_EQ(pairs[1].lead, "V1");
    EXPECT_DOUBLE_EQ(*named(pairs[1].figures, "r_mv").difference(), 0.5);
    EXPECT_FALSE(named(pairs[1].figures, "t_mv").difference());
}

}  // namespace
}  // namespace triptych::measure
