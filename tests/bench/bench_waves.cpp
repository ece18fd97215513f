// What delineating waves costs: a resting electrocardiogram, half an hour and a day of one lead, and how long a stop
// takes.
#include "core/beats/detect.h"
#include "core/measure/measure_recording.h"
#include "core/synth/synthesize.h"
#include "core/waves/delineate.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

namespace triptych::waves {
namespace {

struct Made {
    RecordingPtr recording;
    BeatList beats;
};

// Synthetic hearts; of two leads or twelve, the first `leads`.
Made made(std::size_t leads, double seconds, double rate_hz) {
    synth::SynthRequest request;
    request.duration_s = seconds;
    request.rate_hz = rate_hz;
    request.leads = leads > 2 ? 12 : 2;
    const auto synthetic = synth::synthesize(request).value();
    auto recording = std::make_shared<Recording>(*synthetic.recording);
    recording->leads.resize(leads);
    return {recording, beats::referenceBeats(*synthetic.recording, 0).value()};
}

// Made once: it takes longer than what is measured.
const Made& dayOfOneLead() {
    static const Made day = made(1, 86'400, 250);
    return day;
}

void run(benchmark::State& state, const Made& made, int threads) {
    const auto delineator = shippedDelineator();
    if (!delineator) throw std::runtime_error(sentence(delineator.error()));
    WavesRequest request;
    request.threads = threads;
    for (auto _ : state) {
        benchmark::DoNotOptimize(delineate(*made.recording, made.beats, **delineator, request));
    }
}

void WavesTenSecondsTwelveLeadsOneThread(benchmark::State& state) {
    run(state, made(12, 10, 500), 1);
}
BENCHMARK(WavesTenSecondsTwelveLeadsOneThread)->Unit(benchmark::kMillisecond)->UseRealTime();

void WavesHalfHourOneLead(benchmark::State& state) {
    run(state, made(1, 1800, 360), 2);
}
BENCHMARK(WavesHalfHourOneLead)->Unit(benchmark::kMillisecond)->UseRealTime();

void WavesDayOneLeadTwoThreads(benchmark::State& state) {
    run(state, dayOfOneLead(), 2);
}
BENCHMARK(WavesDayOneLeadTwoThreads)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

// Every figure, trends included, once the waves are there.
void WavesMeasureADayOfOneLead(benchmark::State& state) {
    const Made& day = dayOfOneLead();
    const auto delineator = shippedDelineator();
    if (!delineator) throw std::runtime_error(sentence(delineator.error()));
    measure::MeasureRequest request;
    request.recording = day.recording;
    request.beats = std::make_shared<const BeatList>(day.beats);
    WavesRequest waves;
    waves.threads = 2;
    const auto found = delineate(*day.recording, day.beats, **delineator, waves).value();
    for (const LeadWavesPtr& lead : found) request.leads.push_back({lead, 1.0, nullptr});
    for (auto _ : state) benchmark::DoNotOptimize(measure::measureRecording(request));
}
BENCHMARK(WavesMeasureADayOfOneLead)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

// From the request to the return.
void WavesStopInADayOfOneLead(benchmark::State& state) {
    const Made& day = dayOfOneLead();
    const auto delineator = shippedDelineator();
    if (!delineator) throw std::runtime_error(sentence(delineator.error()));
    WavesRequest request;
    request.threads = 2;
    for (auto _ : state) {
        std::stop_source stop;
        std::jthread work([&] {
            benchmark::DoNotOptimize(
                delineate(*day.recording, day.beats, **delineator, request, {stop.get_token(), {}}));
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(137));
        const auto asked = std::chrono::steady_clock::now();
        stop.request_stop();
        work.join();
        state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count());
    }
}
BENCHMARK(WavesStopInADayOfOneLead)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(20);

}  // namespace
}  // namespace triptych::waves
