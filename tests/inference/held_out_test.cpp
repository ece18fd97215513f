#include "core/inference/module/training/held_out.h"

#include "core/beats/rr_features.h"
#include "core/inference/model_inputs.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kBeats = 8;

// Two records; the first has two leads, of which the second shows no P wave. Every beat is 0.8 s after the one before,
// but for the last three of each record (0.5 s).
BeatDataset twoRecords() {
    BeatDataset dataset;
    dataset.profile = Profile::product;
    dataset.shape = shapeOf(Profile::product);
    dataset.class_names = {"N", "S", "V", "F"};
    dataset.sources = {{"1", "II", true, {}}, {"1", "V1", false, {}}, {"2", "II", true, {}}};
    for (std::uint16_t source = 0; source < 3; ++source) {
        for (std::uint32_t beat = 0; beat < kBeats; ++beat) {
            std::vector<float> rr(dataset.shape.rr, 0.0F);
            rr[17] = 0.2F;  // intervals change
            rr[pWaveColumn()] = source == 0 ? 0.2F : 1.0F;
            dataset.rr.insert(dataset.rr.end(), rr.begin(), rr.end());
            dataset.label.push_back(0);
            dataset.source.push_back(source);
            dataset.beat.push_back(beat);
            dataset.pre_rr_s.push_back(beat == 0 ? std::nanf("") : beat < kBeats - 3 ? 0.8F : 0.5F);
        }
    }
    return dataset;
}

HeldOut everyBeat(const BeatDataset& dataset) {
    HeldOut out;
    for (std::size_t i = 0; i < dataset.size(); ++i) out.indices.push_back(i);
    const auto n = static_cast<std::int64_t>(dataset.size());
    out.labels = torch::zeros({n}, torch::kLong);
    out.probabilities = torch::full({n, 1, 4}, 0.1F);
    out.probabilities.select(2, 0).fill_(0.7F);
    return out;
}

TEST(HeldOut, ABeatIsTheMeanOfItsLeadsAndTheBestOfThemShowsP) {
    const BeatDataset dataset = twoRecords();
    ASSERT_EQ(beats::kRrFeatureNames[17], "median change, 60 RR");
    HeldOut all = everyBeat(dataset);
    all.probabilities[kBeats] = torch::tensor({{0.1F, 0.7F, 0.1F, 0.1F}});  // the first beat on V1
    const HeldOut seen = overLeads(dataset, all);
    ASSERT_EQ(seen.indices.size(), 2 * kBeats);
    EXPECT_NEAR(seen.probabilities[0][0][0].item<float>(), 0.4, 1e-6);
    EXPECT_NEAR(seen.probabilities[1][0][0].item<float>(), 0.7, 1e-6);
    EXPECT_LT(seen.fibrillation[0].item<float>(), 0.01);
    EXPECT_GT(seen.fibrillation[static_cast<std::int64_t>(kBeats)].item<float>(), 0.95);
}

TEST(HeldOut, ThePriorIsThatOfTheRecordsNamed) {
    BeatDataset dataset = twoRecords();
    const HeldOut seen = overLeads(dataset, everyBeat(dataset));
    // Record 1: 6 N, 2 S. Record 2: 3 N, 5 S.
    for (const std::size_t i : {0U, 1U, 16U, 17U, 18U, 19U, 20U}) dataset.label[i] = 1;
    const std::vector<std::string_view> first = {"1"};
    const auto ratio = priorRatio(dataset, seen, first);
    ASSERT_EQ(ratio.size(), 4U);
    EXPECT_DOUBLE_EQ(ratio[0], (6.0 / 8) / (9.0 / 16));
    EXPECT_DOUBLE_EQ(ratio[1], (2.0 / 8) / (7.0 / 16));
    EXPECT_DOUBLE_EQ(ratio[2], 1);  // of a class that it lacks nothing is known
    EXPECT_TRUE(priorRatio(dataset, seen, {}).empty());
}

TEST(HeldOut, RunsStayWithinTheirRecord) {
    const BeatDataset dataset = twoRecords();
    const HeldOut seen = overLeads(dataset, everyBeat(dataset));
    auto answers = seen.probabilities.select(1, 0).clone();
    const auto first_early = static_cast<std::int64_t>(kBeats) - 3;
    answers[first_early] = torch::tensor({0.1F, 0.7F, 0.1F, 0.1F});
    const auto ruled = withRules(dataset, seen, answers, {}).argmax(1);
    for (std::int64_t i = 0; i < 2 * static_cast<std::int64_t>(kBeats); ++i) {
        const bool in_run = i >= first_early && i < static_cast<std::int64_t>(kBeats);
        EXPECT_EQ(ruled[i].item<std::int64_t>(), in_run ? 1 : 0) << i;
    }
}

TEST(HeldOut, ThePriorIsLiftedInTheRecordWhereSAbounds) {
    const BeatDataset dataset = twoRecords();
    const HeldOut seen = overLeads(dataset, everyBeat(dataset));
    // At a quarter of the odds of S: two of record 1's eight beats are S all the same, one of record 2's.
    auto answers = torch::tensor({0.6F, 0.3F, 0.05F, 0.05F}).repeat({2 * static_cast<std::int64_t>(kBeats), 1});
    for (const std::int64_t i : {0, 1, 8}) answers[i] = torch::tensor({0.2F, 0.7F, 0.05F, 0.05F});
    const std::vector<double> ratio = {1, 0.25, 1, 1};
    const auto ruled = withRules(dataset, seen, answers, ratio).argmax(1);
    for (std::int64_t i = 0; i < 16; ++i) EXPECT_EQ(ruled[i].item<std::int64_t>(), i <= 8 ? 1 : 0) << i;
}

}  // namespace
}  // namespace triptych::inference::training
