#include "ui/window/file_watch.h"

#include "core/formats/file_changes.h"

#include <utility>

namespace triptych::ui {
namespace {

constexpr int kEvery_ms = 2000;

}  // namespace

FileWatch::FileWatch(QObject* parent)
    : QObject(parent), lane_(*this, [this](std::optional<Look> found) { deliver(std::move(found)); }) {
    timer_.setInterval(kEvery_ms);
    connect(&timer_, &QTimer::timeout, this, &FileWatch::look);
}

void FileWatch::follow(RecordingPtr recording) {
    lane_.cancel();
    recording_ = std::move(recording);
    said_.clear();
    Q_EMIT changed({}, false);
    if (recording_) {
        timer_.start();
    } else {
        timer_.stop();
    }
}

void FileWatch::look() {
    if (lane_.busy()) return;
    lane_.start([recording = recording_](const Job&) {
        Look found;
        for (const formats::FileChange& change : formats::fileChangesOf(*recording)) {
            found.changes.push_back(formats::warningOf(change));
            found.is_cut = found.is_cut || change.state == files::FileState::cut;
        }
        return std::optional(std::move(found));
    });
}

void FileWatch::deliver(std::optional<Look> found) {
    if (!found) return;
    std::vector<QString> words;
    for (const Warning& change : found->changes) words.push_back(QString::fromStdString(sentence(change)));
    if (words == said_) return;
    said_ = std::move(words);
    Q_EMIT changed(found->changes, found->is_cut);
}

}  // namespace triptych::ui
