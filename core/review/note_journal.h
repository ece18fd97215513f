// What readers wrote at a moment in their own words: the layer "notes" of the log replayed.
#pragma once

#include "core/domain/layer.h"
#include "core/review/event_replay.h"
#include "core/store/event.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::review {

inline constexpr std::string_view kNoteLayer = "notes";
inline constexpr std::size_t kLongestNote = 250;  // bytes: what an annotation file holds of one

struct ReaderNote {
    std::string text;  // UTF-8, one line, not empty
    std::string reader;
    bool saved = true;  // false: its event is not on the disk yet
};

// As it is kept: one line without control letters or blanks at its ends, cut between letters where it is too long.
[[nodiscard]] std::string noteText(std::string_view typed);

// A mark of the log. `to` empty: the note is taken away.
[[nodiscard]] store::EventMark noteMark(std::int64_t sample, double rate_hz, std::optional<std::string> from,
                                        std::string_view to);

// Owned by one thread (the window's); event_replay.h says in what order groups count. A place is the note's sample.
class NoteJournal : public ReplayedLayer<std::int64_t> {
public:
    using Places = std::vector<std::int64_t>;

    NoteJournal() : NoteJournal(0, {}, {}) {}
    // As LabelJournal's.
    NoteJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log);

    [[nodiscard]] const std::map<std::int64_t, ReaderNote>& notes() const { return notes_; }
    [[nodiscard]] double rate_hz() const { return rate_hz_; }

    Places take(store::EventGroup group, bool own);
    Places keep(std::string_view key, std::int64_t order);

private:
    const Places& settle(const Places& places);

    double rate_hz_ = 0;
    std::map<std::int64_t, ReaderNote> notes_;
};

// As WFDB's notes ("\""), the text in `aux`. Null where there are none.
[[nodiscard]] LayerPtr noteLayer(const NoteJournal& journal, const std::string& reader);

}  // namespace triptych::review
