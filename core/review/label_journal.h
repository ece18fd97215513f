// What is in force after everything that readers did: the log replayed in memory, event by event as they come, so that
// a label is painted at once, said to be pending until it is on the disk, and can be taken back by itself at any time.
#pragma once

#include "core/domain/annotation.h"
#include "core/review/event_replay.h"
#include "core/store/event.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::review {

// A label that a reader gave. `provenance` is the aux text that stands beside it in the annotation file.
struct ReaderLabel {
    std::uint8_t code = kUnknownBeat;
    std::string provenance;
    bool saved = true;        // false: its event is not on the disk yet
    std::string reader = {};  // who; empty: not known. The provenance has it, too

    friend bool operator==(const ReaderLabel& a, const ReaderLabel& b) {
        return a.code == b.code && a.provenance == b.provenance && a.saved == b.saved;
    }
};

// Keyed by sample on the clock of the analysed lead.
using ReaderLabels = std::map<std::int64_t, ReaderLabel>;

// The layer "labels" replayed (event_replay.h says in what order groups count); a place is a beat's sample. Owned by
// one thread (the window's).
class LabelJournal : public ReplayedLayer<std::int64_t> {
public:
    using Samples = std::vector<std::int64_t>;

    LabelJournal() : LabelJournal(0, {}, {}) {}
    // `rate_hz`: the clock that labels are kept on; 0: as the events have it. `reader`: whose groups undo() takes back.
    // Of `log`, groups of this reader can be taken back like those made here.
    LabelJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log);

    [[nodiscard]] const ReaderLabels& labels() const { return labels_; }

    // A group made here (`own`), or by another window. One that is known already only learns its place. Returns the
    // samples whose label may differ now, ascending.
    Samples take(store::EventGroup group, bool own);
    // The group was committed at this place in the log.
    Samples keep(std::string_view key, std::int64_t order);

    // Samples that a group touches; empty where it is not known.
    [[nodiscard]] Samples samplesOf(std::string_view key) const { return placesOf(key); }
    // Is what is in force at the sample, be it a label or that one was taken away, not on the disk yet?
    [[nodiscard]] bool isPending(std::int64_t sample) const { return unsaved_.contains(sample); }
    [[nodiscard]] const std::set<std::int64_t>& unsaved() const { return unsaved_; }
    // The clock's sample of a mark.
    [[nodiscard]] std::int64_t sampleOf(const store::EventMark& mark) const;

private:
    void settle(std::int64_t sample);
    const Samples& settle(const Samples& samples);

    double rate_hz_ = 0;
    ReaderLabels labels_;
    std::set<std::int64_t> unsaved_;  // samples
};

}  // namespace triptych::review
