// Opens what a reader names. What only the reader can know of it, a rate or which of several recordings, is asked for;
// then it is opened again with the answer.
#pragma once

#include "core/domain/recording_ref.h"
#include "core/formats/open.h"
#include "ui/window/loader.h"
#include "ui/window/places.h"

#include <QObject>
#include <QStringList>

namespace triptych::ui {

struct OpenRequest {
    RecordingRef recording;
    Place place = {};               // to look at first
    formats::OpenHints hints = {};  // what the file does not say and the reader does
};

// GUI thread. What was opened comes from the loader.
class Opening : public QObject {
    Q_OBJECT
public:
    // `loader` must outlive it.
    explicit Opening(Loader& loader, QObject* parent = nullptr);

    void open(const OpenRequest& request);
    void openSample(Place place);
    // True after an open that failed, until the next one begins.
    [[nodiscard]] bool hasFailed() const { return has_failed_; }
    // Where to look in what has been opened; asked once.
    [[nodiscard]] Place takePlace();

Q_SIGNALS:
    void began();
    void failed(const triptych::Error& error);
    // The recording can be opened once its rate is known.
    void rateWanted(const triptych::ui::OpenRequest& request);
    // The file holds several recordings, and the reader must say which.
    void recordWanted(const triptych::ui::OpenRequest& request, const QStringList& names);

private:
    Loader& loader_;
    OpenRequest request_;  // the last one
    bool has_failed_ = false;
};

}  // namespace triptych::ui
