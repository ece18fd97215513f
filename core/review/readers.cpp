#include "core/review/readers.h"

#include "core/domain/beat_class.h"
#include "core/review/corrected_labels.h"
#include "core/review/event_replay.h"
#include "core/review/label_matching.h"
#include "core/review/letters.h"
#include "core/text/visible.h"

#include <algorithm>
#include <set>
#include <utility>

namespace triptych::review {
namespace {

using store::EventGroup;
using store::EventKind;
using Groups = std::vector<EventGroup>;

constexpr std::size_t kNameBytes = 40;

bool isTurn(const EventGroup& group) {
    return group.kind == EventKind::undo || group.kind == EventKind::redo;
}

bool isBlinded(std::string_view mode) {
    return mode == kBlindedToReaders || mode == kBlindedToAll;
}

EventReplay<std::int64_t> labelReplay(double rate_hz, Groups groups) {
    EventReplay<std::int64_t> replay(std::string(store::kLabelLayer), {},
                                     [rate_hz](const store::EventMark& mark) -> std::optional<std::int64_t> {
                                         const auto code = mark.to ? codeOfLetter(*mark.to) : std::nullopt;
                                         if (!store::isPossible(mark) || (mark.to && !(code && isBeat(*code)))) {
                                             return std::nullopt;
                                         }
                                         return onClock(mark.sample, mark.rate_hz, rate_hz);
                                     });
    replay.takeLog(std::move(groups));
    return replay;
}

// How a reader reads, as the reading layer tells it.
void readMode(const Groups& groups, Reading& reading) {
    std::string mode;
    for (const EventGroup& group : groups) {
        if (isTurn(group)) continue;
        if (group.layer == kReadingLayer && !group.marks.empty() && group.marks.front().to) {
            const std::string& said = *group.marks.front().to;
            if (said == kSignedOff) {
                reading.signed_off = true;
            } else if (said == kReopened) {
                reading.signed_off = false;
            } else {
                mode = said;
            }
        } else if (group.layer == store::kLabelLayer && group.tool != kAdjudication) {
            if (reading.decisions++ == 0) reading.blinded = isBlinded(mode);
            reading.signed_off = false;
        }
    }
    reading.mode = mode;
}

}  // namespace

std::vector<std::string> readersOf(const Groups& log) {
    std::set<std::string> readers;
    for (const EventGroup& group : log) readers.insert(group.reader);
    return {readers.begin(), readers.end()};
}

Groups ofReader(const Groups& log, std::string_view reader) {
    Groups own;
    std::ranges::copy_if(log, std::back_inserter(own),
                         [&](const EventGroup& group) { return isTurn(group) || group.reader == reader; });
    return own;
}

Groups asOf(Groups log, std::int64_t upto) {
    std::erase_if(log, [&](const EventGroup& group) { return group.order > upto; });
    return log;
}

Groups asOf(Groups log, std::chrono::sys_time<std::chrono::milliseconds> upto) {
    std::erase_if(log, [&](const EventGroup& group) { return group.time > upto; });
    return log;
}

std::vector<Reading> readingsOf(const Groups& log, double rate_hz) {
    std::vector<Reading> readings;
    for (const std::string& reader : readersOf(log)) {
        Groups own = ofReader(log, reader);
        Reading reading;
        reading.reader = reader;
        bool any = false;
        for (const EventGroup& group : own) {
            if (group.reader != reader) continue;
            const bool is_reading = group.layer == kReadingLayer;
            if (isTurn(group) || (group.layer != store::kLabelLayer && !is_reading)) continue;
            if (!any) reading.first = group.time;
            reading.last = std::max(reading.last, group.time);
            any = true;
        }
        if (!any) continue;
        const BeatJournal edits(rate_hz, {}, own);
        const auto whole = labelReplay(rate_hz, own);
        std::erase_if(own, [&](const EventGroup& group) { return !isTurn(group) && whole.isUndone(group.key); });
        readMode(own, reading);
        std::erase_if(own, [](const EventGroup& group) { return group.tool == kAdjudication; });
        auto replay = labelReplay(rate_hz, std::move(own));
        for (const std::int64_t sample : replay.places()) {
            const auto in_force = replay.at(sample);
            if (in_force.mark == nullptr || !in_force.mark->to || !standsAt(sample, edits)) continue;
            reading.labels[sample] = {*codeOfLetter(*in_force.mark->to), in_force.mark->model, in_force.group->time};
        }
        readings.push_back(std::move(reading));
    }
    return readings;
}

std::vector<DoublyRead> sideBySide(const std::vector<Reading>& readings, const Groups& log, double rate_hz) {
    struct Label {
        std::int64_t sample = 0;
        std::size_t reading = 0;
        std::uint8_t code = 0;
    };
    std::vector<Label> labels;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        for (const auto& [sample, said] : readings[i].labels) labels.push_back({sample, i, said.code});
    }
    std::ranges::stable_sort(labels, {}, &Label::sample);
    const auto tolerance = std::max<std::int64_t>(static_cast<std::int64_t>(kSameBeat_s * rate_hz), 0);
    std::vector<DoublyRead> beats;
    for (const Label& label : labels) {
        // A reader has one word on a beat: a second one is of the next.
        const bool same =
            !beats.empty() && label.sample - beats.back().sample <= tolerance && !beats.back().letters[label.reading];
        if (!same) {
            beats.push_back({label.sample, std::vector<std::optional<std::uint8_t>>(readings.size()), {}, {}});
        }
        beats.back().letters[label.reading] = label.code;
    }
    Groups decisions = log;
    std::erase_if(decisions, [](const EventGroup& group) { return !isTurn(group) && group.tool != kAdjudication; });
    auto replay = labelReplay(rate_hz, std::move(decisions));
    for (const std::int64_t sample : replay.places()) {
        const auto in_force = replay.at(sample);
        if (in_force.mark == nullptr || !in_force.mark->to) continue;
        const auto nearest =
            std::ranges::min_element(beats, {}, [&](const DoublyRead& beat) { return std::abs(beat.sample - sample); });
        if (nearest == beats.end() || std::abs(nearest->sample - sample) > tolerance) continue;
        nearest->decided = codeOfLetter(*in_force.mark->to);
        nearest->adjudicator = in_force.group->reader;
    }
    return beats;
}

bool isConflict(const DoublyRead& beat, bool by_letter) {
    std::set<int> said;
    for (const auto& letter : beat.letters) {
        if (!letter) continue;
        const auto beat_class = beatClassOf(*letter, ClassMapping::display);
        said.insert(by_letter || !beat_class ? 100 + *letter : static_cast<int>(*beat_class));
    }
    return said.size() > 1;
}

std::string cleanedReaderName(std::string_view name) {
    std::string cleaned;
    for (const char character : name) {
        const auto byte = static_cast<unsigned char>(character);
        const bool is_blank = byte <= 0x20 || byte == 0x7f;
        if (!is_blank) {
            cleaned += character;
        } else if (!cleaned.empty() && cleaned.back() != ' ') {
            cleaned += ' ';
        }
    }
    cleaned = text::visible(cleaned);  // nobody signs in another's name by a letter that is not seen
    if (cleaned.size() > kNameBytes) {
        std::size_t end = kNameBytes;
        while (end > 0 && (static_cast<unsigned char>(cleaned[end]) & 0xC0U) == 0x80U) --end;
        cleaned.resize(end);
    }
    while (!cleaned.empty() && cleaned.back() == ' ') cleaned.pop_back();
    return cleaned;
}

}  // namespace triptych::review
