// What is in force after everything that readers did: the log replayed in memory, event by event as they come, so that
// a label is painted at once, said to be pending until it is on the disk, and can be taken back by itself at any time.
#pragma once

#include "core/domain/annotation.h"
#include "core/store/event.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace triptych::review {

// A label that a reader gave. `provenance` is the aux text that stands beside it in the annotation file.
struct ReaderLabel {
    std::uint8_t code = kUnknownBeat;
    std::string provenance;
    bool saved = true;  // false: its event is not on the disk yet

    friend bool operator==(const ReaderLabel&, const ReaderLabel&) = default;
};

// Keyed by sample on the clock of the analysed lead.
using ReaderLabels = std::map<std::int64_t, ReaderLabel>;

// Owned by one thread (the window's). Groups count in the order of the log, whatever the order in which they arrive;
// those not written yet come last. A label is that of the last group at its sample which was not undone; a group that
// was taken over from a file gives way to everything later than itself. Undone groups are as if they had never been.
class LabelJournal {
public:
    using Samples = std::vector<std::int64_t>;

    LabelJournal() = default;
    // `rate_hz`: the clock that labels are kept on; 0: as the events have it. `reader`: whose groups undo() takes back.
    // Of `log`, groups of this reader can be taken back like those made here.
    LabelJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log);

    [[nodiscard]] const ReaderLabels& labels() const { return labels_; }

    // A group made here (`own`), or by another window. One that is known already only learns its place. Returns the
    // samples whose label may differ now, ascending.
    Samples take(store::EventGroup group, bool own);
    // The group was committed at this place in the log.
    Samples keep(std::string_view key, std::int64_t order);

    // The group that undo (redo) means now; nullopt where there is none.
    [[nodiscard]] std::optional<std::string> toUndo() const;
    [[nodiscard]] std::optional<std::string> toRedo() const;
    [[nodiscard]] bool isUndone(std::string_view key) const;
    // Samples that a group touches; empty where it is not known.
    [[nodiscard]] Samples samplesOf(std::string_view key) const;
    // Is what is in force at the sample, be it a label or that one was taken away, not on the disk yet?
    [[nodiscard]] bool isPending(std::int64_t sample) const { return unsaved_.contains(sample); }
    [[nodiscard]] const std::set<std::int64_t>& unsaved() const { return unsaved_; }
    // Groups that are not on the disk yet.
    [[nodiscard]] std::size_t pending() const { return pending_; }
    // All groups, as they arrived; for the history, and for what must be written again.
    [[nodiscard]] const std::vector<store::EventGroup>& groups() const { return groups_; }
    // The clock's sample of a mark.
    [[nodiscard]] std::int64_t sampleOf(const store::EventMark& mark) const;

private:
    struct Entry {
        std::size_t group = 0, mark = 0;
    };
    // An undo or a redo of a group.
    struct Turn {
        std::size_t group = 0;
        bool undone = false;
    };

    [[nodiscard]] bool isBefore(std::size_t a, std::size_t b) const;
    [[nodiscard]] bool isUndone(std::size_t group) const;
    // Takes a group in without looking at what it changes; nullopt: its place is all that is new.
    std::optional<std::size_t> absorb(store::EventGroup group, bool own);
    void settle(std::int64_t sample);
    void settle(const Samples& samples);
    void remember(const store::EventGroup& group);

    double rate_hz_ = 0;
    std::string reader_;
    ReaderLabels labels_;
    std::vector<store::EventGroup> groups_;
    std::unordered_map<std::string, std::size_t> by_key_;
    std::unordered_map<std::int64_t, std::vector<Entry>> at_;
    std::unordered_map<std::string, std::vector<Turn>> turns_;  // by key of the group that is undone
    std::vector<std::string> to_undo_, to_redo_;                // latest last
    std::set<std::int64_t> unsaved_;                            // samples
    std::size_t pending_ = 0;
};

}  // namespace triptych::review
