// What stands over a map and under it, in words: what is explained by which method, of which beat, by which model.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/explanation.h"
#include "core/domain/prediction.h"
#include "core/pipeline/mean_map.h"
#include "core/text/said.h"

#include <string>

namespace triptych::pipeline {

// "V and not S, score 0.98, by Integrated Gradients"
[[nodiscard]] text::Said mapHeading(const Explanation& explanation);
// "beat at 421.33 s, lead MLII, 208"; of a recording its stretch.
[[nodiscard]] text::Said mapPlace(const Explanation& explanation, const BeatList& beats, const std::string& recording);
// "mean ± SD of 992 beats called V, lead MLII, 208"
[[nodiscard]] text::Said meanPlace(const MeanMap& mean, const BeatList& beats, const std::string& recording);
// "product, sha256 0123456789ab"
[[nodiscard]] text::Said mapModel(const ModelInfo& model);

}  // namespace triptych::pipeline
