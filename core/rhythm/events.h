// What happened and when: runs, couplets, pauses, the fastest and the slowest, the longest interval, first and last of
// each rhythm; and how the recording went minute by minute and hour by hour, as plain values.
#pragma once

#include "core/domain/recording.h"
#include "core/rhythm/findings.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace triptych::rhythm {

inline constexpr double kPause_s = 2;

struct RhythmEvent {
    double time_s = 0;
    std::string name;  // "pause", "vt run", "couplet", "fastest", "first af", "mark: dizzy", ...
    double value =
        0;  // seconds of a pause or interval, beats of a run, beats per minute of a rate, seconds of an episode
};

// Ascending. Runs are of 100 per minute or more ("vt run", "svt run"), couplets two V or two S between others. Pauses
// of more than kPause_s, without a hole in them and outside what cannot be read, are "pause", and "pause in af" in
// fibrillation. "fastest" and "slowest" are rates over five intervals.
[[nodiscard]] std::vector<RhythmEvent> eventsOf(const RhythmView& view, const RhythmFindings& findings);

// Diary and event-button marks of the file: notes of its annotators, as "mark: TEXT" of value 0.
[[nodiscard]] std::vector<RhythmEvent> marksOfFile(const Recording& recording);

struct Minute {
    double least_bpm = 0, mean_bpm = 0, most_bpm = 0;  // of the intervals that end in it; 0 where there is none
    std::array<std::size_t, kBeatClasses> beats{};
    double good_share = 0;  // of its seconds
};
// Beats without a class and those that lie in a reader's noise leave every figure, and so do intervals that reach into
// an unreadable episode, whoever says that it is one.
[[nodiscard]] std::vector<Minute> minutesOf(const RhythmView& view, const RhythmFindings& findings);
// Where a reader said that nothing can be read, ascending.
[[nodiscard]] std::vector<Span> readersNoise(const RhythmFindings& findings);

struct Stretch {
    Span span;
    double readable_share = 0;
    RhythmShares burden;  // of its readable time
    std::array<std::size_t, kBeatClasses> beats{};
    std::size_t runs = 0, couplets = 0, pauses = 0;
};
// Of each hour, or each 24 hours, from the start. What lies in a reader's noise is not counted.
[[nodiscard]] std::vector<Stretch> stretchesOf(const RhythmView& view, const RhythmFindings& findings,
                                               const std::vector<RhythmEvent>& events, double length_s);

}  // namespace triptych::rhythm
