// Maps that can be made one by one: of the beats of a class, or of a recording's stretches. What adds them up – how
// strong they are as a rule, their mean – goes on where it was stopped.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/domain/prediction.h"
#include "core/domain/recording_answer.h"
#include "core/inference/engine.h"
#include "core/inference/recording_analysis.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace triptych::pipeline {

struct MapSource {
    std::size_t count = 0;
    std::function<Result<Explanation>(std::size_t at, const Job& job)> make;  // any thread
    std::function<double(std::size_t at)> mark_s;                             // where its beat is marked
};

// Whom to ask about what. Shared, for a map is made after the caller has gone on.
struct MapAsk {
    std::shared_ptr<const inference::Model> model;
    std::shared_ptr<const inference::RecordingAnalysis> analysis;
    std::shared_ptr<const BeatList> beats;
    inference::ExplainRequest what;  // class empty: each beat's own
};

// The beats that the model calls so (empty: whatever they are called), evenly from all of them where `most` (not 0) are
// fewer.
[[nodiscard]] std::vector<std::size_t> answeredBeats(const Classification& said, const std::string& of_class,
                                                     std::size_t most);
// Of these beats, each for the request's class or its own; beyond the list: none.
[[nodiscard]] MapSource mapsOfBeats(MapAsk ask, const Classification& said, std::vector<std::size_t> beats);
// Of each stretch of a recording, for its likeliest label where the request names none.
[[nodiscard]] MapSource mapsOfStretches(MapAsk ask, const RecordingAnswer& answer, std::size_t most);

}  // namespace triptych::pipeline
