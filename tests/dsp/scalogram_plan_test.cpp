// How a scalogram is planned: high rows of a short view from little signal, long views in blocks.
#include "core/dsp/scalogram_plan.h"

#include <gtest/gtest.h>

namespace triptych::dsp {
namespace {

std::size_t samplesOfRows(const ScalogramPlan& plan) {
    std::size_t samples = 0;
    for (const PlannedRow& row : plan.rows) samples += row.size;
    return samples;
}

TEST(ScalogramPlan, HighRowsOfAShortViewAreMadeOfLittleSignal) {
    const auto plan = planScalogram(500, 10, 1000, {});
    ASSERT_TRUE(plan);
    const auto& groups = (*plan)->groups;
    ASSERT_GE(groups.size(), 2U);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        EXPECT_EQ(groups[i].first_row, i == 0 ? 0U : groups[i - 1].end_row);
        if (i > 0) {
            EXPECT_LT(groups[i].size, groups[i - 1].size);
        }
        // Every row has what its wavelet reaches over beside the view.
        const double needed_s = marginSeconds((*plan)->frequency_hz[groups[i].first_row]);
        EXPECT_GE(groups[i].margin_s, needed_s * (1 - 1e-12));
        EXPECT_GE(static_cast<double>(groups[i].size), (10 + 2 * needed_s) * 500);
    }
    EXPECT_EQ(groups.back().end_row, 64U);
    // With one group all rows would be made of 27 s and more.
    EXPECT_LT(samplesOfRows(**plan), 60'000U);
}

TEST(ScalogramPlan, OfALongViewIsOneGroupInBlocks) {
    const auto plan = planScalogram(360, 1800, 1000, {});
    ASSERT_TRUE(plan);
    EXPECT_EQ((*plan)->groups.size(), 1U);
    EXPECT_GT((*plan)->blocks, 10U);
}

TEST(ScalogramPlan, OfTheSameViewFurtherOnIsTheSame) {
    const auto plan = planScalogram(360, 10, 700, {});
    ASSERT_TRUE(plan);
    EXPECT_EQ(planScalogram(360, 30.1 - 20.1, 700, {})->get(), plan->get()) << "the last digit of a length is no other";
    EXPECT_NE(planScalogram(360, 10, 701, {})->get(), plan->get());
    ScalogramSpec finer;
    finer.rows = 128;
    EXPECT_NE(planScalogram(360, 10, 700, finer)->get(), plan->get());
    EXPECT_EQ(planScalogram(360, 10, 700, {})->get(), plan->get());
}

}  // namespace
}  // namespace triptych::dsp
