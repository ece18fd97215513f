// What the signal room costs: the targets of the scalogram, the traces and the models' inputs.
#include "core/dsp/cwt.h"
#include "core/dsp/filter.h"
#include "core/dsp/model_inputs.h"
#include "core/dsp/pyramid.h"
#include "core/dsp/resample.h"
#include "core/dsp/spectrum.h"
#include "core/dsp/stft.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace triptych::dsp {
namespace {

constexpr std::size_t kHalfHour = 650'000;  // samples at 360 Hz
constexpr std::size_t kDay = 21'600'000;    // 24 h at 250 Hz

// Sharp beats on wandering baseline with mains: what these functions meet.
std::vector<float> ecgLike(std::size_t count, double rate_hz) {
    std::vector<float> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / rate_hz, beat = std::fmod(t, 0.83) - 0.3;
        out[i] = static_cast<float>(
            1.2 * std::exp(-std::pow(beat / 0.012, 2)) + 0.3 * std::exp(-std::pow((beat - 0.25) / 0.05, 2)) +
            0.2 * std::sin(2 * std::numbers::pi * 0.21 * t) + 0.02 * std::sin(2 * std::numbers::pi * 50 * t));
    }
    return out;
}

const std::vector<float>& halfHour() {
    static const std::vector<float> kSignal = ecgLike(kHalfHour, 360);
    return kSignal;
}

// Half an hour over and over, as making a day of beats takes longer than all that is measured.
const std::vector<float>& day() {
    static const std::vector<float> kSignal = [] {
        std::vector<float> signal(kDay);
        for (std::size_t i = 0; i < kDay; ++i) signal[i] = halfHour()[i % kHalfHour];
        return signal;
    }();
    return kSignal;
}

void Scalogram10s(benchmark::State& state) {
    static const std::vector<float> kSignal = ecgLike(60 * 500, 500);
    const auto reader = readerOf(kSignal);
    for (auto _ : state) {
        const auto picture = scalogramOfSamples(reader, 500, 20, 30, 1000);
        benchmark::DoNotOptimize(picture->magnitude.data());
    }
}
BENCHMARK(Scalogram10s)->Unit(benchmark::kMillisecond);

void Scalogram30min1000px(benchmark::State& state) {
    const auto reader = readerOf(halfHour());
    for (auto _ : state) {
        const auto picture = scalogramOfSamples(reader, 360, 0, kHalfHour / 360.0, 1000);
        benchmark::DoNotOptimize(picture->magnitude.data());
    }
}
BENCHMARK(Scalogram30min1000px)->Unit(benchmark::kMillisecond);

void Filter650k(benchmark::State& state) {
    const FilterSpec spec{0.05, 150, state.range(0) != 0 ? 50.0 : 0.0};
    for (auto _ : state) benchmark::DoNotOptimize(filterLead(halfHour(), 360, spec)->data());
}
BENCHMARK(Filter650k)->ArgName("notch")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void FilterView10s(benchmark::State& state) {
    const auto reader = readerOf(halfHour());
    for (auto _ : state)
        benchmark::DoNotOptimize(filterView(reader, kHalfHour, 360, 300'000, 3600, {0.05, 150, 50})->data());
}
BENCHMARK(FilterView10s)->Unit(benchmark::kMillisecond);

void Resample650k(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(resample(halfHour(), 360, 125).data());
}
BENCHMARK(Resample650k)->Unit(benchmark::kMillisecond);

void Welch30min(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(welch(halfHour(), 360)->power.data());
}
BENCHMARK(Welch30min)->Unit(benchmark::kMillisecond);

void PyramidBuild21M(benchmark::State& state) {
    const auto reader = readerOf(day());
    for (auto _ : state) benchmark::DoNotOptimize(MinMaxPyramid::build(reader, kDay)->samples());
}
BENCHMARK(PyramidBuild21M)->Unit(benchmark::kMillisecond);

void PyramidColumns(benchmark::State& state) {
    const auto reader = readerOf(day());
    const auto pyramid = MinMaxPyramid::build(reader, kDay);
    std::vector<ColumnRange> columns(1600);
    const auto span = static_cast<double>(state.range(0));
    for (auto _ : state) {
        pyramid->columns(reader, 1000.5, 1000.5 + span, columns);
        benchmark::DoNotOptimize(columns.data());
    }
}
BENCHMARK(PyramidColumns)->ArgName("samples")->Arg(2500)->Arg(200'000)->Arg(kDay)->Unit(benchmark::kMicrosecond);

void StftOfBeat(benchmark::State& state) {
    std::size_t at = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(stftOfBeat(std::span(halfHour()).subspan(at, 200)).data());
        at = (at + 300) % (kHalfHour - 200);
    }
}
BENCHMARK(StftOfBeat)->Unit(benchmark::kMicrosecond);

void SpectrumOfBeat(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(spectrumOfBeat(std::span(halfHour()).subspan(500, 187)).data());
}
BENCHMARK(SpectrumOfBeat)->Unit(benchmark::kMicrosecond);

void ScalogramOfBeat(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(scalogramOfBeat(std::span(halfHour()).subspan(500, 187)).data());
}
BENCHMARK(ScalogramOfBeat)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace triptych::dsp
