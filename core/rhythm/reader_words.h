// What readers say of the rhythm, over what was found: their word on a stretch counts before everything else, and what
// they deny there is not told.
#pragma once

#include "core/rhythm/episode.h"

#include <span>
#include <vector>

namespace triptych::rhythm {

// "It is fibrillation from here to there"; or, `denied`, "there is none here", whatever else there may be.
struct ReaderWord {
    Span span;
    Rhythm rhythm = Rhythm::other;
    bool denied = false;

    friend bool operator==(const ReaderWord&, const ReaderWord&) = default;
};

// Candidates as tile() takes them, corrected by `words`, of which a later one counts where two speak of the same time.
// What a reader says is an episode by a reader, certain, with the reasons of the candidate that said the same, if any
// did. Sinus rhythm denied leaves another one, and the other way round.
[[nodiscard]] std::vector<Episode> withWords(std::vector<Episode> candidates, std::span<const ReaderWord> words);

}  // namespace triptych::rhythm
