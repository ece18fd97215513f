#include "ui/window/loader.h"

#include "core/text/said.h"
#include "ui/window/progress_relay.h"

#include <utility>

namespace triptych::ui {
namespace {

// An exception that the lane caught: there is no result to tell of.
Error lost(const text::Said& what) {
    return {ErrorCode::internal, what, {}, "try again, and close other programs if it recurs"};
}

}  // namespace

Loader::Loader(QObject* parent)
    : QObject(parent),
      recordings_(*this, [this](auto result) { deliverRecording(std::move(result)); }),
      records_(*this, [this](auto result) { deliverRecords(std::move(result)); }),
      beats_(*this, [this](auto result) { deliverBeats(std::move(result)); }),
      gaps_(*this, [this](auto gaps) { Q_EMIT gapsKnown(gaps.value_or(nullptr)); }) {}

Job Loader::watched(const Job& job) {
    return relayed(job, mailbox_, [this](double fraction, const QString& stage) {
        if (isBusy()) Q_EMIT progressed(fraction, stage);
    });
}

void Loader::open(const RecordingRef& recording, formats::OpenHints hints) {
    records_.cancel();
    hints.record = recording.record;
    recordings_.start([this, file = recording.path, hints = std::move(hints)](const Job& job) {
        return std::optional(pipeline::openRecording(file, watched(job), hints));
    });
}

void Loader::listRecords(const RecordingRef& recording, formats::OpenHints hints) {
    hints.record = recording.record;
    records_.start([this, file = recording.path, hints = std::move(hints)](const Job& job) {
        return std::optional(formats::recordsIn(file, watched(job), hints));
    });
}

void Loader::openSample() {
    recordings_.start([this](const Job& job) { return std::optional(pipeline::openSample(watched(job))); });
}

void Loader::findBeats(const AnalysisPtr& analysis, std::size_t lead, pipeline::BeatChoice choice) {
    beats_.start([this, analysis, lead, choice](const Job& job) {
        return std::optional(pipeline::findBeats(*analysis, lead, choice, watched(job)));
    });
}

void Loader::findGaps(const AnalysisPtr& analysis, std::size_t lead) {
    gaps_.start([this, analysis, lead](const Job& job) -> std::optional<GapsPtr> {
        const auto gaps = analysis->lead(lead).gaps(watched(job));
        // Nobody waits for the quality yet; with it, the averaged lead goes that beats and gaps were found in.
        (void)analysis->lead(lead).quality(job);
        if (job.stopRequested()) return std::nullopt;
        return gaps ? *gaps : nullptr;
    });
}

void Loader::stop() {
    recordings_.cancel();
    records_.cancel();
    beats_.cancel();
    gaps_.cancel();
}

void Loader::deliverRecording(std::optional<Result<pipeline::OpenedRecording>> result) {
    if (!result) {
        Q_EMIT openFailed(lost("the recording could not be opened"));
    } else if (!*result) {
        Q_EMIT openFailed(result->error());
    } else {
        Q_EMIT opened(std::make_shared<const pipeline::OpenedRecording>(std::move(**result)));
    }
}

void Loader::deliverRecords(std::optional<Result<std::vector<std::string>>> result) {
    if (!result) {
        Q_EMIT openFailed(lost("the file's recordings could not be listed"));
    } else if (!*result) {
        Q_EMIT openFailed(result->error());
    } else {
        QStringList names;
        for (const std::string& name : **result) names << QString::fromStdString(name);
        Q_EMIT recordsListed(names);
    }
}

void Loader::deliverBeats(std::optional<Result<BeatListPtr>> result) {
    if (!result) {
        Q_EMIT beatsFailed(lost("the search for beats ended early"));
    } else if (!*result) {
        Q_EMIT beatsFailed(result->error());
    } else {
        Q_EMIT beatsFound(**result);
    }
}

}  // namespace triptych::ui
