#include "app/gui/timing.h"

#include "core/text/numbers.h"

#include <QEvent>
#include <QTimer>

#include <cstdio>
#include <utility>

namespace triptych::app {

Timing::Timing(ui::MainWindow& window, std::chrono::steady_clock::time_point began, QObject* parent)
    : QObject(parent), window_(window), began_(began) {
    window_.installEventFilter(this);
    connect(&window_.session(), &ui::Session::opened, this, [this] { reached("trace"); });
    connect(&window_.session(), &ui::Session::beatsChanged, this, [this] { reached("beats"); });
    connect(&window_.state().model(), &ui::ModelState::classificationChanged, this, [this] {
        if (window_.state().model().classification()) reached("first classes");
    });
    connect(&window_, &ui::MainWindow::idle, this, [this] {
        if (window_.state().record().recording() && said_.insert("everything").second) tell("everything");
    });
}

bool Timing::eventFilter(QObject* watched, QEvent* event) {
    // The window's own paint comes last in its first round of paints.
    if (event->type() == QEvent::Paint) reached("first paint");
    // What it asks for is painted before a timer of no delay fires.
    if (event->type() == QEvent::UpdateRequest || event->type() == QEvent::Paint) {
        QTimer::singleShot(0, this, [this] {
            for (const std::string& what : std::exchange(unpainted_, {})) tell(what);
        });
    }
    return QObject::eventFilter(watched, event);
}

void Timing::reached(const std::string& what) {
    if (said_.insert(what).second) unpainted_.push_back(what);
}

void Timing::tell(const std::string& what) const {
    const auto passed = std::chrono::steady_clock::now() - began_;
    const std::string passed_ms = text::fixedText(std::chrono::duration<double, std::milli>(passed).count(), 1);
    std::fprintf(stderr, "%-14s %7s ms\n", what.c_str(), passed_ms.c_str());
}

}  // namespace triptych::app
