#include "core/review/label_journal.h"

#include "core/review/label_matching.h"
#include "core/review/letters.h"
#include "core/review/provenance.h"

#include <utility>

namespace triptych::review {
namespace {

bool isLabel(const store::EventMark& mark) {
    if (!store::isPossible(mark)) return false;
    const auto code = mark.to ? codeOfLetter(*mark.to) : std::nullopt;
    return !mark.to || (code && isBeat(*code));
}

}  // namespace

LabelJournal::LabelJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log)
    : ReplayedLayer({std::string(store::kLabelLayer), std::move(reader),
                     [rate_hz](const store::EventMark& mark) -> std::optional<std::int64_t> {
                         if (!isLabel(mark)) return std::nullopt;
                         return onClock(mark.sample, mark.rate_hz, rate_hz);
                     }}),
      rate_hz_(rate_hz) {
    replay_.takeLog(std::move(log));
    settle(replay_.places());
}

std::int64_t LabelJournal::sampleOf(const store::EventMark& mark) const {
    return onClock(mark.sample, mark.rate_hz, rate_hz_);
}

void LabelJournal::settle(std::int64_t sample) {
    const auto in_force = replay_.at(sample);
    if (in_force.saved) {
        unsaved_.erase(sample);
    } else {
        unsaved_.insert(sample);
    }
    labels_.erase(sample);
    if (in_force.mark == nullptr || !in_force.mark->to) return;
    if (const auto code = codeOfLetter(*in_force.mark->to)) {
        labels_[sample] =
            ReaderLabel{*code, provenanceOf(*in_force.group, *in_force.mark), in_force.saved, in_force.group->reader};
    }
}

const LabelJournal::Samples& LabelJournal::settle(const Samples& samples) {
    for (const std::int64_t sample : samples) settle(sample);
    return samples;
}

LabelJournal::Samples LabelJournal::take(store::EventGroup group, bool own) {
    return settle(replay_.take(std::move(group), own));
}

LabelJournal::Samples LabelJournal::keep(std::string_view key, std::int64_t order) {
    return settle(replay_.keep(key, order));
}

}  // namespace triptych::review
