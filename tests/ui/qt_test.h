// One QApplication for a whole test program, and a way to let a widget finish its background work.
#pragma once

#include <QCoreApplication>
#include <QEventLoop>
#include <QImage>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace triptych::test {

// Runs the event loop until `done` or `patience_ms` have passed; false when it never was. Test programs alone may do
// so.
inline bool waitUntil(const std::function<bool()>& done, int patience_ms = 10'000) {
    QEventLoop loop;
    QTimer look, end;
    bool met = false;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        met = done();
        if (met) loop.quit();
    });
    end.setSingleShot(true);
    QObject::connect(&end, &QTimer::timeout, &loop, &QEventLoop::quit);
    look.start(1);
    end.start(patience_ms);
    loop.exec();
    return met;
}

// Lets happen what is queued, and what that queues in turn: layouts, above all.
inline void letQueuedHappen() {
    int turns = 0;
    waitUntil([&] { return ++turns > 2; });
}

// Shows a widget at a size and waits until it computes nothing more.
template <class Widget>
void settle(Widget& widget, const QSize& size) {
    widget.resize(size);
    widget.show();
    waitUntil([&] { return !widget.isBusy(); });
}

inline QImage pictureOf(QWidget& widget) {
    return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

}  // namespace triptych::test
