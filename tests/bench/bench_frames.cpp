// What a frame costs in the window itself, with a week of 3 or 12 leads and 690,000 beats open: every zoom from a
// second to the week, by wheel, by drag and by keys. Each frame has 16 ms in which all that the deed brings about, in
// panes and in what lanes deliver, is counted. Beside it the longest that any event but a paint held the thread, and
// which.
#include "tests/bench/bench_window_at.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/pane_board.h"

#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>

namespace triptych::ui {
namespace {

constexpr int kFrames = 100;
constexpr double kWeek_s = kWeek_h * 3600.0;

MainWindow& weekOf(int leads) {
    return windowAt({.leads = leads, .hours = kWeek_h});
}

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

}  // namespace
}  // namespace triptych::ui
