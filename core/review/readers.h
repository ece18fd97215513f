// Whose reading is whose: the log holds what everybody did, and a reader's own labels, what readers say differently of
// one beat, and what an adjudicator decided of it all follow from it.
#pragma once

#include "core/review/label_journal.h"
#include "core/store/event.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::review {

// What an adjudicator decided carries this tool, and counts among nobody's readings.
inline constexpr std::string_view kAdjudication = "adjudication";
// Marks of this layer say how a reader reads, over the whole recording: kBlinded..., kOpen, kSignedOff, kReopened.
inline constexpr std::string_view kReadingLayer = "reading";
inline constexpr std::string_view kBlindedToReaders = "blinded to readers";
inline constexpr std::string_view kBlindedToAll = "blinded to readers and model";
inline constexpr std::string_view kOpenReading = "open";
inline constexpr std::string_view kSignedOff = "signed off";
inline constexpr std::string_view kReopened = "reopened";

// Who said anything, by name; one who is not known is "".
[[nodiscard]] std::vector<std::string> readersOf(const std::vector<store::EventGroup>& log);
// What one reader did, and every undo and redo, for these follow what they undo.
[[nodiscard]] std::vector<store::EventGroup> ofReader(const std::vector<store::EventGroup>& log,
                                                      std::string_view reader);

// The log as it was: `upto` is a place in it, or a moment.
[[nodiscard]] std::vector<store::EventGroup> asOf(std::vector<store::EventGroup> log, std::int64_t upto);
[[nodiscard]] std::vector<store::EventGroup> asOf(std::vector<store::EventGroup> log,
                                                  std::chrono::sys_time<std::chrono::milliseconds> upto);

// One reader's reading of one recording.
struct Reading {
    std::string reader;
    struct Said {
        std::uint8_t code = 0;
        std::optional<store::ModelWord> model;  // as it stood when the reader decided
        std::chrono::sys_time<std::chrono::milliseconds> time{};
    };
    std::map<std::int64_t, Said> labels;  // own ones in force, on the clock asked for; not of beats they took away
    std::size_t decisions = 0;            // groups of labels that count, each one key or one batch
    std::chrono::sys_time<std::chrono::milliseconds> first{}, last{};  // of all that the reader did
    std::string mode;         // the last of the reading layer that says how; empty: none, which is open
    bool blinded = false;     // the first label was given blinded
    bool signed_off = false;  // and nothing was labelled since
};
// Of everybody who labelled, signed off or adjudicated, by name. `rate_hz`: clock of the labels.
[[nodiscard]] std::vector<Reading> readingsOf(const std::vector<store::EventGroup>& log, double rate_hz);

// What the readers say of one beat.
struct DoublyRead {
    std::int64_t sample = 0;                           // of the first that said something
    std::vector<std::optional<std::uint8_t>> letters;  // [readings]
    std::optional<std::uint8_t> decided;               // an adjudicator's, in force
    std::string adjudicator;
};
// Labels of different readers within kSameBeat_s are of one beat; by time. `log` for the adjudications.
[[nodiscard]] std::vector<DoublyRead> sideBySide(const std::vector<Reading>& readings,
                                                 const std::vector<store::EventGroup>& log, double rate_hz);

// Do two or more readers name different classes (of ClassMapping::display), or, with `by_letter`, different letters?
[[nodiscard]] bool isConflict(const DoublyRead& beat, bool by_letter = false);

// The name that a reader chose, cleaned: one line, no blanks at its ends, 40 bytes at most between letters; empty where
// nothing is left.
[[nodiscard]] std::string cleanedReaderName(std::string_view name);

}  // namespace triptych::review
