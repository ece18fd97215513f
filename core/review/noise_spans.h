// The stretches that readers call noise: nobody may count, measure or train on what lies in them.
#pragma once

#include "core/review/rhythm_journal.h"

#include <string_view>
#include <vector>

namespace triptych::review {

// The word of the layer "rhythm" that says so (core/rhythm/episode.h).
inline constexpr std::string_view kNoiseWord = "unreadable";

struct NoiseSpan {
    double from_s = 0, to_s = 0;

    friend bool operator==(const NoiseSpan&, const NoiseSpan&) = default;
};

// Ascending and apart. Of two words on the same time the later one counts: what was called noise and then a rhythm, or
// no noise, is none.
[[nodiscard]] std::vector<NoiseSpan> noiseSpans(const RhythmJournal& journal, double rate_hz);
// `spans` as noiseSpans() gives them.
[[nodiscard]] bool isNoise(const std::vector<NoiseSpan>& spans, double time_s);

}  // namespace triptych::review
