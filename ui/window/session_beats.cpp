// The beats of the recording in view: an annotator's, which came with the file, or sought by the detector; and what
// follows when they are there.
#include "core/domain/no_beats.h"
#include "ui/state/navigation.h"
#include "ui/window/session.h"
#include "ui/window/unmarked_ends.h"

#include <utility>

namespace triptych::ui {

bool Session::takesReference() const {
    return beat_choice_ != pipeline::BeatChoice::detected &&
           pipeline::referenceOf(*state_.record().recording()) != nullptr;
}

bool Session::hasNoBeats() const {
    const RecordingPtr& recording = state_.record().recording();
    return recording != nullptr && !whyNoBeats(*recording).empty();
}

void Session::findBeats() {
    forgetModelWord();
    say("beats", Gravity::warning, {});
    if (hasNoBeats()) {  // said with the file
        loader_.findGaps(analysis_, state_.record().analysisLead());
        Q_EMIT busyChanged();
        return;
    }
    beats_wanted_ = true;
    if (const BeatListPtr annotated = annotatedBeats()) {
        loader_.forgetBeats();
        findGaps();
        return takeBeats(annotated);
    }
    loader_.findBeats(analysis_, state_.record().analysisLead(), beat_choice_);
    findGaps();
    Q_EMIT busyChanged();
}

// An annotator's beats came with the file: they are shown with its trace. Null where they are not what is asked for.
BeatListPtr Session::annotatedBeats() const {
    const bool on_its_lead = file_ && file_->lead == state_.record().analysisLead();
    return on_its_lead && takesReference() ? file_->annotated : nullptr;
}

// The detector reads the lead in any case, and the gaps with it. Beside an annotator's beats, which are there at once,
// the lead is read when they have been painted.
void Session::findGaps() {
    if (!takesReference()) return loader_.findGaps(analysis_, state_.record().analysisLead());
    const auto find = [this, of = std::weak_ptr(analysis_), lead = state_.record().analysisLead()] {
        if (analysis_ && of.lock() == analysis_ && lead == state_.record().analysisLead())
            loader_.findGaps(analysis_, lead);
    };
    connect(
        this, &Session::beatsChanged, this, [this, find] { QTimer::singleShot(kUntilPainted_ms, this, find); },
        Qt::SingleShotConnection);
    connect(
        &loader_, &Loader::beatsFailed, this,
        [find](const Error& error) {
            if (error.code != ErrorCode::cancelled) find();
        },
        Qt::SingleShotConnection);
}

void Session::takeBeats(const BeatListPtr& beats) {
    if (!labels_.isReady()) {
        early_beats_ = beats;
        return;
    }
    beat_desk_.setFound(beats);
    beats_ = beat_desk_.beats();
    beats_wanted_ = beats_->beats.empty();
    labels_.setBeats(beats_, beat_desk_.places());
    waves_.setBeats(beats_);
    rhythm_.setBeats(beats_, state_.model().aiAsked() && !beats_->beats.empty());
    shapes_.setBeats(beats_);
    Q_EMIT beatsChanged();
    if (beats_->beats.empty()) {
        say("beats", Gravity::warning,
            {tr("No beats were found in lead %1: choose another lead.").arg(QString::fromStdString(beats->lead_name))});
        classifyOncePainted();
        Q_EMIT busyChanged();
        return;
    }
    const QString ends = unmarkedEnds(state_.record(), *beats_);
    say("beats", Gravity::information, ends.isEmpty() ? std::vector<QString>{} : std::vector<QString>{ends});
    if (const auto stopped_at = std::exchange(stopped_at_, std::nullopt); stopped_at && stopped_at->beat_time_s) {
        state_.selectBeat(nearestBeat(state_.beats().all(), *stopped_at->beat_time_s), false);
        goToView(state_, *stopped_at);
    }
    if (!state_.beats().selected()) {
        const bool asked_for = place_.beat.has_value() || place_.time_s.has_value();
        state_.selectBeat(beatToBeginWith(state_, place_), asked_for);
    }
    place_ = {};
    classifyOncePainted();
    if (!isClassifying()) rhythm_.proceed();
    Q_EMIT busyChanged();
}

}  // namespace triptych::ui
