#include "core/review/take_over.h"

#include "core/review/beat_journal.h"
#include "core/review/label_matching.h"
#include "core/review/provenance.h"
#include "core/text/digest.h"
#include "core/text/said.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace triptych::review {
namespace {

constexpr const char* kTool = "triptych file";

using Seconds = std::chrono::sys_seconds;
// Symbol, reader, second, sample on the file's clock.
using Known = std::set<std::tuple<std::string, std::string, Seconds, std::int64_t>>;

// Place of a beat that a reader put or moved, and where it ever stood, on the file's clock.
using Stood = std::multimap<std::int64_t, std::int64_t>;

Stood everMoved(const std::vector<store::EventGroup>& groups, double rate_hz) {
    Stood stood;
    for (const store::EventGroup& group : groups) {
        if (group.layer != kBeatLayer) continue;
        for (const store::EventMark& mark : group.marks) {
            const auto value = mark.to && store::isPossible(mark) ? beatEditOf(*mark.to) : std::nullopt;
            if (!value || value->edit == BeatEdit::removed) continue;
            stood.emplace(onClock(mark.sample, mark.rate_hz, rate_hz), onClock(value->at, mark.rate_hz, rate_hz));
        }
    }
    return stood;
}

std::int64_t toleranceOn(double rate_hz) {
    return std::max<std::int64_t>(static_cast<std::int64_t>(kSameBeat_s * rate_hz), 1);
}

// A label is kept under its beat's place, and stands in a file where the beat stood when that was written.
Known knownTo(const std::vector<store::EventGroup>& groups, double rate_hz) {
    Known known;
    const Stood stood = everMoved(groups, rate_hz);
    for (const store::EventGroup& group : groups) {
        if (group.layer != store::kLabelLayer) continue;
        for (const store::EventMark& mark : group.marks) {
            if (!mark.to) continue;
            // By the text that the file would have: names in it are cut and cleaned.
            const ToldOf told = toldBy(provenanceOf(group, mark));
            const Seconds second = std::chrono::floor<std::chrono::seconds>(told.time);
            const std::int64_t sample = onClock(mark.sample, mark.rate_hz, rate_hz), near = toleranceOn(rate_hz);
            known.emplace(*mark.to, told.reader, second, sample);
            for (auto at = stood.lower_bound(sample - near); at != stood.end() && at->first <= sample + near; ++at) {
                known.emplace(*mark.to, told.reader, second, at->second);
            }
        }
    }
    return known;
}

// The file holds a label on the beat's own mark, which the label was given beside.
bool isKnown(const Known& known, std::int64_t sample, double rate_hz, const std::string& symbol, const ToldOf& told) {
    const auto tolerance = toleranceOn(rate_hz);
    const Seconds second = std::chrono::floor<std::chrono::seconds>(told.time);
    const auto first = known.lower_bound({symbol, told.reader, second, sample - tolerance});
    return first != known.end() && *first <= std::tuple(symbol, told.reader, second, sample + tolerance);
}

std::string keyOf(const store::EventGroup& group, const std::string& identity) {
    std::uint64_t first = text::fnv1a(identity);
    std::uint64_t second = text::fnv1a(identity, 0x9e3779b97f4a7c15ULL);
    for (const store::EventMark& mark : group.marks) {
        const std::string said =
            std::to_string(mark.sample) + ' ' + mark.to.value_or("") + ' ' + mark.provenance + '\n';
        first = text::fnv1a(said, first);
        second = text::fnv1a(said, second);
    }
    return "taken-over-" + std::to_string(first) + '-' + std::to_string(second);
}

}  // namespace

std::vector<store::EventGroup> takeOver(const SavedLabels& saved, const std::string& identity,
                                        const std::vector<store::EventGroup>& known_groups) {
    const Known known = knownTo(known_groups, saved.set.rate_hz);
    std::vector<store::EventGroup> groups;
    for (const auto& [sample, label] : saved.labels) {
        ToldOf told = toldBy(label.provenance);
        const std::string symbol(symbolOf(label.code));
        if (isKnown(known, sample, saved.set.rate_hz, symbol, told)) continue;
        if (groups.empty() || groups.back().reader != told.reader || groups.back().time != told.time) {
            store::EventGroup group;
            group.kind = store::EventKind::taken_over;
            group.reader = told.reader;
            group.time = told.time;
            group.tool = kTool;
            groups.push_back(std::move(group));
        }
        store::EventMark mark;
        mark.sample = mark.end_sample = sample;
        mark.rate_hz = saved.set.rate_hz;
        mark.from = std::move(told.from);
        mark.to = symbol;
        mark.model = std::move(told.model);
        mark.provenance = label.provenance;
        groups.back().marks.push_back(std::move(mark));
    }
    for (store::EventGroup& group : groups) group.key = keyOf(group, identity);
    return groups;
}

Warning takenOver(std::size_t labels, const std::string& path) {
    return {text::sayCount(labels,
                           "{1} label that this project did not know was taken over from there; Review > History says "
                           "whose and when, and takes any of it back",
                           "{1} labels that this project did not know were taken over from there; Review > History "
                           "says whose and when, and takes any of it back"),
            path};
}

}  // namespace triptych::review
