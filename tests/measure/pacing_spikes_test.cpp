#include "core/measure/pacing_spikes.h"

#include "core/synth/synthesize.h"
#include "tests/measure/made_heart.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::measure {
namespace {

// A spike of 2 ms, 60 ms before each R, with the small slow tail that amplifiers leave behind it.
test::MadeHeart paced(double rate_hz, double height_mv) {
    test::MadeHeart heart;
    heart.leads[0].rate_hz = rate_hz;
    heart.leads[0].p_mv = 0;
    heart.added_mv = [height_mv](std::size_t, double time_s) {
        const double since = std::fmod(time_s - 0.4 + 0.060 + 0.8 + 1e-9, 0.8);
        if (time_s > 9.5) return 0.0;  // no beat comes any more
        if (since < 0.0019) return height_mv;
        return since < 0.2 ? -0.1 * height_mv * std::exp(-since / 0.02) : 0.0;
    };
    return heart;
}

PacingSpikes found(const test::Made& made) {
    const std::vector<std::optional<double>> millivolts(made.recording->leads.size(), 1.0);
    return pacingSpikes(*made.recording, *made.beats, millivolts).value();
}

TEST(PacingSpikes, AreFoundWhereTheRateShowsThem) {
    for (const double rate_hz : {500.0, 1000.0}) {
        for (const double height_mv : {0.4, -2.0}) {
            const auto made = test::made(paced(rate_hz, height_mv));
            const PacingSpikes spikes = found(made);
            EXPECT_TRUE(spikes.unsaid.empty());
            ASSERT_EQ(spikes.times_s.size(), made.beats->beats.size()) << rate_hz << ' ' << height_mv;
            for (std::size_t k = 0; k < spikes.times_s.size(); ++k) {
                const double r_s = static_cast<double>(made.beats->beats[k].sample) / rate_hz;
                EXPECT_NEAR(spikes.times_s[k], r_s - 0.060, 0.003);
            }
        }
    }
}

TEST(PacingSpikes, AreNotSaidOfWhereTheyFallBetweenTheSamples) {
    const PacingSpikes spikes = found(test::made(paced(250, 2)));
    EXPECT_TRUE(spikes.times_s.empty());
    EXPECT_NE(spikes.unsaid.text().find("250 Hz"), std::string::npos) << spikes.unsaid;
}

TEST(PacingSpikes, ANarrowQrsIsNone) {
    EXPECT_TRUE(found(test::made({})).times_s.empty());
    synth::SynthRequest request;
    request.rate_hz = 1000;
    request.leads = 12;
    request.noise_mv = 0.05;
    request.mains_mv = 0.1;
    const auto made = synth::synthesize(request).value();
    BeatList list;
    list.rate_hz = 1000;
    for (const auto& beat : made.truth) list.beats.push_back({std::llround(beat.r_s * 1000), kNormal});
    const std::vector<std::optional<double>> millivolts(12, 1.0);
    const auto spikes = pacingSpikes(*made.recording, list, millivolts).value();
    EXPECT_TRUE(spikes.times_s.empty());
    EXPECT_TRUE(spikes.unsaid.empty());
}

TEST(PacingSpikes, ALoneDisturbanceAndAStepAreNone) {
    test::MadeHeart heart;
    heart.added_mv = [](std::size_t, double time_s) {
        if (std::abs(time_s - 2.0) < 0.001) return 2.0;  // once
        return time_s > 5 ? 1.0 : 0.0;                   // an electrode comes back
    };
    EXPECT_TRUE(found(test::made(heart)).times_s.empty());
}

TEST(PacingSpikes, OneOfManyLeadsAloneDoesNotMakeThem) {
    test::MadeHeart heart;
    heart.leads = test::twelveLeads(45, 45, 45);
    const auto spiky = paced(500, 1).added_mv;
    heart.added_mv = [&](std::size_t lead, double time_s) { return lead == 6 ? spiky(lead, time_s) : 0.0; };
    EXPECT_TRUE(found(test::made(heart)).times_s.empty());
    heart.added_mv = spiky;
    EXPECT_FALSE(found(test::made(heart)).times_s.empty());
}

TEST(PacingSpikes, OfTheFileItselfAreTakenAsTheyStand) {
    auto made = test::made({});
    auto marked = std::make_shared<Recording>(*made.recording);
    AnnotationSet set;
    set.rate_hz = 1000;
    set.annotations = {{340, kPacePeak, 0, 0, 0, {}}, {1140, kPacePeak, 0, 0, 0, {}}};
    marked->annotation_sets.push_back(set);
    made.recording = marked;
    const PacingSpikes spikes = found(made);
    EXPECT_TRUE(spikes.from_file);
    EXPECT_EQ(spikes.times_s, (std::vector<double>{0.34, 1.14}));
}

}  // namespace
}  // namespace triptych::measure
