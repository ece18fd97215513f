// How alike beats are: nothing parts copies, half of the neighbours is enough, and noise parts by its size.
#include "core/beats/beat_agreement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace triptych::beats {
namespace {

constexpr double kRate_hz = 200;

double wave(double from_peak_s, double width_s) {
    return std::exp(-0.5 * from_peak_s * from_peak_s / (width_s * width_s));
}

// P, a QRS of one peak to peak, T; or, broad and upside down, another beat.
double beat(double from_mark_s, bool other) {
    if (other) return -0.8 * wave(from_mark_s - 0.02, 0.045) + 0.3 * wave(from_mark_s - 0.3, 0.06);
    return wave(from_mark_s, 0.012) + 0.1 * wave(from_mark_s + 0.17, 0.025) + 0.2 * wave(from_mark_s - 0.28, 0.05);
}

struct Made {
    SlowLead lead;
    std::vector<double> times_s;
};

// Every second a beat, `other` by its number.
template <class IsOther>
Made made(std::size_t beats, const IsOther& is_other) {
    Made out;
    out.lead.rate_hz = kRate_hz;
    out.lead.flat = false;
    out.lead.samples.assign(static_cast<std::size_t>(kRate_hz) * (beats + 1), 0.0F);
    for (std::size_t i = 0; i < beats; ++i) {
        out.times_s.push_back(static_cast<double>(i) + 0.7);
        for (std::size_t k = 0; k < out.lead.samples.size(); ++k)
            out.lead.samples[k] +=
                static_cast<float>(beat(static_cast<double>(k) / kRate_hz - out.times_s.back(), is_other(i)));
    }
    return out;
}

constexpr auto kNone = [](std::size_t) { return false; };

TEST(BeatAgreement, CopiesAreTheSame) {
    const Made of = made(40, kNone);
    for (const float unlike : disagreementOf(of.lead, of.times_s)) EXPECT_LT(unlike, 0.005F);
}

TEST(BeatAgreement, MarksMayLieAHundredthOfASecondOff) {
    Made of = made(40, kNone);
    for (std::size_t i = 0; i < of.times_s.size(); i += 3) of.times_s[i] += 0.01;
    for (const float unlike : disagreementOf(of.lead, of.times_s)) EXPECT_LT(unlike, 0.03F);
}

TEST(BeatAgreement, BigeminyRepeats) {
    const Made of = made(40, [](std::size_t i) { return i % 2 == 1; });
    for (const float unlike : disagreementOf(of.lead, of.times_s)) EXPECT_LT(unlike, 0.01F);
}

TEST(BeatAgreement, ALoneOtherBeatIsUnlikeAndItsNeighboursAreNot) {
    const Made of = made(40, [](std::size_t i) { return i == 20; });
    const auto unlike = disagreementOf(of.lead, of.times_s);
    EXPECT_GT(unlike[20], 0.5F);
    EXPECT_LT(unlike[19], 0.005F);
    EXPECT_LT(unlike[21], 0.005F);
}

// The difference of two beats has √2 of the noise of one, in each of three parts; the third least of sixteen is a
// little less than the mean, and less by the degrees of freedom that the mean and the shift take.
TEST(BeatAgreement, WhiteNoisePartsByItsSize) {
    Made of = made(200, kNone);
    std::mt19937 random(4);
    std::normal_distribution<float> noise(0, 0.05F);
    for (float& sample : of.lead.samples) sample += noise(random);
    const auto unlike = disagreementOf(of.lead, of.times_s);
    double mean = 0;
    for (const float one : unlike) mean += static_cast<double>(one) / static_cast<double>(unlike.size());
    const double size = 1.15;  // peak to peak with its noise
    const double expected = 3 * std::numbers::sqrt2 * 0.05 / size;
    EXPECT_LT(mean, expected);
    EXPECT_GT(mean, 0.8 * expected);
}

TEST(BeatAgreement, WanderIsNoDifference) {
    Made of = made(60, kNone);
    for (std::size_t k = 0; k < of.lead.samples.size(); ++k)
        of.lead.samples[k] +=
            static_cast<float>(std::sin(2 * std::numbers::pi * 0.3 * static_cast<double>(k) / kRate_hz));
    for (const float unlike : disagreementOf(of.lead, of.times_s)) EXPECT_LT(unlike, 0.06F);
}

TEST(BeatAgreement, WhereThereIsNothingToCompareNothingIsAlike) {
    const Made of = made(1, kNone);
    EXPECT_EQ(disagreementOf(of.lead, of.times_s), std::vector{kNothingAlike});
    EXPECT_TRUE(disagreementOf(of.lead, {}).empty());
    EXPECT_EQ(disagreementOf(SlowLead{}, of.times_s), std::vector{kNothingAlike});
    // Two, and marks at the very ends.
    const std::vector<double> ends = {0, static_cast<double>(of.lead.samples.size()) / kRate_hz};
    for (const float unlike : disagreementOf(of.lead, ends)) EXPECT_LE(unlike, kNothingAlike);
}

}  // namespace
}  // namespace triptych::beats
