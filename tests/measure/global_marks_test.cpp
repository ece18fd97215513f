#include "core/measure/global_marks.h"

#include <gtest/gtest.h>

namespace triptych::measure {
namespace {

Marks lead(double move_s, bool with_p = true) {
    Marks marks;
    marks.readable = marks.has_t = true;
    marks.has_p = with_p;
    if (with_p) marks.p_on = -0.16 + move_s, marks.p_off = -0.07 + move_s;
    marks.qrs_on = -0.04 + move_s, marks.qrs_off = 0.05 + move_s;
    marks.t_on = 0.15 + move_s, marks.t_off = 0.35 + move_s;
    return marks;
}

TEST(GlobalMarks, RunFromTheEarliestOnsetToTheLatestEndThatAQuarterOfTheLeadsReach) {
    std::vector<Marks> leads;
    for (int k = 0; k < 12; ++k) leads.push_back(lead(0.001 * k));
    const GlobalMarks global = globalMarks(leads);
    EXPECT_NEAR(*global.marks.qrs_on, -0.04 + 0.002, 1e-12);  // the third earliest
    EXPECT_NEAR(*global.marks.qrs_off, 0.05 + 0.009, 1e-12);  // the third latest
    EXPECT_NEAR(*global.marks.p_on, -0.16 + 0.002, 1e-12);
    EXPECT_NEAR(*global.marks.p_off, -0.07 + 0.009, 1e-12);
    EXPECT_NEAR(*global.marks.t_off, 0.35 + 0.009, 1e-12);
    EXPECT_EQ(global.leads.size(), 12U);
    EXPECT_FALSE(global.marks.qrs_peak) << "no lead has one";
}

TEST(GlobalMarks, LeadsThatStandAloneAreLeftOut) {
    std::vector<Marks> leads(12, lead(0));
    leads[3] = lead(-0.060);
    leads[7] = lead(0.090);
    leads[8] = lead(0.120);
    const GlobalMarks global = globalMarks(leads);
    EXPECT_NEAR(*global.marks.qrs_on, -0.04, 1e-12);
    EXPECT_NEAR(*global.marks.t_off, 0.35, 1e-12);
    // Three together are no outliers.
    leads[4] = leads[5] = leads[3];
    EXPECT_NEAR(*globalMarks(leads).marks.qrs_on, -0.10, 1e-12);
}

TEST(GlobalMarks, OfFewLeadsOneMayBeLeftOut) {
    const std::vector<Marks> one = {lead(0.01)};
    EXPECT_NEAR(*globalMarks(one).marks.qrs_on, -0.03, 1e-12);
    EXPECT_TRUE(globalMarks(one).marks.has_p);
    const std::vector<Marks> two = {lead(0.01), lead(-0.03)};
    EXPECT_NEAR(*globalMarks(two).marks.qrs_on, -0.07, 1e-12);
    EXPECT_NEAR(*globalMarks(two).marks.t_off, 0.36, 1e-12);
    const std::vector<Marks> three = {lead(0), lead(0.002), lead(-0.2)};
    EXPECT_NEAR(*globalMarks(three).marks.qrs_on, -0.04, 1e-12);
    EXPECT_NEAR(*outermostEdge({0.1, 0.3, 0.2, 0.5, 0.4, 0.6, 0.7, 0.8}, true), 0.2, 1e-12);
    EXPECT_NEAR(*outermostEdge({0.1, 0.3, 0.2, 0.5, 0.4, 0.6, 0.7, 0.8, 0.9}, false), 0.7, 1e-12);
    EXPECT_FALSE(outermostEdge({}, true));
}

TEST(GlobalMarks, OfTwoLeadsThatDisagreeAboutTheEndOfTNeitherIsTaken) {
    std::vector<Marks> two = {lead(0), lead(0)};
    two[1].t_off = *two[0].t_off + 0.069;
    EXPECT_TRUE(globalMarks(two).marks.t_off);
    two[1].t_off = *two[0].t_off + 0.071;
    EXPECT_FALSE(globalMarks(two).marks.t_off);
    EXPECT_TRUE(globalMarks(two).marks.has_t);
    two.push_back(lead(0));
    EXPECT_NEAR(*globalMarks(two).marks.t_off, 0.35, 1e-12);
}

TEST(GlobalMarks, APInALeadHereAndThereIsNoP) {
    std::vector<Marks> leads(12, lead(0, false));
    leads[0] = leads[1] = leads[2] = lead(0);
    EXPECT_FALSE(globalMarks(leads).marks.has_p);
    EXPECT_FALSE(globalMarks(leads).marks.p_on);
    leads[3] = lead(0);
    EXPECT_TRUE(globalMarks(leads).marks.has_p);
    EXPECT_EQ(globalMarks(leads).p_leads, (std::vector<std::size_t>{0, 1, 2, 3}));
    // Of three leads one is not enough, though it is a third.
    const std::vector<Marks> three = {lead(0), lead(0, false), lead(0, false)};
    EXPECT_FALSE(globalMarks(three).marks.has_p);
}

TEST(GlobalMarks, LeadsThatCannotBeReadHaveNoSay) {
    std::vector<Marks> leads(12);
    EXPECT_FALSE(globalMarks(leads).marks.readable);
    leads[5] = lead(0);
    EXPECT_TRUE(globalMarks(leads).marks.has_p) << "one of the one that can be read";
    EXPECT_EQ(globalMarks(leads).leads, (std::vector<std::size_t>{5}));
}

}  // namespace
}  // namespace triptych::measure
