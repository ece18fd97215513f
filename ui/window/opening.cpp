#include "ui/window/opening.h"

#include <utility>

namespace triptych::ui {

Opening::Opening(Loader& loader, QObject* parent) : QObject(parent), loader_(loader) {
    connect(&loader_, &Loader::openFailed, this, [this](const Error& error) {
        has_failed_ = true;
        Q_EMIT failed(error);
        if (error.wants == Wants::rate) Q_EMIT rateWanted(request_);
        if (error.wants == Wants::record) loader_.listRecords(request_.recording, request_.hints);
    });
    connect(&loader_, &Loader::recordsListed, this,
            [this](const QStringList& names) { Q_EMIT recordWanted(request_, names); });
}

void Opening::open(const OpenRequest& request) {
    request_ = request;
    has_failed_ = false;
    loader_.open(request.recording, request.hints);
    Q_EMIT began();
}

void Opening::openSample(Place place) {
    request_ = {};
    request_.place = place;
    has_failed_ = false;
    loader_.openSample();
    Q_EMIT began();
}

Place Opening::takePlace() {
    return std::exchange(request_.place, {});
}

}  // namespace triptych::ui
