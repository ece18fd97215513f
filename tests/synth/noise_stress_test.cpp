// The noise stress test's ratio by closed forms: a sine for noise, boxes for QRS complexes.
#include "core/synth/noise_stress.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace triptych::synth {
namespace {

constexpr double kRate = 360;

std::vector<float> sineOf(double amplitude, double hz, double duration_s) {
    std::vector<float> out(static_cast<std::size_t>(duration_s * kRate));
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / kRate));
    }
    return out;
}

struct Boxes {
    std::vector<float> signal;
    AnnotationSet beats;
};

// A beat a second, each a box of 40 ms and of `height`; every tenth is ventricular and five times as tall.
Boxes boxes(double duration_s, float height) {
    Boxes out{std::vector<float>(static_cast<std::size_t>(duration_s * kRate), 0.25F), {}};
    out.beats.rate_hz = kRate;
    for (int beat = 0; beat + 1 < static_cast<int>(duration_s); ++beat) {
        const bool ventricular = beat % 10 == 9;
        const auto at = static_cast<std::int64_t>((beat + 0.5) * kRate);
        for (std::int64_t i = at - 7; i <= at + 7; ++i) {
            out.signal[static_cast<std::size_t>(i)] += ventricular ? 5 * height : height;
        }
        Annotation mark;
        mark.sample = at;
        mark.code = ventricular ? kPvc : kNormal;
        out.beats.annotations.push_back(mark);
    }
    return out;
}

double power(std::span<const float> values) {
    double mean = 0, sum = 0;
    for (const float value : values) mean += static_cast<double>(value) / static_cast<double>(values.size());
    for (const float value : values) sum += std::pow(static_cast<double>(value) - mean, 2);
    return sum / static_cast<double>(values.size());
}

TEST(NoiseStress, MeasuresQrsPeakToPeakWithoutEctopicBeatsAndNoiseByItsRootMeanSquare) {
    const Boxes made = boxes(120, 1.5F);
    EXPECT_NEAR(qrsAmplitude(made.signal, kRate, made.beats), 1.5, 1e-6);
    EXPECT_NEAR(noiseAmplitude(sineOf(0.8, 5, 60), kRate), 0.8 / std::numbers::sqrt2, 1e-5);
    // One second in thirty that is a hundred times as loud is trimmed away.
    auto noise = sineOf(0.8, 5, 60);
    for (std::size_t i = 0; i < 360; ++i) noise[i] *= 100;
    EXPECT_NEAR(noiseAmplitude(noise, kRate), 0.8 / std::numbers::sqrt2, 1e-5);
    EXPECT_EQ(qrsAmplitude(made.signal, kRate, {}), 0);
    EXPECT_EQ(noiseAmplitude({}, kRate), 0);
}

TEST(NoiseStress, TheRatioOfWhatWasAddedIsTheOneAskedFor) {
    const Boxes made = boxes(600, 2.0F);
    const auto noise = sineOf(0.3, 5, 45);
    for (const double snr_db : {24.0, 18.0, 12.0, 6.0, 0.0, -6.0}) {
        const double gain =
            stressGain(qrsAmplitude(made.signal, kRate, made.beats), noiseAmplitude(noise, kRate), snr_db);
        auto noisy = made.signal;
        addStress(noisy, noise, gain, kRate);
        std::vector<float> added(noisy.size());
        for (std::size_t i = 0; i < added.size(); ++i) added[i] = noisy[i] - made.signal[i];
        for (const NoisyStretch& stretch : noisyStretches(600)) {
            const auto first = static_cast<std::size_t>(stretch.from_s * kRate);
            const auto count = static_cast<std::size_t>((stretch.to_s - stretch.from_s) * kRate);
            const double ratio = 2.0 * 2.0 / 8 / power(std::span<const float>(added).subspan(first, count));
            EXPECT_NEAR(10 * std::log10(ratio), snr_db, 0.05) << stretch.from_s;
        }
    }
}

TEST(NoiseStress, NoiseIsThereForTwoMinutesAndNotForTwoFromFiveMinutesOn) {
    const auto stretches = noisyStretches(1806);
    ASSERT_EQ(stretches.size(), 7U);
    EXPECT_EQ(stretches[0].from_s, 300);
    EXPECT_EQ(stretches[1].from_s, 540);
    EXPECT_EQ(stretches[6].to_s, 1806);
    EXPECT_TRUE(noisyStretches(300).empty());

    std::vector<float> silence(static_cast<std::size_t>(600 * kRate), 0.0F);
    const auto noise = sineOf(1, 3.1, 100);
    addStress(silence, noise, 1, kRate);
    const auto part = [&](double from_s, double to_s) {
        return std::span<const float>(silence).subspan(static_cast<std::size_t>(from_s * kRate),
                                                       static_cast<std::size_t>((to_s - from_s) * kRate));
    };
    EXPECT_EQ(power(part(0, 300)), 0);
    EXPECT_NEAR(power(part(300, 420)), 0.5, 0.05);
    EXPECT_NEAR(power(part(420, 540)), 0, 1e-12);
    EXPECT_NEAR(power(part(540, 600)), 0.5, 0.05);
    const double steepest = 2 * std::numbers::pi * 3.1 / kRate;
    for (std::size_t i = 1; i < silence.size(); ++i) {
        EXPECT_LE(std::abs(silence[i] - silence[i - 1]), 1.01 * steepest) << "a step at " << i;
    }
}

}  // namespace
}  // namespace triptych::synth
