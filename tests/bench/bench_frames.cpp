// What a frame costs in the window itself, with a week of 3 or 12 leads and 690,000 beats open: every zoom from a
// second to the week, by wheel, by drag and by keys; another arrangement; opening. Each frame has 16 ms in which all
// that the deed brings about, in panes and in what lanes deliver, is counted. Beside it the longest that any event but
// a paint held the thread, and which.
#include "core/formats/wfdb/annotations.h"
#include "core/synth/synthesize.h"
#include "tests/bench/gui_watch.h"
#include "tests/support/data.h"
#include "tests/ui/qt_test.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"

#include <QMouseEvent>
#include <QSettings>
#include <QTest>
#include <QWheelEvent>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace triptych::ui {
namespace {

constexpr int kHours = 7 * 24;
constexpr double kHour_s = 3600, kWeek_s = kHours * kHour_s;
constexpr double kRate_hz = 250;
constexpr int kFrames = 100;
constexpr int kFrame_ms = 16;

// An hour of the generator, over and over: a WFDB record of segments, with the beats of the whole beside it.
std::string weekOnDisk(int leads) {
    const auto folder = test::scratchFolder("week" + std::to_string(leads));
    synth::SynthRequest request;
    request.duration_s = kHour_s;
    request.rate_hz = kRate_hz;
    request.leads = 12;
    const auto made = synth::synthesize(request);
    if (!made) std::abort();
    const Recording& hour = *made->recording;
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
    std::ofstream week(folder / "week.hea");
    week << "week/" << kHours << ' ' << leads << ' ' << kRate_hz << ' ' << samples * kHours << '\n';
    AnnotationSet beats;
    beats.annotator = "atr";
    beats.rate_hz = kRate_hz;
    for (int i = 0; i < kHours; ++i) {
        week << "hour " << samples << '\n';
        for (Annotation beat : hour.annotation_sets.front().annotations) {
            beat.sample += static_cast<std::int64_t>(samples) * i;
            beats.annotations.push_back(beat);
        }
    }
    if (!formats::writeAnnotations((folder / "week.atr").string(), beats)) std::abort();
    return (folder / "week.hea").string();
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
    test::waitUntil([&] { return !window.isBusy(); }, 300'000);
}

// One at a time, since both would be one program's.
MainWindow& weekOf(int leads) {
    static std::unique_ptr<MainWindow> window;
    static int of = 0;
    static const bool goes = [] {
        qAddPostRoutine([] { window.reset(); });  // with the application, not behind it
        return true;
    }();
    (void)goes;
    if (window && of == leads) return *window;
    window.reset();
    of = leads;
    window = emptyWindow();
    window->open({weekOnDisk(leads)});
    finish(*window);
    if (window->state().beats().all().empty()) std::abort();
    window->activateWindow();
    return *window;
}

class Frames {
public:
    explicit Frames(benchmark::State& bench) : bench_(bench) { GuiWatch::instance().forgetLongest(); }

    template <class Deed>
    void frame(const Deed& deed) {
        GuiWatch& watch = GuiWatch::instance();
        watch.begin();
        deed();
        let(kFrame_ms);
        take(watch.busy());
    }
    void take(const GuiWatch::Time& time) {
        bench_.SetIterationTime(time.clock_ms / 1000);
        clock_ms_.push_back(time.clock_ms);
        computed_ms_.push_back(time.computed_ms);
    }
    void report() {
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

private:
    benchmark::State& bench_;
    std::vector<double> clock_ms_, computed_ms_;
};

TracePane& standAt(MainWindow& window, double span_s) {
    window.board().setArrangement(Arrangement::read);
    window.state().view().setViewport({kWeek_s / 3, span_s});
    finish(window);
    let(50);
    return window.board().get<TracePane>();
}

void wheel(QWidget& pane, QPointF at, int notches, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(at, pane.mapToGlobal(at), {}, {0, notches * 120}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&pane, &event);
}

void mouse(QWidget& pane, QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons held) {
    QMouseEvent event(type, at, pane.mapToGlobal(at), button, held, Qt::NoModifier);
    QCoreApplication::sendEvent(&pane, &event);
}

// In and out about the zoom, and along.
void FrameByWheel(benchmark::State& bench) {
    MainWindow& window = weekOf(static_cast<int>(bench.range(0)));
    TracePane& pane = standAt(window, static_cast<double>(bench.range(1)));
    Frames frames(bench);
    int n = 0;
    for (auto _ : bench) {
        frames.frame([&] {
            const QPointF at(pane.width() * (0.3 + 0.004 * n), pane.height() / 2.0);
            if (n % 3 == 2)
                wheel(pane, at, n % 2 == 0 ? 1 : -1, Qt::ShiftModifier);
            else
                wheel(pane, at, n / 3 % 2 == 0 ? 1 : -1, Qt::NoModifier);
            ++n;
        });
    }
    frames.report();
}

void FrameByDrag(benchmark::State& bench) {
    MainWindow& window = weekOf(static_cast<int>(bench.range(0)));
    TracePane& pane = standAt(window, static_cast<double>(bench.range(1)));
    Frames frames(bench);
    QPointF at(pane.width() * 0.9, pane.height() / 2.0);
    mouse(pane, QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton);
    for (auto _ : bench) {
        at.rx() -= 7;
        frames.frame([&] { mouse(pane, QEvent::MouseMove, at, Qt::NoButton, Qt::LeftButton); });
    }
    mouse(pane, QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton);
    frames.report();
}

// The next beat, the same once more, a page on, in, and out.
void FrameByKey(benchmark::State& bench) {
    MainWindow& window = weekOf(static_cast<int>(bench.range(0)));
    (void)standAt(window, static_cast<double>(bench.range(1)));
    constexpr Qt::Key kKeys[] = {Qt::Key_Right, Qt::Key_Right, Qt::Key_PageDown, Qt::Key_Plus, Qt::Key_Minus};
    Frames frames(bench);
    std::size_t n = 0;
    for (auto _ : bench) frames.frame([&] { QTest::keyClick(&window, kKeys[n++ % std::size(kKeys)]); });
    frames.report();
}

void zooms(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"leads", "view_s"});
    for (const int leads : {3, 12}) {
        for (const int view_s : {1, 3, 10, 30, 60, 300, 1'800, 3'600, 21'600, 86'400, 259'200, 604'800}) {
            bench->Args({leads, view_s});
        }
    }
    bench->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(kFrames);
}
BENCHMARK(FrameByWheel)->Apply(zooms);
BENCHMARK(FrameByDrag)->Apply(zooms);
BENCHMARK(FrameByKey)->Apply(zooms);

// From the key until the arrangement has been painted, from reading and back; the first time its panes are made.
void AnotherArrangement(benchmark::State& bench) {
    MainWindow& window = weekOf(static_cast<int>(bench.range(0)));
    (void)standAt(window, 10);
    static constexpr ActionId kPages[] = {ActionId::measurements, ActionId::rhythm_page, ActionId::review_page,
                                          ActionId::hour_page};
    QAction& there = window.action(kPages[bench.range(1)]);
    QAction& back = window.action(ActionId::read_page);
    Frames frames(bench);
    GuiWatch& watch = GuiWatch::instance();
    bool is_there = false;
    double first_ms = 0;
    for (auto _ : bench) {
        watch.begin();
        (is_there ? back : there).trigger();
        let(60);
        is_there = !is_there;
        if (first_ms == 0) first_ms = watch.untilPainted().computed_ms;
        frames.take(watch.untilPainted());
        finish(window);
    }
    if (is_there) back.trigger();
    finish(window);
    frames.report();
    bench.counters["first_computed_ms"] = first_ms;
}
BENCHMARK(AnotherArrangement)
    ->ArgNames({"leads", "arrangement"})
    ->ArgsProduct({{3, 12}, {0, 1, 2, 3}})
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(20);

// What holds the thread while a recording opens and all that is known of it comes in.
void OpenAWeek(benchmark::State& bench) {
    const std::string path = weekOnDisk(static_cast<int>(bench.range(0)));
    Frames frames(bench);
    for (auto _ : bench) {
        const auto window = emptyWindow();
        let(200);
        GuiWatch& watch = GuiWatch::instance();
        watch.begin();
        watch.forgetLongest();
        window->open({path});
        finish(*window);
        frames.take(watch.busy());
    }
    frames.report();
}
BENCHMARK(OpenAWeek)->ArgName("leads")->Arg(3)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(2);

}  // namespace
}  // namespace triptych::ui
