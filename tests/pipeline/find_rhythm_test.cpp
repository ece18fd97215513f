// The rhythm of made recordings, whose truth is known, and of real ones, whose annotators marked it.
#include "core/pipeline/find_rhythm.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/open_recording.h"
#include "core/pipeline/score_rhythm.h"
#include "core/pipeline/silences.h"
#include "core/synth/noise_stress.h"
#include "core/synth/random.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::pipeline {
namespace {

using rhythm::Rhythm;
using synth::MadeRhythm;

FoundRhythm rhythmOf(const RecordingPtr& recording, std::size_t lead, BeatChoice choice) {
    const inference::RecordingAnalysis analysis(recording);
    auto beats = findBeats(analysis, lead, choice);
    EXPECT_TRUE(beats.has_value());
    ClassedBeats classed =
        choice == BeatChoice::reference ? classedBy(*beats, "atr") : ClassedBeats{*beats, {}, {}, {}};
    auto found = findRhythm(analysis, std::move(classed));
    EXPECT_TRUE(found.has_value());
    return std::move(*found);
}

synth::Synthetic made(std::vector<synth::RhythmPart> parts, double duration_s = 240, double ectopy = 0) {
    synth::SynthRequest request;
    request.duration_s = duration_s;
    request.pvc_fraction = request.apc_fraction = ectopy;
    request.seed = 3;
    request.rhythms = std::move(parts);
    auto out = synth::synthesize(request);
    EXPECT_TRUE(out.has_value());
    return std::move(*out);
}

// Share of a made stretch that is told by the name.
double toldShare(const FoundRhythm& found, rhythm::Span span, Rhythm as) {
    for (const auto& [rhythm, share] : rhythm::sharesWithin(found.findings.episodes, span.from_s, span.to_s)) {
        if (rhythm == as) return share;
    }
    return 0;
}

TEST(FindRhythm, EveryMadeRhythmIsFoundInItsStretch) {
    struct Case {
        MadeRhythm made;
        Rhythm told;
        double least;
    };
    for (const Case& one :
         {Case{MadeRhythm::af, Rhythm::af, 0.8}, Case{MadeRhythm::flutter, Rhythm::flutter, 0.6},
          Case{MadeRhythm::svt, Rhythm::svt, 0.8}, Case{MadeRhythm::vt, Rhythm::vt, 0.8},
          Case{MadeRhythm::vf, Rhythm::vf, 0.8}, Case{MadeRhythm::av1, Rhythm::av1, 0.6},
          Case{MadeRhythm::wenckebach, Rhythm::block, 0.8}, Case{MadeRhythm::mobitz2, Rhythm::block, 0.8},
          Case{MadeRhythm::av3, Rhythm::block, 0.8}, Case{MadeRhythm::paced, Rhythm::paced, 0.8},
          Case{MadeRhythm::bigeminy, Rhythm::bigeminy, 0.8}, Case{MadeRhythm::trigeminy, Rhythm::trigeminy, 0.8},
          Case{MadeRhythm::bradycardia, Rhythm::bradycardia, 0.8},
          Case{MadeRhythm::tachycardia, Rhythm::tachycardia, 0.8}}) {
        const rhythm::Span span{80, 160};
        const auto synthetic = made({{one.made, span.from_s, span.to_s}});
        const auto found = rhythmOf(synthetic.recording, 0, BeatChoice::reference);
        EXPECT_GE(toldShare(found, span, one.told), one.least) << synth::name(one.made);
        EXPECT_GE(toldShare(found, {0, 60}, Rhythm::sinus), 0.95) << "before " << synth::name(one.made);
        EXPECT_GE(toldShare(found, {185, 240}, Rhythm::sinus), 0.9) << "behind " << synth::name(one.made);
    }
}

TEST(FindRhythm, WithoutLabelsAndModelShapesTellVentricularRuns) {
    const auto synthetic = made({{MadeRhythm::vt, 80, 92}, {MadeRhythm::svt, 150, 165}});
    const auto found = rhythmOf(synthetic.recording, 0, BeatChoice::detected);
    EXPECT_GE(toldShare(found, {80.5, 91.5}, Rhythm::vt), 0.8);
    EXPECT_EQ(toldShare(found, {145, 170}, Rhythm::vt), 0);
}

TEST(FindRhythm, AnHourOfSinusRhythmWithEctopyHasNoFibrillationAndNoRuns) {
    const auto synthetic = made({}, 3600, 0.05);
    for (const BeatChoice choice : {BeatChoice::reference, BeatChoice::detected}) {
        const auto found = rhythmOf(synthetic.recording, 0, choice);
        for (const rhythm::Episode& episode : found.findings.episodes) {
            const bool ectopy = episode.rhythm == Rhythm::bigeminy || episode.rhythm == Rhythm::trigeminy;
            EXPECT_TRUE(episode.rhythm == Rhythm::sinus || ectopy) << rhythm::sentence(episode);
        }
        EXPECT_TRUE(std::ranges::none_of(found.events, [](const rhythm::RhythmEvent& event) {
            return event.name.ends_with("run") || event.name == "pause in af";
        }));
    }
}

TEST(FindRhythm, APauseIsFoundWhereItIs) {
    const auto synthetic = made({{MadeRhythm::pause, 100, 103}});
    const auto found = rhythmOf(synthetic.recording, 0, BeatChoice::detected);
    const auto pause = std::ranges::find(found.events, "pause", &rhythm::RhythmEvent::name);
    ASSERT_NE(pause, found.events.end());
    EXPECT_NEAR(pause->time_s, 100, 1);
    EXPECT_GT(pause->value, 3);
}

TEST(FindRhythm, TheLayerMarksChangesAsAnAnnotatorWould) {
    const auto synthetic = made({{MadeRhythm::af, 60, 140}, {MadeRhythm::vf, 200, 215}});
    const auto found = rhythmOf(synthetic.recording, 0, BeatChoice::reference);
    const LayerPtr layer = rhythmLayer(found);
    EXPECT_EQ(layer->kind, LayerKind::rhythm);
    std::vector<std::string> changes;
    for (const Annotation& mark : layer->marks) {
        if (mark.code == kRhythm) changes.push_back(mark.aux);
    }
    EXPECT_EQ(changes, (std::vector<std::string>{"(N", "(AFIB", "(N", "(VFL", "(N"}));
    EXPECT_EQ(std::ranges::count(layer->marks, kFlutterOn, &Annotation::code), 1);
    EXPECT_TRUE(std::ranges::is_sorted(layer->marks, {}, &Annotation::sample));
}

// What is withheld, drawn as noise and told as an episode is one thing.
TEST(FindRhythm, NoTwoPlacesDisagreeOnWhatCannotBeRead) {
    const auto clean = made({{MadeRhythm::vf, 20, 40}});
    synth::Random random(3, 0);
    const auto spoilt = synth::disturbed(*clean.recording, [&](std::size_t, double time_s) {
        return time_s < 80 || time_s >= 150 ? 0.0 : 3 * random.normal() * (1.5 + std::sin(7 * time_s));
    });
    const inference::RecordingAnalysis analysis(spoilt);
    const auto beats = findBeats(analysis, 0, BeatChoice::detected);
    ASSERT_TRUE(beats);
    const auto silences = silencesOf(analysis, **beats);
    const auto found = findRhythm(analysis, {*beats, {}, {}, {}});
    ASSERT_TRUE(silences && found);
    std::vector<rhythm::Span> drawn;
    for (const UnreadableSpan& span : silences->stretches) {
        if (!drawn.empty() && drawn.back().to_s >= span.from_s) {
            drawn.back().to_s = span.to_s;
        } else {
            drawn.push_back({span.from_s, span.to_s});
        }
    }
    std::erase_if(drawn, [](const rhythm::Span& span) {
        return span.to_s - span.from_s < rhythm::shortest_s(Rhythm::unreadable);
    });
    EXPECT_EQ(found->findings.spansOf({Rhythm::unreadable}), drawn);
    ASSERT_FALSE(drawn.empty());
    EXPECT_GT(toldShare(*found, {82, 148}, Rhythm::unreadable), 0.9);
    EXPECT_GT(toldShare(*found, {22, 38}, Rhythm::vf), 0.9);
    for (std::size_t i = 0; i < (*beats)->beats.size(); ++i) {
        const double time_s = static_cast<double>((*beats)->beats[i].sample) / (*beats)->rate_hz;
        if (found->findings.at(time_s) != Rhythm::unreadable) continue;
        EXPECT_FALSE(isReadable(silences->of_beats[i])) << time_s;
    }
}

TEST(FindRhythm, HrvLeavesFibrillationOut) {
    const auto synthetic = made({{MadeRhythm::af, 60, 160}}, 600);
    const auto found = rhythmOf(synthetic.recording, 0, BeatChoice::reference);
    const auto hrv = findHrv(found);
    ASSERT_TRUE(hrv);
    EXPECT_GT(hrv->series.left_out[static_cast<std::size_t>(rhythm::LeftOut::rhythm)], 80U);
    EXPECT_LT(hrv->time.sdnn_ms, 60);
}

TEST(FindRhythm, RealFibrillationFlutterOfTheVentriclesAndPacingAreNamed) {
    TRIPTYCH_NEEDS_DATA(folder, "mitdb");
    struct Case {
        const char* record;
        Rhythm rhythm;
        double least;
    };
    for (const Case& one :
         {Case{"201", Rhythm::af, 0.95}, Case{"207", Rhythm::vf, 0.95}, Case{"102", Rhythm::paced, 0.9},
          Case{"104", Rhythm::paced, 0.8}, Case{"107", Rhythm::paced, 0.9}, Case{"217", Rhythm::paced, 0.8}}) {
        const auto opened = openRecording((folder / (std::string(one.record) + ".hea")).string());
        ASSERT_TRUE(opened);
        const auto found = rhythmOf(opened->recording, opened->lead, BeatChoice::detected);
        const auto agreement = agreementOf(markedRhythms(*opened->recording), found.findings);
        const auto& of = agreement.of[static_cast<std::size_t>(one.rhythm)];
        EXPECT_GE(of.right_s, one.least * of.marked_s) << one.record;
    }
}

// Of 200 the second lead is torn about 5:46, while the first shows every beat.
TEST(FindRhythm, NoiseOfOneLeadIsNoFlutterWhereAnotherShowsBeats) {
    TRIPTYCH_NEEDS_DATA(folder, "mitdb");
    const auto opened = openRecording((folder / "200.hea").string());
    ASSERT_TRUE(opened);
    for (const std::size_t lead : {0U, 1U}) {
        const auto found = rhythmOf(opened->recording, lead, BeatChoice::detected);
        for (const rhythm::Episode& episode : found.findings.episodes) {
            EXPECT_NE(episode.rhythm, Rhythm::vf) << "lead " << lead << " at " << episode.span.from_s << " s";
        }
    }
}

}  // namespace
}  // namespace triptych::pipeline
