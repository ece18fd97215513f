// What a label costs in a day of 100,000 beats with 10,000 events in its log: reading the log, a key until it is
// painted, until it is on the disk, an undo, and 5,000 beats at once.
#include "tests/support/data.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/panes/overview_strip.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/label_desk.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace triptych::ui {
namespace {

constexpr int kBeats = 100'000;
constexpr int kEvents = 10'000;
constexpr double kDay_s = 24 * 3600;
constexpr double kRate_hz = 250;
constexpr auto kPatience = std::chrono::seconds(60);

using Clock = std::chrono::steady_clock;

double ms(Clock::duration passed) {
    return std::chrono::duration<double, std::milli>(passed).count();
}

float heart(double time_s) {
    const double t = std::fmod(time_s, kDay_s / kBeats) - 0.3;
    return static_cast<float>(1.2 * std::exp(-std::pow(t / 0.012, 2)));
}

// Worked out as asked for: the recording is long, and only its labels are of interest.
class Endless final : public SampleSource {
public:
    void readPhysical(std::size_t, std::int64_t first, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = heart(static_cast<double>(first + static_cast<std::int64_t>(i)) / kRate_hz);
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        std::fill(out.begin(), out.end(), 0);
    }
};

pipeline::OpenedRecording day() {
    auto made = std::make_shared<Recording>();
    made->name = "day";
    made->format = "synthetic";
    made->duration_s = kDay_s;
    Lead lead;
    lead.name = lead.original_name = "II";
    lead.rate_hz = kRate_hz;
    lead.samples = static_cast<std::int64_t>(kDay_s * kRate_hz);
    made->leads = {lead};
    made->source = std::make_shared<Endless>();
    pipeline::OpenedRecording opened;
    opened.recording = std::move(made);
    return opened;
}

std::shared_ptr<const BeatList> beatsOfADay() {
    auto list = std::make_shared<BeatList>();
    list->lead_name = "II";
    list->rate_hz = kRate_hz;
    list->origin = BeatOrigin::reference;
    for (int i = 0; i < kBeats; ++i) {
        const double time_s = i * (kDay_s / kBeats) + 0.3;
        list->beats.push_back({static_cast<std::int64_t>(time_s * kRate_hz), kNormal});
    }
    return list;
}

// The parts of the window that a label touches, over a project with a log of 10,000 events.
struct Desk {
    ViewState state;
    LabelDesk labels{state};
    TracePane trace{state};
    OverviewStrip overview{state};
    BeatListPanel list{state};
    QImage screen{1600, 1600, QImage::Format_RGB32};
    pipeline::OpenedRecording opened = day();
    std::shared_ptr<const BeatList> beats = beatsOfADay();

    static QString project() {
        static const QString path =
            QString::fromStdString((test::scratchFolder("bench") / "bench.triptych-project").string());
        return path;
    }

    Desk() {
        labels.useProject(project());
        begin();
        test::settle(trace, {1600, 400});
        test::settle(overview, {1600, overview.sizeHint().height()});
        list.resize(360, 500);
        list.show();
        state.view().setViewport({1000, 10});
        paint();
        for (int i = labels.journal().groups().empty() ? 0 : kEvents; i < kEvents; ++i) {
            labels.relabel(static_cast<std::size_t>(i * 9), i % 2 == 0 ? kPvc : kFusion, "bench");
        }
        labels.flush(kPatience);
        test::waitUntil([&] { return labels.journal().pending() == 0; }, 60'000);
    }
    void begin() {
        labels.begin(opened);
        state.setRecording(opened.recording);
        test::waitUntil([&] { return labels.isReady(); }, 60'000);
        labels.setBeats(beats);
    }
    void paint() {
        trace.render(&screen);
        overview.render(&screen);
        list.render(&screen);
    }
};

void report(benchmark::State& bench, std::vector<double> taken_ms) {
    if (taken_ms.empty()) return;
    std::sort(taken_ms.begin(), taken_ms.end());
    bench.counters["median_ms"] = taken_ms[taken_ms.size() / 2];
    bench.counters["p99_ms"] = taken_ms[std::min(taken_ms.size() - 1, taken_ms.size() * 99 / 100)];
}

void OpenALogOfTenThousand(benchmark::State& bench) {
    Desk desk;
    for (auto _ : bench) {
        desk.begin();
        desk.paint();
    }
}
BENCHMARK(OpenALogOfTenThousand)->Unit(benchmark::kMillisecond)->UseRealTime();

// What the key does, from the event to the painted panes.
void KeyToRepaint(benchmark::State& bench) {
    Desk desk;
    std::vector<double> taken;
    std::size_t beat = 1200;
    for (auto _ : bench) {
        const auto began = Clock::now();
        desk.labels.relabel(beat, desk.state.beats().all()[beat].code == kPvc ? kFusion : kPvc);
        desk.state.selectBeat(++beat);
        desk.paint();
        taken.push_back(ms(Clock::now() - began));
    }
    report(bench, std::move(taken));
}
BENCHMARK(KeyToRepaint)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(400);

// From the key until its commit has come back.
void KeyToDisk(benchmark::State& bench) {
    Desk desk;
    std::vector<double> taken;
    std::size_t beat = 3000;
    for (auto _ : bench) {
        const auto began = Clock::now();
        desk.labels.relabel(beat, desk.state.beats().all()[beat].code == kPvc ? kFusion : kPvc);
        ++beat;
        desk.labels.flush(kPatience);
        taken.push_back(ms(Clock::now() - began));
    }
    report(bench, std::move(taken));
}
BENCHMARK(KeyToDisk)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(200);

void UndoToRepaint(benchmark::State& bench) {
    Desk desk;
    std::vector<double> taken;
    for (auto _ : bench) {
        const auto began = Clock::now();
        desk.labels.undo();
        desk.paint();
        taken.push_back(ms(Clock::now() - began));
    }
    report(bench, std::move(taken));
}
BENCHMARK(UndoToRepaint)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(200);

void FiveThousandBeatsAtOnce(benchmark::State& bench) {
    Desk desk;
    std::vector<std::size_t> many(5000);
    std::iota(many.begin(), many.end(), std::size_t{20'000});
    bool odd = false;
    for (auto _ : bench) {
        odd = !odd;
        desk.labels.relabel(many, odd ? kPvc : kFusion, "bench");
        desk.paint();
        bench.PauseTiming();
        desk.labels.flush(kPatience);
        bench.ResumeTiming();
    }
}
BENCHMARK(FiveThousandBeatsAtOnce)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(20);

}  // namespace
}  // namespace triptych::ui
