// Where beats cannot be read, and why: computed with the beats, so that whoever counts, classifies or measures them can
// say "cannot be read" instead of guessing.
#pragma once

#include "core/beats/signal_gaps.h"
#include "core/domain/beat.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace triptych::beats {

enum class Unreadable : std::uint8_t {
    missing,  // there are no samples
    flat,     // the lead stands still: an electrode is off, or the amplifier at its limit
    motion,   // noise in the band of the QRS complex: electrodes move, or there is no heart in the lead
    muscle    // noise above it
};
// "no samples", "no signal", "motion", "muscle noise".
[[nodiscard]] std::string_view describe(Unreadable reason);

// A stretch in which no beats are told, whatever may be there: none of the leads that were read shows them. Not the
// pause of a heart: that is quiet, and can be read.
struct UnreadableStretch {
    double from_s = 0, to_s = 0;
    Unreadable reason = Unreadable::motion;
    friend bool operator==(const UnreadableStretch&, const UnreadableStretch&) = default;
};

// How far one beat can be trusted, and whether the lead that it is marked on can be read there.
struct BeatReadability {
    float certainty = 1;  // 0 ... 1: that it is a beat, and that none beside it was missed or made up
    float noise = 0;      // what lies between the beats around, relative to their size: 0.01 clean, 0.3 hardly readable
    float unlike = 0;     // what parts it from beats around, relative to their size: 0.05 clean, 0.3 hardly readable
    bool readable = true;
    Unreadable reason = Unreadable::motion;  // where it is not
};

struct Readability {
    std::vector<UnreadableStretch> stretches;  // ascending, apart
    std::vector<BeatReadability> beats;        // one for each beat of the list that it came with
};

// The reason why nothing can be read at a time; nullopt where it can.
[[nodiscard]] std::optional<Unreadable> unreadableAt(std::span<const UnreadableStretch> stretches, double time_s);
// Seconds of [from_s, to_s) that cannot be read. `stretches` ascend.
[[nodiscard]] double unreadable_s(std::span<const UnreadableStretch> stretches, double from_s, double to_s);

// From one beat to the next, in seconds; nothing where samples are missing in between (signal_gaps.h), or where the
// time reaches into one of `unreadable`: it may hide a beat. `gaps` may be null.
[[nodiscard]] std::optional<double> readInterval_s(double from_s, double to_s, const SignalGaps* gaps,
                                                   std::span<const UnreadableStretch> unreadable);

// Where a lead cannot be read: the one rule that silences of beats, "~", noise on screen and episodes of rhythm follow.
// Those are the stretches of `said`, and the time between beats in a row, at most 3 s apart, that cannot be read; where
// one of them is noise, so is what lies between it and the next, or an end of the lead, at most 3 s away without a beat
// that can be read. `found`: the beats that `said` came with. Ascending, apart or touching.
[[nodiscard]] std::vector<UnreadableStretch> unreadableSpans(const BeatList& found, const Readability& said,
                                                             double duration_s);

}  // namespace triptych::beats
