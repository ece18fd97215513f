#include "ui/window/label_desk.h"

#include "core/pipeline/classed_labels.h"
#include "core/review/label_matching.h"
#include "core/review/reader_name.h"
#include "core/review/take_over.h"
#include "core/review/triptych_annotations.h"
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/state/shown_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

// From so many changed beats on, the whole list is told anew rather than beat by beat.
constexpr std::size_t kMany = 64;

LabelledBeat shown(const pipeline::BeatLabel& label) {
    return {label.sample,
            label.time_s,
            label.code,
            label.by_reader,
            label.borderline,
            label.predicted_class,
            label.predicted_probability,
            label.pending,
            label.silence,
            label.no_interval};
}

std::optional<std::string> symbolText(std::uint8_t code) {
    if (code == 0) return std::nullopt;
    return std::string(symbolOf(code));
}

}  // namespace

LabelDesk::LabelDesk(ViewState& state, QObject* parent)
    : QObject(parent), state_(state), reader_(review::readerName()) {
    bool visible = state_.model().aiVisible();
    connect(&state_.model(), &ModelState::aiLayerChanged, this, [this, visible]() mutable {
        if (std::exchange(visible, state_.model().aiVisible()) != state_.model().aiVisible()) publish();
    });
    connect(&state_.model(), &ModelState::budgetChanged, this, [this] {
        makeQueue();
        publish();
    });
    openKeeper();
}

LabelDesk::~LabelDesk() = default;

void LabelDesk::openKeeper() {
    // Letters of an earlier keeper, whose project was put away, are not read any more.
    const auto post = [this, project = ++projects_](Mailbox::Letter letter) {
        mailbox_.post([this, project, letter = std::move(letter)] {
            if (project == projects_) letter();
        });
    };
    store::KeeperListener listener;
    listener.begun = [this, post](store::Beginning beginning) {
        post([this, made = std::make_shared<store::Beginning>(std::move(beginning))] {
            takeBeginning(std::move(*made));
        });
    };
    listener.saved = [this, post](std::uint64_t visit, std::vector<std::pair<std::string, std::int64_t>> kept) {
        post([this, visit, kept = std::move(kept)] { takeSaved(visit, kept); });
    };
    listener.arrived = [this, post](std::uint64_t visit, std::vector<store::EventGroup> groups) {
        post([this, visit, groups = std::move(groups)] { takeArrived(visit, groups); });
    };
    listener.trouble = [this, post](std::optional<Error> error) {
        post([this, error = std::move(error)] {
            trouble_ = error;
            Q_EMIT changed();
        });
    };
    listener.opened = [this, post](std::string project) {
        post([this, project = QString::fromStdString(project)] {
            kept_in_ = project;
            Q_EMIT noticed(
                {"the project can be used again; what it holds of this recording is shown", project.toStdString()});
            Q_EMIT changed();
        });
    };
    listener.moved = [this, post](Warning warning) {
        post([this, warning = std::move(warning)] { Q_EMIT noticed(warning); });
    };
    keeper_ = std::make_unique<store::Keeper>(project_.toStdString(), reader_, std::move(listener));
}

void LabelDesk::useProject(const QString& path) {
    if (path == project_) return;
    project_ = path;
    kept_in_.clear();
    trouble_.reset();
    ready_ = false;
    visit_ = 0;
    openKeeper();
}

void LabelDesk::prepare() {
    keeper_->prepare();
}

void LabelDesk::begin(const pipeline::OpenedRecording& opened) {
    recording_ = opened.recording;
    beats_ = nullptr;
    word_ = nullptr;
    makeQueue();
    beat_samples_.clear();
    places_.clear();
    noise_.clear();
    label_of_.clear();
    lead_ = opened.lead;
    rate_hz_ = recording_->leads[opened.lead].rate_hz;
    journal_ = review::LabelJournal(rate_hz_, reader_, {});
    path_ = QString::fromStdString(review::labelPath(*recording_));
    ready_ = false;
    store::Keeper::TakeOver beside;
    if (opened.saved) {
        beside = [saved = *opened.saved](const std::string& identity, const std::vector<store::EventGroup>& known) {
            return review::takeOver(saved, identity, known);
        };
    }
    visit_ = keeper_->begin(recording_, std::move(beside));
    Q_EMIT changed();
}

void LabelDesk::close() {
    keeper_->leave();
    visit_ = 0;
    ready_ = false;
    recording_ = nullptr;
    beats_ = nullptr;
    word_ = nullptr;
    makeQueue();
    beat_samples_.clear();
    places_.clear();
    noise_.clear();
    label_of_.clear();
    journal_ = {};
    path_.clear();
    Q_EMIT changed();
}

void LabelDesk::takeBeginning(store::Beginning beginning) {
    if (beginning.visit != visit_) return;
    kept_in_ = QString::fromStdString(beginning.project);
    identity_ = beginning.identity;
    beginning.groups = seen(std::move(beginning.groups));
    begun_at_ = 0;
    for (const store::EventGroup& group : beginning.groups) begun_at_ = std::max(begun_at_, group.order);
    journal_ = review::LabelJournal(rate_hz_, reader_, beginning.groups);
    ready_ = true;
    readReading(beginning.groups);
    publish();
    Q_EMIT logRead(beginning.groups);
    if (beginning.taken_over > 0)
        beginning.warnings.push_back(review::takenOver(beginning.taken_over, path_.toStdString()));
    Q_EMIT ready(beginning.place, beginning.warnings);
    Q_EMIT changed();
}

void LabelDesk::takeSaved(std::uint64_t visit, const std::vector<std::pair<std::string, std::int64_t>>& kept) {
    if (visit == visit_) {
        for (const auto& [key, order] : kept) refresh(journal_.keep(key, order));
        Q_EMIT groupsKept(kept);
    }
    Q_EMIT changed();
}

void LabelDesk::takeArrived(std::uint64_t visit, std::vector<store::EventGroup> groups) {
    if (visit != visit_) return;
    groups = seen(std::move(groups));
    Q_EMIT groupsArrived(groups);
    for (store::EventGroup& group : groups) refresh(journal_.take(std::move(group), false));
    Q_EMIT changed();
}

std::size_t LabelDesk::pending() const {
    return keeper_->waiting();
}

bool LabelDesk::flush(std::chrono::milliseconds patience) {
    return keeper_->flush(patience);
}

void LabelDesk::keepPlace(store::Place place) {
    keeper_->keepPlace(std::move(place));
}

void LabelDesk::setBeats(std::shared_ptr<const BeatList> beats, std::vector<std::int64_t> places) {
    replaceBeats(std::move(beats), std::move(places), nullptr);
}

void LabelDesk::replaceBeats(std::shared_ptr<const BeatList> beats, std::vector<std::int64_t> places,
                             std::shared_ptr<const Classification> word) {
    beats_ = std::move(beats);
    places_ = std::move(places);
    word_ = std::move(word);
    makeQueue();
    beat_samples_.resize(beats_->beats.size());
    for (std::size_t beat = 0; beat < beat_samples_.size(); ++beat) {
        beat_samples_[beat] = pipeline::readerSampleOf(sources(), beat);
    }
    publish();
}

void LabelDesk::setBeside(const review::BeatJournal& edits, const review::NoteJournal& notes) {
    edits_ = &edits;
    notes_ = &notes;
}

void LabelDesk::setNoise(std::vector<review::NoiseSpan> noise) {
    if (noise == noise_) return;
    noise_ = std::move(noise);
    publish();
}

void LabelDesk::setModelWord(std::shared_ptr<const Classification> word, bool complete) {
    if (!beats_ || (word && word->predictions.size() != beats_->beats.size())) return;
    word_ = std::move(word);
    word_complete_ = complete;
    makeQueue();
    publish();
}

void LabelDesk::makeQueue() {
    state_.model().setQueue(pipeline::queueOf(word_.get(), state_.model().budget()));
}

pipeline::LabelSources LabelDesk::sources() const {
    pipeline::LabelSources sources;
    sources.beats = beats_.get();
    if (word_) {
        sources.predictions = &word_->predictions;
        sources.model = &word_->model;
        sources.queue = state_.model().queue().get();
        sources.unreadable = word_->unreadable;
    }
    sources.ai_visible = state_.model().aiVisible();
    sources.labels_rate_hz = rate_hz_;
    sources.places = places_;
    return sources;
}

void LabelDesk::publish() {
    if (!beats_) return;
    label_of_ = pipeline::readerSamples(sources(), journal_.labels());
    auto labels = pipeline::labelBeats(sources(), journal_.labels());
    if (!noise_.empty()) {
        for (pipeline::BeatLabel& label : labels) pipeline::heedNoise(label, noise_);
    }
    std::vector<LabelledBeat> rows(labels.size());
    std::transform(labels.begin(), labels.end(), rows.begin(), shown);
    for (const std::int64_t sample : journal_.unsaved()) {
        if (const auto beat = beatAt(sample)) rows[*beat].pending = true;
    }
    state_.setBeats(std::move(rows), beats_->origin);
}

std::optional<std::size_t> LabelDesk::beatAt(std::int64_t sample) const {
    return review::nearestWithin(beat_samples_, sample, static_cast<std::int64_t>(review::kSameBeat_s * rate_hz_));
}

void LabelDesk::rematch(std::size_t beat) {
    const auto tolerance = static_cast<std::int64_t>(review::kSameBeat_s * rate_hz_);
    const auto own = review::labelOfBeat(journal_.labels(), beat_samples_, beat, tolerance);
    label_of_.erase(beat);
    if (own) label_of_[beat] = *own;
}

const review::ReaderLabel* LabelDesk::labelOf(std::size_t beat) const {
    const auto sample = label_of_.find(beat);
    if (sample == label_of_.end()) return nullptr;
    const auto label = journal_.labels().find(sample->second);
    return label == journal_.labels().end() ? nullptr : &label->second;
}

void LabelDesk::refresh(const review::LabelJournal::Samples& samples) {
    if (!beats_ || samples.empty()) return;
    if (samples.size() >= kMany) {
        publish();
        return;
    }
    for (const std::int64_t sample : samples) {
        const auto beat = beatAt(sample);
        if (!beat) continue;
        rematch(*beat);
        pipeline::BeatLabel label = pipeline::labelOf(sources(), *beat, labelOf(*beat));
        label.pending = label.pending || journal_.isPending(sample);
        pipeline::heedNoise(label, noise_);
        state_.updateBeat(*beat, shown(label));
    }
}

void LabelDesk::select(const review::LabelJournal::Samples& samples) {
    for (const std::int64_t sample : samples) {
        if (const auto beat = beatAt(sample)) {
            state_.selectBeat(*beat);
            return;
        }
    }
}

std::int64_t LabelDesk::sampleOf(std::size_t beat) const {
    const auto kept = label_of_.find(beat);
    return kept == label_of_.end() ? beat_samples_[beat] : kept->second;
}

store::EventGroup LabelDesk::newGroup(store::EventKind kind, std::string_view tool) {
    store::EventGroup group;
    group.key = keys_.next();
    group.kind = kind;
    group.reader = reader_;
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    // A clock that was set back does not change what came after what, either.
    last_time_ = std::max(now, last_time_ + std::chrono::milliseconds(1));
    group.time = last_time_;
    group.tool = tool;
    return group;
}

void LabelDesk::keepElsewhere(store::EventGroup group) {
    keeper_->append({std::move(group)});
    Q_EMIT changed();
}

void LabelDesk::append(store::EventGroup group) {
    signed_off_ = false;  // until the reader says so again
    keeper_->append({group});
    refresh(journal_.take(std::move(group), true));
    Q_EMIT changed();
}

bool LabelDesk::isChange(std::size_t beat, std::optional<std::uint8_t> code) const {
    if (beat >= beat_samples_.size() || beat >= state_.beats().all().size()) return false;
    const review::ReaderLabel* own = labelOf(beat);
    return code ? own == nullptr || own->code != *code : own != nullptr;
}

std::size_t LabelDesk::wouldChange(std::span<const std::size_t> beats, std::optional<std::uint8_t> code) const {
    return static_cast<std::size_t>(
        std::count_if(beats.begin(), beats.end(), [&](std::size_t beat) { return isChange(beat, code); }));
}

std::optional<store::EventMark> LabelDesk::markFor(std::size_t beat, std::optional<std::uint8_t> code) const {
    if (!isChange(beat, code)) return std::nullopt;
    const LabelledBeat& row = state_.beats().all()[beat];
    store::EventMark mark;
    mark.sample = mark.end_sample = sampleOf(beat);
    mark.rate_hz = rate_hz_;
    mark.lead = recording_->leads[beats_->lead].name;
    mark.from = symbolText(row.code);
    if (code) mark.to = symbolText(*code);
    if (word_ && row.predicted_class >= 0) {
        mark.model = store::ModelWord{word_->model.name, word_->model.hash,
                                      word_->model.classes[static_cast<std::size_t>(row.predicted_class)],
                                      row.predicted_probability, state_.model().beatAiVisible()};
    }
    return mark;
}

bool LabelDesk::relabel(std::size_t beat, std::optional<std::uint8_t> code, std::string_view tool) {
    return relabel(std::span(&beat, 1), code, tool) > 0;
}

std::size_t LabelDesk::relabel(std::span<const std::size_t> beats, std::optional<std::uint8_t> code,
                               std::string_view tool, const std::string& reason) {
    if (!ready_ || !beats_) return 0;
    store::EventGroup group = newGroup(store::EventKind::edit, tool);
    group.reason = reason;
    for (const std::size_t beat : beats) {
        if (auto mark = markFor(beat, code)) group.marks.push_back(std::move(*mark));
    }
    const std::size_t changed_beats = group.marks.size();
    if (changed_beats > 0) append(std::move(group));
    return changed_beats;
}

bool LabelDesk::accept(std::size_t beat) {
    if (beat >= state_.beats().all().size() || state_.beats().all()[beat].code == 0) return false;
    return relabel(beat, state_.beats().all()[beat].code, "accept");
}

std::size_t LabelDesk::accept(std::span<const std::size_t> beats, std::string_view tool) {
    if (!ready_ || !beats_) return 0;
    store::EventGroup group = newGroup(store::EventKind::edit, tool);
    for (const std::size_t beat : beats) {
        const std::uint8_t code =
            beat < state_.beats().all().size() ? state_.beats().all()[beat].code : std::uint8_t{0};
        if (code == 0) continue;
        if (auto mark = markFor(beat, code)) group.marks.push_back(std::move(*mark));
    }
    const std::size_t changed_beats = group.marks.size();
    if (changed_beats > 0) append(std::move(group));
    return changed_beats;
}

bool LabelDesk::setUndone(const std::string& key, bool undone) {
    const auto samples = journal_.samplesOf(key);
    if (!ready_ || samples.empty() || journal_.isUndone(key) == undone) return false;
    store::EventGroup group = newGroup(undone ? store::EventKind::undo : store::EventKind::redo, "key");
    group.target = key;
    append(std::move(group));
    select(samples);
    Q_EMIT said(wordsFor(key, undone));
    return true;
}

void LabelDesk::undo() {
    if (const auto key = journal_.toUndo()) setUndone(*key, true);
}

void LabelDesk::redo() {
    if (const auto key = journal_.toRedo()) setUndone(*key, false);
}

QString LabelDesk::wordsFor(const std::string& key, bool undone) const {
    for (const store::EventGroup& group : journal_.groups()) {
        if (group.key != key || group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        const QString label = mark.to ? QString::fromStdString(*mark.to) : tr("no label");
        const QString where = group.marks.size() > 1
                                  ? tr("%1 beats").arg(group.marks.size())
                                  : whenText(state_.record(), static_cast<double>(journal_.sampleOf(mark)) / rate_hz_);
        return undone ? tr("Taken back: %1 at %2.").arg(label, where) : tr("Made again: %1 at %2.").arg(label, where);
    }
    return {};
}

QString LabelDesk::readerOf(std::size_t beat) const {
    const review::ReaderLabel* label = labelOf(beat);
    return label == nullptr ? QString() : shownText(label->reader);
}

QString LabelDesk::provenanceOf(std::size_t beat) const {
    const review::ReaderLabel* label = labelOf(beat);
    return label == nullptr ? QString() : QString::fromStdString(label->provenance);
}

}  // namespace triptych::ui
