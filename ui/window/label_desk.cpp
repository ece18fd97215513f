#include "ui/window/label_desk.h"

#include "core/pipeline/find_beats.h"
#include "core/review/triptych_annotations.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

LabelledBeat shown(const pipeline::BeatLabel& label) {
    return {label.sample,
            label.time_s,
            label.code,
            label.by_reader,
            label.borderline,
            label.predicted_class,
            label.predicted_probability};
}

// Who sits at this desk: the name that the system knows.
std::string readerName() {
    for (const char* variable : {"TRIPTYCH_READER", "USER", "LOGNAME"}) {
        const QString name = qEnvironmentVariable(variable);
        if (!name.isEmpty()) return name.toStdString();
    }
    const passwd* entry = ::getpwuid(::geteuid());
    return entry != nullptr && entry->pw_name != nullptr ? entry->pw_name : "";
}

// Labels that were saved on another clock than the analysed lead's.
review::ReaderLabels onClock(const review::SavedLabels& saved, double rate_hz) {
    if (saved.set.rate_hz <= 0 || saved.set.rate_hz == rate_hz) return saved.labels;
    review::ReaderLabels converted;
    for (const auto& [sample, label] : saved.labels) {
        converted[std::llround(static_cast<double>(sample) / saved.set.rate_hz * rate_hz)] = label;
    }
    return converted;
}

}  // namespace

LabelDesk::LabelDesk(ViewState& state, QObject* parent) : QObject(parent), state_(state), reader_(readerName()) {
    bool visible = state_.aiVisible();
    connect(&state_, &ViewState::aiLayerChanged, this, [this, visible]() mutable {
        if (std::exchange(visible, state_.aiVisible()) != state_.aiVisible()) publish();
    });
}

void LabelDesk::begin(const pipeline::OpenedRecording& opened) {
    recording_ = opened.recording;
    beats_ = nullptr;
    word_ = nullptr;
    journal_rate_hz_ = recording_->leads[opened.lead].rate_hz;
    journal_ = opened.saved ? review::LabelJournal(onClock(*opened.saved, journal_rate_hz_)) : review::LabelJournal();
    fingerprint_ = opened.saved ? std::optional(opened.saved->fingerprint) : std::nullopt;
    path_ = QString::fromStdString(review::labelPath(*recording_));
    Q_EMIT changed();
}

void LabelDesk::setBeats(std::shared_ptr<const BeatList> beats) {
    beats_ = std::move(beats);
    word_ = nullptr;
    publish();
}

void LabelDesk::setModelWord(std::shared_ptr<const Classification> word) {
    if (!beats_ || (word && word->predictions.size() != beats_->beats.size())) return;
    word_ = std::move(word);
    publish();
}

pipeline::LabelSources LabelDesk::sources() const {
    pipeline::LabelSources sources;
    sources.beats = beats_.get();
    if (word_) {
        sources.predictions = &word_->predictions;
        sources.model = &word_->model;
    }
    sources.ai_visible = state_.aiVisible();
    sources.labels_rate_hz = journal_rate_hz_;
    return sources;
}

void LabelDesk::publish() {
    if (!beats_) return;
    const auto labels = pipeline::labelBeats(sources(), journal_.labels());
    std::vector<LabelledBeat> rows(labels.size());
    std::transform(labels.begin(), labels.end(), rows.begin(), shown);
    state_.setBeats(std::move(rows));
}

std::optional<std::int64_t> LabelDesk::keyOf(std::size_t beat) const {
    const auto matched = pipeline::readerSamples(sources(), journal_.labels());
    const auto found = matched.find(beat);
    return found == matched.end() ? std::nullopt : std::optional(found->second);
}

void LabelDesk::refresh(std::int64_t sample, bool select) {
    if (!beats_) return;
    // The label at `sample` may be of this beat or, after an undo, of none: every beat near it is told anew.
    const auto& beats = beats_->beats;
    const double time_s = static_cast<double>(sample) / journal_rate_hz_;
    const auto at = static_cast<std::int64_t>(std::llround(time_s * beats_->rate_hz));
    const auto found = std::lower_bound(beats.begin(), beats.end(), at,
                                        [](const Beat& beat, std::int64_t wanted) { return beat.sample < wanted; });
    auto nearest = static_cast<std::size_t>(found - beats.begin());
    if (nearest == beats.size() || (nearest > 0 && at - beats[nearest - 1].sample < beats[nearest].sample - at))
        --nearest;
    if (nearest >= beats.size()) return;
    const auto matched = pipeline::readerSamples(sources(), journal_.labels());
    const std::size_t from = nearest > 0 ? nearest - 1 : 0;
    for (std::size_t beat = from; beat < std::min(nearest + 2, beats.size()); ++beat) {
        const auto key = matched.find(beat);
        const auto* label = key == matched.end() ? nullptr : &journal_.labels().at(key->second);
        state_.updateBeat(beat, shown(pipeline::labelOf(sources(), beat, label)));
    }
    if (select) state_.selectBeat(nearest);
}

bool LabelDesk::relabel(std::size_t beat, std::optional<std::uint8_t> code) {
    if (!beats_ || beat >= beats_->beats.size() || beat >= state_.beats().size()) return false;
    const auto key = keyOf(beat);
    if (!code && !key) return false;
    if (code && key && journal_.labels().at(*key).code == *code) return false;
    review::LabelRequest request;
    request.sample = key.value_or(pipeline::readerSampleOf(sources(), beat));
    request.code = code;
    request.code_before = state_.beats()[beat].code;
    request.time = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    request.reader = reader_;
    if (const LabelledBeat& row = state_.beats()[beat]; word_ && row.predicted_class >= 0) {
        request.model = review::ModelOpinion{word_->model.name, word_->model.hash,
                                             word_->model.classes[static_cast<std::size_t>(row.predicted_class)],
                                             row.predicted_probability, state_.beatAiVisible()};
    }
    const std::int64_t sample = request.sample;
    journal_.apply(std::move(request));
    refresh(sample, false);
    Q_EMIT changed();
    return true;
}

bool LabelDesk::accept(std::size_t beat) {
    if (beat >= state_.beats().size() || state_.beats()[beat].code == 0) return false;
    return relabel(beat, state_.beats()[beat].code);
}

void LabelDesk::undo() {
    const auto sample = journal_.undo();
    if (!sample) return;
    refresh(*sample, true);
    Q_EMIT changed();
}

void LabelDesk::redo() {
    const auto sample = journal_.redo();
    if (!sample) return;
    refresh(*sample, true);
    Q_EMIT changed();
}

QString LabelDesk::provenanceOf(std::size_t beat) const {
    if (!beats_ || journal_.labels().empty()) return {};
    const auto key = keyOf(beat);
    return key ? QString::fromStdString(journal_.labels().at(*key).provenance) : QString();
}

std::optional<AnnotationSet> LabelDesk::labelFile() const {
    if (!recording_ || !beats_ || journal_.labels().empty()) return std::nullopt;
    return pipeline::labelFile(sources(), pipeline::referenceOf(*recording_), journal_, TRIPTYCH_VERSION);
}

Result<QString> LabelDesk::save(const QString& folder) {
    if (!recording_ || !beats_) {
        return fail(ErrorCode::wrong_use, "there are no labels to save yet", {},
                    "open a recording and wait for its beats");
    }
    const QString path =
        folder.isEmpty() ? path_ : QString::fromStdString(review::labelPath(*recording_, folder.toStdString()));
    if (path.isEmpty()) {
        return fail(ErrorCode::wrong_use, "this recording has no folder of its own", recording_->name,
                    "save its labels to a folder that you choose");
    }
    const auto known = path == path_ ? fingerprint_ : std::nullopt;
    const auto file = pipeline::labelFile(sources(), pipeline::referenceOf(*recording_), journal_, TRIPTYCH_VERSION);
    const auto saved = review::saveLabels(path.toStdString(), file, known);
    if (!saved) return std::unexpected(saved.error());
    fingerprint_ = *saved;
    path_ = path;
    journal_.markSaved();
    Q_EMIT changed();
    return path;
}

}  // namespace triptych::ui
