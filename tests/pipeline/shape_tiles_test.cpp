// Tiles of shapes: found alike whenever they are sought, merged, split and cleared of odd beats without losing one.
#include "core/pipeline/shape_tiles.h"
#include "tests/ui/made_recording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace triptych::pipeline {
namespace {

constexpr double kRate_hz = 250, kBeat_s = 0.8;
constexpr std::size_t kBeats = 120;

// Narrow beats, every fifth wide, the 60th upside down; the heights of the others by tenths up and down.
int kindOf(std::size_t beat) {
    return beat == 60 ? 2 : beat % 5 == 4 ? 1 : 0;
}

float madeSignal(double time_s) {
    const double beat = std::floor(time_s / kBeat_s);
    if (beat < 0 || beat >= static_cast<double>(kBeats)) return 0;
    const double x = time_s - beat * kBeat_s - 0.3;
    const int kind = kindOf(static_cast<std::size_t>(beat));
    const double width = kind == 1 ? 0.05 : 0.015, height = kind == 2 ? -1.2 : kind == 1 ? 1.4 : 1;
    const double wave = (x - 0.22) / 0.05;
    return static_cast<float>(height * std::exp(-x * x / (2 * width * width)) +
                              (kind == 1 ? -0.4 : 0.25) * std::exp(-wave * wave / 2));
}

struct Made {
    RecordingPtr recording = test::madeRecording(
        {{"II", kRate_hz, madeSignal}, {"V1", kRate_hz, [](double t) { return 0.01F * madeSignal(t); }}},
        kBeat_s* kBeats);
    BeatList beats = [] {
        BeatList list;
        list.rate_hz = kRate_hz;
        for (std::size_t i = 0; i < kBeats; ++i) {
            list.beats.push_back(
                {static_cast<std::int64_t>(std::llround((static_cast<double>(i) * kBeat_s + 0.3) * kRate_hz)),
                 kNormal});
        }
        return list;
    }();
    ShapeTilesPtr tiles() const {
        const std::vector<std::size_t> leads = {0, 1};
        auto found = findShapeTiles(*recording, beats, leads);
        EXPECT_TRUE(found);
        return *found;
    }
};

// Every beat stands in one tile, and in the one that it is said to.
void expectWhole(const ShapeTiles& tiles) {
    std::set<std::uint32_t> seen;
    for (std::size_t tile = 0; tile < tiles.tiles.size(); ++tile) {
        for (const std::uint32_t beat : tiles.tiles[tile].beats) {
            EXPECT_TRUE(seen.insert(beat).second) << beat;
            EXPECT_EQ(tiles.tile_of[beat], tile) << beat;
        }
    }
    EXPECT_EQ(seen.size(), tiles.tile_of.size());
}

TEST(ShapeTiles, HoldBeatsOfOneShapeEach) {
    const Made made;
    const ShapeTilesPtr tiles = made.tiles();
    expectWhole(*tiles);
    ASSERT_EQ(tiles->tiles.size(), 3U);
    for (std::size_t beat = 0; beat < kBeats; ++beat) {
        const std::size_t like = kindOf(beat) == 2 ? 60 : kindOf(beat) == 1 ? 4 : 0;
        EXPECT_EQ(tiles->tile_of[beat], tiles->tile_of[like]) << beat;
    }
    const ShapeTilesPtr again = made.tiles();
    EXPECT_EQ(tiles->tile_of, again->tile_of);
    const std::vector<float> shape = shapeOf(*tiles, 0);
    ASSERT_EQ(shape.size(), beats::kShapeLength);
    const auto peak = std::max_element(shape.begin(), shape.end()) - shape.begin();
    EXPECT_NEAR(static_cast<double>(peak), static_cast<double>(beats::kShapeMark), 1);
    EXPECT_NEAR(*std::max_element(shape.begin(), shape.end()) - *std::min_element(shape.begin(), shape.end()), 1, 0.25);
}

TEST(ShapeTiles, MergeSplitAndTakingOutKeepEveryBeat) {
    const Made made;
    const ShapeTilesPtr tiles = made.tiles();
    const std::size_t narrow = tiles->tile_of[0], wide = tiles->tile_of[4];
    const ShapeTilesPtr one = merged(tiles, narrow, wide);
    expectWhole(*one);
    EXPECT_EQ(one->tiles.size(), 2U);
    EXPECT_EQ(one->tile_of[0], one->tile_of[4]);
    const auto& order = one->tiles[one->tile_of[0]].beats;
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end(), [&](auto a, auto b) {
        return one->distance[a] < one->distance[b];
    })) << "the nearest first, by the new mean";

    const auto parts = split(one, one->tile_of[0]);
    ASSERT_TRUE(parts);
    expectWhole(**parts);
    EXPECT_NE((*parts)->tile_of[0], (*parts)->tile_of[4]);
    EXPECT_EQ((*parts)->tile_of[0], (*parts)->tile_of[1]);

    const ShapeTilesPtr out = takenOut(tiles, 7);
    expectWhole(*out);
    EXPECT_EQ(out->tiles.size(), tiles->tiles.size() + 1);
    EXPECT_EQ(out->tiles.back().beats, std::vector<std::uint32_t>{7});
    EXPECT_EQ(tiles->tile_of[7], tiles->tile_of[0]) << "what was there stays as it was";
}

TEST(ShapeTiles, WhatCannotBeDoneChangesNothing) {
    const Made made;
    const ShapeTilesPtr tiles = made.tiles();
    EXPECT_EQ(merged(tiles, 0, 0), tiles);
    EXPECT_EQ(merged(tiles, 0, 99), tiles);
    EXPECT_EQ(takenOut(tiles, 9999), tiles);
    EXPECT_EQ(takenOut(tiles, 60), tiles) << "it is alone already";
    const auto alike = split(tiles, tiles->tile_of[60]);
    ASSERT_FALSE(alike);
    EXPECT_EQ(alike.error().code, ErrorCode::wrong_use);
    const std::vector<std::size_t> nowhere = {9};
    EXPECT_EQ(findShapeTiles(*made.recording, made.beats, nowhere).error().code, ErrorCode::out_of_range);
    std::stop_source stop;
    stop.request_stop();
    const std::vector<std::size_t> leads = {0};
    EXPECT_EQ(findShapeTiles(*made.recording, made.beats, leads, {stop.get_token(), {}}).error().code,
              ErrorCode::cancelled);
}

TEST(ShapeTiles, LikenessIsNothingForTheBeatItselfAndLargeForItsOpposite) {
    const Made made;
    const ShapeTilesPtr tiles = made.tiles();
    const auto unlike = unlikeness(*tiles, 0);
    ASSERT_TRUE(unlike);
    EXPECT_EQ((*unlike)[0], 0);
    EXPECT_LT((*unlike)[1], 0.01F);
    EXPECT_GT((*unlike)[4], 0.2F);
    EXPECT_GT((*unlike)[60], 1.0F);
}

TEST(ShapeTiles, ManyLeadsOfManyBeatsAreComparedOnAFew) {
    const Made made;
    EXPECT_EQ(leadsForShapes(*made.recording, 1, {}, kBeats), (std::vector<std::size_t>{1, 0}));
    EXPECT_EQ(leadsForShapes(*made.recording, 0, {true, false}, kBeats), std::vector<std::size_t>{0});
    EXPECT_EQ(leadsForShapes(*made.recording, 0, {}, 1'000'000), std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace triptych::pipeline
