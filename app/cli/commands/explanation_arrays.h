// Explanations as arrays, for a reference implementation to compute the same again: what the model saw, its weights,
// and the maps of every method that was asked.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"

#include <string>
#include <vector>

namespace triptych::cli {

// `explanations`: beat by beat, each by the same methods in the same order. The arrays, n beats along their first axis:
// beat, sample, time_s, target_class, baseline_class [n]; in.INPUT [n × …] what the model saw; score.METHOD,
// baseline_score.METHOD, delta.METHOD, steps.METHOD [n]; way.METHOD [n × stretches × 3], where a way was cut;
// map.METHOD.INPUT [n × …]; weight.NAME, every tensor of the model's weights; mean.INPUT [classes × …], where a beat is
// held against a class's mean beat; and meta.json: model, classes, methods, what the score is, and each input's axes
// with names and units (times in s from the beat's mark). docs/arrays.md says how a map is defined by them. Errors:
// those of the files and of formats::NpzWriter.
[[nodiscard]] Result<void> writeArrays(const std::string& path, const std::vector<Explanation>& explanations,
                                       const BeatList& beats, const ModelInfo& model);

}  // namespace triptych::cli
