#include "core/inference/reliability.h"

#include <gtest/gtest.h>

namespace triptych::inference {
namespace {

// Two classes; each beat is answered 0 with probability `p`.
Predictions answers(const std::vector<float>& p, const std::vector<std::uint32_t>& sets) {
    Predictions out;
    out.classes = 2;
    out.branches = 1;
    for (const float value : p) {
        out.probability.insert(out.probability.end(), {value, 1 - value});
        out.usable.push_back(1);
    }
    out.branch_probability = out.probability;
    out.set = sets;
    return out;
}

TEST(Reliability, CountsCoverageByClassAndByRecord) {
    ModelInfo model;
    model.classes = {"N", "V"};
    model.conformal_alpha = 0.05;
    const Predictions first = answers({0.9F, 0.8F, 0.3F}, {0b01, 0b11, 0b10});
    const Predictions second = answers({0.9F, 0.6F}, {0b01, 0b00});
    JudgedBeats of_first;
    of_first.add(first, 0, 0, 0);
    of_first.add(first, 1, 1, 0);  // an error, but in its set
    of_first.add(first, 2, 1, 0);
    JudgedBeats of_second;
    of_second.add(second, 0, 1, 0);  // an error outside its set
    of_second.add(second, 1, 0, 0);
    JudgedBeats all;
    all.append(of_first, 0);
    all.append(of_second, 1);
    const Reliability reliability = reliabilityOf(all, model, {"a", "b"});
    EXPECT_EQ(reliability.beats, 5);
    EXPECT_EQ(reliability.errors, 2);
    EXPECT_DOUBLE_EQ(reliability.promised_coverage, 0.95);
    EXPECT_DOUBLE_EQ(reliability.mean_set_size, 1.0);
    ASSERT_EQ(reliability.by_class.size(), 2U);
    EXPECT_EQ(reliability.by_class[0].beats, 2);
    EXPECT_EQ(reliability.by_class[0].covered, 1);
    EXPECT_EQ(reliability.by_class[1].beats, 3);
    EXPECT_EQ(reliability.by_class[1].covered, 2);
    ASSERT_EQ(reliability.by_record.size(), 2U);
    EXPECT_EQ(reliability.by_record[0].covered, 3);
    EXPECT_EQ(reliability.by_record[1].covered, 0);
}

TEST(Reliability, RanksByDoubtWhereTheModelHasOne) {
    ModelInfo model;
    model.classes = {"N", "V"};
    Predictions said = answers(std::vector<float>(10, 0.9F), {});
    said.doubt.assign(10, 0.1F);
    said.doubt[4] = 0.7F;
    JudgedBeats beats;
    for (std::size_t i = 0; i < 10; ++i) beats.add(said, i, i == 4 ? 1 : 0, 0);
    EXPECT_EQ(reliabilityOf(beats, model, {}).selective.last_tenth_errors, 1);
    EXPECT_TRUE(reliabilityOf(beats, model, {}).by_class.empty()) << "a model without sets promises nothing";
    said.doubt.clear();
    JudgedBeats by_margin;
    for (std::size_t i = 0; i < 10; ++i) by_margin.add(said, i, i == 4 ? 1 : 0, 0);
    EXPECT_NEAR(reliabilityOf(by_margin, model, {}).selective.last_tenth_errors, 0.1, 1e-12);
}

}  // namespace
}  // namespace triptych::inference
