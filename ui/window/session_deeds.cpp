// What the reader does to the beats themselves, and what was done last, of whatever layer, taken back and made again.
#include "core/pipeline/corrected_word.h"
#include "core/review/noise_spans.h"
#include "ui/state/navigation.h"
#include "ui/window/session.h"

namespace triptych::ui {

namespace {

constexpr int kWordRest_ms = 400;  // without another beat added, moved or taken away

}  // namespace

void Session::connectBeats() {
    labels_.setBeside(beat_desk_.journal(), notes_.journal());
    connect(&beat_desk_, &BeatDesk::corrected, this, &Session::takeCorrected);
    connect(&rhythm_, &RhythmDesk::changed, this,
            [this] { labels_.setNoise(review::noiseSpans(rhythm_.journal(), beats_ ? beats_->rate_hz : 0)); });
    connect(&shapes_, &ShapeDesk::busyChanged, this, &Session::busyChanged);
    connect(&shapes_, &ShapeDesk::failed, this,
            [this](const QString& sentence) { say("shapes", Gravity::error, {sentence}); });
    word_rest_.setSingleShot(true);
    word_rest_.setInterval(kWordRest_ms);
    connect(&word_rest_, &QTimer::timeout, this, [this] {
        if (state_.model().aiAsked() && !classifier_.judgesRecordings()) classify();
    });
}

// The reader added, moved or took away beats: intervals, rate and labels follow at once, what the model said of the
// others stays until it has spoken of all again.
void Session::takeCorrected(const std::vector<std::size_t>& of, std::optional<std::size_t> touched) {
    const auto selected = state_.beats().selected();
    const double selected_s = selected ? state_.beats().all()[*selected].time_s : 0;
    std::optional<std::size_t> stays;
    for (std::size_t beat = 0; selected && beat < of.size(); ++beat) {
        if (of[beat] == *selected) stays = beat;
    }
    beats_ = beat_desk_.beats();
    if (!classifier_.judgesRecordings()) classifier_.stop();
    const auto& said = state_.model().classification();
    kept_word_ = said ? std::make_shared<const Classification>(pipeline::carriedOver(*said, *beats_, of)) : nullptr;
    state_.model().setExplanation(nullptr);
    explanations_.forget();
    labels_.replaceBeats(beats_, beat_desk_.places(), kept_word_);
    if (said) state_.model().setClassification(kept_word_);
    if (!touched) touched = stays;
    if (!touched && selected) touched = nearestBeat(state_.beats().all(), selected_s);
    state_.selectBeat(touched, touched != stays);
    waves_.setBeats(beats_);
    rhythm_.setBeats(beats_);
    shapes_.setBeats(beats_);
    if (!answer_) word_rest_.start();
    Q_EMIT beatsChanged();
    Q_EMIT busyChanged();
}

Journals Session::journals() const {
    return {labels_.journal(), waves_.journal(), rhythm_.journal(), beat_desk_.journal(), notes_.journal()};
}

void Session::undo() {
    switch (lastToUndo(journals())) {
        case Deed::label:
            return labels_.undo();
        case Deed::wave:
            waves_.setUndone(*waves_.journal().toUndo(), true);
            break;
        case Deed::rhythm:
            rhythm_.setUndone(*rhythm_.journal().toUndo(), true);
            break;
        case Deed::beat:
            beat_desk_.setUndone(*beat_desk_.journal().toUndo(), true);
            break;
        case Deed::note:
            notes_.setUndone(*notes_.journal().toUndo(), true);
            break;
        case Deed::none:
            break;
    }
}

void Session::redo() {
    const auto own = [this](const store::EventGroup& group) { return labels_.isOwn(group); };
    switch (lastToRedo(journals(), own)) {
        case Deed::label:
            return labels_.redo();
        case Deed::wave:
            waves_.setUndone(*waves_.journal().toRedo(), false);
            break;
        case Deed::rhythm:
            rhythm_.setUndone(*rhythm_.journal().toRedo(), false);
            break;
        case Deed::beat:
            beat_desk_.setUndone(*beat_desk_.journal().toRedo(), false);
            break;
        case Deed::note:
            notes_.setUndone(*notes_.journal().toRedo(), false);
            break;
        case Deed::none:
            break;
    }
}

bool Session::canUndo() const {
    return lastToUndo(journals()) != Deed::none;
}

bool Session::canRedo() const {
    const auto own = [this](const store::EventGroup& group) { return labels_.isOwn(group); };
    return lastToRedo(journals(), own) != Deed::none;
}

void Session::useReader(const std::string& reader, ReadingMode mode) {
    keepPlace();
    const bool complete = labels_.modelHasFinished();
    labels_.useReader(reader, mode);
    beginAnew(complete);
}

// The recording in view, with the labels that the desk has from now on.
void Session::beginAnew(bool complete) {
    if (!file_) return;
    labels_.begin(*file_);
    if (beats_) labels_.setBeats(beats_, beat_desk_.places());
    if (state_.model().classification()) labels_.setModelWord(state_.model().classification(), complete);
    Q_EMIT busyChanged();
}

}  // namespace triptych::ui
