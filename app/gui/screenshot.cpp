#include "app/gui/screenshot.h"

#include "ui/panels/reason_strip.h"

#include <QCoreApplication>

#include <chrono>
#include <cstdio>
#include <utility>

namespace triptych::app {
namespace {

// A pane may begin to compute when it is first painted: it must have been painted, and been quiet, a few times.
constexpr auto kLook = std::chrono::milliseconds(40);
constexpr int kQuietLooks = 3;
constexpr auto kPatience = std::chrono::minutes(10);

void complain(const QString& sentence) {
    std::fprintf(stderr, "triptych: %s\n", qUtf8Printable(sentence));
}

}  // namespace

Screenshot::Screenshot(ui::MainWindow& window, QString path, QObject* parent)
    : QObject(parent), window_(window), path_(std::move(path)) {
    settling_.setInterval(kLook);
    connect(&settling_, &QTimer::timeout, this, &Screenshot::settle);
    patience_.setSingleShot(true);
    patience_.setInterval(kPatience);
    connect(&patience_, &QTimer::timeout, this, [] {
        complain(QStringLiteral("the work that the window shows is not done after ten minutes: no picture was taken."));
        QCoreApplication::exit(1);
    });
}

void Screenshot::begin() {
    patience_.start();
    settling_.start();
}

void Screenshot::settle() {
    // Not while it works, which the paint would only hold up.
    if (!window_.isBusy()) window_.grab();  // a paint like any other: whatever is missing starts to be computed
    quiet_ = window_.isBusy() ? 0 : quiet_ + 1;
    if (quiet_ >= kQuietLooks) take();
}

void Screenshot::take() {
    settling_.stop();
    patience_.stop();
    int exit_code = 0;
    for (const ui::Reason& reason : window_.reasons().reasons()) {
        if (reason.gravity != ui::Gravity::error || exit_code != 0) continue;
        complain(reason.sentence);
        exit_code = 1;
    }
    if (!window_.grab().save(path_, "PNG")) {
        complain(
            QStringLiteral("%1: the picture could not be written; choose a folder that you may write to.").arg(path_));
        exit_code = 1;
    }
    QCoreApplication::exit(exit_code);
}

}  // namespace triptych::app
