// The parts of the generator, each against a closed form.
#include "core/synth/beat_plan.h"
#include "core/synth/beat_shapes.h"
#include "core/synth/dynamical_model.h"
#include "core/synth/exact_math.h"
#include "core/synth/phase_clock.h"
#include "core/synth/random.h"
#include "core/synth/rr_process.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace triptych::synth {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

TEST(ExactMath, AgreesWithTheLibraryToTheLastBits) {
    for (double x = -40; x <= 40; x += 0.0137) {
        EXPECT_NEAR(exactExp(x) / std::exp(x), 1, 4 * std::numeric_limits<double>::epsilon()) << x;
        EXPECT_NEAR(sinTurns(x), std::sin(kTwoPi * (x - std::floor(x))), 2e-15) << x;
        EXPECT_NEAR(cosTurns(x), std::cos(kTwoPi * (x - std::floor(x))), 2e-15) << x;
    }
    EXPECT_EQ(exactExp(0), 1);
    EXPECT_EQ(sinTurns(0), 0);
    EXPECT_EQ(sinTurns(0.25), 1);
    EXPECT_EQ(cosTurns(-1e6), 1);
}

TEST(Random, StreamsAreIndependentAndRepeatable) {
    Random a(1, 0), again(1, 0), other(1, 1), seed(2, 0);
    const std::uint64_t first = a.bits();
    EXPECT_EQ(first, again.bits());
    EXPECT_NE(first, other.bits());
    EXPECT_NE(first, seed.bits());
}

TEST(Random, NormalNumbersAreNormal) {
    Random random(3, 0);
    constexpr int kCount = 400'000;
    double sum = 0, squares = 0;
    int beyond = 0;
    for (int i = 0; i < kCount; ++i) {
        const double x = random.normal();
        sum += x;
        squares += x * x;
        beyond += std::abs(x) > 1.959964 ? 1 : 0;
    }
    EXPECT_NEAR(sum / kCount, 0, 0.006);
    EXPECT_NEAR(squares / kCount, 1, 0.01);
    EXPECT_NEAR(static_cast<double>(beyond) / kCount, 0.05, 0.002);
}

// Power of the tachogram between two frequencies, from its Fourier sums.
double bandPower(const RrProcess& process, double low_hz, double high_hz) {
    const auto size = process.rr_s.size();
    const double step_hz = process.rate_hz / static_cast<double>(size);
    double power = 0;
    for (auto k = static_cast<std::size_t>(low_hz / step_hz); static_cast<double>(k) * step_hz <= high_hz; ++k) {
        double re = 0, im = 0;
        for (std::size_t n = 0; n < size; ++n) {
            const double turns = static_cast<double>((k * n) % size) / static_cast<double>(size);
            re += process.rr_s[n] * std::cos(kTwoPi * turns);
            im += process.rr_s[n] * std::sin(kTwoPi * turns);
        }
        power += 2 * (re * re + im * im) / static_cast<double>(size * size);
    }
    return power;
}

TEST(RrProcess, HasTheMeanTheDeviationAndTheBandsAskedFor) {
    Random random(5, 0);
    const RrProcess process = makeRrProcess(500, 75, 3, 0.5, random);
    double mean = 0, variance = 0;
    const auto count = static_cast<double>(process.rr_s.size());
    for (const double rr : process.rr_s) mean += rr / count;
    for (const double rr : process.rr_s) variance += (rr - mean) * (rr - mean) / count;
    EXPECT_NEAR(mean, 0.8, 1e-12);
    EXPECT_NEAR(std::sqrt(variance), 60.0 * 3 / (75 * 75), 1e-12);
    const double lf = bandPower(process, 0.05, 0.15);
    const double hf = bandPower(process, 0.20, 0.30);
    EXPECT_NEAR(lf / hf, 0.5, 0.01);
    EXPECT_NEAR(lf + hf, variance, 0.001 * variance) << "there is no power elsewhere";
}

TEST(RrProcess, InterpolatesAndHoldsItsEnds) {
    const RrProcess process{2, {1.0, 2.0, 4.0}};
    EXPECT_EQ(process.at(-1), 1);
    EXPECT_EQ(process.at(0.25), 1.5);
    EXPECT_EQ(process.at(0.75), 3);
    EXPECT_EQ(process.at(9), 4);
}

TEST(BeatPlan, PausesAreCompensatoryOrReset) {
    Random random(7, 1);
    const RrProcess steady{2, std::vector<double>(4096, 0.8)};
    const auto beats = planBeats(-6, 600, steady, 0.1, 0.1, random);
    int pvcs = 0, apcs = 0;
    for (std::size_t i = 1; i + 1 < beats.size(); ++i) {
        const double before = beats[i].r_s - beats[i - 1].r_s;
        const double behind = beats[i + 1].r_s - beats[i].r_s;
        if (beats[i].kind != BeatKind::normal) {
            EXPECT_EQ(beats[i - 1].kind, BeatKind::normal) << "never two in a row";
            EXPECT_LT(before, 0.81 * 0.8);
        }
        if (beats[i].kind == BeatKind::pvc) {
            ++pvcs;
            EXPECT_NEAR(before + behind, 1.6, 1e-9) << "the sinus node goes on as if nothing had happened";
        } else if (beats[i].kind == BeatKind::apc) {
            ++apcs;
            EXPECT_NEAR(behind, 1.05 * 0.8, 1e-9) << "the sinus node starts anew";
            EXPECT_LT(before + behind, 1.6);
        }
    }
    EXPECT_EQ(pvcs, 75);
    EXPECT_EQ(apcs, 75);
}

TEST(PhaseClock, PassesEveryRWaveAtAWholeTurnAndNeverStops) {
    for (const double rate : {30.0, 68.0, 120.0, 200.0}) {
        Random random(9, 1);
        const RrProcess rr{2, std::vector<double>(400, 60 / rate)};
        const auto beats = planBeats(-6, 60, rr, 0.15, 0.15, random);
        const std::array shapes = {shapeOf(BeatKind::normal, rate), shapeOf(BeatKind::pvc, rate),
                                   shapeOf(BeatKind::apc, rate)};
        PhaseClock clock(beats, shapes);
        double last = -1;
        for (double t = -6; t < 60; t += 0.001) {
            const double angle = clock.at(t);
            ASSERT_GT(angle, last) << rate << " at " << t;
            last = angle;
        }
        PhaseClock again(beats, shapes);
        for (std::size_t i = 0; i < beats.size() && beats[i].r_s < 60; ++i) {
            EXPECT_NEAR(again.at(beats[i].r_s), kTwoPi * static_cast<double>(i), 1e-9);
        }
    }
}

TEST(BeatShapes, AnglesScaleWithRateAsInEcgsyn) {
    const BeatShape at60 = shapeOf(BeatKind::normal, 60);
    const BeatShape at135 = shapeOf(BeatKind::normal, 135);  // square root of the ratio: 1.5
    EXPECT_NEAR(at60[kT].angle, std::numbers::pi / 2, 1e-12);
    EXPECT_NEAR(at60[kP].angle, -std::numbers::pi / 3, 1e-12);
    EXPECT_NEAR(at135[kT].angle / at60[kT].angle, std::sqrt(1.5), 1e-12);
    EXPECT_NEAR(at135[kS].angle / at60[kS].angle, 1.5, 1e-12);
    EXPECT_NEAR(at135[kR].width / at60[kR].width, 1.5, 1e-12);
    // Table 1: a·b² of S over that of R.
    EXPECT_NEAR(at60[kS].height_mv[kLeadII] / at60[kR].height_mv[kLeadII], -7.5 / 30, 1e-12);
}

// With y the sum of the waves as they stand on the circle, z' = y' - z; from z = 0 at the start, where y was y0, comes
// z = y - y0 e^(start-t) - ∫ e^(s-t) y(s) ds.
TEST(DynamicalModel, SolvesItsOwnEquation) {
    std::vector<PlannedBeat> beats;
    for (int i = 0; i < 8; ++i) beats.push_back({-3 + 0.9 * i, 0.9, i == 5 ? BeatKind::pvc : BeatKind::normal, 1});
    ModelRequest request;
    request.from_s = -3;
    request.samples = 1000;
    request.rate_hz = 500;
    request.mean_rate_bpm = 60 / 0.9;
    const auto model = integrate(request, beats, {});
    ASSERT_TRUE(model);

    const std::array shapes = {shapeOf(BeatKind::normal, request.mean_rate_bpm),
                               shapeOf(BeatKind::pvc, request.mean_rate_bpm),
                               shapeOf(BeatKind::apc, request.mean_rate_bpm)};
    PhaseClock clock(beats, shapes);
    constexpr double kStep_s = 1.0 / 20'000;
    double integral = 0, last = 0, first = 0, largest = 0;
    for (int step = 0; step < 20'000 * 5; ++step) {
        const double t = -3 + step * kStep_s;
        const double angle = clock.at(t);
        double y = 0;
        for (std::size_t i = 0; i < beats.size(); ++i) {
            for (const Wave& wave : shapes[static_cast<std::size_t>(beats[i].kind)]) {
                const double distance = (angle - kTwoPi * static_cast<double>(i) - wave.angle) / wave.width;
                y += wave.height_mv[kLeadII] * std::exp(-distance * distance / 2);
            }
        }
        if (step > 0) integral = integral * std::exp(-kStep_s) + kStep_s / 2 * (last * std::exp(-kStep_s) + y);
        if (step == 0) first = y;
        last = y;
        const int since_zero = step - 3 * 20'000;
        if (since_zero < 0 || since_zero % 40 != 0 || since_zero / 40 >= 1000) continue;
        const double z = (*model)[kLeadII][static_cast<std::size_t>(since_zero / 40)];
        largest = std::max(largest, std::abs(z - (y - first * std::exp(-(t + 3)) - integral)));
    }
    EXPECT_LT(largest, 1e-3) << "in mV: what is left are the steps of Runge and Kutta, a unit of the stored samples";
}

TEST(DynamicalModel, HalfTheStepGivesTheSameVoltage) {
    std::vector<PlannedBeat> beats;
    for (int i = 0; i < 12; ++i) beats.push_back({-6 + 0.85 * i, 0.85, BeatKind::normal, 1});
    ModelRequest coarse;
    coarse.from_s = -6;
    coarse.samples = 500;
    coarse.rate_hz = 500;
    coarse.mean_rate_bpm = 70;
    ModelRequest fine = coarse;
    fine.rate_hz = 4000;
    fine.samples = 4000;
    const auto a = integrate(coarse, beats, {});
    const auto b = integrate(fine, beats, {});
    ASSERT_TRUE(a && b);
    for (std::size_t lead = 0; lead < kModelLeads; ++lead) {
        for (std::size_t i = 0; i < 500; ++i) ASSERT_NEAR((*a)[lead][i], (*b)[lead][8 * i], 5e-4) << lead << ' ' << i;
    }
}

}  // namespace
}  // namespace triptych::synth
