// Writes the open recording in another format on a lane of its own, which nothing else interrupts.
#pragma once

#include "core/formats/export/export.h"
#include "ui/panes/background.h"
#include "ui/window/mailbox.h"

#include <QObject>
#include <QString>

namespace triptych::ui {

// GUI thread. A second request stops the first.
class Exporter : public QObject {
    Q_OBJECT
public:
    explicit Exporter(QObject* parent = nullptr);

    // The name's ending says the format.
    void start(RecordingPtr recording, const QString& path, formats::ExportOptions options);
    void stop();
    [[nodiscard]] bool isBusy() const { return lane_.busy(); }

Q_SIGNALS:
    void finished(const triptych::formats::Exported& done);
    void failed(const triptych::Error& error);  // not where it was stopped
    void progressed(double fraction, const QString& stage);
    void busyChanged();

private:
    void deliver(std::optional<Result<formats::Exported>> result);

    Mailbox mailbox_{*this};
    Latest<Result<formats::Exported>> lane_;  // last: joined first
};

}  // namespace triptych::ui
