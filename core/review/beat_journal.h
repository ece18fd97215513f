// Which beats there are, after the reader's hand: the layer "beats" of the log replayed, and a list of beats as it was
// corrected. A label belongs to a beat wherever the beat stands, so each beat keeps the place that it is known by.
#pragma once

#include "core/domain/beat.h"
#include "core/review/event_replay.h"
#include "core/store/event.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::review {

inline constexpr std::string_view kBeatLayer = "beats";
// Two beats are never nearer to each other; a mark that is belongs to the same beat.
inline constexpr double kBeatsApart_s = 0.1;

enum class BeatEdit : std::uint8_t { added, moved, removed };

// As the log has it in `from` and `to`: "added at 12345", "moved to 12345", "removed". The sample is on the clock of
// the mark, whose own sample is the place that the beat is known by: where it was found, or first put.
struct BeatEditValue {
    BeatEdit edit = BeatEdit::removed;
    std::int64_t at = 0;  // of a beat that was removed 0

    friend bool operator==(const BeatEditValue&, const BeatEditValue&) = default;
};
[[nodiscard]] std::string beatEditText(const BeatEditValue& value);
// nullopt where the text is none of these.
[[nodiscard]] std::optional<BeatEditValue> beatEditOf(std::string_view text);

// A mark of the log. `from`: what the log said of the beat before, or its letter; nullopt: nothing.
[[nodiscard]] store::EventMark beatMark(std::int64_t place, double rate_hz, std::string_view lead,
                                        std::optional<std::string> from, const BeatEditValue& to);

struct EditedBeat {
    BeatEditValue value;
    bool saved = true;  // false: its event is not on the disk yet
};

// Owned by one thread (the window's); event_replay.h says in what order groups count. A place is the beat's.
class BeatJournal : public ReplayedLayer<std::int64_t> {
public:
    using Places = std::vector<std::int64_t>;

    BeatJournal() : BeatJournal(0, {}, {}) {}
    // As LabelJournal's.
    BeatJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log);

    // By place; values on this journal's clock.
    [[nodiscard]] const std::map<std::int64_t, EditedBeat>& edits() const { return edits_; }
    [[nodiscard]] double rate_hz() const { return rate_hz_; }

    Places take(store::EventGroup group, bool own);
    Places keep(std::string_view key, std::int64_t order);

private:
    const Places& settle(const Places& places);

    double rate_hz_ = 0;
    std::map<std::int64_t, EditedBeat> edits_;
};

// A list of beats as it was corrected.
struct CorrectedBeats {
    static constexpr std::size_t kNew = std::numeric_limits<std::size_t>::max();

    BeatList list;                      // by ascending sample
    std::vector<std::int64_t> places;   // [beats] that labels are kept under, ascending, on the journal's clock
    std::vector<std::size_t> of;        // [beats] index in the list that was corrected; kNew: the reader put it there
    std::vector<std::int64_t> removed;  // places of the beats that are gone, ascending

    [[nodiscard]] bool isMoved(std::size_t beat, const BeatList& found) const {
        return of[beat] == kNew || list.beats[beat].sample != found.beats[of[beat]].sample;
    }
};
// `found` after the journal. A beat that was moved or removed in another list is the one nearest to its place, within
// kSameBeat_s; one that was added to another list and stands in this one already is not added twice. An added beat is
// "?" in a list of reference marks.
[[nodiscard]] CorrectedBeats corrected(const BeatList& found, const BeatJournal& journal);

// The same done to the beats of an annotator's marks; whatever else was marked stays.
void correctMarks(AnnotationSet& marks, const BeatJournal& journal);

}  // namespace triptych::review
