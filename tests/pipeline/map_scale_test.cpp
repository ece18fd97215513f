// Scales and means of maps: closed forms on made-up ones, and going on where it was stopped.
#include "core/pipeline/map_scale.h"

#include "core/pipeline/map_words.h"
#include "core/pipeline/mean_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace triptych::pipeline {
namespace {

// A lead whose sample i is i, so that a mean of aligned stretches is known.
class Ramp : public SampleSource {
public:
    void readPhysical(std::size_t, std::int64_t first, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const auto at = first + static_cast<std::int64_t>(i);
            out[i] = at < 0 || at >= 1000 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(at);
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        for (auto& value : out) value = kMissingSample;
    }
};

RecordingPtr ramp() {
    auto out = std::make_shared<Recording>();
    out->name = "ramp";
    Lead lead;
    lead.name = "MLII";
    lead.rate_hz = 100;
    lead.samples = 1000;
    out->leads = {lead};
    out->duration_s = 10;
    out->source = std::make_shared<Ramp>();
    return out;
}

// Map number `at` of `count`: marked at 2 + at s, five cells around the mark, all of them `at` times the cell.
Explanation mapOf(std::size_t at) {
    Explanation out;
    out.method = "occlusion";
    out.class_name = "V";
    out.score = static_cast<double>(at);
    Attribution time;
    time.input = "time";
    time.axes = {{"time", "s", {}, {}}};
    const double mark_s = 2.0 + static_cast<double>(at);
    for (int cell = 0; cell < 5; ++cell) {
        time.axes[0].values.push_back(mark_s + 0.1 * (cell - 2));
        time.values.push_back(static_cast<float>(at) * static_cast<float>(cell));
        time.seen.push_back(static_cast<float>(cell));
    }
    out.inputs = {time};
    return out;
}

MapSource sourceOf(std::size_t count, std::function<Result<Explanation>(std::size_t, const Job&)> make) {
    return {count, std::move(make), [](std::size_t at) { return 2.0 + static_cast<double>(at); }};
}

MapSource sourceOf(std::size_t count) {
    return sourceOf(count, [](std::size_t at, const Job&) -> Result<Explanation> { return mapOf(at); });
}

TEST(MapScale, IsTheNinetyNinthPercentileOfTheCellsSizes) {
    MapSizes sizes;
    ASSERT_TRUE(sizes.gather(sourceOf(1,
                                      [](std::size_t, const Job&) -> Result<Explanation> {
                                          Explanation out = mapOf(1);
                                          out.inputs[0].values.clear();
                                          for (int i = 0; i <= 100; ++i)
                                              out.inputs[0].values.push_back(static_cast<float>(i % 2 == 0 ? i : -i));
                                          return out;
                                      }),
                             {}));
    EXPECT_EQ(sizes.scales().at("time"), 99);
    Explanation map = mapOf(1);
    EXPECT_TRUE(wantsScales(map));
    putScales(sizes.scales(), map);
    EXPECT_EQ(map.inputs[0].scale, 99);
    EXPECT_TRUE(map.scale_of_recording);
    EXPECT_FALSE(wantsScales(map));
}

TEST(MapScale, OfTheModelIsKept) {
    Explanation map = mapOf(1);
    map.inputs[0].scale = 7;
    putScales({{"time", 99}}, map);
    EXPECT_EQ(map.inputs[0].scale, 7);
    EXPECT_FALSE(map.scale_of_recording);
}

TEST(MapScale, GoesOnWhereItWasStopped) {
    std::size_t asked = 0;
    std::stop_source stop;
    const auto make = [&](std::size_t at, const Job&) -> Result<Explanation> {
        if (++asked == 2) stop.request_stop();
        return mapOf(at);
    };
    MapSizes sizes;
    const auto stopped = sizes.gather(sourceOf(4, make), {stop.get_token(), {}});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
    EXPECT_EQ(sizes.maps(), 2U);
    ASSERT_TRUE(sizes.gather(sourceOf(4, make), {}));
    EXPECT_EQ(asked, 4U) << "none is made twice";
    EXPECT_EQ(sizes.maps(), 4U);
}

TEST(MapScale, MapsThatCannotBeMadeArePassedOver) {
    const auto make = [](std::size_t at, const Job&) -> Result<Explanation> {
        if (at == 0) return fail(ErrorCode::unsupported, "no such map");
        return mapOf(at);
    };
    MapSizes some, none;
    EXPECT_TRUE(some.gather(sourceOf(2, make), {}));
    EXPECT_FALSE(none.gather(sourceOf(1, make), {})) << "where none can be made, it is said why";
}

TEST(MeanMap, IsMeanAndDeviationCellByCellOnAnAxisFromTheMark) {
    MeanMapGathering gathering(sourceOf(3), ramp(), 0);
    ASSERT_TRUE(gathering.goOn(3, {}));
    const auto mean = gathering.mean();
    ASSERT_TRUE(mean);
    EXPECT_EQ(mean->beats, 3U);
    EXPECT_EQ(mean->left_out, 0U);
    EXPECT_DOUBLE_EQ(mean->mean.score, 1);
    EXPECT_NEAR(mean->score_deviation, 1, 1e-12);
    const Attribution& time = mean->mean.inputs[0];
    for (std::size_t cell = 0; cell < 5; ++cell) {
        EXPECT_NEAR(time.axes[0].values[cell], 0.1 * (static_cast<double>(cell) - 2), 1e-12);
        EXPECT_FLOAT_EQ(time.values[cell], static_cast<float>(cell)) << "of 0, 1 and 2 times the cell";
        EXPECT_FLOAT_EQ(mean->deviation[0][cell], static_cast<float>(cell));
        EXPECT_FLOAT_EQ(time.seen[cell], static_cast<float>(cell));
    }
    EXPECT_FLOAT_EQ(static_cast<float>(time.sum), 10);
    EXPECT_FALSE(mean->mean.has_completeness);
    EXPECT_FALSE(mean->mean.badge);
    // Each stretch of the ramp less its own middle is the same ramp.
    ASSERT_EQ(mean->trace.mean.size(), 41U);
    EXPECT_NEAR(mean->trace.first_s, -0.2, 1e-9);
    EXPECT_NEAR(mean->trace.mean.front(), -20, 1e-4);
    EXPECT_NEAR(mean->trace.deviation[10], 0, 1e-4);
}

TEST(MeanMap, GrowsInPiecesAndLeavesOutWhatHasAnotherShapeOrNoNumber) {
    const auto make = [](std::size_t at, const Job&) -> Result<Explanation> {
        Explanation out = mapOf(at);
        if (at == 1) out.inputs[0].values[0] = std::numeric_limits<float>::quiet_NaN();
        if (at == 2) out.inputs[0].values.pop_back();
        if (at == 3) return fail(ErrorCode::unsupported, "too near an edge");
        return out;
    };
    MeanMapGathering gathering(sourceOf(5, make), ramp(), 0);
    EXPECT_FALSE(gathering.mean()) << "nothing before the first";
    ASSERT_TRUE(gathering.goOn(2, {}));
    EXPECT_EQ(gathering.done(), 2U);
    EXPECT_FALSE(gathering.complete());
    EXPECT_EQ(gathering.mean()->beats, 1U);
    ASSERT_TRUE(gathering.goOn(9, {}));
    EXPECT_TRUE(gathering.complete());
    EXPECT_EQ(gathering.mean()->beats, 2U);
    EXPECT_EQ(gathering.mean()->left_out, 3U);
}

TEST(MeanMap, ThatNoBeatHasIsAnError) {
    MeanMapGathering gathering(
        sourceOf(2, [](std::size_t, const Job&) -> Result<Explanation> { return fail(ErrorCode::unsupported, "no"); }),
        ramp(), 0);
    EXPECT_FALSE(gathering.goOn(2, {}));
}

TEST(MeanMap, AtTheRecordingsEdgeTheTraceIsOfTheBeatsThatHaveIt) {
    MeanMapGathering gathering({2, [](std::size_t, const Job&) -> Result<Explanation> { return mapOf(0); },
                                [](std::size_t at) { return at == 0 ? 0.1 : 5.0; }},
                               ramp(), 0);
    ASSERT_TRUE(gathering.goOn(2, {}));
    const auto mean = gathering.mean();
    ASSERT_TRUE(mean);
    for (const float value : mean->trace.mean) EXPECT_TRUE(std::isfinite(value));
}

TEST(MapWords, SayWhatIsExplainedByWhatAndOfWhichBeat) {
    Explanation map = mapOf(1);
    BeatList beats;
    beats.lead_name = "MLII";
    beats.rate_hz = 100;
    beats.beats = {{200, kPvc}};
    map.beat = 0;
    EXPECT_EQ(mapHeading(map).text(), "V, score 1.00, by Occlusion");
    map.against = "S";
    EXPECT_EQ(mapHeading(map).text(), "V and not S, 1.00, by Occlusion");
    EXPECT_EQ(mapPlace(map, beats, "208").text(), "beat at 2.00 s, lead MLII, 208");
    map.of_recording = true;
    EXPECT_EQ(mapPlace(map, beats, "208").text(), "from 2.80 to 3.20 s of 208");
}

}  // namespace
}  // namespace triptych::pipeline
