// The class that each answer of a model gives to every beat: what an evaluation counts and a comparison pairs.
#pragma once

#include "core/inference/card.h"
#include "core/inference/rhythm_rules.h"

#include <cstdint>
#include <vector>

namespace triptych::inference {

// Answers of a model: its own; of a late fusion each branch's and the simplex average's, too.
[[nodiscard]] std::size_t answerCount(const Card& card);

// [answers][beats] Row 0 is the whole model; of a late fusion row 1 + m is branch m and the last the simplex average,
// which pass the rule of runs as the whole model did. `times` of the beats; beats out of order (a split's) have none.
[[nodiscard]] std::vector<std::vector<std::uint8_t>> winnersOf(const Card& card, const Predictions& predictions,
                                                               const BeatTimes& times);

}  // namespace triptych::inference
