#include "core/inference/module/training/made_atria.h"

#include "core/beats/detect.h"
#include "core/beats/p_waves.h"
#include "core/domain/annotation.h"
#include "core/domain/beat_class.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/training/beat_pieces.h"
#include "core/inference/module/training/runs.h"
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr double kDuration_s = 180;

std::optional<BeatClass> classOf(const Beat& beat) {
    return beatClassOf(beat.code, ClassMapping::literature);
}

struct Original {
    RecordingPtr recording;
    BeatList beats;
};

// Five minutes of sinus rhythm with some V and S beats, on two leads.
const Original& sinus() {
    static const Original made = [] {
        const auto synthetic = synth::synthesize({.duration_s = 300}).value();
        return Original{synthetic.recording, beats::referenceBeats(*synthetic.recording, 0).value()};
    }();
    return made;
}

MadeRecording madeWith(Atria atria, std::uint64_t seed) {
    Random random(seed);
    return withAtria(*sinus().recording, sinus().beats, atria, kDuration_s, random).value();
}

std::vector<double> intervalsOf(const BeatList& beats) {
    std::vector<double> out;
    for (std::size_t i = 1; i < beats.beats.size(); ++i)
        out.push_back(static_cast<double>(beats.beats[i].sample - beats.beats[i - 1].sample) / beats.rate_hz);
    return out;
}

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// "P waves without order" of the middling beat, as the models see it.
double pDisorderOf(const Recording& recording, const BeatList& beats) {
    const auto inputs = BeatInputs::prepare(recording, beats, beats.lead, Profile::product, {}).value();
    std::vector<double> out;
    for (std::size_t i = 0; i < inputs.size(); ++i) out.push_back(inputs.rr(i)[pWaveColumn() + beats::kPDisorder]);
    return medianOf(out);
}

TEST(MadeAtria, OfferRecordingsLikeTheOriginal) {
    for (const Atria atria : {Atria::fibrillation, Atria::flutter, Atria::sick_sinus, Atria::blocked}) {
        const MadeRecording made = madeWith(atria, 1);
        EXPECT_EQ(made.recording.name, sinus().recording->name);
        ASSERT_EQ(made.recording.leads.size(), 2U);
        ASSERT_EQ(made.beats.size(), 2U);
        EXPECT_EQ(made.beats[1].lead, 1U);
        EXPECT_EQ(made.recording.duration_s, kDuration_s);
        const auto samples = static_cast<std::int64_t>(kDuration_s * 360);
        for (std::size_t lead = 0; lead < 2; ++lead) {
            EXPECT_EQ(made.recording.leads[lead].samples, samples);
            const auto values = readLead(made.recording, lead, 0, samples);
            EXPECT_TRUE(std::ranges::all_of(values, [](float v) { return std::abs(v) < 20; }));
        }
        EXPECT_TRUE(std::isnan(readLead(made.recording, 0, -1, 1).front()));
        EXPECT_TRUE(std::isnan(readLead(made.recording, 0, samples, 1).front()));
    }
}

TEST(MadeAtria, ThatFibrillateOrFlutterKeepTheLettersOfNAndVAndTakeNoS) {
    for (const Atria atria : {Atria::fibrillation, Atria::flutter}) {
        std::size_t n = 0, v = 0;
        const MadeRecording made = madeWith(atria, 2);
        for (const Beat& beat : made.beats.front().beats) {
            const auto label = classOf(beat).value();
            ASSERT_TRUE(label == BeatClass::normal || label == BeatClass::ventricular);
            ++(label == BeatClass::normal ? n : v);
        }
        EXPECT_GT(n, 100U);
        EXPECT_GT(v, 2U);
    }
}

// At its new mark every QRS is where it was at its old one: N beats of the synthesizer are alike, and R is their peak.
TEST(MadeAtria, CarryTheQrsToItsNewMark) {
    const MadeRecording made = madeWith(Atria::fibrillation, 3);
    const auto values = readLead(made.recording, 0, 0, made.recording.leads[0].samples);
    int at_peak = 0, beats = 0;
    for (const Beat& beat : made.beats.front().beats) {
        if (classOf(beat) != BeatClass::normal) continue;
        const auto around = std::span(values).subspan(static_cast<std::size_t>(beat.sample - 18), 37);
        const auto peak = std::ranges::max_element(around) - around.begin();
        ++beats;
        if (std::abs(peak - 18) <= 3) ++at_peak;
    }
    EXPECT_GT(at_peak, beats * 95 / 100);
}

TEST(MadeAtria, FlutterConductsWholeWaves) {
    int whole = 0, all = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const auto intervals = intervalsOf(madeWith(Atria::flutter, seed).beats.front());
        const double shortest_s = *std::ranges::min_element(intervals);
        EXPECT_GE(shortest_s, 0.255);
        EXPECT_LE(*std::ranges::max_element(intervals), 5 * 0.26 * 1.2);
        // Half the median of those near the shortest is a wave, where it was two to one.
        std::vector<double> twos;
        for (const double interval_s : intervals)
            if (interval_s < 1.2 * shortest_s) twos.push_back(interval_s);
        if (medianOf(twos) > 0.52) continue;
        for (const double interval_s : intervals) {
            const double waves = interval_s / (medianOf(twos) / 2);
            ++all;
            if (std::abs(waves - std::round(waves)) < 0.3) ++whole;
        }
    }
    EXPECT_GT(all, 500);
    EXPECT_GT(whole, all * 9 / 10);
}

TEST(MadeAtria, FibrillationLeavesPWithoutOrderAndFlutterDoesNot) {
    const double in_sinus = pDisorderOf(*sinus().recording, sinus().beats);
    EXPECT_LT(in_sinus, 0.3);
    std::vector<double> fibrillation, flutter;
    for (std::uint64_t seed = 1; seed <= 9; ++seed) {
        const MadeRecording fib = madeWith(Atria::fibrillation, seed), flut = madeWith(Atria::flutter, seed);
        fibrillation.push_back(pDisorderOf(fib.recording, fib.beats.front()));
        flutter.push_back(pDisorderOf(flut.recording, flut.beats.front()));
    }
    EXPECT_GT(medianOf(fibrillation), 0.85);
    EXPECT_LT(medianOf(flutter), 0.6);
}

// Runs of early S between late N, a P wave before each.
TEST(MadeAtria, ASickSinusIsMostlyEctopicAndKeepsItsPWaves) {
    std::size_t n = 0, s = 0;
    std::vector<double> before_n, before_s, disorder;
    for (std::uint64_t seed = 1; seed <= 9; ++seed) {
        const MadeRecording made = madeWith(Atria::sick_sinus, seed);
        const BeatList& beats = made.beats.front();
        const auto intervals = intervalsOf(beats);
        for (std::size_t i = 0; i < intervals.size(); ++i) {
            const auto label = classOf(beats.beats[i + 1]).value();
            ASSERT_TRUE(label == BeatClass::normal || label == BeatClass::supraventricular);
            ++(label == BeatClass::normal ? n : s);
            (label == BeatClass::normal ? before_n : before_s).push_back(intervals[i]);
        }
        disorder.push_back(pDisorderOf(made.recording, beats));
    }
    EXPECT_GT(s, n);
    EXPECT_GT(n, s / 20);
    EXPECT_LT(medianOf(before_s), 0.7 * medianOf(before_n));
    EXPECT_LT(medianOf(disorder), 0.6);
}

// Some intervals are half as long again as the usual one, or half of it: yet every beat is N, with its P wave before
// it.
TEST(MadeAtria, BlockedBeatsComeEarlyAndLateAndAreAllN) {
    std::vector<double> disorder;
    std::size_t unusual = 0;
    for (std::uint64_t seed = 1; seed <= 9; ++seed) {
        const MadeRecording made = madeWith(Atria::blocked, seed);
        const BeatList& beats = made.beats.front();
        for (const Beat& beat : beats.beats) ASSERT_EQ(classOf(beat), BeatClass::normal);
        const auto intervals = intervalsOf(beats);
        const double usual_s = medianOf(intervals);
        unusual += std::ranges::any_of(
            intervals, [&](double interval_s) { return interval_s > 1.5 * usual_s || interval_s < usual_s / 1.5; });
        disorder.push_back(pDisorderOf(made.recording, beats));
    }
    EXPECT_GE(unusual, 8U);
    EXPECT_LT(medianOf(disorder), 0.6);
}

// A lead with a P wave of 0.2 and an R of 1, 0.2 s apart.
TEST(BeatPieces, AnEctopicPWaveIsAnotherAndTheRestIsAsItWas) {
    constexpr double kRate_hz = 100;
    BeatList beats{.lead = 0, .lead_name = "II", .rate_hz = kRate_hz, .origin = BeatOrigin::reference, .beats = {}};
    std::vector<float> lead(500, 0.0F);
    for (std::int64_t beat = 0; beat < 4; ++beat) {
        const std::int64_t mark = 50 + 100 * beat;
        beats.beats.push_back({mark, kNormal});
        lead[static_cast<std::size_t>(mark)] = 1;
        lead[static_cast<std::size_t>(mark - 20)] = 0.2F;
    }
    auto pieces = piecesWithP(beats);
    ASSERT_EQ(pieces.size(), 2U);  // the first and the last have no neighbour
    pieces[1].ectopic = true;
    const std::vector<std::int64_t> marks = {60, 120};
    const auto out = layOut(lead, kRate_hz, pieces, marks, 200, -0.5F);
    ASSERT_EQ(out.size(), 200U);
    EXPECT_FLOAT_EQ(out[60], 1);
    EXPECT_FLOAT_EQ(out[40], 0.2F);
    EXPECT_FLOAT_EQ(out[120], 1);
    EXPECT_FLOAT_EQ(out[100], -0.1F);
    EXPECT_EQ(std::ranges::count(out, 0.0F), 196);
    // Without its P wave a piece begins just before the QRS.
    const auto bare = piecesWithoutP(beats);
    const auto without = layOut(lead, kRate_hz, bare, marks, 200, 1);
    EXPECT_FLOAT_EQ(without[60], 1);
    EXPECT_EQ(std::ranges::count(without, 0.0F), 198);
}

TEST(BeatPieces, OfBeatsTooCloseTogetherAreLeftOut) {
    BeatList beats{.lead = 0, .lead_name = "II", .rate_hz = 100, .origin = BeatOrigin::reference, .beats = {}};
    for (const std::int64_t mark : {50, 110, 140, 220, 300}) beats.beats.push_back({mark, kNormal});
    EXPECT_EQ(piecesWithoutP(beats).size(), 2U);  // not 110, whose T wave runs into 140
    const auto with_p = piecesWithP(beats);
    ASSERT_EQ(with_p.size(), 1U);  // not 140, whose P wave lies on the T wave of 110
    EXPECT_EQ(with_p.front().mark, 220);
}

TEST(MadeAtria, AreTheSameForASeed) {
    const MadeRecording one = madeWith(Atria::flutter, 5), same = madeWith(Atria::flutter, 5),
                        other = madeWith(Atria::flutter, 6);
    const auto valuesOf = [](const MadeRecording& made) { return readLead(made.recording, 1, 0, 60'000); };
    EXPECT_EQ(valuesOf(one), valuesOf(same));
    EXPECT_NE(valuesOf(one), valuesOf(other));
}

TEST(MadeAtria, NeedAHundredBeatsAndOneRate) {
    BeatList few = sinus().beats;
    few.beats.resize(60);
    Random random(1);
    EXPECT_FALSE(withAtria(*sinus().recording, few, Atria::flutter, kDuration_s, random));
    Recording two_rates = *sinus().recording;
    two_rates.leads[1].rate_hz = 180;
    EXPECT_FALSE(withAtria(two_rates, sinus().beats, Atria::flutter, kDuration_s, random));
}

// Two records of two sources each, one of them made.
TEST(MadeAtria, AreLearntFromAndNeverHeldOut) {
    BeatDataset dataset;
    dataset.class_names = {"N", "S", "V", "F"};
    for (const char* record : {"1", "2"}) {
        for (const bool made : {false, true}) {
            const auto source = static_cast<std::uint16_t>(dataset.sources.size());
            dataset.sources.push_back({.record = record, .lead = "II", .analysis_lead = !made, .made = made});
            for (std::uint32_t beat = 0; beat < 5; ++beat) {
                dataset.label.push_back(0);
                dataset.source.push_back(source);
                dataset.beat.push_back(beat);
            }
        }
    }
    const auto folds = recordFolds(dataset, 2);
    ASSERT_EQ(folds.size(), 2U);
    std::size_t held_out = 0;
    for (const Fold& fold : folds) {
        EXPECT_EQ(fold.train.size(), 10U);
        EXPECT_EQ(fold.held_out.size(), 5U);
        for (const std::size_t i : fold.held_out) EXPECT_FALSE(dataset.isMade(i));
        for (const std::size_t i : fold.train) EXPECT_NE(dataset.recordOf(i), dataset.recordOf(fold.held_out.front()));
        held_out += fold.held_out.size();
    }
    EXPECT_EQ(held_out, 10U);
    EXPECT_EQ(everything(dataset).train.size(), 20U);
}

}  // namespace
}  // namespace triptych::inference::training
