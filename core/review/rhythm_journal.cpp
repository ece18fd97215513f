#include "core/review/rhythm_journal.h"

#include "core/review/label_matching.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace triptych::review {
namespace {

constexpr std::string_view kNot = "not ";
constexpr std::size_t kLongestName = 24;

bool isName(std::string_view text) {
    return !text.empty() && text.size() <= kLongestName &&
           std::all_of(text.begin(), text.end(), [](char letter) { return letter >= 'a' && letter <= 'z'; });
}

}  // namespace

std::string rhythmText(const RhythmValue& value) {
    return value.denied ? std::string(kNot) + value.name : value.name;
}

std::optional<RhythmValue> rhythmValueOf(std::string_view text) {
    const bool denied = text.starts_with(kNot);
    if (denied) text.remove_prefix(kNot.size());
    if (!isName(text)) return std::nullopt;
    return RhythmValue{std::string(text), denied};
}

store::EventMark rhythmMark(const RhythmPlace& place, double rate_hz, std::string_view from, const RhythmValue& to) {
    store::EventMark mark;
    mark.sample = place.from;
    mark.end_sample = place.to;
    mark.rate_hz = rate_hz;
    mark.from = std::string(from);
    mark.to = rhythmText(to);
    return mark;
}

RhythmJournal::RhythmJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log)
    : ReplayedLayer({std::string(store::kRhythmLayer), std::move(reader),
                     [rate_hz](const store::EventMark& mark) -> std::optional<RhythmPlace> {
                         store::EventMark end = mark;
                         end.sample = mark.end_sample;
                         if (!store::isPossible(mark) || !store::isPossible(end)) return std::nullopt;
                         if (mark.end_sample <= mark.sample || !mark.to || !rhythmValueOf(*mark.to))
                             return std::nullopt;
                         return RhythmPlace{onClock(mark.sample, mark.rate_hz, rate_hz),
                                            onClock(mark.end_sample, mark.rate_hz, rate_hz)};
                     }}) {
    replay_.takeLog(std::move(log));
    settle();
}

void RhythmJournal::settle() {
    // By place in the log, what is not written yet last, and as they arrived; then as they stand in their group.
    using Order = std::tuple<std::int64_t, std::size_t, std::size_t>;
    std::vector<std::pair<Order, RhythmWord>> found;
    for (const RhythmPlace& place : replay_.places()) {
        const auto in_force = replay_.at(place);
        if (in_force.mark == nullptr) continue;
        const store::EventGroup& group = *in_force.group;
        const auto last = std::numeric_limits<std::int64_t>::max();
        found.push_back(
            {{group.order > 0 ? group.order : last, static_cast<std::size_t>(&group - replay_.groups().data()),
              static_cast<std::size_t>(in_force.mark - group.marks.data())},
             {place, *rhythmValueOf(*in_force.mark->to), group.reader, group.reason, group.time, in_force.saved}});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    words_.clear();
    for (auto& [order, word] : found) words_.push_back(std::move(word));
}

RhythmJournal::Places RhythmJournal::take(store::EventGroup group, bool own) {
    auto places = replay_.take(std::move(group), own);
    settle();
    return places;
}

RhythmJournal::Places RhythmJournal::keep(std::string_view key, std::int64_t order) {
    auto places = replay_.keep(key, order);
    settle();
    return places;
}

}  // namespace triptych::review
