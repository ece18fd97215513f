// The window as a picture: waits until everything that it shows is computed, draws it, and tells how that went.
#pragma once

#include "core/domain/error.h"
#include "ui/window/main_window.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace triptych::app {

// GUI thread. Leaves the event loop with exit code 0, or with 1 after one line on standard error; the picture is
// written in both cases, for what went wrong is to be seen in it.
class Screenshot : public QObject {
    Q_OBJECT
public:
    Screenshot(ui::MainWindow& window, QString path, QObject* parent = nullptr);

    // After the window's work was started.
    void begin();

private:
    void settle();
    void take();
    [[nodiscard]] Result<void> write();

    ui::MainWindow& window_;
    QString path_;
    QTimer settling_;
    QTimer patience_;
    int quiet_ = 0;  // how often in a row nothing was at work
};

}  // namespace triptych::app
