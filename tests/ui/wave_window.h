// A window that reads a made record with made waves, and a reader's hands in it.
#pragma once

#include "tests/ui/made_waves.h"
#include "tests/ui/window_support.h"
#include "ui/panes/beat_trace_pane.h"
#include "ui/window/pane_board.h"

#include <QApplication>
#include <QMouseEvent>
#include <QTest>

#include <cmath>
#include <memory>
#include <string>

namespace triptych::test {

inline bool idle(ui::MainWindow& window) {
    return waitUntil([&] { return !window.isBusy(); }, 60'000);
}

// A window that reads a made record with made waves, which stand over the traces.
inline std::unique_ptr<ui::MainWindow> waveWindow(const std::string& header, const MadeWaves& waves = {}) {
    auto window = shownWindow(false, {1440, 900});
    window->session().waves().setSource(waves);
    if (!opened(*window, header)) return nullptr;
    press(*window, Qt::Key_W);
    if (!idle(*window)) return nullptr;
    return window;
}

inline ui::BeatTracePane& beatPane(ui::MainWindow& window) {
    return window.board().get<ui::BeatTracePane>();
}

inline ui::WaveMark markOf(ui::MainWindow& window, review::WavePoint point) {
    return {window.state().record().analysisLead(), *window.state().beats().selected(), point};
}

inline double timeOf(ui::MainWindow& window, const ui::WaveMark& mark) {
    return window.state().waves().timeOf(mark).value_or(-1);
}

// Where the pane draws a moment, at a height without letters.
inline QPoint at(const ui::BeatTracePane& pane, double time_s) {
    return {static_cast<int>(std::lround(pane.xOfTime(time_s))), pane.frame().plot.center().y()};
}

inline void drag(QWidget& pane, const QPoint& from, const QPoint& to) {
    const auto send = [&pane](QEvent::Type type, const QPointF& at, Qt::MouseButton button, Qt::MouseButtons held) {
        QMouseEvent event(type, at, pane.mapToGlobal(at), button, held, Qt::NoModifier);
        QApplication::sendEvent(&pane, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    for (const double share : {0.5, 1.0}) {
        send(QEvent::MouseMove, QPointF(from) + share * QPointF(to - from), Qt::NoButton, Qt::LeftButton);
    }
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton);
}

}  // namespace triptych::test
