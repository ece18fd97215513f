#include "ui/window/beat_desk.h"

#include "core/pipeline/corrected_word.h"
#include "core/review/label_matching.h"
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/state/navigation.h"
#include "ui/window/label_desk.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {

BeatDesk::BeatDesk(ViewState& state, LabelDesk& labels, QObject* parent)
    : QObject(parent), state_(state), labels_(labels) {
    connect(&labels_, &LabelDesk::logRead, this, &BeatDesk::takeLog);
    connect(&labels_, &LabelDesk::groupsArrived, this, [this](const std::vector<store::EventGroup>& groups) {
        bool any = false;
        for (const store::EventGroup& group : groups) any = !journal_.take(group, false).empty() || any;
        if (!any) return;
        correct(std::nullopt);
        Q_EMIT changed();
    });
    connect(&labels_, &LabelDesk::groupsKept, this, [this](const auto& kept) {
        for (const auto& [key, order] : kept) journal_.keep(key, order);
    });
    connect(&state_.review(), &ReviewState::moveAsked, this,
            [this](std::size_t beat, double time_s, const QString& tool) { move(beat, time_s, tool.toStdString()); });
}

void BeatDesk::begin(RecordingPtr recording) {
    close();
    recording_ = std::move(recording);
}

void BeatDesk::close() {
    recording_ = nullptr;
    found_ = beats_ = nullptr;
    places_.clear();
    removed_.clear();
    journal_ = {};
    Q_EMIT changed();
}

void BeatDesk::takeLog(std::vector<store::EventGroup> groups) {
    journal_ = review::BeatJournal(labels_.rate_hz(), labels_.reader(), std::move(groups));
    if (found_) correct(std::nullopt);
    Q_EMIT changed();
}

void BeatDesk::setFound(std::shared_ptr<const BeatList> found) {
    found_ = std::move(found);
    beats_ = nullptr;
    places_.clear();
    correct(std::nullopt);
}

bool BeatDesk::correct(std::optional<std::int64_t> touched) {
    if (!found_) return false;
    review::CorrectedBeats now = review::corrected(*found_, journal_);
    removed_ = std::move(now.removed);
    const std::vector<std::int64_t> before = std::exchange(places_, std::move(now.places));
    const auto old = std::exchange(
        beats_, journal_.edits().empty() ? found_ : std::make_shared<const BeatList>(std::move(now.list)));
    if (!old) return true;  // whoever set the beats asks for them
    const auto sameBeat = [](const Beat& a, const Beat& b) { return a.sample == b.sample && a.code == b.code; };
    if (std::ranges::equal(old->beats, beats_->beats, sameBeat)) return false;
    std::vector<std::size_t> of(places_.size(), pipeline::kNoBeat);
    for (std::size_t i = 0, k = 0; i < places_.size(); ++i) {
        while (k < before.size() && before[k] < places_[i]) ++k;
        if (k < before.size() && before[k] == places_[i]) of[i] = k;
    }
    std::optional<std::size_t> beat;
    if (touched) {
        const auto at = std::ranges::lower_bound(places_, *touched);
        if (at != places_.end() && *at == *touched) beat = static_cast<std::size_t>(at - places_.begin());
    }
    Q_EMIT corrected(of, beat);
    return true;
}

void BeatDesk::take(store::EventGroup group) {
    labels_.keepElsewhere(group);
    const auto places = journal_.take(std::move(group), true);
    correct(places.empty() ? std::nullopt : std::optional(places.front()));
    Q_EMIT changed();
}

std::int64_t BeatDesk::onLabels(double time_s) const {
    return std::llround(time_s * journal_.rate_hz());
}

bool BeatDesk::mayEdit() {
    if (!beats_ || !recording_) return false;
    if (labels_.isReady()) return true;
    Q_EMIT said(tr("The project is still being read: press the key again."));
    return false;
}

// What the log says of a beat, else its letter.
std::optional<std::string> BeatDesk::wordOn(std::size_t beat) const {
    const auto edit = journal_.edits().find(places_[beat]);
    if (edit != journal_.edits().end()) return review::beatEditText(edit->second.value);
    const std::uint8_t code = beat < state_.beats().all().size() ? state_.beats().all()[beat].code : std::uint8_t{0};
    return code == 0 ? std::nullopt : std::optional(std::string(symbolOf(code)));
}

store::EventMark BeatDesk::markOf(std::size_t beat, const review::BeatEditValue& to) const {
    return review::beatMark(places_[beat], journal_.rate_hz(), recording_->leads[beats_->lead].name, wordOn(beat), to);
}

// A place that no beat has or had: what the log says of one is not to be said of another.
std::int64_t BeatDesk::freePlace(std::int64_t sample) const {
    const auto taken = [this](std::int64_t place) {
        return std::ranges::binary_search(places_, place) || journal_.edits().contains(place);
    };
    for (std::int64_t off = 0;; ++off) {
        for (const std::int64_t place : {sample + off, sample - off}) {
            if (place >= 0 && !taken(place)) return place;
        }
    }
}

bool BeatDesk::add(double time_s, std::string_view tool) {
    if (!mayEdit()) return false;
    if (time_s < 0 || time_s > recording_->duration_s) {
        Q_EMIT said(tr("There is no recording there."));
        return false;
    }
    const std::int64_t sample = onLabels(time_s);
    if (const auto near = nearestBeat(state_.beats().all(), time_s)) {
        const double away_s = std::abs(state_.beats().all()[*near].time_s - time_s);
        if (away_s < review::kBeatsApart_s) {
            Q_EMIT said(tr("A beat stands there already, %1 ms away.").arg(std::lround(away_s * 1000)));
            return false;
        }
    }
    store::EventGroup group = labels_.newGroup(store::EventKind::edit, tool);
    group.layer = std::string(review::kBeatLayer);
    group.marks = {review::beatMark(freePlace(sample), journal_.rate_hz(), recording_->leads[beats_->lead].name,
                                    std::nullopt, {review::BeatEdit::added, sample})};
    take(std::move(group));
    Q_EMIT said(tr("A beat was added at %1.").arg(whenText(state_.record(), time_s)));
    return true;
}

bool BeatDesk::move(std::size_t beat, double time_s, std::string_view tool) {
    if (!mayEdit() || beat >= beats_->beats.size() || beat >= state_.beats().all().size()) return false;
    const auto& rows = state_.beats().all();
    const double least_s = beat > 0 ? rows[beat - 1].time_s + review::kBeatsApart_s : 0;
    const double most_s =
        beat + 1 < rows.size() ? rows[beat + 1].time_s - review::kBeatsApart_s : recording_->duration_s;
    if (time_s < least_s || time_s > most_s) {
        Q_EMIT said(tr("A beat stays between the beats beside it."));
        return false;
    }
    const std::int64_t sample = onLabels(time_s);
    if (sample == onLabels(rows[beat].time_s)) return false;
    const auto edit = journal_.edits().find(places_[beat]);
    const bool is_added = edit != journal_.edits().end() && edit->second.value.edit == review::BeatEdit::added;
    store::EventGroup group = labels_.newGroup(store::EventKind::edit, tool);
    group.layer = std::string(review::kBeatLayer);
    group.marks = {markOf(beat, {is_added ? review::BeatEdit::added : review::BeatEdit::moved, sample})};
    take(std::move(group));
    Q_EMIT said(tr("The beat was moved to %1.").arg(whenText(state_.record(), time_s)));
    return true;
}

bool BeatDesk::remove(std::span<const std::size_t> beats, std::string_view tool) {
    if (!mayEdit()) return false;
    store::EventGroup group = labels_.newGroup(store::EventKind::edit, tool);
    group.layer = std::string(review::kBeatLayer);
    for (const std::size_t beat : beats) {
        if (beat < places_.size()) group.marks.push_back(markOf(beat, {review::BeatEdit::removed, 0}));
    }
    if (group.marks.empty()) return false;
    const std::size_t count = group.marks.size();
    const double time_s = static_cast<double>(group.marks.front().sample) / journal_.rate_hz();
    take(std::move(group));
    Q_EMIT said(count == 1 ? tr("The beat at %1 was taken away.").arg(whenText(state_.record(), time_s))
                           : tr("%1 beats were taken away.").arg(groupedNumber(count)));
    return true;
}

bool BeatDesk::setUndone(const std::string& key, bool undone) {
    const auto places = journal_.placesOf(key);
    if (!labels_.isReady() || places.empty() || journal_.isUndone(key) == undone) return false;
    store::EventGroup group = labels_.newGroup(undone ? store::EventKind::undo : store::EventKind::redo, "key");
    group.layer = std::string(review::kBeatLayer);
    group.target = key;
    take(std::move(group));
    Q_EMIT said(wordsFor(key, undone));
    return true;
}

QString BeatDesk::wordsFor(const std::string& key, bool undone) const {
    for (const store::EventGroup& group : journal_.groups()) {
        if (group.key != key || group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        const auto value = review::beatEditOf(mark.to.value_or(std::string()));
        const QString what = !value                                   ? QString()
                             : value->edit == review::BeatEdit::added ? tr("a beat added")
                             : value->edit == review::BeatEdit::moved ? tr("a beat moved")
                             : group.marks.size() > 1 ? tr("%1 beats taken away").arg(group.marks.size())
                                                      : tr("a beat taken away");
        const QString where =
            whenText(state_.record(), mark.rate_hz > 0 ? static_cast<double>(mark.sample) / mark.rate_hz : 0);
        return undone ? tr("Taken back: %1 at %2.").arg(what, where) : tr("Made again: %1 at %2.").arg(what, where);
    }
    return {};
}

}  // namespace triptych::ui
