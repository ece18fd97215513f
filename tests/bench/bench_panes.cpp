// What a frame costs: the rhythm at any zoom with 3 and 12 leads and 100,000 beat marks, the overview of a day, and the
// pictures of the triptych. 1600 pixels wide, as on a desk.
#include "core/dsp/cwt.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "tests/ui/three_panes.h"
#include "ui/panes/overview_strip.h"
#include "ui/panes/scalogram_image.h"
#include "ui/panes/trace_pane.h"

#include <benchmark/benchmark.h>

#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kDay_s = 24 * 3600;
constexpr int kBeats = 100'000;
constexpr double kRr_s = kDay_s / kBeats;

// One second of a heart at 250 Hz, asked for at any time.
float heart(double time_s) {
    const double t = std::fmod(time_s, kRr_s) - 0.3;
    return static_cast<float>(1.2 * std::exp(-std::pow(t / 0.012, 2)) +
                              0.3 * std::exp(-std::pow((t - 0.25) / 0.05, 2)));
}

// A day in memory, as a mapped file would give it: the formula is worked out once for all leads.
class DayInMemory final : public SampleSource {
public:
    explicit DayInMemory(double rate_hz) : samples_(static_cast<std::size_t>(kDay_s * rate_hz)) {
        for (std::size_t i = 0; i < samples_.size(); ++i) samples_[i] = heart(static_cast<double>(i) / rate_hz);
    }
    void readPhysical(std::size_t, std::int64_t first, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            out[i] = at >= 0 && at < std::ssize(samples_) ? samples_[static_cast<std::size_t>(at)] : NAN;
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        std::fill(out.begin(), out.end(), kMissingSample);
    }

private:
    std::vector<float> samples_;
};

RecordingPtr dayOf(int leads) {
    constexpr double kRate_hz = 250;
    static const auto source = std::make_shared<DayInMemory>(kRate_hz);
    static constexpr std::array kNames = {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"};
    auto made = std::make_shared<Recording>();
    made->duration_s = kDay_s;
    for (int i = 0; i < leads; ++i) {
        Lead lead;
        lead.name = lead.original_name = kNames[static_cast<std::size_t>(i)];
        lead.rate_hz = kRate_hz;
        lead.samples = static_cast<std::int64_t>(kDay_s * kRate_hz);
        made->leads.push_back(lead);
    }
    made->source = source;
    return made;
}

std::vector<LabelledBeat> hundredThousandBeats() {
    std::vector<LabelledBeat> beats(kBeats);
    for (int i = 0; i < kBeats; ++i) {
        LabelledBeat& beat = beats[static_cast<std::size_t>(i)];
        beat.time_s = i * kRr_s + 0.3;
        beat.sample = static_cast<std::int64_t>(beat.time_s * 250);
        beat.code = i % 29 == 0 ? kPvc : i % 41 == 0 ? kAtrialPremature : kNormal;
        beat.borderline = i % 17 == 0;
    }
    return beats;
}

// A view being scrolled by a few pixels a frame; its background work is let run between frames and is not counted.
void scroll(benchmark::State& bench, int leads, LeadLayout layout) {
    const double span_s = static_cast<double>(bench.range(0)) / 1000;
    ViewState state;
    TracePane pane(state);
    state.display().setLayout(layout);
    state.setRecording(dayOf(leads));
    state.setBeats(hundredThousandBeats());
    test::settle(pane, {1600, 400});
    state.view().setViewport({1000, span_s});
    QImage screen(pane.size(), QImage::Format_RGB32);
    pane.render(&screen);
    test::waitUntil([&] { return !pane.isBusy(); }, 120'000);
    double start_s = 1000;
    for (auto _ : bench) {
        start_s = std::fmod(start_s + span_s * 0.004, kDay_s - span_s);
        state.view().setViewport({start_s, span_s});
        pane.render(&screen);
        bench.PauseTiming();
        QCoreApplication::sendPostedEvents();
        bench.ResumeTiming();
    }
}

void ScrollThreeLeads(benchmark::State& bench) {
    scroll(bench, 3, LeadLayout::stacked);
}
void ScrollTwelveLeads(benchmark::State& bench) {
    scroll(bench, 12, LeadLayout::stacked);
}
void ScrollThreeByFour(benchmark::State& bench) {
    scroll(bench, 12, LeadLayout::three_by_four_plus_one);
}
// Milliseconds in view: a beat, a strip, a minute, ten minutes, an hour, most of the day.
BENCHMARK(ScrollThreeLeads)
    ->Arg(1'000)
    ->Arg(17'000)
    ->Arg(60'000)
    ->Arg(600'000)
    ->Arg(3'600'000)
    ->Arg(80'000'000)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(0.3);
BENCHMARK(ScrollTwelveLeads)
    ->Arg(1'000)
    ->Arg(17'000)
    ->Arg(60'000)
    ->Arg(600'000)
    ->Arg(3'600'000)
    ->Arg(80'000'000)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(0.3);
BENCHMARK(ScrollThreeByFour)->Arg(17'000)->Unit(benchmark::kMillisecond)->MinTime(0.3);

// A cursor moved over a picture that stands.
void HoverRhythm(benchmark::State& bench) {
    ViewState state;
    TracePane pane(state);
    state.setRecording(dayOf(3));
    state.setBeats(hundredThousandBeats());
    test::settle(pane, {1600, 400});
    QImage screen(pane.size(), QImage::Format_RGB32);
    double time_s = 1;
    for (auto _ : bench) {
        time_s = time_s > 9 ? 1 : time_s + 0.05;
        state.view().setCursor({time_s, std::nullopt});
        pane.render(&screen);
    }
}
BENCHMARK(HoverRhythm)->Unit(benchmark::kMillisecond);

void OverviewOfADay(benchmark::State& bench, bool all_anew) {
    ViewState state;
    OverviewStrip strip(state);
    state.setRecording(dayOf(3));
    state.setBeats(hundredThousandBeats());
    test::settle(strip, {1600, strip.sizeHint().height()});
    QImage screen(strip.size(), QImage::Format_RGB32);
    double start_s = 0;
    for (auto _ : bench) {
        start_s += 100;
        state.view().setViewport({std::fmod(start_s, kDay_s / 2), 600});
        if (all_anew) Q_EMIT state.beats().beatsChanged();
        strip.render(&screen);
    }
}
BENCHMARK_CAPTURE(OverviewOfADay, scrolled, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(OverviewOfADay, new_beats, true)->Unit(benchmark::kMillisecond);

void ScalogramToPixels(benchmark::State& bench) {
    const auto recording = test::madeRecording({{"II", 250, heart}}, 60);
    const auto scalogram = dsp::scalogramOfView(*recording, 0, 20, 30, 1000);
    if (!scalogram) return bench.SkipWithError("no scalogram");
    const FrequencyAxis axis;
    for (auto _ : bench) {
        benchmark::DoNotOptimize(
            scalogramImage(*scalogram, {1000, 400}, axis, fullScale(*scalogram, axis), ColourMap::viridis, 0));
    }
}
BENCHMARK(ScalogramToPixels)->Unit(benchmark::kMillisecond);

// From a click on a beat until all three panes have drawn it, background work and event loop included.
void TriptychOfAnotherBeat(benchmark::State& bench) {
    ViewState state;
    test::ThreePanes view(state);
    state.setRecording(dayOf(3));
    state.setBeats(hundredThousandBeats());
    test::settle(view, {1600, 360});
    QImage screen(view.size(), QImage::Format_RGB32);
    std::size_t beat = 5000;
    for (auto _ : bench) {
        state.selectBeat(++beat);
        test::waitUntil([&] { return !view.isBusy(); });
        view.render(&screen);
    }
}
BENCHMARK(TriptychOfAnotherBeat)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace triptych::ui
