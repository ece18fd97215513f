// Recordings of atria that fibrillate, flutter, are sick or are not always followed, made from real ones: the training
// records hold such rhythms in a few patients. Real beats are laid out anew at the times that such atria allow, without
// their P waves over the waves of fibrillation or flutter, with their own, or with the P waves of another focus. What
// follows from a recording (typical beat, rhythm, P waves, likeness) is then computed as for any other, so that a
// beat's inputs agree with each other.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/recording.h"
#include "core/statistics/random.h"

#include <optional>
#include <vector>

namespace triptych::inference::training {

enum class Atria {
    fibrillation,  // N and V beats, none premature by its time alone
    flutter,       // likewise
    sick_sinus,    // most beats are S: runs of an atrial focus wherever a slow sinus leaves them time (made_rhythms.h)
    blocked        // N beats alone, after Mobitz, after Wenckebach or with pauses: early or late, and none of them S
};

struct MadeRecording {
    Recording recording;          // in memory; leads, rate and name of the original, and no annotations
    std::vector<BeatList> beats;  // for each lead: the same beats, with their letters
};

// `duration_s` made of the N and V beats among `beats` (any lead's). Nothing where there are fewer than a hundred that
// (blocked, sick sinus: N alone) that can be cut out, or leads of several rates.
[[nodiscard]] std::optional<MadeRecording> withAtria(const Recording& recording, const BeatList& beats, Atria atria,
                                                     double duration_s, Random& random);

}  // namespace triptych::inference::training
