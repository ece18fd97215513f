#include "core/beats/shape_clusters.h"

#include "core/beats/detect.h"
#include "core/dsp/filter.h"
#include "core/dsp/resample.h"
#include "core/formats/open.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

namespace triptych::beats {
namespace {

// A spike of a width and a height, and a T wave after it.
float made(double column, double width, double height, double t) {
    const double r = (column - kShapeMark) / width;
    const double wave = (column - kShapeMark - 30) / 6;
    return static_cast<float>(height * std::exp(-r * r) + t * std::exp(-wave * wave));
}

struct Kind {
    double width, height, t;
};
const Kind kNarrow{2, 1, 0.3}, kWide{6, 1.4, -0.5}, kInverted{3, -1, 0.2};

// n beats: kind by `kindOf`, marks off by up to two samples, heights by 6 %, noise of .03.
struct MadeBeats {
    std::vector<std::vector<float>> rows;
    std::vector<int> kinds;
};
MadeBeats madeBeats(std::size_t n, const std::function<int(std::size_t)>& kindOf, std::size_t leads = 1) {
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 0.03), height(1, 0.06);
    std::uniform_int_distribution<int> shift(-2, 2);
    MadeBeats out;
    for (std::size_t beat = 0; beat < n; ++beat) {
        const int kind = kindOf(beat);
        const Kind of = std::array{kNarrow, kWide, kInverted}[static_cast<std::size_t>(kind)];
        const double size = height(random);
        const int by = shift(random);
        std::vector<float> row;
        for (std::size_t lead = 0; lead < leads; ++lead) {
            const double gain = lead == 0 ? 1 : 0.01;  // a lead of small voltages
            for (std::size_t i = 0; i < kShapeRow; ++i) {
                const double column = static_cast<double>(i) - kShapeSlack - by;
                row.push_back(static_cast<float>(
                    gain * (size * made(column, of.width, of.height, of.t) + noise(random) + 5)));  // on an offset
            }
        }
        out.rows.push_back(row);
        out.kinds.push_back(kind);
    }
    return out;
}

ShapeRows rowsOf(const MadeBeats& made) {
    return [&made](std::size_t beat, std::span<float> into) { std::ranges::copy(made.rows[beat], into.begin()); };
}

TEST(ShapeClusters, GroupBeatsOfOneShape) {
    for (const std::size_t leads : {1U, 2U}) {
        const MadeBeats beats = madeBeats(
            2000, [](std::size_t i) { return i % 7 == 3    ? 1
                                             : i % 50 == 1 ? 2
                                                           : 0; }, leads);
        const auto of = clusterShapes(rowsOf(beats), beats.rows.size(), leads);
        ASSERT_TRUE(of);
        ASSERT_EQ(of->clusters.size(), 3U);
        for (std::size_t i = 0; i < beats.rows.size(); ++i) {
            EXPECT_EQ(of->cluster_of[i], of->cluster_of[beats.kinds[i] == 0 ? 0 : beats.kinds[i] == 1 ? 3 : 1]) << i;
        }
        EXPECT_GT(of->clusters[0].beats.size(), of->clusters[1].beats.size());
        EXPECT_GT(of->clusters[1].beats.size(), of->clusters[2].beats.size());
    }
}

TEST(ShapeClusters, TheirMeanIsTheShapeInTheLeadsOwnUnit) {
    const MadeBeats beats = madeBeats(500, [](std::size_t) { return 0; });
    const auto of = clusterShapes(rowsOf(beats), 500, 1);
    ASSERT_TRUE(of);
    ASSERT_EQ(of->clusters.size(), 1U);
    const auto& mean = of->clusters[0].mean;
    ASSERT_EQ(mean.size(), kShapeLength);
    const auto peak = std::max_element(mean.begin(), mean.end());
    EXPECT_NEAR(static_cast<double>(peak - mean.begin()), static_cast<double>(kShapeMark), 1);
    const auto [low, high] = std::minmax_element(mean.begin(), mean.end());
    EXPECT_NEAR(*high - *low, 1, 0.06);
}

TEST(ShapeClusters, TheNearestBeatsComeFirst) {
    const MadeBeats beats = madeBeats(300, [](std::size_t i) { return i % 10 == 0 ? 1 : 0; });
    const auto of = clusterShapes(rowsOf(beats), 300, 1);
    ASSERT_TRUE(of);
    for (const ShapeCluster& cluster : of->clusters) {
        for (std::size_t i = 1; i < cluster.beats.size(); ++i) {
            EXPECT_LE(of->distance[cluster.beats[i - 1]], of->distance[cluster.beats[i]]);
        }
    }
}

TEST(ShapeClusters, FindASingleOddBeatAmongMany) {
    const MadeBeats beats = madeBeats(20'000, [](std::size_t i) { return i == 12'345 ? 1 : 0; });
    const auto of = clusterShapes(rowsOf(beats), beats.rows.size(), 1);
    ASSERT_TRUE(of);
    ASSERT_EQ(of->clusters.size(), 2U);
    EXPECT_EQ(of->clusters[1].beats, std::vector<std::uint32_t>{12'345});
}

TEST(ShapeClusters, NeverMixGroups) {
    const MadeBeats beats = madeBeats(400, [](std::size_t) { return 0; });
    std::vector<std::uint16_t> group(400, 0);
    for (std::size_t i = 0; i < 400; i += 4) group[i] = 2;
    const auto of = clusterShapes(rowsOf(beats), 400, 1, group);
    ASSERT_TRUE(of);
    ASSERT_EQ(of->clusters.size(), 2U);
    for (std::size_t i = 0; i < 400; ++i) EXPECT_EQ(of->clusters[of->cluster_of[i]].group, group[i]);
}

TEST(ShapeClusters, AreBoundedInNoiseAndTheSameAgain) {
    std::mt19937 random(1);
    std::normal_distribution<float> noise;
    MadeBeats beats;
    for (int i = 0; i < 3000; ++i) {
        std::vector<float> row(kShapeRow);
        for (float& value : row) value = noise(random);
        beats.rows.push_back(row);
    }
    const auto first = clusterShapes(rowsOf(beats), 3000, 1);
    const auto second = clusterShapes(rowsOf(beats), 3000, 1);
    ASSERT_TRUE(first && second);
    EXPECT_LE(first->clusters.size(), ShapeOptions{}.most);
    EXPECT_EQ(first->cluster_of, second->cluster_of);
    std::size_t all = 0;
    for (const ShapeCluster& cluster : first->clusters) all += cluster.beats.size();
    EXPECT_EQ(all, 3000U) << "every beat is somewhere";
}

TEST(ShapeClusters, OfNothingAndOfFlatLines) {
    const ShapeRows flat = [](std::size_t, std::span<float> into) { std::ranges::fill(into, 2.0F); };
    EXPECT_TRUE(clusterShapes(flat, 0, 1)->clusters.empty());
    const auto of = clusterShapes(flat, 10, 2);
    ASSERT_TRUE(of);
    EXPECT_EQ(of->clusters.size(), 1U);
    EXPECT_EQ(of->clusters[0].beats.size(), 10U);
}

TEST(ShapeClusters, AreStoppable) {
    std::stop_source stop;
    stop.request_stop();
    const MadeBeats beats = madeBeats(100, [](std::size_t) { return 0; });
    const auto of = clusterShapes(rowsOf(beats), 100, 1, {}, {}, {stop.get_token(), {}});
    ASSERT_FALSE(of);
    EXPECT_EQ(of.error().code, ErrorCode::cancelled);
}

// By shape alone, ventricular beats lie apart from the others: who names a tile by its majority errs in few of its
// beats.
TEST(ShapeClusters, PartVentricularBeatsInRealRecords) {
    TRIPTYCH_NEEDS_DATA(folder, "mitdb");
    double share = 0;
    int records = 0;
    for (const char* name : {"106", "109", "114", "116", "119", "124", "203", "208", "215", "223"}) {
        const auto recording = formats::open((folder / (std::string(name) + ".hea")).string());
        ASSERT_TRUE(recording);
        const auto beats = referenceBeats(**recording, 0);
        ASSERT_TRUE(beats) << sentence(beats.error());
        std::vector<std::vector<float>> signals;
        for (std::size_t lead = 0; lead < (*recording)->leads.size(); ++lead) {
            std::vector<float> samples(static_cast<std::size_t>((*recording)->leads[lead].samples));
            (*recording)->source->readPhysical(lead, 0, samples);
            const double rate_hz = (*recording)->leads[lead].rate_hz;
            signals.push_back(
                dsp::resample(dsp::filterLead(samples, rate_hz, dsp::kMonitorFilter).value(), rate_hz, 125));
        }
        const auto of = clusterShapes(
            [&](std::size_t beat, std::span<float> into) {
                for (std::size_t lead = 0; lead < signals.size(); ++lead) {
                    shapeRow(signals[lead], beats->beats[beat], beats->rate_hz,
                             into.subspan(lead * kShapeRow, kShapeRow));
                }
            },
            beats->beats.size(), signals.size());
        ASSERT_TRUE(of);
        std::size_t apart = 0, ventricular = 0;
        for (const ShapeCluster& cluster : of->clusters) {
            std::size_t v = 0;
            for (const std::uint32_t beat : cluster.beats) v += beats->beats[beat].code == kPvc ? 1 : 0;
            apart += std::min(v, cluster.beats.size() - v);
            ventricular += v;
        }
        std::printf("%s: %zu beats, %zu V, %zu clusters, %zu in a tile of the other kind\n", name, beats->beats.size(),
                    ventricular, of->clusters.size(), apart);
        share += static_cast<double>(apart) / static_cast<double>(beats->beats.size());
        ++records;
    }
    EXPECT_LT(share / records, 0.01);
}

}  // namespace
}  // namespace triptych::beats
