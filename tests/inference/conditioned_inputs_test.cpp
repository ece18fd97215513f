// Inputs that no mains, wander or gain moves, where a card asks for them; and as ever where it does not.
#include "core/beats/detect.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/training/spoilt.h"
#include "core/synth/synthesize.h"
#include "tests/support/float_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::inference {
namespace {

using training::Disturbance;

const Representation kQuiet{Profile::product, Conditioning::quiet_band};

struct Made {
    RecordingPtr recording;
    BeatList beats;
};

const Made& heart() {
    static const Made made = [] {
        const auto synthetic = synth::synthesize({.duration_s = 120}).value();
        return Made{synthetic.recording, beats::referenceBeats(*synthetic.recording, 0).value()};
    }();
    return made;
}

BeatInputs inputsOf(const Recording& recording, Representation representation) {
    return BeatInputs::prepare(recording, heart().beats, 0, representation, {}).value();
}

Recording with(Disturbance by, double amount) {
    Random random(3);
    return training::disturbed(*heart().recording, heart().beats, by, amount, {}, random);
}

// The largest change of any sample of any beat but the first and last few, of the QRS.
float furthest(const BeatInputs& a, const BeatInputs& b) {
    float out = 0;
    std::vector<float> of_a(shapeOf(Profile::product).timeSize()), of_b = of_a;
    for (std::size_t beat = 5; beat + 5 < a.size(); ++beat) {
        a.time(beat, of_a);
        b.time(beat, of_b);
        for (std::size_t i = 0; i < of_a.size(); ++i) out = std::max(out, std::abs(of_a[i] - of_b[i]));
    }
    return out;
}

TEST(ConditionedInputs, StayWhereTheyAreUnderHumAndWander) {
    const BeatInputs clean = inputsOf(*heart().recording, kQuiet);
    for (const auto by : {Disturbance::hum_50, Disturbance::hum_60, Disturbance::wander}) {
        const double allowed = by == Disturbance::wander ? 0.15 : 0.05;
        const Recording bad = with(by, 1);
        EXPECT_LT(furthest(clean, inputsOf(bad, kQuiet)), allowed);
        EXPECT_GT(furthest(inputsOf(*heart().recording, Profile::product), inputsOf(bad, Profile::product)),
                  by == Disturbance::hum_60 ? 0.02 : 0.3);  // which the rate of 125 Hz takes most of
    }
}

TEST(ConditionedInputs, KeepTheNumbersOfTheBeatUnderHum) {
    const BeatInputs clean = inputsOf(*heart().recording, kQuiet), hum = inputsOf(with(Disturbance::hum_50, 1), kQuiet);
    for (std::size_t beat = 5; beat + 5 < clean.size(); ++beat) {
        for (std::size_t i = 0; i < pWaveColumn(); ++i) EXPECT_NEAR(clean.rr(beat)[i], hum.rr(beat)[i], 0.2) << i;
    }
}

TEST(ConditionedInputs, FindTheOrderOfPWavesInWhiteNoise) {
    const auto disorder = [](const BeatInputs& inputs) {
        std::vector<float> out;
        for (std::size_t beat = 0; beat < inputs.size(); ++beat) out.push_back(inputs.rr(beat)[pWaveColumn()]);
        std::ranges::nth_element(out, out.begin() + static_cast<std::ptrdiff_t>(out.size() / 2));
        return out[out.size() / 2];
    };
    const Recording noisy = with(Disturbance::white, 0.1);
    EXPECT_LT(disorder(inputsOf(noisy, kQuiet)), disorder(inputsOf(noisy, Profile::product)) - 0.1F);
}

TEST(ConditionedInputs, AreNamedAndOtherNamesAreNot) {
    EXPECT_EQ(conditioningOf(name(Conditioning::quiet_band)).value(), Conditioning::quiet_band);
    EXPECT_EQ(conditioningOf("").value(), Conditioning::none);
    EXPECT_EQ(conditioningOf("quiet_band_2").error().code, ErrorCode::malformed);
}

TEST(ConditionedInputs, OfAProfileAloneAreTheLeadAsItWasRecorded) {
    // The windows of a lead that nothing was done to differ from its samples at 125 Hz by an offset and a scale.
    const BeatInputs plain = inputsOf(*heart().recording, Profile::product);
    const BeatInputs same = inputsOf(*heart().recording, {Profile::product, Conditioning::none});
    EXPECT_EQ(furthest(plain, same), 0);
    EXPECT_GT(furthest(plain, inputsOf(*heart().recording, kQuiet)), 0.001F);
}

}  // namespace
}  // namespace triptych::inference
