// What readers said of the rhythm: the layer "rhythm" of the log replayed. A mark is a stretch and what it is said to
// be, or not to be; what follows for the episodes is worked out where rhythms are known (core/rhythm/reader_words.h).
#pragma once

#include "core/review/event_replay.h"
#include "core/store/event.h"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::review {

// A stretch on the journal's clock, begin and end.
struct RhythmPlace {
    std::int64_t from = 0, to = 0;

    friend auto operator<=>(const RhythmPlace&, const RhythmPlace&) = default;
};

// "It is that", or, denied, "it is not that". Names are those of core/rhythm/episode.h; this room knows none of them.
struct RhythmValue {
    std::string name;
    bool denied = false;

    friend bool operator==(const RhythmValue&, const RhythmValue&) = default;
};
// As the log has it in `from` and `to`: "af", "not af".
[[nodiscard]] std::string rhythmText(const RhythmValue& value);
// nullopt where the text is no name: empty, longer than any, or of other letters.
[[nodiscard]] std::optional<RhythmValue> rhythmValueOf(std::string_view text);

// A mark of the log. `rate_hz`: the clock of `place`. `from`: the rhythm that most of the stretch had before.
[[nodiscard]] store::EventMark rhythmMark(const RhythmPlace& place, double rate_hz, std::string_view from,
                                          const RhythmValue& to);

// A word that counts.
struct RhythmWord {
    RhythmPlace place;
    RhythmValue value;
    std::string reader;
    std::string reason;
    std::chrono::sys_time<std::chrono::milliseconds> time{};
    bool saved = true;  // false: its event is not on the disk yet
};

// Owned by one thread (the window's); event_replay.h says in what order groups count.
class RhythmJournal : public ReplayedLayer<RhythmPlace> {
public:
    using Places = std::vector<RhythmPlace>;

    RhythmJournal() : RhythmJournal(0, {}, {}) {}
    // As LabelJournal's.
    RhythmJournal(double rate_hz, std::string reader, std::vector<store::EventGroup> log);

    // Those that count, in the order of the log: where two speak of the same time, the later one is right.
    [[nodiscard]] const std::vector<RhythmWord>& words() const { return words_; }

    // As LabelJournal's; the stretches of which something else may be said now.
    Places take(store::EventGroup group, bool own);
    Places keep(std::string_view key, std::int64_t order);

private:
    void settle();

    std::vector<RhythmWord> words_;
};

}  // namespace triptych::review
