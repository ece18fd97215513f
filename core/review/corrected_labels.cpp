#include "core/review/corrected_labels.h"

#include "core/review/label_matching.h"

#include <cstdlib>
#include <iterator>

namespace triptych::review {

std::optional<std::int64_t> standsAt(std::int64_t place, const BeatJournal& edits) {
    const auto& all = edits.edits();
    const auto near = static_cast<std::int64_t>(kSameBeat_s * edits.rate_hz());
    auto best = all.end();
    for (auto edit = all.lower_bound(place - near); edit != all.end() && edit->first <= place + near; ++edit) {
        if (best == all.end() || std::abs(edit->first - place) < std::abs(best->first - place)) best = edit;
    }
    if (best == all.end()) return place;
    if (best->second.value.edit == BeatEdit::removed) return std::nullopt;
    return best->second.value.at;
}

ReaderLabels correctedLabels(const ReaderLabels& labels, const BeatJournal& edits) {
    if (edits.edits().empty()) return labels;
    ReaderLabels out;
    for (const auto& [place, label] : labels) {
        if (const auto at = standsAt(place, edits)) out.insert_or_assign(*at, label);
    }
    return out;
}

}  // namespace triptych::review
