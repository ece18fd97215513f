// Clusters of moments: what is apart is told apart, the same each time, and noise makes it less sure.
#include "core/explain/time_clusters.h"

#include "core/explain/beat_moments.h"
#include "core/explain/check_clusters.h"
#include "core/explain/cluster_model.h"
#include "core/explain/forest.h"
#include "core/statistics/random.h"
#include "tests/inference/tiny_model.h"
#include "tests/support/data.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

namespace triptych::explain {
namespace {

// Five heaps in six dimensions, `spread` wide.
std::pair<torch::Tensor, std::vector<std::int64_t>> heaps(double spread) {
    torch::manual_seed(1);
    std::vector<torch::Tensor> points;
    std::vector<std::int64_t> of;
    const auto centres = 6 * torch::eye(6);
    for (std::int64_t heap = 0; heap < 5; ++heap) {
        points.push_back(centres[heap] + spread * torch::randn({200, 6}));
        of.insert(of.end(), 200, heap);
    }
    return {torch::cat(points), of};
}

TEST(TimeClusters, AdjustedRandIsOneForTheSameAndNoughtByChance) {
    EXPECT_EQ(adjustedRand({0, 0, 1, 1}, {1, 1, 0, 0}), 1) << "names do not matter";
    // Hubert & Arabie's own kind of table: {2 1; 0 3} has pairs 4, rows 6, columns 7, of 15.
    EXPECT_NEAR(adjustedRand({0, 0, 0, 1, 1, 1}, {0, 0, 1, 1, 1, 1}), (4 - 6.0 * 7 / 15) / (6.5 - 6.0 * 7 / 15), 1e-12);
    Random random(1);
    std::vector<std::int64_t> a, b;
    for (int i = 0; i < 4000; ++i) {
        a.push_back(static_cast<std::int64_t>(random.below(5)));
        b.push_back(static_cast<std::int64_t>(random.below(5)));
    }
    EXPECT_NEAR(adjustedRand(a, b), 0, 0.01);
}

TEST(TimeClusters, HeapsAreFoundAgainWhateverTheSeed) {
    const auto [points, of] = heaps(0.4);
    for (const std::uint64_t seed : {1U, 2U, 3U})
        EXPECT_EQ(adjustedRand(nearestCentre(points, kMeans(points, 5, 10, seed)), of), 1) << seed;
    const auto fit = fitClusters(points, {.directions = 6}, {});
    ASSERT_TRUE(fit);
    EXPECT_GE(fit->centres.size(0), 5);
    EXPECT_GE(fit->stability, 0.8);
    // However many there are: none is of two heaps.
    const auto found = nearestCentre(seenBy(*fit, points), fit->centres);
    std::map<std::int64_t, std::int64_t> heap_of;
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_EQ(heap_of.emplace(found[i], of[i]).first->second, of[i]) << i;
}

TEST(TimeClusters, AMomentBetweenTwoClustersIsHalfOfEach) {
    ClusterFit fit;
    fit.mean = torch::zeros({6});
    fit.deviation = torch::ones({6});
    fit.directions = torch::eye(6);
    fit.centres = 6 * torch::eye(6).narrow(0, 0, 5);
    fit.spread = 1;
    const auto moments = torch::stack({fit.centres[1], (fit.centres[0] + fit.centres[1]) / 2});
    const auto shares = softAssignment(fit, moments);
    EXPECT_NEAR(shares[0][1].item<double>(), 1, 1e-5);
    EXPECT_NEAR(shares[1][0].item<double>(), 0.5, 1e-5);
    EXPECT_NEAR(shares[1][1].item<double>(), 0.5, 1e-5);
    const auto unsure = uncertaintyOf(shares);
    EXPECT_NEAR(unsure[0].item<double>(), 0, 1e-4);
    EXPECT_NEAR(unsure[1].item<double>(), std::log(2) / std::log(5), 1e-3);
    EXPECT_NEAR(uncertaintyOf(torch::full({1, 4}, 0.25F)).item<double>(), 1, 1e-6);
}

TEST(TimeClusters, AModelWithoutThemSaysSo) {
    const auto record = inference::test::syntheticBeats(30);
    const auto bundle = inference::test::randomBundle(inference::Profile::product);
    const auto inputs = inference::BeatInputs::prepare(*record.recording, record.beats, record.beats.lead,
                                                       inference::Profile::product, {});
    ASSERT_TRUE(inputs);
    const auto clusters = clustersOf(bundle, nullptr, *inputs, 5);
    ASSERT_FALSE(clusters);
    EXPECT_EQ(clusters.error().code, ErrorCode::unsupported);
    EXPECT_NE(sentence(clusters.error()).find("study clusters"), std::string::npos);
}

TEST(TimeClusters, MomentsOfANetworkLieAlongTheWholeBeat) {
    const auto record = inference::test::syntheticBeats(30);
    for (const auto profile : {inference::Profile::parity, inference::Profile::product}) {
        const auto bundle = inference::test::randomBundle(profile);
        const auto inputs =
            inference::BeatInputs::prepare(*record.recording, record.beats, record.beats.lead, profile, {});
        ASSERT_TRUE(inputs);
        const auto moments = momentsOf(bundle, inference::gather(bundle, *inputs, 4, 3), profile);
        ASSERT_TRUE(moments.along.defined());
        EXPECT_EQ(moments.along.size(0), 3);
        EXPECT_EQ(moments.along.size(1), profile == inference::Profile::product ? 50 : 47);
        EXPECT_TRUE(torch::isfinite(moments.along).all().item<bool>());
    }
}

// As fitClusters() leaves it, of `width` values.
ClusterFit anyFit(std::int64_t clusters, std::int64_t width) {
    ClusterFit fit;
    fit.mean = torch::rand({width});
    fit.deviation = 0.5 + torch::rand({width});
    fit.directions = torch::rand({width, 3});
    fit.centres = torch::rand({clusters, 3});
    fit.spread = 0.7;
    return fit;
}

TEST(ClusterModel, WhatIsSavedIsReadAgainAndSpeaksOfABeat) {
    const auto record = inference::test::syntheticBeats(30);
    const auto bundle = inference::test::randomBundle(inference::Profile::product);
    const auto inputs = inference::BeatInputs::prepare(*record.recording, record.beats, record.beats.lead,
                                                       inference::Profile::product, {});
    ASSERT_TRUE(inputs);
    const auto moments = momentsOf(bundle, inference::gather(bundle, *inputs, 5, 1), inference::Profile::product);
    ClusterModel model;
    model.along = anyFit(5, moments.along.size(2));
    model.row = anyFit(2, moments.row.size(1));
    model.wave = torch::rand({5, 50});
    model.along_share = torch::rand({5, 4});
    model.row_share = torch::rand({2, 4});
    model.covers = torch::tensor({{0.9F, 0.0F, 0.0F, 0.1F},
                                  {0.0F, 0.8F, 0.0F, 0.2F},
                                  {0.0F, 0.6F, 0.1F, 0.3F},
                                  {0.2F, 0.25F, 0.25F, 0.3F},
                                  {0.0F, 0.0F, 0.1F, 0.9F}});
    model.names = {"early", "as usual"};
    model.checks = {120, 7, 0.9, 0.8, 0.95, 0.85, 0.79, 0.81, {0.1, 0.2, 0.3, 0.4}};
    const auto folder = test::scratchFolder("clusters-saved");
    ASSERT_TRUE(saveClusters(folder.string(), "abc", model));
    const auto again = loadClusters(folder.string(), "abc", 4);
    ASSERT_TRUE(again) << sentence(again.error());
    ASSERT_TRUE(*again);
    const auto told = clustersOf(bundle, again->get(), *inputs, 5);
    ASSERT_TRUE(told) << sentence(told.error());
    EXPECT_EQ(told->time_s.size(), 50U);
    ASSERT_EQ(told->clusters.size(), 5U);
    EXPECT_EQ(told->clusters[0].name, "P");
    EXPECT_EQ(told->clusters[1].name, "QRS");
    EXPECT_EQ(told->clusters[2].name, "QRS") << "their numbers tell them apart";
    EXPECT_EQ(told->clusters[3].name, "") << "it covers nothing in particular";
    EXPECT_EQ(told->clusters[4].name, "between");
    EXPECT_EQ(told->row[0].name, "early");
    EXPECT_EQ(told->checks.records, 7U);
    EXPECT_NEAR(told->checks.macro_f1, 0.85, 1e-6);
    EXPECT_NEAR(told->checks.uncertainty[3], 0.4, 1e-6);
    double sum = 0;
    for (std::size_t k = 0; k < 5; ++k) sum += told->shareOf(k);
    EXPECT_NEAR(sum, 1, 1e-5);

    const auto others = loadClusters(folder.string(), "abd", 4);
    ASSERT_FALSE(others);
    EXPECT_EQ(others.error().code, ErrorCode::model_mismatch);
    const auto classes = loadClusters(folder.string(), "abc", 5);
    ASSERT_FALSE(classes) << "shares of four classes are none of five";
    EXPECT_EQ(classes.error().code, ErrorCode::malformed);
    auto named = inference::test::randomBundle(inference::Profile::product);
    named.card.info.hash = "abc";
    EXPECT_TRUE(loadFittingClusters(folder.string(), named));
    auto of_others = model;
    of_others.row = anyFit(2, moments.row.size(1) + 1);
    ASSERT_TRUE(saveClusters(folder.string(), "abc", of_others));
    EXPECT_TRUE(loadClusters(folder.string(), "abc", 4)) << "it fits together";
    const auto unlike = loadFittingClusters(folder.string(), named);
    ASSERT_FALSE(unlike) << "no network of the model answers a row of such a size";
    EXPECT_EQ(unlike.error().code, ErrorCode::model_mismatch);
    model.wave = torch::full({5, 50}, 3e38);
    ASSERT_TRUE(saveClusters(folder.string(), "abc", model));
    EXPECT_FALSE(loadClusters(folder.string(), "abc", 4));
    model.wave = torch::full({5, 50}, NAN);
    ASSERT_TRUE(saveClusters(folder.string(), "abc", model));
    EXPECT_FALSE(loadClusters(folder.string(), "abc", 4));
    std::filesystem::remove_all(folder);
    const auto none = loadClusters(folder.string(), "abc", 4);
    ASSERT_TRUE(none);
    EXPECT_EQ(*none, nullptr);
}

TEST(ClusterModel, OtherNetworksMomentsAreRefused) {
    const auto record = inference::test::syntheticBeats(30);
    const auto bundle = inference::test::randomBundle(inference::Profile::product);
    const auto inputs = inference::BeatInputs::prepare(*record.recording, record.beats, record.beats.lead,
                                                       inference::Profile::product, {});
    ASSERT_TRUE(inputs);
    ClusterModel model;
    model.along = anyFit(5, 7);
    model.wave = torch::rand({5, 50});
    model.along_share = torch::rand({5, 4});
    const auto told = clustersOf(bundle, &model, *inputs, 5);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::model_mismatch);
}

TEST(ClusterChecks, AreaUnderOneClassAgainstTheOthers) {
    const std::vector<std::optional<std::size_t>> label{0, 0, 1, 1, std::nullopt};
    const std::vector<double> weight(5, 1);
    EXPECT_EQ(meanAuroc({{1, 0}, {1, 0}, {0, 1}, {0, 1}, {1, 0}}, label, weight), 1);
    EXPECT_EQ(meanAuroc({{0, 1}, {0, 1}, {1, 0}, {1, 0}, {1, 0}}, label, weight), 0);
    EXPECT_EQ(meanAuroc({{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}, label, weight), 0.5) << "equal ones count half";
    // One of the zeros below one of the ones: three of four pairs are in order, for either class.
    EXPECT_EQ(meanAuroc({{0.9, 0.1}, {0.3, 0.7}, {0.4, 0.6}, {0.1, 0.9}, {1, 0}}, label, weight), 0.75);
}

TEST(ClusterChecks, AForestTellsOfOtherRecordsWhatSharesTell) {
    ForestBeats beats;
    Random random(3);
    std::vector<torch::Tensor> rows;
    for (std::size_t record = 0; record < 10; ++record) {
        for (std::size_t beat = 0; beat < 40; ++beat) {
            const std::size_t answer = beat % 4 == 0 ? 1 : 0;
            const auto share = static_cast<float>((answer == 1 ? 0.7 : 0.2) + 0.1 * random.uniform());
            rows.push_back(torch::tensor({share, 1 - share, static_cast<float>(random.uniform())}));
            beats.answer.push_back(answer);
            beats.label.push_back(answer);
            beats.weight.push_back(1);
            beats.record.push_back(record);
        }
    }
    beats.features = torch::stack(rows).contiguous();
    ClusterChecks checks;
    checkForest(beats, 2, 1, checks);
    EXPECT_GT(checks.fidelity, 0.99);
    EXPECT_GT(checks.macro_f1, 0.99);
    EXPECT_GT(checks.forest_auroc, 0.99);

    // Asked of the last three alone, whose shares say the opposite: the others teach, and are not counted.
    for (std::size_t beat = std::size_t{7} * 40; beat < beats.answer.size(); ++beat) {
        beats.answer[beat] = 1 - beats.answer[beat];
    }
    std::vector<std::optional<std::size_t>> fold(10);
    fold[7] = fold[8] = fold[9] = 0;
    checkForest(beats, fold, 2, 1, checks);
    EXPECT_LT(checks.fidelity, 0.01);
}

TEST(ClusterChecks, OccupancySaysHowMuchAndWhere) {
    auto along = torch::zeros({1, 50, 2});
    along[0].narrow(0, 0, 22).select(1, 0).fill_(1);
    along[0].narrow(0, 22, 28).select(1, 1).fill_(1);
    const auto of = occupancy(along, torch::tensor({{0.3F, 0.7F}}))[0];
    ASSERT_EQ(of.size(0), 10) << "early, middle, late, the largest; and the row";
    EXPECT_NEAR(of[0].item<double>(), 22.0 / 23, 0.05);
    EXPECT_NEAR(of[3].item<double>(), 1, 0.3);
    EXPECT_EQ(of[5].item<double>(), 1);
    EXPECT_EQ(of[6].item<double>(), 1);
    EXPECT_NEAR(of[9].item<double>(), 0.7, 1e-6);
}

TEST(Forest, LearnsWhatIsApartAndWeighsClassesAlike) {
    Random random(1);
    std::vector<float> points;
    std::vector<std::size_t> labels;
    for (int i = 0; i < 600; ++i) {
        const std::size_t label = i % 20 == 0 ? 1 : 0;  // one in twenty
        points.push_back(static_cast<float>(random.normal() + (label == 1 ? 6 : 0)));
        points.push_back(static_cast<float>(random.normal()));
        labels.push_back(label);
    }
    const Forest forest = Forest::grown(points, labels, {}, 2, 2);
    EXPECT_GT(forest.answer(std::vector<float>{6.5F, 0})[1], 0.9);
    EXPECT_LT(forest.answer(std::vector<float>{-1, 0})[1], 0.1);
    const auto answer = forest.answer(std::vector<float>{3, 0});
    EXPECT_NEAR(answer[0] + answer[1], 1, 1e-9);
}

}  // namespace
}  // namespace triptych::explain
