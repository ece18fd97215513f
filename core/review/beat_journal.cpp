#include "core/review/beat_journal.h"

#include "core/review/label_matching.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace triptych::review {
namespace {

constexpr std::string_view kAdded = "added at ", kMoved = "moved to ", kRemoved = "removed";

std::optional<std::int64_t> sampleIn(std::string_view text) {
    const bool digits = !text.empty() && text.size() <= 18 && std::all_of(text.begin(), text.end(), [](char letter) {
        return letter >= '0' && letter <= '9';
    });
    if (!digits) return std::nullopt;
    std::int64_t value = 0;
    for (const char digit : text) value = value * 10 + (digit - '0');
    return value;
}

// What a mark of the log says, on the clock of a journal.
std::optional<BeatEditValue> valueOf(const store::EventMark& mark, double rate_hz) {
    auto value = mark.to ? beatEditOf(*mark.to) : std::nullopt;
    if (value && value->edit != BeatEdit::removed) value->at = onClock(value->at, mark.rate_hz, rate_hz);
    return value;
}

struct Placed {
    std::int64_t place = 0;
    Beat beat;
    std::size_t of = CorrectedBeats::kNew;
    bool gone = false;
};

}  // namespace

std::string beatEditText(const BeatEditValue& value) {
    if (value.edit == BeatEdit::removed) return std::string(kRemoved);
    return std::string(value.edit == BeatEdit::added ? kAdded : kMoved) + std::to_string(value.at);
}

std::optional<BeatEditValue> beatEditOf(std::string_view text) {
    if (text == kRemoved) return BeatEditValue{BeatEdit::removed, 0};
    for (const auto& [prefix, edit] : {std::pair(kAdded, BeatEdit::added), std::pair(kMoved, BeatEdit::moved)}) {
        if (!text.starts_with(prefix)) continue;
        const auto at = sampleIn(text.substr(prefix.size()));
        return at ? std::optional(BeatEditValue{edit, *at}) : std::nullopt;
    }
    return std::nullopt;
}

store::EventMark beatMark(std::int64_t place, double rate_hz, std::string_view lead, std::optional<std::string> from,
                          const BeatEditValue& to) {
    store::EventMark mark;
    mark.sample = mark.end_sample = place;
    mark.rate_hz = rate_hz;
    mark.lead = std::string(lead);
    mark.from = std::move(from);
    mark.to = beatEditText(to);
    return mark;
}

BeatJournal::BeatJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log)
    : ReplayedLayer({std::string(kBeatLayer), std::move(reader),
                     [rate_hz](const store::EventMark& mark) -> std::optional<std::int64_t> {
                         if (!store::isPossible(mark) || !valueOf(mark, rate_hz)) return std::nullopt;
                         return onClock(mark.sample, mark.rate_hz, rate_hz);
                     }}),
      rate_hz_(rate_hz) {
    replay_.takeLog(std::move(log));
    settle(replay_.places());
}

const BeatJournal::Places& BeatJournal::settle(const Places& places) {
    for (const std::int64_t place : places) {
        const auto in_force = replay_.at(place);
        edits_.erase(place);
        if (in_force.mark == nullptr) continue;
        if (const auto value = valueOf(*in_force.mark, rate_hz_)) edits_[place] = {*value, in_force.saved};
    }
    return places;
}

BeatJournal::Places BeatJournal::take(store::EventGroup group, bool own) {
    return settle(replay_.take(std::move(group), own));
}

BeatJournal::Places BeatJournal::keep(std::string_view key, std::int64_t order) {
    return settle(replay_.keep(key, order));
}

CorrectedBeats corrected(const BeatList& found, const BeatJournal& journal) {
    const double rate_hz = journal.rate_hz() > 0 ? journal.rate_hz() : found.rate_hz;
    const auto there = [&](std::int64_t sample) { return onClock(sample, rate_hz, found.rate_hz); };
    std::vector<Placed> all;
    std::vector<std::int64_t> places;
    all.reserve(found.beats.size());
    for (std::size_t beat = 0; beat < found.beats.size(); ++beat) {
        all.push_back({onClock(found.beats[beat].sample, found.rate_hz, rate_hz), found.beats[beat], beat, false});
        places.push_back(all.back().place);
    }
    const auto tolerance = static_cast<std::int64_t>(kSameBeat_s * rate_hz);
    CorrectedBeats out;
    std::vector<Placed> added;
    for (const auto& [place, edit] : journal.edits()) {
        const auto near = nearestWithin(places, place, tolerance);
        switch (edit.value.edit) {
            case BeatEdit::removed:
                out.removed.push_back(place);
                if (near) all[*near].gone = true;
                break;
            case BeatEdit::moved:
                if (near) all[*near].beat.sample = there(edit.value.at);
                break;
            case BeatEdit::added: {
                const std::uint8_t code = found.origin == BeatOrigin::reference ? kLearn : kNormal;
                added.push_back({place, {there(edit.value.at), code}, CorrectedBeats::kNew, false});
                break;
            }
        }
    }
    std::erase_if(all, [](const Placed& one) { return one.gone; });
    const auto bySample = [](const Placed& a, const Placed& b) { return a.beat.sample < b.beat.sample; };
    std::stable_sort(all.begin(), all.end(), bySample);
    // Another list may have it where the reader put it.
    const auto near_there = static_cast<std::int64_t>(kSameBeat_s * found.rate_hz);
    std::vector<std::int64_t> stand;
    for (const Placed& one : all) stand.push_back(one.beat.sample);
    std::erase_if(added,
                  [&](const Placed& one) { return nearestWithin(stand, one.beat.sample, near_there).has_value(); });
    all.insert(all.end(), added.begin(), added.end());
    std::stable_sort(all.begin(), all.end(), bySample);

    out.list = found;
    out.list.beats.clear();
    out.list.beats.reserve(all.size());
    out.places.reserve(all.size());
    out.of.reserve(all.size());
    for (const Placed& one : all) {
        out.list.beats.push_back(one.beat);
        // Labels are sought among places that ascend, whatever two readers did to two beats.
        out.places.push_back(out.places.empty() ? one.place : std::max(one.place, out.places.back() + 1));
        out.of.push_back(one.of);
    }
    return out;
}

void correctMarks(AnnotationSet& marks, const BeatJournal& journal) {
    if (journal.edits().empty()) return;
    BeatList list;
    list.rate_hz = marks.rate_hz > 0 ? marks.rate_hz : journal.rate_hz();
    list.origin = BeatOrigin::reference;
    std::vector<Annotation> of_beats, out;
    std::stable_sort(marks.annotations.begin(), marks.annotations.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    for (Annotation& mark : marks.annotations) {
        if (isBeat(mark.code)) {
            list.beats.push_back({mark.sample, mark.code});
            of_beats.push_back(std::move(mark));
        } else {
            out.push_back(std::move(mark));
        }
    }
    const CorrectedBeats now = corrected(list, journal);
    for (std::size_t beat = 0; beat < now.list.beats.size(); ++beat) {
        Annotation mark;
        if (now.of[beat] != CorrectedBeats::kNew) mark = of_beats[now.of[beat]];
        mark.sample = now.list.beats[beat].sample;
        mark.code = now.list.beats[beat].code;
        out.push_back(std::move(mark));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    marks.annotations = std::move(out);
}

}  // namespace triptych::review
