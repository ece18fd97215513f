// How long the window lets a reader wait: first paint, first trace, beats, classes, in milliseconds since the program
// began, on standard error. For measuring start-up on any machine, with nothing but the program itself.
#pragma once

#include "ui/window/main_window.h"

#include <QObject>

#include <chrono>
#include <set>
#include <string>

namespace triptych::app {

// GUI thread.
class Timing : public QObject {
    Q_OBJECT
public:
    Timing(ui::MainWindow& window, std::chrono::steady_clock::time_point began, QObject* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // Says it the first time only, and only once the paints that are due have been made.
    void reached(const std::string& what);

    ui::MainWindow& window_;
    std::chrono::steady_clock::time_point began_;
    std::set<std::string> said_;
};

}  // namespace triptych::app
