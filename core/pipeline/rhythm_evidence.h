// What the room of rhythm looks at, gathered from a recording: one list of beats and what they are, the lead, its holes
// and noise, and the waves of as many beats as there is time for.
#pragma once

#include "core/inference/recording_analysis.h"
#include "core/rhythm/nn_intervals.h"
#include "core/rhythm/view.h"
#include "core/waves/delineator.h"

#include <memory>
#include <vector>

namespace triptych::pipeline {

// Immutable once gathered.
struct RhythmEvidence {
    double duration_s = 0;
    std::shared_ptr<const BeatList> beats;
    std::vector<BeatClass> classes;  // [beats]
    std::vector<float> samples;      // the beats' lead at rhythm::kView_hz
    std::shared_ptr<const beats::SignalGaps> gaps;
    std::shared_ptr<const beats::QualityTrack> quality;  // null where the lead's rate allows none
    std::vector<beats::UnreadableStretch> unreadable;    // empty where the lead's rate allows no search for beats
    LeadWavesPtr waves;                                  // of the beats' lead; null where nobody can look for them
    std::vector<std::uint8_t> waves_known;               // [beats]

    // Borrows from this.
    [[nodiscard]] rhythm::RhythmView view() const;
};

// `classes` [beats], or empty: all are normal. Waves are looked for throughout where `waves_for_all_s` or less lasts;
// in a longer recording nowhere yet. `delineator` may be null. Errors: out_of_range (the beats' lead), cancelled.
[[nodiscard]] Result<RhythmEvidence> gatherRhythm(const inference::RecordingAnalysis& analysis,
                                                  std::shared_ptr<const BeatList> beats, std::vector<BeatClass> classes,
                                                  const waves::Delineator* delineator, double waves_for_all_s,
                                                  const Job& job = {});

// The recorded leads beside `lead` from a moment to another, a second more on either side, at rhythm::kView_hz. A lead
// without samples there is left out.
[[nodiscard]] std::vector<std::vector<float>> otherLeadsWithin(const Recording& recording, std::size_t lead,
                                                               const rhythm::Span& span, const Job& job = {});

}  // namespace triptych::pipeline
