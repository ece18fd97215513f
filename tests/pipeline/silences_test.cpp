// Beats that have no class: made recordings whose truth is known, and a model that answers V to everything.
#include "core/pipeline/silences.h"

#include "core/pipeline/find_beats.h"
#include "core/synth/noise_stress.h"
#include "core/synth/random.h"
#include "core/synth/synthesize.h"
#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::pipeline {
namespace {

// Sure of V whatever it sees; the windows of beats within 0.4 s of an end are too little for it.
class SureModel final : public inference::Model {
public:
    [[nodiscard]] const ModelInfo& info() const override { return info_; }
    [[nodiscard]] Result<Classification> classify(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                                  const Job& /*job*/, std::size_t /*first_beat*/,
                                                  const inference::PartialResult& partial) const override {
        std::vector<MadeBeat> rows(beats.beats.size(), kSureVentricular);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double time_s = static_cast<double>(beats.beats[i].sample) / beats.rate_hz;
            rows[i].usable = time_s >= 0.4 && time_s <= analysis.recording().duration_s - 0.4;
        }
        if (partial) partial(0, madePredictions(rows));
        return Classification{info_, beats, madePredictions(rows), {}};
    }
    [[nodiscard]] Result<Explanation> explain(const inference::RecordingAnalysis&, const BeatList&, std::size_t,
                                              const inference::ExplainRequest&, const Job&) const override {
        return fail(ErrorCode::unsupported, "it explains nothing");
    }
    [[nodiscard]] Result<RecordingAnswer> judge(const inference::RecordingAnalysis&, const Job&) const override {
        return fail(ErrorCode::unsupported, "it judges beats");
    }
    [[nodiscard]] Result<Explanation> explainRecording(const inference::RecordingAnalysis&, double,
                                                       const inference::ExplainRequest&, const Job&) const override {
        return fail(ErrorCode::unsupported, "it judges beats");
    }

private:
    ModelInfo info_ = madeModel();
};

synth::Synthetic made(std::vector<synth::RhythmPart> parts = {}) {
    synth::SynthRequest request;
    request.duration_s = 180;
    request.pvc_fraction = request.apc_fraction = 0;
    request.seed = 5;
    request.rhythms = std::move(parts);
    auto out = synth::synthesize(request);
    EXPECT_TRUE(out.has_value());
    return std::move(*out);
}

// With something done to [60 s, 120 s) of every lead.
RecordingPtr spoilt(const Recording& clean, const std::function<double(double time_s, float sample)>& becomes) {
    std::vector<std::vector<float>> leads;
    for (std::size_t k = 0; k < clean.leads.size(); ++k) leads.push_back(readLead(clean, k, 0, clean.leads[k].samples));
    return synth::disturbed(clean, [leads, becomes, &clean](std::size_t lead, double time_s) {
        const auto at = static_cast<std::size_t>(std::llround(time_s * clean.leads[lead].rate_hz));
        const float sample = leads[lead][at];
        return time_s < 60 || time_s >= 120 ? 0.0 : becomes(time_s, sample) - static_cast<double>(sample);
    });
}

Classification answered(const RecordingPtr& recording, BeatChoice choice) {
    const inference::RecordingAnalysis analysis(recording);
    const auto beats = findBeats(analysis, 0, choice);
    EXPECT_TRUE(beats.has_value());
    auto out = classify(SureModel(), analysis, **beats, {});
    EXPECT_TRUE(out.has_value());
    return std::move(*out);
}

// Share of the beats in a stretch that are silent so.
double shareOf(const Classification& said, double from_s, double to_s, const std::function<bool(Silence)>& is) {
    double all = 0, such = 0;
    for (std::size_t i = 0; i < said.predictions.size(); ++i) {
        const double time_s = static_cast<double>(said.beats.beats[i].sample) / said.beats.rate_hz;
        if (time_s < from_s || time_s >= to_s) continue;
        all += 1;
        such += is(said.predictions.silenceOf(i)) ? 1 : 0;
    }
    EXPECT_GT(all, 0);
    return such / all;
}

double shareOf(const Classification& said, double from_s, double to_s, Silence silence) {
    return shareOf(said, from_s, to_s, [silence](Silence each) { return each == silence; });
}

TEST(Silences, BeatsOfACleanLeadHaveTheirClassesButAtTheEdges) {
    const auto clean = made();
    for (const BeatChoice choice : {BeatChoice::reference, BeatChoice::detected}) {
        const Classification said = answered(clean.recording, choice);
        for (std::size_t i = 0; i < said.predictions.size(); ++i) {
            const Silence expected = said.predictions.usable[i] != 0 ? Silence::none : Silence::edge;
            EXPECT_EQ(said.predictions.silenceOf(i), expected) << i;
        }
        EXPECT_TRUE(said.unreadable.empty());
    }
}

TEST(Silences, ReferenceBeatsHaveNoClassWhereTheLeadHasNoSamples) {
    const auto clean = made();
    const auto torn = spoilt(*clean.recording, [](double, float) { return std::nan(""); });
    const Classification said = answered(torn, BeatChoice::reference);
    EXPECT_GT(shareOf(said, 61, 119, Silence::missing), 0.95);
    EXPECT_EQ(shareOf(said, 5, 58, Silence::none), 1);
    EXPECT_EQ(shareOf(said, 122, 175, Silence::none), 1);
    ASSERT_EQ(said.unreadable.size(), 1U);
    EXPECT_NEAR(said.unreadable[0].from_s, 60, 1.01);
    EXPECT_NEAR(said.unreadable[0].to_s, 120, 1.01);
    EXPECT_EQ(said.unreadable[0].reason, Silence::missing);
}

TEST(Silences, ReferenceBeatsHaveNoClassWhereTheLeadsAreFlat) {
    const auto clean = made();
    const auto torn = spoilt(*clean.recording, [](double, float) { return 0.1; });
    const Classification said = answered(torn, BeatChoice::reference);
    EXPECT_GT(shareOf(said, 61, 119, Silence::flat), 0.95);
    EXPECT_EQ(shareOf(said, 5, 52, Silence::none), 1) << "but for the step where they come off";
}

TEST(Silences, NothingIsClassifiedInNoiseThatHidesTheHeart) {
    const auto clean = made();
    synth::Random random(3, 0);
    const auto moved = spoilt(*clean.recording, [&](double time_s, float sample) {
        return static_cast<double>(sample) + 3 * random.normal() * (1.5 + std::sin(7 * time_s));
    });
    const Classification said = answered(moved, BeatChoice::reference);
    EXPECT_GT(shareOf(said, 62, 118, [](Silence silence) { return !isReadable(silence); }), 0.9);
    EXPECT_GT(shareOf(said, 5, 55, Silence::none), 0.98);
    ASSERT_FALSE(said.warnings.empty());
    EXPECT_NE(said.warnings.back().what.text().find("have no class: cannot be read"), std::string::npos);
}

TEST(Silences, APacedRhythmHasNoClassEvenWhereNobodyMarkedIt) {
    const auto paced = made({{synth::MadeRhythm::paced, 60, 120}});
    const Classification said = answered(paced.recording, BeatChoice::detected);
    EXPECT_GT(shareOf(said, 65, 115, Silence::paced), 0.9);
    EXPECT_LT(shareOf(said, 0.5, 50, Silence::paced), 0.02);
}

TEST(Silences, BeatsThatTheReferenceCallsPacedHaveNoClass) {
    const auto paced = made();
    auto marked = std::make_shared<Recording>(*paced.recording);
    for (Annotation& mark : marked->annotation_sets.front().annotations) mark.code = kPaced;
    const Classification said = answered(marked, BeatChoice::reference);
    EXPECT_EQ(shareOf(said, 0, 180, Silence::paced), 1);
}

TEST(Silences, NoBeatsAreClassifiedInVentricularFlutter) {
    const auto flutter = made({{synth::MadeRhythm::vf, 60, 120}});
    const Classification said = answered(flutter.recording, BeatChoice::detected);
    for (std::size_t i = 0; i < said.predictions.size(); ++i) {
        const double time_s = static_cast<double>(said.beats.beats[i].sample) / said.beats.rate_hz;
        EXPECT_TRUE(time_s <= 65 || time_s >= 115 || !said.predictions.hasClass(i)) << time_s;
    }
}

TEST(Silences, PartsSayItAsTheWholeDoes) {
    const auto clean = made();
    const auto torn = spoilt(*clean.recording, [](double, float) { return 0.1; });
    const inference::RecordingAnalysis analysis(torn);
    const auto beats = findBeats(analysis, 0, BeatChoice::reference);
    ASSERT_TRUE(beats);
    std::vector<Silence> heard;
    const auto said = classify(SureModel(), analysis, **beats, {}, 0,
                               [&](std::size_t, const Predictions& part) { heard = part.silence; });
    ASSERT_TRUE(said);
    EXPECT_EQ(heard, said->predictions.silence);
}

}  // namespace
}  // namespace triptych::pipeline
