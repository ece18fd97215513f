// How long the window lets a reader wait: first paint, first trace, beats, classes, in milliseconds since the program
// began, on standard error. For measuring start-up on any machine, with nothing but the program itself.
#pragma once

#include "ui/window/main_window.h"

#include <QObject>

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace triptych::app {

// GUI thread.
class Timing : public QObject {
    Q_OBJECT
public:
    Timing(ui::MainWindow& window, std::chrono::steady_clock::time_point began, QObject* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // Told the first time only, and once it has been painted.
    void reached(const std::string& what);
    void tell(const std::string& what) const;

    ui::MainWindow& window_;
    std::chrono::steady_clock::time_point began_;
    std::set<std::string> said_;
    std::vector<std::string> unpainted_;
};

}  // namespace triptych::app
