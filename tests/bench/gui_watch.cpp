#include "tests/bench/gui_watch.h"

#include <QEvent>
#include <QEventLoop>
#include <QMetaEnum>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace triptych::ui {
namespace {

bool isPaint(QEvent::Type type) {
    return type == QEvent::UpdateRequest || type == QEvent::Paint || type == QEvent::Expose;
}

}  // namespace

GuiWatch::Time& GuiWatch::Time::operator+=(const Time& more) {
    clock_ms += more.clock_ms;
    computed_ms += more.computed_ms;
    return *this;
}

GuiWatch::Time GuiWatch::now() {
    const auto ms = [](clockid_t clock) {
        timespec at{};
        clock_gettime(clock, &at);
        return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
    };
    return {ms(CLOCK_MONOTONIC), ms(CLOCK_THREAD_CPUTIME_ID)};
}

bool GuiWatch::notify(QObject* receiver, QEvent* event) {
    const QEvent::Type type = event->type();  // the event may be gone afterwards
    const bool paints = isPaint(type);
    const bool outermost = depth_ == 0, first_paint = paints && paint_depth_ == 0;
    // Its name, too: what is told may delete who is told.
    const char* const class_name = outermost && !paints ? receiver->metaObject()->className() : "";
    if (outermost) painting_ = {};
    ++depth_;
    if (paints) ++paint_depth_;
    const Time began = now();
    const bool taken = QApplication::notify(receiver, event);
    const Time passed = now() - began;
    if (paints) --paint_depth_;
    --depth_;
    if (first_paint) {
        painting_ += passed;
        painted_ = painted_ || type == QEvent::UpdateRequest;
    }
    if (!outermost) return taken;
    busy_ += passed;
    const Time other = passed - painting_;
    if (!paints) longest_.clock_ms = std::max(longest_.clock_ms, other.clock_ms);
    if (!paints && other.computed_ms > longest_.computed_ms) {
        longest_.computed_ms = other.computed_ms;
        longest_is_ =
            QStringLiteral("%1 of %2")
                .arg(QLatin1String(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)), QLatin1String(class_name));
    }
    tell();
    return taken;
}

void GuiWatch::tell() {
    if (painted_ && !told_) until_painted_ = busy_;
    told_ = painted_;
}

void GuiWatch::begin() {
    busy_ = until_painted_ = {};
    painted_ = told_ = false;
}

void GuiWatch::forgetLongest() {
    longest_ = {};
    longest_is_.clear();
}

void let(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace triptych::ui
