// Another arrangement, from the deed until it has been painted, and opening: of ten seconds of twelve leads, half an
// hour, a day and a week. What lanes work out meanwhile is theirs; what they bring the window's thread is counted.
#include "tests/bench/bench_window_at.h"
#include "tests/ui/qt_test.h"
#include "ui/window/pane_board.h"

#include <algorithm>
#include <iterator>

namespace triptych::ui {
namespace {

constexpr Opened kOpened[] = {{.leads = 12, .seconds = 10},
                              {.leads = 2, .seconds = 1800},
                              {.leads = 2, .hours = 24},
                              {.leads = 3, .hours = kWeek_h}};
constexpr ActionId kThere[] = {ActionId::measurements, ActionId::rhythm_page, ActionId::review_page,
                               ActionId::hour_page, ActionId::explain_page};
constexpr int kRest_ms = 40;

// From reading and back; the first time its panes are made.
void AnotherArrangement(benchmark::State& bench) {
    MainWindow& window = windowAt(kOpened[bench.range(0)]);
    QAction& there = window.action(kThere[bench.range(1)]);
    QAction& back = window.action(ActionId::read_page);
    back.trigger();
    window.state().view().setViewport({kOpened[bench.range(0)].duration_s() / 3, 10});
    finish(window);
    let(kRest_ms);
    Frames frames(bench);
    GuiWatch& watch = GuiWatch::instance();
    bool is_there = false;
    double first_ms = 0, most_ms = 0;
    for (auto _ : bench) {
        watch.begin();
        watch.deed([&] { (is_there ? back : there).trigger(); });
        let(kRest_ms);
        is_there = !is_there;
        if (first_ms == 0) first_ms = watch.untilPainted().computed_ms;
        most_ms = std::max(most_ms, watch.busy().computed_ms);
        frames.take(watch.untilPainted());
        finish(window);
    }
    if (is_there) back.trigger();
    finish(window);
    frames.report();
    bench.counters["first_computed_ms"] = first_ms;
    bench.counters["all_computed_ms"] = most_ms;  // until nothing of it was due
}
BENCHMARK(AnotherArrangement)
    ->ArgNames({"recording", "arrangement"})
    ->Apply([](benchmark::internal::Benchmark* bench) {
        // A recording is opened once.
        for (int recording = 0; recording < static_cast<int>(std::size(kOpened)); ++recording) {
            for (int there = 0; there < static_cast<int>(std::size(kThere)); ++there) bench->Args({recording, there});
        }
    })
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(10);

// What holds the thread while a recording opens and all that is known of it comes in.
void OpenRecording(benchmark::State& bench) {
    const std::string path = recordOnDisk(kOpened[bench.range(0)]);
    Frames frames(bench);
    for (auto _ : bench) {
        const auto window = emptyWindow();
        let(200);
        GuiWatch& watch = GuiWatch::instance();
        watch.begin();
        watch.forgetLongest();
        window->open({path});
        test::waitUntil([&] { return !window->state().beats().all().empty(); }, 60'000);
        finish(*window);
        frames.take(watch.busy());
    }
    frames.report();
}
BENCHMARK(OpenRecording)
    ->ArgName("recording")
    ->DenseRange(0, static_cast<int>(std::size(kOpened)) - 1)
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(1);

}  // namespace
}  // namespace triptych::ui
