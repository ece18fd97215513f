#include "core/inference/module/training/batches.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kOnALead = 40;
constexpr std::uint8_t kN = 0, kS = 1, kV = 2;

// Two leads of beats; every feature of beat i is i / 1000, so that a cell tells whose it is.
BeatDataset numberedBeats() {
    BeatDataset dataset;
    dataset.profile = Profile::product;
    dataset.shape = shapeOf(Profile::product);
    dataset.class_names = {"N", "S", "V", "F"};
    dataset.sources = {{.record = "one"}, {.record = "two"}};
    for (std::size_t i = 0; i < 2 * kOnALead; ++i) {
        dataset.time.insert(dataset.time.end(), dataset.shape.timeSize(), 0.0F);
        dataset.rr.insert(dataset.rr.end(), dataset.shape.rr, static_cast<float>(i) / 1000);
        dataset.label.push_back(i % 5 == 0 ? kV : (i % 5 == 1 ? kS : kN));
        dataset.source.push_back(i < kOnALead ? 0 : 1);
        dataset.beat.push_back(static_cast<std::uint32_t>(i % kOnALead));
    }
    return dataset;
}

std::size_t numberIn(const torch::Tensor& cell) {
    return static_cast<std::size_t>(std::lround(cell.item<float>() * 1000));
}

TEST(Batches, NeighboursAreOfTheSameLeadAndItsEndsStandInForBeatsBeyond) {
    const BeatDataset dataset = numberedBeats();
    const std::vector<std::size_t> beats = {20, 3, kOnALead - 2, kOnALead, 2 * kOnALead - 1};
    constexpr InputKind kInput[] = {InputKind::neighbours};
    const Batch batch = makeBatch(dataset, beats, kInput, {});
    const auto& picture = batch.pictures.front();
    ASSERT_EQ(picture.sizes(), (std::vector<std::int64_t>{5, 45, 29}));
    for (std::size_t row = 0; row < beats.size(); ++row) {
        const std::size_t first = beats[row] < kOnALead ? 0 : kOnALead;
        for (std::size_t column = 0; column < 29; ++column) {
            const auto wanted = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(beats[row] + column) - 14,
                                                           static_cast<std::ptrdiff_t>(first),
                                                           static_cast<std::ptrdiff_t>(first + kOnALead - 1));
            for (const std::int64_t feature : {0, 44}) {
                const auto cell = picture[static_cast<std::int64_t>(row)][feature][static_cast<std::int64_t>(column)];
                EXPECT_EQ(numberIn(cell), static_cast<std::size_t>(wanted)) << row << ' ' << column;
            }
        }
    }
}

// A beat that ADASYN made up stands where the one stood that it was mixed from.
TEST(Batches, AMadeUpBeatHasTheNeighboursOfTheOneItCameFrom) {
    BeatDataset dataset = numberedBeats();
    const std::size_t made_up = dataset.size(), from = kOnALead - 1;
    dataset.time.resize(dataset.time.size() + dataset.shape.timeSize(), 0.0F);
    dataset.rr.insert(dataset.rr.end(), dataset.shape.rr, 0.9F);
    dataset.label.push_back(kS);
    dataset.source.push_back(0);
    dataset.beat.push_back(kOnALead - 1);
    dataset.mixed_from = {from};
    constexpr InputKind kInput[] = {InputKind::neighbours};
    const std::vector<std::size_t> both = {made_up, 2 * kOnALead - 1};
    const auto rows = makeBatch(dataset, both, kInput, {}).pictures.front();
    EXPECT_EQ(numberIn(rows[0][0][14]), 900U);
    EXPECT_EQ(numberIn(rows[0][0][13]), from - 1);
    EXPECT_EQ(numberIn(rows[0][0][15]), from);
    EXPECT_EQ(numberIn(rows[1][0][15]), 2 * kOnALead - 1) << "the made up beat follows no other";
}

// Half of the V beats are shown with another beat's rhythm, and some N and S with a made one; the row of beats stays
// what it was, so that it is always one heart's.
TEST(Batches, RhythmsAreLentToABeatButNotToItsRow) {
    const BeatDataset dataset = numberedBeats();
    std::vector<std::size_t> beats(2 * kOnALead);
    std::iota(beats.begin(), beats.end(), std::size_t{0});
    constexpr InputKind kInput[] = {InputKind::neighbours};
    const auto rows = makeBatch(dataset, beats, kInput, {}).pictures.front();
    const auto likeness = static_cast<std::int64_t>(rhythmFeatures());
    std::set<std::uint8_t> lent;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Batch batch = makeBatch(dataset, beats, kInput, seed);
        EXPECT_TRUE(torch::equal(batch.pictures.front(), rows));
        EXPECT_TRUE(torch::equal(batch.rr.slice(1, likeness), rows.select(2, 14).slice(1, likeness)));
        for (std::size_t i = 0; i < beats.size(); ++i) {
            const auto row = static_cast<std::int64_t>(i);
            if (!torch::equal(batch.rr[row], rows[row].select(1, 14))) lent.insert(dataset.label[i]);
        }
    }
    EXPECT_EQ(lent, (std::set<std::uint8_t>{kN, kS, kV}));
}

}  // namespace
}  // namespace triptych::inference::training
