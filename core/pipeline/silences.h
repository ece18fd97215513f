// Which beats of a recording have no class, and why: found in the recording itself, for any model and any list of
// beats, so that an answer is given only where something can be read, beats are there, and no pacemaker made them.
#pragma once

#include "core/beats/readability.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/prediction.h"
#include "core/inference/engine.h"
#include "core/inference/recording_analysis.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace triptych::pipeline {

struct Silences {
    std::vector<Silence> of_beats;          // [beats]
    std::vector<UnreadableSpan> stretches;  // ascending, apart
    // [beats] What a V is held against (lone_v.h); empty but of strips of one lead.
    std::vector<std::optional<beats::BeatReadability>> readings;
    std::vector<double> flutter_ends_s;  // ascending (last_waves.h)
};

// What can be read is what the search for beats says (beats::unreadableSpans()): of its own beats each by itself, of
// others that of its beat within 0.15 s, or that of their place. Flutter and pacing are said before motion and muscles,
// which they look like (docs/methods.md). At rates that the detector does not know nothing is unreadable. Errors:
// cancelled, out_of_range (the beats' lead).
[[nodiscard]] Result<Silences> silencesOf(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                          const Job& job = {});

// Lays `silences` of all beats over a model's answers to beats [first, first + answers.size()), and says "edge" (or
// "no samples", far from the ends) of those whose window was too little (Predictions::usable).
void withhold(const Silences& silences, const Recording& recording, const BeatList& beats, std::size_t first,
              Predictions& answers);

// Both, for whoever has all of a model's answers: inference::Withhold.
[[nodiscard]] Result<void> withholdWhereSilent(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                               Predictions& answers, const Job& job);

// inference::Model::classify(), with the silences, without a V on a strip of one lead that too little supports
// (lone_v.h), and without one at the very end of flutter (last_waves.h): what every program asks. `partial` hears parts
// that have the silences. A warning says how many beats have no class, and why. Errors: those of both.
[[nodiscard]] Result<Classification> classify(const inference::Model& model,
                                              const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                              const Job& job, std::size_t first_beat = 0,
                                              const inference::PartialResult& partial = {});
// The same with silences that are known already, of these beats.
[[nodiscard]] Result<Classification> classify(const inference::Model& model,
                                              const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                              const Silences& silences, const Job& job, std::size_t first_beat,
                                              const inference::PartialResult& partial);

}  // namespace triptych::pipeline
