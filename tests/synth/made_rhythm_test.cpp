// Rhythms that are made on request: where they stand, how they beat, what the annotator says of them.
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::synth {
namespace {

Synthetic made(MadeRhythm rhythm, double from_s = 20, double to_s = 50) {
    SynthRequest request;
    request.duration_s = 70;
    request.pvc_fraction = request.apc_fraction = 0;
    request.rhythms = {{rhythm, from_s, to_s}};
    auto out = synthesize(request);
    EXPECT_TRUE(out.has_value());
    return std::move(*out);
}

std::vector<double> intervalsWithin(const Synthetic& synthetic, double from_s, double to_s) {
    std::vector<double> out;
    for (std::size_t i = 1; i < synthetic.truth.size(); ++i) {
        if (synthetic.truth[i - 1].r_s >= from_s && synthetic.truth[i].r_s < to_s) {
            out.push_back(synthetic.truth[i].r_s - synthetic.truth[i - 1].r_s);
        }
    }
    return out;
}

std::vector<std::string> rhythmMarks(const Synthetic& synthetic) {
    std::vector<std::string> out;
    for (const Annotation& mark : synthetic.recording->annotation_sets.front().annotations) {
        if (mark.code == kRhythm) out.push_back(mark.aux);
    }
    return out;
}

double spread(const std::vector<double>& values) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *high - *low;
}

TEST(MadeRhythm, EveryNameLeadsBackToItsRhythm) {
    for (std::size_t i = 0; i < kMadeRhythms; ++i) {
        EXPECT_EQ(madeRhythmNamed(name(static_cast<MadeRhythm>(i))), static_cast<MadeRhythm>(i));
    }
    EXPECT_EQ(madeRhythmNamed("jazz"), std::nullopt);
}

TEST(MadeRhythm, StandsInItsStretchAndTheSinusNodeLeadsAround) {
    const auto synthetic = made(MadeRhythm::af);
    EXPECT_EQ(rhythmMarks(synthetic), (std::vector<std::string>{"(N", "(AFIB", "(N"}));
    ASSERT_EQ(synthetic.episodes.size(), 1U);
    EXPECT_GT(spread(intervalsWithin(synthetic, 20, 50)), 0.3);
    EXPECT_LT(spread(intervalsWithin(synthetic, 0, 20)), 0.2);
    for (const BeatTruth& beat : synthetic.truth) {
        if (beat.r_s > 20.5 && beat.r_s < 49.5) {
            EXPECT_TRUE(std::isnan(beat.p_s));
        }
    }
}

TEST(MadeRhythm, TachycardiasAreRegularAndOfTheirKind) {
    const auto svt = made(MadeRhythm::svt), vt = made(MadeRhythm::vt);
    EXPECT_LT(spread(intervalsWithin(svt, 20.5, 49.5)), 0.06);
    EXPECT_LT(spread(intervalsWithin(vt, 20.5, 49.5)), 0.08);
    const auto symbols = [](const Synthetic& of, char symbol) {
        return std::ranges::count_if(of.truth, [&](const BeatTruth& beat) { return beat.symbol == symbol; });
    };
    EXPECT_GT(symbols(svt, 'S'), 80);
    EXPECT_GT(symbols(vt, 'V'), 75);
}

TEST(MadeRhythm, FlutterConductsWholeTeeth) {
    for (const double interval : intervalsWithin(made(MadeRhythm::flutter), 20.5, 49.5)) {
        const double teeth = interval / 0.2;
        EXPECT_NEAR(teeth, std::round(teeth), 0.1);
        EXPECT_GE(teeth, 1.9);
    }
}

TEST(MadeRhythm, VentricularFibrillationHasNoBeatsButAWaveInBrackets) {
    const auto synthetic = made(MadeRhythm::vf);
    EXPECT_TRUE(intervalsWithin(synthetic, 20, 50).empty());
    const auto samples = readLead(*synthetic.recording, 0, 25 * 360, 20 * 360);
    const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
    EXPECT_GT(*high - *low, 0.6F);
    const auto& marks = synthetic.recording->annotation_sets.front().annotations;
    EXPECT_EQ(std::ranges::count(marks, kFlutterOn, &Annotation::code), 1);
    EXPECT_EQ(std::ranges::count(marks, kFlutterOff, &Annotation::code), 1);
}

TEST(MadeRhythm, BlocksDelayTheirBeatsAndDropThemInTurn) {
    std::vector<double> delays;
    for (const BeatTruth& beat : made(MadeRhythm::wenckebach).truth) {
        if (beat.r_s > 21 && beat.r_s < 49) delays.push_back(beat.r_s - beat.p_s);
    }
    ASSERT_GT(delays.size(), 12U);
    std::size_t drops = 0;
    for (std::size_t i = 1; i < delays.size(); ++i) {
        if (delays[i] < delays[i - 1] - 0.1) ++drops;
    }
    EXPECT_NEAR(static_cast<double>(drops), static_cast<double>(delays.size()) / 3, 2);
    for (const double interval : intervalsWithin(made(MadeRhythm::av3), 22, 49)) EXPECT_NEAR(interval, 60.0 / 38, 0.1);
    const auto dropped = intervalsWithin(made(MadeRhythm::mobitz2), 22, 49);
    EXPECT_GT(spread(dropped), 0.7);
}

TEST(MadeRhythm, APauseIsEmptyAndNoChangeOfRhythm) {
    const auto synthetic = made(MadeRhythm::pause, 30, 33);
    const auto intervals = intervalsWithin(synthetic, 25, 40);
    EXPECT_GT(*std::ranges::max_element(intervals), 3.0);
    EXPECT_TRUE(rhythmMarks(synthetic).empty());
}

TEST(MadeRhythm, PacedBeatsFollowASpike) {
    const auto synthetic = made(MadeRhythm::paced);
    std::size_t paced = 0;
    for (const BeatTruth& beat : synthetic.truth) {
        if (beat.symbol != '/') continue;
        ++paced;
    }
    EXPECT_GT(paced, 30U);
    const auto samples = readLead(*synthetic.recording, 0, 25 * 360, 20 * 360);
    float steepest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) steepest = std::max(steepest, samples[i] - samples[i - 1]);
    EXPECT_GT(steepest, 0.7F);
}

TEST(MadeRhythm, StretchesOutOfOrderAreRefusedInASentence) {
    SynthRequest request;
    for (const std::vector<RhythmPart>& wrong : {std::vector<RhythmPart>{{MadeRhythm::af, 30, 20}},
                                                 {{MadeRhythm::af, 10, 20}, {MadeRhythm::vt, 15, 18}},
                                                 {{MadeRhythm::af, 10, 100}},
                                                 {{MadeRhythm::af, std::nan(""), 10}}}) {
        request.rhythms = wrong;
        const auto out = synthesize(request);
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().code, ErrorCode::wrong_use);
    }
}

}  // namespace
}  // namespace triptych::synth
