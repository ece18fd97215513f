#include "core/review/label_journal.h"

#include "core/review/label_matching.h"
#include "core/review/provenance.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace triptych::review {
namespace {

// Groups that have no place yet come behind all that have one.
std::int64_t placeOf(const store::EventGroup& group) {
    return group.order > 0 ? group.order : std::numeric_limits<std::int64_t>::max();
}

bool isPossible(const store::EventMark& mark) {
    constexpr std::int64_t kFarthest = std::int64_t{1} << 40;
    constexpr double kFastest_hz = 1e7;
    if (mark.sample < 0 || mark.sample > kFarthest) return false;
    if (!(mark.rate_hz >= 0) || mark.rate_hz > kFastest_hz || (mark.rate_hz > 0 && mark.rate_hz < 1e-3)) return false;
    const auto code = mark.to ? codeOfSymbol(*mark.to) : std::nullopt;
    return !mark.to || (code && isBeat(*code));
}

bool isTurn(const store::EventGroup& group) {
    return group.kind == store::EventKind::undo || group.kind == store::EventKind::redo;
}

}  // namespace

LabelJournal::LabelJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log)
    : rate_hz_(rate_hz), reader_(std::move(reader)) {
    groups_.reserve(log.size());
    for (store::EventGroup& group : log) {
        const bool own = group.reader == reader_;
        absorb(std::move(group), own);
    }
    for (const auto& [sample, entries] : at_) settle(sample);
}

std::int64_t LabelJournal::sampleOf(const store::EventMark& mark) const {
    return onClock(mark.sample, mark.rate_hz, rate_hz_);
}

bool LabelJournal::isBefore(std::size_t a, std::size_t b) const {
    const std::int64_t place_a = placeOf(groups_[a]);
    const std::int64_t place_b = placeOf(groups_[b]);
    return place_a != place_b ? place_a < place_b : a < b;
}

bool LabelJournal::isUndone(std::size_t group) const {
    const auto turns = turns_.find(groups_[group].key);
    if (turns == turns_.end()) return false;
    const auto last = std::max_element(turns->second.begin(), turns->second.end(),
                                       [this](const Turn& a, const Turn& b) { return isBefore(a.group, b.group); });
    return last->undone;
}

bool LabelJournal::isUndone(std::string_view key) const {
    const auto found = by_key_.find(std::string(key));
    return found != by_key_.end() && isUndone(found->second);
}

LabelJournal::Samples LabelJournal::samplesOf(std::string_view key) const {
    Samples samples;
    const auto found = by_key_.find(std::string(key));
    if (found == by_key_.end()) return samples;
    for (const store::EventMark& mark : groups_[found->second].marks) samples.push_back(sampleOf(mark));
    std::sort(samples.begin(), samples.end());
    samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
    return samples;
}

void LabelJournal::settle(std::int64_t sample) {
    const auto found = at_.find(sample);
    if (found == at_.end()) return;
    std::vector<Entry>& entries = found->second;
    std::stable_sort(entries.begin(), entries.end(),
                     [this](const Entry& a, const Entry& b) { return isBefore(a.group, b.group); });
    const Entry* in_force = nullptr;
    bool saved = true;
    for (const Entry& entry : entries) {
        const store::EventGroup& group = groups_[entry.group];
        saved = saved && group.order > 0;
        if (const auto turns = turns_.find(group.key); turns != turns_.end()) {
            for (const Turn& turn : turns->second) saved = saved && groups_[turn.group].order > 0;
        }
        if (isUndone(entry.group)) continue;
        if (group.kind == store::EventKind::taken_over && in_force != nullptr &&
            group.time <= groups_[in_force->group].time) {
            continue;
        }
        in_force = &entry;
    }
    if (saved) {
        unsaved_.erase(sample);
    } else {
        unsaved_.insert(sample);
    }
    labels_.erase(sample);
    if (in_force == nullptr) return;
    const store::EventGroup& group = groups_[in_force->group];
    const store::EventMark& mark = group.marks[in_force->mark];
    const auto code = mark.to ? codeOfSymbol(*mark.to) : std::nullopt;
    if (code) labels_[sample] = ReaderLabel{*code, provenanceOf(group, mark), saved};
}

void LabelJournal::settle(const Samples& samples) {
    for (const std::int64_t sample : samples) settle(sample);
}

// Which groups undo and redo mean: a new edit ends what could be redone.
void LabelJournal::remember(const store::EventGroup& group) {
    switch (group.kind) {
        case store::EventKind::edit:
            to_undo_.push_back(group.key);
            to_redo_.clear();
            break;
        case store::EventKind::undo:
            std::erase(to_undo_, group.target);
            to_redo_.push_back(group.target);
            break;
        case store::EventKind::redo:
            std::erase(to_redo_, group.target);
            to_undo_.push_back(group.target);
            break;
        case store::EventKind::taken_over:
            break;
    }
}

std::optional<std::size_t> LabelJournal::absorb(store::EventGroup group, bool own) {
    if (group.layer != store::kLabelLayer || by_key_.contains(group.key)) return std::nullopt;
    // A log may come from anywhere: what can lie in no recording is left out.
    std::erase_if(group.marks, [](const store::EventMark& mark) { return !isPossible(mark); });
    const std::size_t index = groups_.size();
    by_key_.emplace(group.key, index);
    groups_.push_back(std::move(group));
    const store::EventGroup& taken = groups_.back();
    if (taken.order <= 0) ++pending_;
    if (own) remember(taken);
    if (isTurn(taken)) turns_[taken.target].push_back({index, taken.kind == store::EventKind::undo});
    for (std::size_t i = 0; i < taken.marks.size(); ++i) at_[sampleOf(taken.marks[i])].push_back({index, i});
    return index;
}

LabelJournal::Samples LabelJournal::take(store::EventGroup group, bool own) {
    const std::string key = group.key;
    const std::int64_t order = group.order;
    const auto index = absorb(std::move(group), own);
    if (!index) return keep(key, order);
    Samples samples = samplesOf(isTurn(groups_[*index]) ? groups_[*index].target : key);
    settle(samples);
    return samples;
}

LabelJournal::Samples LabelJournal::keep(std::string_view key, std::int64_t order) {
    const auto found = by_key_.find(std::string(key));
    if (found == by_key_.end() || order <= 0) return {};
    store::EventGroup& group = groups_[found->second];
    if (group.order == order) return {};
    if (group.order <= 0) --pending_;
    group.order = order;
    Samples samples = samplesOf(isTurn(group) ? std::string_view(group.target) : key);
    settle(samples);
    return samples;
}

std::optional<std::string> LabelJournal::toUndo() const {
    // Another window may have taken it back by itself.
    const auto found = std::find_if(to_undo_.rbegin(), to_undo_.rend(),
                                    [this](const std::string& key) { return !isUndone(std::string_view(key)); });
    return found == to_undo_.rend() ? std::nullopt : std::optional(*found);
}

std::optional<std::string> LabelJournal::toRedo() const {
    const auto found = std::find_if(to_redo_.rbegin(), to_redo_.rend(),
                                    [this](const std::string& key) { return isUndone(std::string_view(key)); });
    return found == to_redo_.rend() ? std::nullopt : std::optional(*found);
}

}  // namespace triptych::review
