// What delineating waves costs: a resting electrocardiogram, half an hour and a day of one lead, and how long a stop
// takes.
#include "core/waves/delineate.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <thread>

namespace triptych::waves {
namespace {

// Beats of 0.83 s, computed as they are read.
class EndlessSource final : public SampleSource {
public:
    explicit EndlessSource(double rate_hz) : rate_hz_(rate_hz) {}
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double t = static_cast<double>(first + static_cast<std::int64_t>(i)) / rate_hz_;
            const double beat = std::fmod(t, 0.83) - 0.3;
            const auto bump = [&](double at, double width) { return std::max(0.0, 1 - std::abs(beat - at) / width); };
            out[i] = static_cast<float>((1 + 0.1 * static_cast<double>(lead)) *
                                        (0.15 * bump(-0.16, 0.05) + 1.2 * bump(0, 0.03) + 0.3 * bump(0.25, 0.09)));
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        std::ranges::fill(out, kMissingSample);
    }

private:
    double rate_hz_;
};

struct Made {
    Recording recording;
    BeatList beats;

    Made(std::size_t leads, double seconds, double rate_hz) {
        recording.duration_s = seconds;
        recording.source = std::make_shared<EndlessSource>(rate_hz);
        for (std::size_t i = 0; i < leads; ++i) {
            Lead lead;
            lead.rate_hz = rate_hz;
            lead.samples = static_cast<std::int64_t>(seconds * rate_hz);
            recording.leads.push_back(lead);
        }
        beats.rate_hz = rate_hz;
        for (double r_s = 0.3; r_s < seconds; r_s += 0.83) {
            beats.beats.push_back({std::llround(r_s * rate_hz), kNormal});
        }
    }
};

void run(benchmark::State& state, const Made& made, int threads) {
    const auto delineator = shippedDelineator();
    if (!delineator) throw std::runtime_error(sentence(delineator.error()));
    WavesRequest request;
    request.threads = threads;
    for (auto _ : state) {
        benchmark::DoNotOptimize(delineate(made.recording, made.beats, **delineator, request));
    }
}

void WavesTenSecondsTwelveLeadsOneThread(benchmark::State& state) {
    run(state, Made(12, 10, 500), 1);
}
BENCHMARK(WavesTenSecondsTwelveLeadsOneThread)->Unit(benchmark::kMillisecond)->UseRealTime();

void WavesHalfHourOneLead(benchmark::State& state) {
    run(state, Made(1, 1800, 360), 2);
}
BENCHMARK(WavesHalfHourOneLead)->Unit(benchmark::kMillisecond)->UseRealTime();

void WavesDayOneLeadTwoThreads(benchmark::State& state) {
    run(state, Made(1, 86'400, 250), 2);
}
BENCHMARK(WavesDayOneLeadTwoThreads)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

// From the request to the return.
void WavesStopInADayOfTwelveLeads(benchmark::State& state) {
    const Made made(12, 86'400, 250);
    const auto delineator = shippedDelineator();
    if (!delineator) throw std::runtime_error(sentence(delineator.error()));
    for (auto _ : state) {
        std::stop_source stop;
        std::jthread work([&] {
            benchmark::DoNotOptimize(delineate(made.recording, made.beats, **delineator, {}, {stop.get_token(), {}}));
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(137));
        const auto asked = std::chrono::steady_clock::now();
        stop.request_stop();
        work.join();
        state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count());
    }
}
BENCHMARK(WavesStopInADayOfTwelveLeads)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(20);

}  // namespace
}  // namespace triptych::waves
