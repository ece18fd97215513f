// What is no ECG must not become beats, and what is wrong with an ECG must not cost the beats beside it.
#include "core/beats/detect.h"
#include "tests/beats/made_ecg.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

namespace triptych::beats {
namespace {

using test::compare;
using test::madeEcg;
using test::MadeEcgPlan;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::vector<float> whiteNoise(std::size_t count, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<float> noise(count);
    for (float& value : noise) {
        float sum = -6;
        for (int k = 0; k < 12; ++k) sum += static_cast<float>(random()) / 4294967296.0F;
        value = sum;
    }
    return noise;
}

TEST(DetectNothing, InFlatEmptyOrMissingLeads) {
    EXPECT_TRUE(detectRPeaks({}, 360).empty());
    EXPECT_TRUE(detectRPeaks(std::vector<float>(1, 1.0F), 360).empty());
    EXPECT_TRUE(detectRPeaks(std::vector<float>(36000, 0.0F), 360).empty());
    EXPECT_TRUE(detectRPeaks(std::vector<float>(36000, -3.25F), 360).empty());
    EXPECT_TRUE(detectRPeaks(std::vector<float>(36000, kNan), 360).empty());
    EXPECT_TRUE(detectRPeaks(std::vector<float>(36000, std::numeric_limits<float>::infinity()), 360).empty());
}

TEST(DetectNothing, InARampAStepOrASine) {
    std::vector<float> ramp(36000), step(36000);
    for (std::size_t i = 0; i < ramp.size(); ++i) {
        ramp[i] = 0.01F * static_cast<float>(i);
        step[i] = i < 18000 ? 0.0F : 2.0F;
    }
    EXPECT_TRUE(detectRPeaks(ramp, 360).empty());
    EXPECT_LE(detectRPeaks(step, 360).size(), 1U);
    for (const double frequency_hz : {0.5, 2.0, 5.0, 10.0, 15.0, 50.0, 60.0}) {
        std::vector<float> sine(36000);
        for (std::size_t i = 0; i < sine.size(); ++i) {
            sine[i] = static_cast<float>(std::sin(2 * std::numbers::pi * frequency_hz * static_cast<double>(i) / 360));
        }
        EXPECT_TRUE(detectRPeaks(sine, 360).empty()) << frequency_hz << " Hz";
    }
}

TEST(DetectNothing, InNoiseOfSeveralColoursSaveARareOne) {
    for (const double rate_hz : {128.0, 360.0, 1000.0}) {
        for (std::uint32_t seed = 1; seed <= 4; ++seed) {
            const auto count = static_cast<std::size_t>(300 * rate_hz);
            const auto white = whiteNoise(count, seed);
            std::vector<float> brown(count), blue(count);
            float walk = 0;
            for (std::size_t i = 0; i < count; ++i) {
                walk = 0.999F * walk + white[i];
                brown[i] = walk;
                blue[i] = white[i] - (i > 0 ? white[i - 1] : 0.0F);
            }
            // The detector's band holds 150 noise peaks a minute that keep a heart's distance; 3 of them may pass.
            EXPECT_LE(detectRPeaks(white, rate_hz).size(), 15U) << rate_hz << ' ' << seed;
            EXPECT_LE(detectRPeaks(brown, rate_hz).size(), 15U) << rate_hz << ' ' << seed;
            EXPECT_LE(detectRPeaks(blue, rate_hz).size(), 15U) << rate_hz << ' ' << seed;
        }
    }
}

TEST(DetectAround, MissingSamples) {
    MadeEcgPlan plan;
    plan.duration_s = 60;
    auto made = madeEcg(plan);
    // 10 s missing from the middle of an RR interval to the middle of another, one beat's R alone, and both ends.
    const auto hole = [&](double from_s, double to_s) {
        for (auto i = static_cast<std::size_t>(from_s * 360); i < static_cast<std::size_t>(to_s * 360); ++i) {
            made.signal[i] = kNan;
        }
    };
    const auto between = [&](std::size_t beat) {
        return static_cast<double>(made.r_peaks[beat] + made.r_peaks[beat + 1]) / 2 / 360;
    };
    hole(between(20), between(32));
    hole(0, 0.05);
    hole(59.9, 60);
    const auto found = detectRPeaks(made.signal, 360);
    std::vector<std::int64_t> truth;
    for (std::size_t beat = 0; beat < made.r_peaks.size(); ++beat) {
        if (beat <= 20 || beat > 32) truth.push_back(made.r_peaks[beat]);
    }
    const auto mismatch = compare(truth, found, 5);
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);
}

TEST(DetectAround, NeverPutsABeatOnAMissingSample) {
    MadeEcgPlan plan;
    plan.duration_s = 30;
    auto made = madeEcg(plan);
    for (const std::int64_t r : made.r_peaks) {
        for (std::int64_t i = r - 3; i <= r + 3; ++i) made.signal[static_cast<std::size_t>(i)] = kNan;
    }
    for (const std::int64_t beat : detectRPeaks(made.signal, 360)) {
        EXPECT_TRUE(std::isfinite(made.signal[static_cast<std::size_t>(beat)])) << beat;
    }
}

TEST(DetectAround, ABurstOfMuscleNoise) {
    MadeEcgPlan plan;
    plan.duration_s = 120;
    auto made = madeEcg(plan);
    const auto noise = whiteNoise(10 * 360, 7);
    for (std::size_t i = 0; i < noise.size(); ++i) made.signal[50 * 360 + i] += 2.0F * noise[i];
    // Before and after the burst nothing may be lost.
    const auto found = detectRPeaks(made.signal, 360);
    std::vector<std::int64_t> clean_truth, clean_found;
    const auto clean = [](std::int64_t at) { return at < 49 * 360 || at > 61 * 360; };
    std::copy_if(made.r_peaks.begin(), made.r_peaks.end(), std::back_inserter(clean_truth), clean);
    std::copy_if(found.begin(), found.end(), std::back_inserter(clean_found), clean);
    const auto mismatch = compare(clean_truth, clean_found, 5);
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);
}

TEST(DetectAround, AnElectrodeThatComesOffAndClips) {
    MadeEcgPlan plan;
    plan.duration_s = 120;
    auto made = madeEcg(plan);
    for (std::size_t i = 60 * 360; i < 64 * 360; ++i) made.signal[i] = 5.0F;  // on the rail
    const auto found = detectRPeaks(made.signal, 360);
    std::size_t missed = 0, extra = 0;
    for (const auto& [from_s, to_s] : {std::pair{0, 59}, std::pair{65, 120}}) {
        const auto inside = [&](std::int64_t at) { return at >= from_s * 360 && at < to_s * 360; };
        std::vector<std::int64_t> truth_here, found_here;
        std::copy_if(made.r_peaks.begin(), made.r_peaks.end(), std::back_inserter(truth_here), inside);
        std::copy_if(found.begin(), found.end(), std::back_inserter(found_here), inside);
        const auto mismatch = compare(truth_here, found_here, 5);
        missed += mismatch.missed;
        extra += mismatch.extra;
    }
    EXPECT_EQ(missed, 0U);
    EXPECT_EQ(extra, 0U);
}

TEST(DetectAround, StrayInfinitiesAndGiants) {
    MadeEcgPlan plan;
    plan.duration_s = 60;
    auto made = madeEcg(plan);
    made.signal[5000] = std::numeric_limits<float>::infinity();
    made.signal[9000] = -std::numeric_limits<float>::infinity();
    const auto mismatch = compare(made.r_peaks, detectRPeaks(made.signal, 360), 5);
    EXPECT_EQ(mismatch.missed, 0U);
    EXPECT_EQ(mismatch.extra, 0U);

    // Both at once overflow a float's sum; the result is whatever it is, but finite, in order and inside.
    made.signal[12000] = std::numeric_limits<float>::max();
    made.signal[12001] = std::numeric_limits<float>::max();
    made.signal[13000] = std::numeric_limits<float>::lowest();
    std::int64_t last = -1;
    for (const std::int64_t beat : detectRPeaks(made.signal, 360)) {
        EXPECT_GT(beat, last);
        EXPECT_LT(beat, static_cast<std::int64_t>(made.signal.size()));
        last = beat;
    }
}

TEST(DetectAround, StrongMains) {
    for (const double mains_hz : {50.0, 60.0}) {
        MadeEcgPlan plan;
        plan.duration_s = 60;
        auto made = madeEcg(plan);
        for (std::size_t i = 0; i < made.signal.size(); ++i) {
            made.signal[i] += static_cast<float>(
                0.3 * std::sin(2 * std::numbers::pi * mains_hz * static_cast<double>(i) / plan.rate_hz));
        }
        const auto mismatch = compare(made.r_peaks, detectRPeaks(made.signal, 360), 5);
        EXPECT_EQ(mismatch.missed, 0U) << mains_hz;
        EXPECT_EQ(mismatch.extra, 0U) << mains_hz;
    }
}

}  // namespace
}  // namespace triptych::beats
