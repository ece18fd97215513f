#include "core/pipeline/lone_v.h"

#include "core/inference/recording_analysis.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/pacing_evidence.h"
#include "core/pipeline/silences.h"
#include "core/synth/noise_stress.h"
#include "core/synth/synthesize.h"
#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace triptych::pipeline {
namespace {

constexpr MadeBeat kRatherVentricular{{0.15F, 0.8F, 0.05F}, {0.2F, 0.7F, 0.1F}, {0.2F, 0.7F, 0.1F}};
constexpr MadeBeat kSurelyVentricular{{0.01F, 0.98F, 0.01F}, {0.01F, 0.98F, 0.01F}, {0.01F, 0.98F, 0.01F}};
constexpr MadeBeat kSurelyNormal{{0.998F, 0.001F, 0.001F}, {0.998F, 0.001F, 0.001F}, {0.998F, 0.001F, 0.001F}};

// Forty beats, N but for those of `ventricular`, all read alike.
Predictions strip(const std::vector<std::size_t>& ventricular, const beats::BeatReadability& reading,
                  const MadeBeat& as = kRatherVentricular) {
    std::vector<MadeBeat> rows(40, kSurelyNormal);
    for (const std::size_t beat : ventricular) rows[beat] = as;
    Predictions answers = madePredictions(rows);
    const std::vector<std::optional<beats::BeatReadability>> readings(rows.size(), reading);
    withholdLoneV(readings, madeModel().classLetters(), answers);
    return answers;
}

beats::BeatReadability readAs(float certainty, float noise) {
    return {certainty, noise, 0.05F, true, beats::Unreadable::motion};
}

TEST(LoneV, IsNoClassWhereTheLeadMovesAndNothingElseIsLikeIt) {
    const Predictions said = strip({20}, readAs(0.95F, 0.12F));
    EXPECT_EQ(said.silenceOf(20), Silence::motion);
    for (std::size_t i = 0; i < said.size(); ++i) EXPECT_EQ(said.hasClass(i), i != 20) << "N needs no support";
}

TEST(LoneV, StaysWhereTheLeadIsQuietOrOthersAreLikeIt) {
    EXPECT_TRUE(strip({20}, readAs(0.9995F, 0.02F), kSurelyVentricular).hasClass(20));
    const Predictions often = strip({2, 6, 10, 14, 18, 22, 26, 30, 34, 38}, readAs(0.98F, 0.08F), kSurelyVentricular);
    EXPECT_TRUE(often.hasClass(22));
    EXPECT_FALSE(strip({22}, readAs(0.98F, 0.08F), kSurelyVentricular).hasClass(22));
}

TEST(LoneV, KeepsWhatWasSilentAndWhatNobodyKnows) {
    std::vector<MadeBeat> rows(40, kSurelyNormal);
    rows[20] = rows[21] = kRatherVentricular;
    Predictions answers = madePredictions(rows);
    answers.silence.assign(rows.size(), Silence::none);
    answers.silence[20] = Silence::edge;
    std::vector<std::optional<beats::BeatReadability>> readings(rows.size(), readAs(0.5F, 0.3F));
    readings[21] = std::nullopt;
    withholdLoneV(readings, madeModel().classLetters(), answers);
    EXPECT_EQ(answers.silenceOf(20), Silence::edge);
    EXPECT_TRUE(answers.hasClass(21));
}

TEST(LoneV, SupportGrowsWithEachOfItsWitnesses) {
    const double middle = supportOf(0.8, readAs(0.9F, 0.1F), 0.05);
    EXPECT_GT(supportOf(0.9, readAs(0.9F, 0.1F), 0.05), middle);
    EXPECT_GT(supportOf(0.8, readAs(0.95F, 0.1F), 0.05), middle);
    EXPECT_GT(supportOf(0.8, readAs(0.9F, 0.05F), 0.05), middle);
    EXPECT_GT(supportOf(0.8, readAs(0.9F, 0.1F), 0.1), middle);
    for (const double p : {0.0, 1.0}) EXPECT_TRUE(std::isfinite(supportOf(p, readAs(1, 0), p)));
}

TEST(LoneV, IsAskedOfStripsOfOneLeadAlone) {
    Recording recording;
    recording.duration_s = 60;
    recording.leads.resize(1);
    EXPECT_TRUE(isStripOfOneLead(recording));
    recording.duration_s = 1800;
    EXPECT_FALSE(isStripOfOneLead(recording));
    recording.duration_s = 60;
    recording.leads.resize(2);
    EXPECT_FALSE(isStripOfOneLead(recording));
    recording.leads[1].derived = true;
    EXPECT_TRUE(isStripOfOneLead(recording));
}

// A spike 60 ms before each beat of the reference that `provoked` names.
RecordingPtr withSpikes(const Recording& clean, const BeatList& beats, bool (*provoked)(std::size_t beat)) {
    return synth::disturbed(clean, [&clean, beats, provoked](std::size_t /*lead*/, double time_s) {
        for (std::size_t i = 0; i < beats.beats.size(); ++i) {
            const double since = time_s - static_cast<double>(beats.beats[i].sample) / beats.rate_hz + 0.06;
            if (provoked(i) && since >= -1e-9 && since < 0.0019) return 2.0;
        }
        return 0.0;
    });
}

TEST(Silences, ABeatWithoutASpikeHasItsClassWhereSpikesShowWell) {
    synth::SynthRequest request;
    request.duration_s = 60;
    request.rate_hz = 1000;
    request.pvc_fraction = request.apc_fraction = 0;
    const auto clean = synth::synthesize(request);
    ASSERT_TRUE(clean.has_value());
    const auto beats = findBeats(*clean->recording, 0, BeatChoice::reference);
    ASSERT_TRUE(beats.has_value());
    const auto silencesWith = [&](bool (*provoked)(std::size_t)) {
        const inference::RecordingAnalysis analysis(withSpikes(*clean->recording, *beats, provoked));
        return silencesOf(analysis, *beats).value().of_beats;
    };
    const auto some = silencesWith([](std::size_t beat) { return beat % 5 != 3; });
    for (std::size_t i = 1; i + 1 < some.size(); ++i) {
        EXPECT_EQ(some[i], i % 5 == 3 ? Silence::none : Silence::paced) << i;
    }
    // Too many without one: whether spikes show is not known.
    const auto few = silencesWith([](std::size_t beat) { return beat % 2 == 0; });
    for (std::size_t i = 1; i + 1 < few.size(); ++i) EXPECT_EQ(few[i], Silence::paced) << i;
}

}  // namespace
}  // namespace triptych::pipeline
