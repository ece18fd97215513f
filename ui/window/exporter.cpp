#include "ui/window/exporter.h"

#include "ui/window/progress_relay.h"

#include <utility>

namespace triptych::ui {

Exporter::Exporter(QObject* parent)
    : QObject(parent), lane_(*this, [this](auto result) { deliver(std::move(result)); }) {}

void Exporter::start(RecordingPtr recording, const QString& path, formats::ExportOptions options) {
    lane_.start([this, recording = std::move(recording), file = path.toStdString(), options](const Job& job) {
        const Job watched = relayed(job, mailbox_, [this](double fraction, const QString& stage) {
            if (isBusy()) Q_EMIT progressed(fraction, stage);
        });
        const auto format = formats::exportFormatFor(file);
        if (!format) {
            return std::optional<Result<formats::Exported>>(fail(ErrorCode::wrong_use,
                                                                 "the name does not say in which format to write", file,
                                                                 "end it in .hea, .edf, .bdf, .dcm, .csv or .json"));
        }
        return std::optional(formats::exportRecording(*recording, file, *format, options, watched));
    });
    Q_EMIT busyChanged();
}

void Exporter::stop() {
    if (!isBusy()) return;
    lane_.cancel();
    Q_EMIT busyChanged();
}

void Exporter::deliver(std::optional<Result<formats::Exported>> result) {
    if (!result) {
        Q_EMIT failed({ErrorCode::internal, "the recording could not be written", {}, "try again"});
    } else if (*result) {
        Q_EMIT finished(**result);
    } else if (result->error().code != ErrorCode::cancelled) {
        Q_EMIT failed(result->error());
    }
    Q_EMIT busyChanged();
}

}  // namespace triptych::ui
