// Opens recordings, finds their beats and their gaps on lanes of their own, which a pan or a model never interrupts.
#pragma once

#include "core/beats/signal_gaps.h"
#include "core/domain/beat.h"
#include "core/domain/recording_ref.h"
#include "core/inference/recording_analysis.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/open_recording.h"
#include "ui/panes/background.h"
#include "ui/window/mailbox.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

namespace triptych::ui {

using OpenedPtr = std::shared_ptr<const pipeline::OpenedRecording>;
using BeatListPtr = std::shared_ptr<const BeatList>;
using GapsPtr = std::shared_ptr<const beats::SignalGaps>;
using AnalysisPtr = std::shared_ptr<const inference::RecordingAnalysis>;

// GUI thread. Of each kind of work the newest request wins; results of older ones never arrive.
class Loader : public QObject {
    Q_OBJECT
public:
    explicit Loader(QObject* parent = nullptr);

    // A search for beats goes on meanwhile: an open that fails must not have cost the recording in view its beats.
    // `hints`: what the file does not say and the reader does.
    void open(const RecordingRef& recording, formats::OpenHints hints = {});
    // The names of the recordings in a file of several.
    void listRecords(const RecordingRef& recording, formats::OpenHints hints);
    void openSample();
    void findBeats(const AnalysisPtr& analysis, std::size_t lead, pipeline::BeatChoice choice);
    void forgetBeats() { beats_.cancel(); }
    void findGaps(const AnalysisPtr& analysis, std::size_t lead);
    void stop();
    [[nodiscard]] bool isOpening() const { return recordings_.busy() || records_.busy(); }
    [[nodiscard]] bool isFindingBeats() const { return beats_.busy(); }
    [[nodiscard]] bool isFindingGaps() const { return gaps_.busy(); }
    [[nodiscard]] bool isBusy() const { return isOpening() || beats_.busy() || gaps_.busy(); }

Q_SIGNALS:
    void opened(const triptych::ui::OpenedPtr& opened);
    void openFailed(const triptych::Error& error);
    void recordsListed(const QStringList& names);
    void beatsFound(const triptych::ui::BeatListPtr& beats);
    void beatsFailed(const triptych::Error& error);
    void gapsKnown(const triptych::ui::GapsPtr& gaps);  // null: they could not be found
    void progressed(double fraction, const QString& stage);

private:
    void deliverRecording(std::optional<Result<pipeline::OpenedRecording>> result);
    void deliverRecords(std::optional<Result<std::vector<std::string>>> result);
    void deliverBeats(std::optional<Result<BeatListPtr>> result);
    [[nodiscard]] Job watched(const Job& job);

    Mailbox mailbox_{*this};
    Latest<Result<pipeline::OpenedRecording>> recordings_;  // the lanes last: joined first
    Latest<Result<std::vector<std::string>>> records_;
    Latest<Result<BeatListPtr>> beats_;
    Latest<GapsPtr> gaps_;
};

}  // namespace triptych::ui
