#include "app/gui/screenshot.h"

#include "core/files/atomic_file.h"
#include "core/formats/targets.h"
#include "ui/panels/reason_strip.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>

#include <chrono>
#include <cstdio>
#include <span>
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

// A picture that is there is replaced, for the next run of a script; nothing else is.
Result<void> Screenshot::write() {
    const std::string path = path_.toStdString();
    QImageReader there(path_);
    if (QFileInfo::exists(path_) && there.format() != "png") {
        return fail(ErrorCode::refused, "a file that is no picture in PNG stands there, and it is left as it is", path,
                    "choose another name");
    }
    if (const auto& recording = window_.state().record().recording()) {
        if (auto may = formats::checkTargets(*recording, {path}); !may) return may;
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    window_.grab().save(&buffer, "PNG");
    return files::writeFile(path, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))),
                            files::WriteMode::replace);
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
    if (const auto done = write(); !done) {
        complain(QString::fromStdString(sentence(done.error())));
        exit_code = 1;
    }
    QCoreApplication::exit(exit_code);
}

}  // namespace triptych::app
