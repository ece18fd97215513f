// Leads and lists that waves cannot be found in: said so, and never guessed.
#include "tests/waves/made_waves.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>

namespace triptych::test {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

std::vector<LeadWavesPtr> delineated(const MadeWaves& made) {
    auto waves = waves::delineate(*made.recording, made.beats, shipped(), {});
    EXPECT_TRUE(waves.has_value()) << sentence(waves.error());
    return waves.value_or(std::vector<LeadWavesPtr>());
}

TEST(WavesBadInput, AFlatLeadSaysSoAndTheOthersDoNotSuffer) {
    MadeWavesPlan plan;
    plan.leads = {"II", "V1"};
    plan.noise_db = 30;
    plan.change = [](std::size_t lead, double, float value) { return lead == 1 ? 0.25F : value; };
    const auto made = madeWaves(plan);
    const auto waves = delineated(made);
    ASSERT_EQ(waves.size(), 2U);
    EXPECT_EQ(waves[1]->unreadable, "the lead is flat");
    EXPECT_EQ(certainOf(*waves[1], &BeatWaves::qrs), 0U);
    EXPECT_TRUE(waves[0]->unreadable.empty());
    EXPECT_EQ(certainOf(*waves[0], &BeatWaves::qrs), made.truth.size());
    EXPECT_GE(certainOf(*waves[0], &BeatWaves::p) + 1, made.truth.size());
}

TEST(WavesBadInput, ALeadThatComesOffHalfWayIsReadUntilThen) {
    for (const float off : {0.0F, kMissing}) {
        MadeWavesPlan plan;
        plan.duration_s = 40;
        plan.leads = {"II", "V1"};
        plan.noise_db = 30;
        plan.change = [&](std::size_t lead, double time_s, float value) {
            return lead == 0 && time_s >= 20 ? off : value;
        };
        const auto made = madeWaves(plan);
        const auto waves = delineated(made);
        for (std::size_t i = 0; i < made.truth.size(); ++i) {
            const double r_s = made.truth[i].qrs[1];
            if (r_s < 19) {
                EXPECT_TRUE(waves[0]->beats[i].qrs) << r_s;
            }
            if (r_s > 20.5) {
                EXPECT_FALSE(waves[0]->beats[i].qrs) << r_s;
                EXPECT_FALSE(waves[0]->beats[i].p) << r_s;
                EXPECT_FALSE(waves[0]->beats[i].t) << r_s;
            }
            EXPECT_TRUE(waves[1]->beats[i].qrs) << r_s;
        }
        EXPECT_TRUE(waves[0]->unreadable.empty());
    }
}

TEST(WavesBadInput, AHoleInALeadHasNoWaves) {
    MadeWavesPlan plan;
    plan.duration_s = 20;
    plan.noise_db = 30;
    plan.change = [](std::size_t, double time_s, float value) { return time_s > 8 && time_s < 12 ? kMissing : value; };
    const auto made = madeWaves(plan);
    const auto waves = delineated(made);
    for (std::size_t i = 0; i < made.truth.size(); ++i) {
        const double r_s = made.truth[i].qrs[1];
        EXPECT_EQ(waves[0]->beats[i].qrs.has_value(), r_s <= 8 || r_s >= 12) << r_s;
        const auto& t = waves[0]->beats[i].t;
        if (t) {
            const double peak_s = t->peak->sample / waves[0]->rate_hz;
            EXPECT_TRUE(peak_s < 8.1 || peak_s > 11.9) << peak_s;
        }
    }
}

TEST(WavesBadInput, ALeadOfHundredSamplesASecondIsReadAndASlowerOneSaysWhyNot) {
    MadeWavesPlan plan;
    plan.duration_s = 20;
    plan.noise_db = 35;
    plan.rate_hz = 100;
    const auto made = madeWaves(plan);
    const auto waves = delineated(made);
    EXPECT_TRUE(waves[0]->unreadable.empty());
    EXPECT_EQ(certainOf(*waves[0], &BeatWaves::qrs), made.truth.size());
    EXPECT_LE(std::abs(errorsOf(made, *waves[0], kTheQrs, 1).mean_ms), 6);

    plan.rate_hz = 50;
    const auto slow = delineated(madeWaves(plan));
    EXPECT_EQ(slow[0]->unreadable, "the lead is sampled too slowly: waves are placed from 100 Hz on");
    EXPECT_EQ(certainOf(*slow[0], &BeatWaves::qrs), 0U);
    EXPECT_EQ(slow[0]->beats.size(), madeWaves(plan).truth.size());
}

TEST(WavesBadInput, ASecondOfSignalIsReadAsFarAsItGoes) {
    for (const double duration_s : {1.0, 0.25, 0.004}) {
        MadeWavesPlan plan;
        plan.duration_s = duration_s;
        auto made = madeWaves(plan);
        made.beats.beats = {{static_cast<std::int64_t>(plan.rate_hz * duration_s / 2), kNormal}};
        const auto waves = delineated(made);
        ASSERT_EQ(waves.size(), 1U);
        ASSERT_EQ(waves[0]->beats.size(), 1U);
        const auto& qrs = waves[0]->beats[0].qrs;
        if (duration_s == 1.0) {
            EXPECT_TRUE(qrs);
        }
        if (!qrs || !qrs->peak) continue;
        EXPECT_GE(qrs->peak->sample, 0);
        EXPECT_LE(qrs->peak->sample, plan.rate_hz * duration_s);
    }
}

TEST(WavesBadInput, PacemakerSpikesAreNoWaves) {
    MadeWavesPlan plan;
    plan.duration_s = 20;
    plan.rate_hz = 1000;
    plan.noise_db = 40;
    plan.spikes = true;
    const auto made = madeWaves(plan);
    const auto waves = delineated(made);
    const auto peak = errorsOf(made, *waves[0], kTheQrs, 1);
    EXPECT_EQ(peak.found, peak.wanted);
    EXPECT_LE(std::abs(peak.mean_ms), 12);
    for (std::size_t i = 1; i + 1 < made.truth.size(); ++i) {
        if (!waves[0]->beats[i].p || !waves[0]->beats[i].p->certain()) continue;
        const double p_s = waves[0]->beats[i].p->peak->sample / 1000;
        EXPECT_NEAR(p_s, made.truth[i].p->at(1), 0.03);  // and not the spike 75 ms later
    }
}

TEST(WavesBadInput, NoiseAloneIsNotReadAsWaves) {
    MadeWavesPlan plan;
    plan.duration_s = 20;
    plan.rate_hz = 250;
    const auto heart = madeWaves(plan);
    std::uint64_t state = 1;
    plan.change = [&](std::size_t, double, float) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<float>(static_cast<double>(state >> 40U) / (1 << 24) - 0.5);
    };
    const auto waves = delineated(madeWaves(plan));
    EXPECT_LE(certainOf(*waves[0], &BeatWaves::p), heart.truth.size() / 5);
}

TEST(WavesBadInput, NoBeatsAreNoWaves) {
    MadeWavesPlan plan;
    auto made = madeWaves(plan);
    made.beats.beats.clear();
    const auto waves = delineated(made);
    ASSERT_EQ(waves.size(), 1U);
    EXPECT_TRUE(waves[0]->beats.empty());
    EXPECT_TRUE(waves[0]->unreadable.empty());
    EXPECT_TRUE(waves[0]->complete);
}

TEST(WavesBadInput, BeatsBeyondTheEndsHaveNone) {
    MadeWavesPlan plan;
    auto made = madeWaves(plan);
    made.beats.beats.insert(made.beats.beats.begin(), Beat{-4000, kNormal});
    made.beats.beats.push_back({50'000, kNormal});
    const auto waves = delineated(made);
    EXPECT_FALSE(waves[0]->beats.front().qrs);
    EXPECT_FALSE(waves[0]->beats.back().qrs);
}

TEST(WavesBadInput, WrongQuestionsAreAnsweredInASentence) {
    MadeWavesPlan plan;
    auto made = madeWaves(plan);
    const auto no_lead = waves::delineate(*made.recording, 7, made.beats, shipped());
    ASSERT_FALSE(no_lead);
    EXPECT_EQ(no_lead.error().code, ErrorCode::out_of_range);
    EXPECT_FALSE(no_lead.error().hint.empty());
    auto unsorted = made.beats;
    std::swap(unsorted.beats[0], unsorted.beats[1]);
    EXPECT_EQ(waves::delineate(*made.recording, 0, unsorted, shipped()).error().code, ErrorCode::wrong_use);
    auto timeless = made.beats;
    timeless.rate_hz = 0;
    EXPECT_EQ(waves::delineate(*made.recording, 0, timeless, shipped()).error().code, ErrorCode::wrong_use);
}

TEST(WavesBadInput, AJobThatIsStoppedGivesNothing) {
    MadeWavesPlan plan;
    plan.duration_s = 300;
    const auto made = madeWaves(plan);
    std::stop_source stop;
    stop.request_stop();
    const auto before = waves::delineate(*made.recording, 0, made.beats, shipped(), {stop.get_token(), {}});
    ASSERT_FALSE(before);
    EXPECT_EQ(before.error().code, ErrorCode::cancelled);

    std::stop_source later;
    const Job job{later.get_token(), [&](double, std::string_view) { later.request_stop(); }};
    waves::WavesRequest request;
    request.threads = 2;
    const auto during = waves::delineate(*made.recording, made.beats, shipped(), request, job);
    ASSERT_FALSE(during);
    EXPECT_EQ(during.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::test
