// Classification and explanation with the shipped models on half an hour of synthetic ECG, through the module as the
// programs use it.
#include "core/beats/detect.h"
#include "core/inference/engine.h"
#include "core/synth/synthesize.h"
#include "core/text/numbers.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace triptych;

struct HalfHour {
    RecordingPtr recording;
    BeatList beats;
};

const HalfHour& halfHour() {
    static const HalfHour made = [] {
        synth::SynthRequest request;
        request.duration_s = 1800;
        request.mean_rate_bpm = 76;  // about 2,300 beats, as a record of MIT-BIH has
        const auto synthetic = synth::synthesize(request).value();
        return HalfHour{synthetic.recording, beats::referenceBeats(*synthetic.recording, 0).value()};
    }();
    return made;
}

std::shared_ptr<const inference::Model> modelOf(const char* name) {
    const auto engine = inference::loadEngine();
    const auto listing = inference::findModel(name);
    if (!engine || !listing) return nullptr;
    auto model = (*engine)->load(listing->folder);
    return model ? *model : nullptr;
}

void classifyHalfHour(benchmark::State& state, const char* name) {
    const auto model = modelOf(name);
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();  // before the clock runs: making it takes as long as classifying it
    for (auto _ : state) {
        // Nothing is known of the recording beforehand: inputs and quality count.
        auto result = model->classify(*made.recording, made.beats, {}, 0, {});
        if (!result) return state.SkipWithError(sentence(result.error()).c_str());
        benchmark::DoNotOptimize(result);
    }
    state.counters["beats"] = static_cast<double>(made.beats.beats.size());
}

void classifyOneBeat(benchmark::State& state, const char* name) {
    const auto model = modelOf(name);
    if (!model) return state.SkipWithError("the model is not installed");
    // Ten seconds: what is classified first when a record is opened, divided by its beats.
    synth::SynthRequest request;
    request.duration_s = 10;
    const auto synthetic = synth::synthesize(request).value();
    BeatList one = beats::referenceBeats(*synthetic.recording, 0).value();
    one.beats = {one.beats[one.beats.size() / 2]};
    for (auto _ : state) {
        auto result = model->classify(*synthetic.recording, one, {}, 0, {});
        if (!result) return state.SkipWithError(sentence(result.error()).c_str());
        benchmark::DoNotOptimize(result);
    }
}

void explainBeat(benchmark::State& state, const char* name, const char* method) {
    const auto model = modelOf(name);
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();
    const inference::RecordingAnalysis analysis(made.recording);  // as in the window, where the beats were classified
    std::size_t beat = 100;
    for (auto _ : state) {
        auto result = model->explain(analysis, made.beats, beat, {method, "V"}, {});
        if (!result) return state.SkipWithError(sentence(result.error()).c_str());
        benchmark::DoNotOptimize(result);
        beat = beat % 2000 + 1;
    }
}

// Integrated Gradients of beats whose way has no corners that 50 nodes miss, or of the others.
void explainByGradients(benchmark::State& state, const char* name, bool converges) {
    const auto model = modelOf(name);
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();
    const inference::RecordingAnalysis analysis(made.recording);
    constexpr int kNodes = 50;
    constexpr std::size_t kAsked = 300;
    std::vector<std::size_t> chosen;
    for (std::size_t beat = 1; beat < kAsked; ++beat) {
        const auto result = model->explain(analysis, made.beats, beat, {"integrated_gradients", "N"}, {});
        if (result && (result->steps == kNodes) == converges) chosen.push_back(beat);
    }
    state.counters["share"] = static_cast<double>(chosen.size()) / static_cast<double>(kAsked - 1);
    if (chosen.empty()) return state.SkipWithError("there is no such beat");
    std::size_t next = 0;
    for (auto _ : state) {
        auto result =
            model->explain(analysis, made.beats, chosen[next++ % chosen.size()], {"integrated_gradients", "N"}, {});
        benchmark::DoNotOptimize(result);
    }
}

// A map with every test of it (core/domain/faithfulness.h).
void explainWithBadge(benchmark::State& state, const char* name, const char* method) {
    const auto model = modelOf(name);
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();
    const inference::RecordingAnalysis analysis(made.recording);
    inference::ExplainRequest request{method, "V"};
    request.badge = true;
    std::size_t beat = 100;
    for (auto _ : state) {
        auto result = model->explain(analysis, made.beats, beat, request, {});
        if (!result) return state.SkipWithError(sentence(result.error()).c_str());
        benchmark::DoNotOptimize(result);
        beat = beat % 2000 + 1;
    }
}

// The QRS taken away, on every lead.
void whatIfOfBeat(benchmark::State& state, const char* name) {
    const auto model = modelOf(name);
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();
    const inference::RecordingAnalysis analysis(made.recording);
    std::size_t beat = 100;
    for (auto _ : state) {
        const double mark_s = static_cast<double>(made.beats.beats[beat].sample) / made.beats.rate_hz;
        inference::WhatIfRequest request;
        inference::Mask mask;
        mask.from_s = mark_s - 0.05;
        mask.to_s = mark_s + 0.05;
        request.masks.push_back(mask);
        auto result = model->whatIf(analysis, made.beats, beat, request, {});
        if (!result) return state.SkipWithError(sentence(result.error()).c_str());
        benchmark::DoNotOptimize(result);
        beat = beat % 2000 + 1;
    }
}

// A figure of /proc/self/status, in MB: "VmRSS" what the program holds, "VmHWM" the most that it held since
// forgetPeak().
double held_mb(const std::string& figure) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(figure + ':')) {
            std::string digits;
            std::ranges::copy_if(line, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
            return static_cast<double>(text::wholeNumber<std::uint64_t>(digits).value_or(0)) / 1024;
        }
    return 0;
}
void forgetPeak() {
    std::ofstream("/proc/self/clear_refs") << 5;
}

// What one request takes at its most, beyond what the program holds with the model and what is known of the lead.
void memoryOfRequest(benchmark::State& state, const char* method) {
    const auto model = modelOf("product");
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();
    const inference::RecordingAnalysis analysis(made.recording);
    (void)model->explain(analysis, made.beats, 100, {"saliency", "V"}, {});
    inference::ExplainRequest request{method, "V"};
    request.badge = true;
    double most = 0;
    for (auto _ : state) {
        const double before = held_mb("VmRSS");
        forgetPeak();
        auto result = model->explain(analysis, made.beats, 100, request, {});
        benchmark::DoNotOptimize(result);
        most = std::max(most, held_mb("VmHWM") - before);
    }
    state.counters["MB"] = most;
}

// From the request to the return of an explanation whose tests run.
void stopExplanation(benchmark::State& state, const char* method) {
    const auto model = modelOf("product");
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();
    const inference::RecordingAnalysis analysis(made.recording);
    inference::ExplainRequest request{method, "V"};
    request.badge = true;
    (void)model->explain(analysis, made.beats, 100, {"saliency", "V"}, {});  // what is known of the lead is not timed
    double longest = 0;
    std::size_t turn = 0;
    for (auto _ : state) {
        std::stop_source stop;
        std::jthread worker([&] {
            auto result = model->explain(analysis, made.beats, 100, request, {stop.get_token(), {}});
            benchmark::DoNotOptimize(result);
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(5 + 40 * (turn++ % 20)));
        const auto asked = std::chrono::steady_clock::now();
        stop.request_stop();
        worker.join();
        const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
        longest = std::max(longest, took);
        state.SetIterationTime(took);
    }
    state.counters["longest_ms"] = 1000 * longest;
}

// From the request to the return of a running classification.
void stopClassification(benchmark::State& state) {
    const auto model = modelOf("parity");
    if (!model) return state.SkipWithError("the model is not installed");
    const HalfHour& made = halfHour();
    for (auto _ : state) {
        std::stop_source stop;
        std::atomic<bool> running{false};
        std::jthread worker([&] {
            const Job job{stop.get_token(), [&](double, std::string_view) { running = true; }};
            auto result = model->classify(*made.recording, made.beats, job, 0, {});
            benchmark::DoNotOptimize(result);
        });
        while (!running) std::this_thread::yield();
        const auto asked = std::chrono::steady_clock::now();
        stop.request_stop();
        worker.join();
        state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count());
    }
}

BENCHMARK_CAPTURE(classifyHalfHour, product, "product")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(classifyHalfHour, parity, "parity")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(classifyOneBeat, product, "product")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(explainBeat, product_grad_cam, "product", "grad_cam")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(explainBeat, product_integrated_gradients, "product", "integrated_gradients")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(explainBeat, parity_integrated_gradients, "parity", "integrated_gradients")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(explainByGradients, product_50_nodes, "product", true)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(explainByGradients, product_by_halving, "product", false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(explainBeat, product_occlusion, "product", "occlusion")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(explainBeat, product_shapley, "product", "shapley")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(explainWithBadge, product_occlusion, "product", "occlusion")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(explainWithBadge, product_grad_cam, "product", "grad_cam")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(explainWithBadge, product_integrated_gradients, "product", "integrated_gradients")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(whatIfOfBeat, product, "product")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(stopExplanation, occlusion, "occlusion")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(40);
BENCHMARK_CAPTURE(stopExplanation, integrated_gradients, "integrated_gradients")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(40);
BENCHMARK_CAPTURE(stopExplanation, shapley, "shapley")->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(40);
BENCHMARK_CAPTURE(memoryOfRequest, occlusion, "occlusion")->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK_CAPTURE(memoryOfRequest, integrated_gradients, "integrated_gradients")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3);
BENCHMARK_CAPTURE(memoryOfRequest, shapley, "shapley")->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(stopClassification)->Unit(benchmark::kMillisecond)->UseManualTime();

}  // namespace
