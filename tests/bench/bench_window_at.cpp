#include "tests/bench/bench_window_at.h"

#include "core/formats/wfdb/annotations.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"
#include "tests/ui/qt_test.h"
#include "ui/window/pane_board.h"

#include <QSettings>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>

namespace triptych::ui {
namespace {

constexpr double kHour_s = 3600;
constexpr double kRate_hz = 250;
constexpr double kAwaited_s = 24 * kHour_s;
constexpr int kLongest_ms = 300'000;

const synth::Synthetic& madeHour() {
    static const synth::Synthetic made = [] {
        synth::SynthRequest request;
        request.duration_s = kHour_s;
        request.rate_hz = kRate_hz;
        request.leads = 12;
        auto hour = synth::synthesize(request);
        if (!hour) std::abort();
        return std::move(*hour);
    }();
    return made;
}

// The made hour in segments, with the beats of the whole beside it.
std::string hoursOnDisk(int leads, int hours) {
    const auto folder = test::scratchFolder("hours" + std::to_string(hours));
    const Recording& hour = *madeHour().recording;
    const auto samples = static_cast<std::size_t>(hour.leads.front().samples);
    std::vector<std::int16_t> stored(samples * static_cast<std::size_t>(leads));
    std::vector<float> lead(samples);
    std::ofstream header(folder / "hour.hea");
    header << "hour " << leads << ' ' << kRate_hz << ' ' << samples << '\n';
    for (std::size_t i = 0; i < static_cast<std::size_t>(leads); ++i) {
        hour.source->readPhysical(i, 0, lead);
        for (std::size_t n = 0; n < samples; ++n) {
            stored[n * static_cast<std::size_t>(leads) + i] =
                static_cast<std::int16_t>(std::lround(static_cast<double>(lead[n]) * 1000));
        }
        header << "hour.dat 16 1000/mV 16 0 0 0 0 " << hour.leads[i].name << '\n';
    }
    std::ofstream(folder / "hour.dat", std::ios::binary)
        .write(reinterpret_cast<const char*>(stored.data()), static_cast<std::streamsize>(stored.size() * 2));
    std::ofstream all(folder / "all.hea");
    all << "all/" << hours << ' ' << leads << ' ' << kRate_hz << ' ' << samples * static_cast<std::size_t>(hours)
        << '\n';
    AnnotationSet beats;
    beats.annotator = "atr";
    beats.rate_hz = kRate_hz;
    for (int i = 0; i < hours; ++i) {
        all << "hour " << samples << '\n';
        for (Annotation beat : hour.annotation_sets.front().annotations) {
            beat.sample += static_cast<std::int64_t>(samples) * i;
            beats.annotations.push_back(beat);
        }
    }
    if (!formats::writeAnnotations((folder / "all.atr").string(), beats)) std::abort();
    return (folder / "all.hea").string();
}

std::string secondsOnDisk(int leads, double seconds) {
    const auto folder = test::scratchFolder("seconds");
    synth::SynthRequest request;
    request.duration_s = seconds;
    request.leads = leads;
    const auto made = synth::synthesize(request);
    if (!made || !synth::writeRecord(*made, folder.string(), "made")) std::abort();
    return (folder / "made.hea").string();
}

}  // namespace

std::string recordOnDisk(const Opened& what) {
    return what.hours > 0 ? hoursOnDisk(what.leads, what.hours) : secondsOnDisk(what.leads, what.seconds);
}

std::unique_ptr<MainWindow> emptyWindow() {
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       QString::fromStdString(test::scratchFolder("settings").string()));
    qputenv("TRIPTYCH_PROJECT", (test::scratchFolder("project") / "labels.triptych-project").string().c_str());
    auto window = std::make_unique<MainWindow>();
    window->state().model().setAiVisible(false);
    window->resize(1900, 1000);
    window->show();
    return window;
}

void finish(MainWindow& window) {
    const auto& recording = window.state().record().recording();
    if (recording && recording->duration_s > kAwaited_s) {
        test::waitUntil([&] { return !window.state().beats().all().empty() && !window.board().isBusy(); }, kLongest_ms);
        window.action(ActionId::stop).trigger();
    }
    test::waitUntil([&] { return !window.isBusy(); }, kLongest_ms);
}

MainWindow& windowAt(const Opened& what) {
    static std::unique_ptr<MainWindow> window;
    static Opened held;
    static const bool goes = [] {
        qAddPostRoutine([] { window.reset(); });  // with the application, not behind it
        return true;
    }();
    (void)goes;
    if (window && held == what) return *window;
    window.reset();
    held = what;
    window = emptyWindow();
    window->open({recordOnDisk(what)});
    test::waitUntil([] { return window->state().record().recording() != nullptr; }, kLongest_ms);
    finish(*window);
    if (window->state().beats().all().empty()) std::abort();
    window->activateWindow();
    return *window;
}

Frames::Frames(benchmark::State& bench) : bench_(bench) {
    GuiWatch::instance().forgetLongest();
}

void Frames::take(const GuiWatch::Time& time) {
    bench_.SetIterationTime(time.clock_ms / 1000);
    clock_ms_.push_back(time.clock_ms);
    computed_ms_.push_back(time.computed_ms);
}

void Frames::report() {
    const auto least = [](std::vector<double>& taken, std::size_t hundredths) {
        std::sort(taken.begin(), taken.end());
        return taken[std::min(taken.size() - 1, taken.size() * hundredths / 100)];
    };
    const GuiWatch::Time& longest = GuiWatch::instance().longest();
    bench_.counters["p50_ms"] = least(clock_ms_, 50);
    bench_.counters["p99_ms"] = least(clock_ms_, 99);
    bench_.counters["p99_computed_ms"] = least(computed_ms_, 99);
    bench_.counters["other_ms"] = longest.clock_ms;
    bench_.counters["other_computed_ms"] = longest.computed_ms;
    if (longest.computed_ms > 2) bench_.SetLabel(GuiWatch::instance().longestIs().toStdString());
}

}  // namespace triptych::ui
