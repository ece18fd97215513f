// The rhythm of a recording, found: episodes that tile it, the one answer for the whole, and how much of the readable
// time each rhythm has.
#pragma once

#include "core/domain/error.h"
#include "core/rhythm/atrial.h"
#include "core/rhythm/episode.h"
#include "core/rhythm/reader_words.h"

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace triptych::rhythm {

// Shares and probabilities by rhythm; those that are zero are left out.
using RhythmShares = std::vector<std::pair<Rhythm, double>>;

struct RhythmFindings {
    std::vector<Episode> episodes;  // ascending, without overlap or hole, from 0 to duration_s
    Rhythm whole = Rhythm::other;   // the one answer for the recording
    RhythmShares probability;       // of it: a strip's by the model; of a longer recording the shares of its time
    double duration_s = 0;
    double readable_share = 0;
    RhythmShares burden;  // of the readable time

    [[nodiscard]] Rhythm at(double time_s) const;
    // Where one of `rhythms` rules, ascending.
    [[nodiscard]] std::vector<Span> spansOf(const std::vector<Rhythm>& rhythms) const;
};

// What the trees say of a recording that is one strip.
struct StripAnswer {
    StripProbability probability{};
    StripClass winner = kStripSinus;
};

struct PacingEvidence {
    std::vector<float> score;            // [beats] pacedScore(); empty: nobody looked
    std::vector<std::uint8_t> by_label;  // [beats] 1: an annotator or a spike says so; empty: nobody
    // [beats] 1: spikes show well here, and this one has none: the heart's own; empty: nobody knows
    std::vector<std::uint8_t> unprovoked = {};
};

// `model` null: no fibrillation and no flutter is told. Errors: cancelled. Any thread; within 50 ms of a stop.
[[nodiscard]] Result<RhythmFindings> findRhythm(const RhythmView& view, const StripModel* model,
                                                const PacingEvidence& pacing = {}, const Job& job = {});

// What the signal and the times of the beats say by themselves: it takes a second for a day, and stays when a label is
// given, for no class of a beat has a say in it.
struct RhythmGround {
    std::vector<Episode> candidates;   // vf, unreadable, paced, af, flutter
    std::vector<BeatClass> by_shape;   // [beats] classesByShape()
    std::optional<StripAnswer> strip;  // of a recording that is one
};
// Pieces of the other recorded leads over a span, at kView_hz; asked for where the one lead flutters.
using OtherLeads = std::function<std::vector<std::vector<float>>(Span)>;

// `others` empty: there are none. Of `view` the classes are not looked at, and its samples are not needed any more
// afterwards. Errors: cancelled.
[[nodiscard]] Result<RhythmGround> groundOf(const RhythmView& view, const StripModel* model,
                                            const PacingEvidence& pacing = {}, const Job& job = {},
                                            const OtherLeads& others = {});
// What follows with the classes of `view` and what readers said, in milliseconds.
[[nodiscard]] RhythmFindings findingsOn(const RhythmView& view, const RhythmGround& ground,
                                        std::span<const ReaderWord> words = {});

// --- the steps that it is made of

[[nodiscard]] std::vector<Episode> pacedStretches(const RhythmView& view, const PacingEvidence& pacing);
// The candidates by priority, readers' before all others, each only where none before it lies; what is left is sinus
// rhythm, or another one where P waves were looked for and not seen at a rate that is none of the sinus node's, or no
// beats are.
[[nodiscard]] std::vector<Episode> tile(const RhythmView& view, std::vector<Episode> candidates);
[[nodiscard]] RhythmShares sharesWithin(const std::vector<Episode>& episodes, double from_s, double to_s);

}  // namespace triptych::rhythm
