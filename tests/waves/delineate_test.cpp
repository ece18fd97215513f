// Made beats whose waves begin and end at known times, at the rates and in the noise that recordings come with.
#include "core/text/numbers.h"
#include "tests/waves/made_waves.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

namespace triptych::test {
namespace {

LeadWavesPtr delineated(const MadeWaves& made, std::size_t lead = 0) {
    const auto waves = waves::delineate(*made.recording, lead, made.beats, shipped());
    EXPECT_TRUE(waves.has_value()) << sentence(waves.error());
    return waves.value_or(nullptr);
}

constexpr std::array<const char*, 3> kWaveNames = {"P", "QRS", "T"};
constexpr std::array<const char*, 3> kMarkNames = {"on", "peak", "off"};

// Prints every mark's errors, so that a reader of the log sees more than a verdict.
void expectNear(const MadeWaves& made, const LeadWaves& waves, const std::string& what, double most_mean_ms,
                double most_deviation_ms, double least_found) {
    for (std::size_t wave = 0; wave < 3; ++wave) {
        for (std::size_t mark = 0; mark < 3; ++mark) {
            const auto errors = errorsOf(made, waves, static_cast<WhichWave>(wave), mark);
            const std::string where = what + ' ' + kWaveNames[wave] + ' ' + kMarkNames[mark];
            std::cout << where << ": found " << errors.found << " of " << errors.wanted << ", "
                      << text::fixedText(errors.mean_ms, 1) << " +- " << text::fixedText(errors.deviation_ms, 1)
                      << " ms\n";
            EXPECT_GE(static_cast<double>(errors.found), least_found * static_cast<double>(errors.wanted)) << where;
            // Where a cosine begins is a matter of taste; where a stroke peaks is not.
            const double most = wave == kTheQrs && mark == 1 ? 4 : most_mean_ms;
            EXPECT_LE(std::abs(errors.mean_ms), most) << where;
            EXPECT_LE(errors.deviation_ms, most_deviation_ms) << where;
        }
    }
}

TEST(Waves, AreFoundWhereTheyWereMadeAtEveryRate) {
    for (const double rate_hz : {125.0, 128.0, 200.0, 250.0, 360.0, 500.0, 1000.0}) {
        MadeWavesPlan plan;
        plan.rate_hz = rate_hz;
        plan.duration_s = 30;
        plan.noise_db = 40;
        const auto made = madeWaves(plan);
        expectNear(made, *delineated(made), std::to_string(static_cast<int>(rate_hz)) + " Hz", 28, 8, 1);
    }
}

TEST(Waves, AreFoundInNoise) {
    const std::array<std::pair<double, double>, 3> cases = {{{24, 0.95}, {18, 0.9}, {12, 0.6}}};
    for (const auto& [noise_db, least_found] : cases) {
        MadeWavesPlan plan;
        plan.rate_hz = 250;
        plan.duration_s = 60;
        plan.noise_db = noise_db;
        const auto made = madeWaves(plan);
        expectNear(made, *delineated(made), "noise of " + std::to_string(static_cast<int>(noise_db)) + " dB", 30, 25,
                   least_found);
    }
}

// To a tenth of a millisecond: the marks move with the samples, whatever lies between them.
TEST(Waves, MoveWithTheSignalByLessThanASample) {
    MadeWavesPlan plan;
    plan.duration_s = 20;
    plan.noise_db = 45;
    const auto made = madeWaves(plan);
    auto shifted = readLead(*made.recording, 0, 0, made.recording->leads[0].samples);
    shifted.erase(shifted.begin(), shifted.begin() + 2);  // 4 ms at 500 Hz: one sample of the network, half an answer
    MadeWaves later = made;
    later.recording = recordingOf({shifted}, 500, {"II"});
    for (Beat& beat : later.beats.beats) beat.sample -= 2;
    const auto before = delineated(made);
    const auto after = delineated(later);
    for (std::size_t i = 3; i + 3 < made.truth.size(); ++i) {
        ASSERT_TRUE(before->beats[i].qrs && after->beats[i].qrs);
        EXPECT_NEAR(before->beats[i].qrs->onset->sample - after->beats[i].qrs->onset->sample, 2, 1);
        EXPECT_NEAR(before->beats[i].qrs->peak->sample - after->beats[i].qrs->peak->sample, 2, 1);
    }
}

TEST(Waves, GainAndOffsetChangeNothing) {
    MadeWavesPlan plan;
    plan.noise_db = 35;
    const auto made = madeWaves(plan);
    plan.change = [](std::size_t, double, float value) { return 40 * value - 300; };
    const auto louder = madeWaves(plan);
    const auto a = delineated(made);
    const auto b = delineated(louder);
    for (std::size_t i = 0; i < a->beats.size(); ++i) {
        ASSERT_EQ(a->beats[i].p.has_value(), b->beats[i].p.has_value());
        if (a->beats[i].p) {
            EXPECT_NEAR(a->beats[i].p->peak->sample, b->beats[i].p->peak->sample, 0.5);
        }
    }
}

TEST(Waves, WhereThereIsNoPNoneIsClaimed) {
    MadeWavesPlan plan;
    plan.duration_s = 60;
    plan.has_p = false;
    plan.noise_db = 30;
    plan.interval_s = [](std::size_t beat) { return 0.6 + 0.5 * std::abs(std::sin(static_cast<double>(beat * beat))); };
    for (const double fibrillation_mv : {0.0, 0.02, 0.05}) {
        plan.fibrillation_mv = fibrillation_mv;
        const auto made = madeWaves(plan);
        const auto waves = delineated(made);
        const std::size_t claimed = certainOf(*waves, &BeatWaves::p);
        std::cout << "waves of " << text::fixedText(fibrillation_mv, 2) << " mV: P claimed in " << claimed << " of "
                  << made.truth.size() << " beats\n";
        EXPECT_LE(claimed, made.truth.size() / 10);
        EXPECT_GE(certainOf(*waves, &BeatWaves::qrs), made.truth.size() - 1);
    }
}

TEST(Waves, AStretchOfBeatsIsAnsweredAsTheWholeIs) {
    MadeWavesPlan plan;
    plan.duration_s = 150;  // three minutes, the last one short
    plan.rate_hz = 128;
    plan.noise_db = 25;
    const auto made = madeWaves(plan);
    const auto whole = waves::delineate(*made.recording, made.beats, shipped(), {});
    ASSERT_TRUE(whole);
    EXPECT_TRUE(whole->front()->complete);
    waves::WavesRequest request;
    request.first_beat = 65;  // around the end of the first minute
    request.beats = 20;
    request.threads = 1;
    const auto part = waves::delineate(*made.recording, made.beats, shipped(), request);
    ASSERT_TRUE(part);
    EXPECT_FALSE(part->front()->complete);
    ASSERT_EQ(part->front()->beats.size(), made.beats.beats.size());
    for (std::size_t i = 0; i < made.beats.beats.size(); ++i) {
        const BeatWaves& a = whole->front()->beats[i];
        const BeatWaves& b = part->front()->beats[i];
        if (i < 65 || i >= 85) {
            EXPECT_FALSE(b.qrs);
            continue;
        }
        ASSERT_TRUE(a.qrs && b.qrs && a.p && b.p && a.t && b.t) << i;
        EXPECT_EQ(a.p->onset->sample, b.p->onset->sample);
        EXPECT_EQ(a.qrs->peak->sample, b.qrs->peak->sample);
        EXPECT_EQ(a.t->offset->sample, b.t->offset->sample);
        EXPECT_EQ(a.t->sure, b.t->sure);
    }
}

TEST(Waves, AreTheSameWithOneThreadAndWithMany) {
    MadeWavesPlan plan;
    plan.duration_s = 200;
    plan.leads = {"II", "V5"};
    plan.sizes = {1, 0.6};
    plan.noise_db = 20;
    const auto made = madeWaves(plan);
    const auto one = waves::delineate(*made.recording, made.beats, shipped(), {{}, 0, SIZE_MAX, 1});
    const auto many = waves::delineate(*made.recording, made.beats, shipped(), {{}, 0, SIZE_MAX, 4});
    ASSERT_TRUE(one && many);
    for (std::size_t lead = 0; lead < 2; ++lead) {
        for (std::size_t i = 0; i < made.beats.beats.size(); ++i) {
            const auto& a = (*one)[lead]->beats[i].p;
            const auto& b = (*many)[lead]->beats[i].p;
            ASSERT_EQ(a.has_value(), b.has_value());
            if (a) {
                EXPECT_EQ(a->peak->sample, b->peak->sample);
            }
        }
    }
}

// One lead asked for is answered as among all: the other still speaks for it.
TEST(Waves, OneLeadIsAnsweredAsAmongAll) {
    MadeWavesPlan plan;
    plan.leads = {"II", "V1"};
    plan.sizes = {1, -0.5};
    plan.noise_db = 20;
    const auto made = madeWaves(plan);
    const auto all = waves::delineate(*made.recording, made.beats, shipped(), {});
    const auto one = waves::delineate(*made.recording, 1, made.beats, shipped());
    ASSERT_TRUE(all && one);
    for (std::size_t i = 0; i < made.beats.beats.size(); ++i) {
        const auto& a = (*all)[1]->beats[i].t;
        const auto& b = (*one)->beats[i].t;
        ASSERT_EQ(a.has_value(), b.has_value());
        if (a) {
            EXPECT_EQ(a->offset->sample, b->offset->sample);
        }
    }
}

// A P wave that one lead hardly shows is believed there for the other's sake.
TEST(Waves, LeadsSpeakForEachOther) {
    MadeWavesPlan plan;
    plan.duration_s = 40;
    plan.noise_db = 3;
    const auto alone = madeWaves(plan);
    plan.leads = {"II", "V2", "V5"};
    plan.change = {};
    const auto clean_beside = [&] {
        auto made = madeWaves(plan);
        MadeWavesPlan clean = plan;
        clean.noise_db = 40;
        const auto clear = madeWaves(clean);
        std::vector<std::vector<float>> leads;
        leads.push_back(readLead(*alone.recording, 0, 0, alone.recording->leads[0].samples));
        for (const std::size_t lead : {1, 2}) {
            leads.push_back(readLead(*clear.recording, lead, 0, clear.recording->leads[lead].samples));
        }
        made.recording = recordingOf(std::move(leads), plan.rate_hz, plan.leads);
        return made;
    }();
    const std::size_t by_itself = certainOf(*delineated(alone), &BeatWaves::p);
    const std::size_t with_others = certainOf(*delineated(clean_beside), &BeatWaves::p);
    std::cout << "P of the noisy lead: " << by_itself << " of " << alone.truth.size() << " alone, " << with_others
              << " with two clear ones\n";
    EXPECT_GT(with_others, by_itself);
    EXPECT_GE(with_others + 2, alone.truth.size());
}

TEST(Waves, ComeInOrderWithinABeatAndFromBeatToBeat) {
    MadeWavesPlan plan;
    plan.duration_s = 60;
    plan.noise_db = 10;
    plan.interval_s = [](std::size_t beat) { return 0.36 + 0.2 * static_cast<double>(beat % 7); };
    const auto made = madeWaves(plan);
    const auto waves = delineated(made);
    double last = -1;
    for (const BeatWaves& beat : waves->beats) {
        for (const auto* wave : {&beat.p, &beat.qrs, &beat.t}) {
            if (!*wave) continue;
            for (const auto mark : {&Wave::onset, &Wave::peak, &Wave::offset}) {
                if (!((**wave).*mark)) continue;
                const double sample = ((**wave).*mark)->sample;
                EXPECT_GE(sample, last - 0.02 * waves->rate_hz);
                last = std::max(last, sample);
            }
            EXPECT_GE((**wave).sure, 0);
            EXPECT_LE((**wave).sure, 1);
        }
    }
}

}  // namespace
}  // namespace triptych::test
