// What finding beats and cutting them for the models costs: half an hour at 360 Hz, a day at 250 Hz.
#include "core/beats/detect.h"
#include "core/beats/rr_features.h"
#include "core/beats/typical_beat.h"
#include "core/beats/windows.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace triptych::beats {
namespace {

// Beats of 0.83 s on wandering baseline with mains and a little noise.
std::vector<float> ecgLike(std::size_t count, double rate_hz) {
    std::vector<float> out(count);
    std::uint32_t random = 1;
    for (std::size_t i = 0; i < count; ++i) {
        random = random * 1664525U + 1013904223U;
        const double t = static_cast<double>(i) / rate_hz, beat = std::fmod(t, 0.83) - 0.3;
        out[i] = static_cast<float>(
            1.2 * std::exp(-std::pow(beat / 0.012, 2)) + 0.3 * std::exp(-std::pow((beat - 0.25) / 0.05, 2)) +
            0.2 * std::sin(2 * std::numbers::pi * 0.21 * t) + 0.02 * std::sin(2 * std::numbers::pi * 50 * t) +
            0.03 * (static_cast<double>(random) / 4294967296.0 - 0.5));
    }
    return out;
}

void DetectHalfHour(benchmark::State& state) {
    const auto signal = ecgLike(650'000, 360);
    for (auto _ : state) benchmark::DoNotOptimize(detectRPeaks(signal, 360));
}
BENCHMARK(DetectHalfHour)->Unit(benchmark::kMillisecond);

void DetectDay(benchmark::State& state) {
    const auto signal = ecgLike(21'600'000, 250);
    for (auto _ : state) benchmark::DoNotOptimize(detectRPeaks(signal, 250));
}
BENCHMARK(DetectDay)->Unit(benchmark::kMillisecond)->Iterations(3);

// 2,300 beats in half an hour, as a model gets them.
struct Prepared {
    std::vector<float> signal_125 = ecgLike(225'695, kModelRateHz);
    BeatList beats;
    Prepared() {
        beats.rate_hz = 360;
        for (std::int64_t beat = 0; beat < 2300; ++beat) beats.beats.push_back({100 + beat * 282, kNormal});
    }
};

void ProductWindows2300(benchmark::State& state) {
    const Prepared prepared;
    for (auto _ : state) benchmark::DoNotOptimize(productWindows(prepared.signal_125, prepared.beats));
}
BENCHMARK(ProductWindows2300)->Unit(benchmark::kMillisecond);

void ParityWindows2300(benchmark::State& state) {
    const Prepared prepared;
    for (auto _ : state) benchmark::DoNotOptimize(parityWindows(prepared.signal_125, prepared.beats));
}
BENCHMARK(ParityWindows2300)->Unit(benchmark::kMillisecond);

void TypicalBeatAndRhythm2300(benchmark::State& state) {
    const Prepared prepared;
    const auto windows = productWindows(prepared.signal_125, prepared.beats);
    for (auto _ : state) {
        benchmark::DoNotOptimize(typicalBeat(windows, kProductLength));
        benchmark::DoNotOptimize(rrFeatures(prepared.beats));
    }
}
BENCHMARK(TypicalBeatAndRhythm2300)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace triptych::beats
