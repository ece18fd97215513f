// Hand-made predictions for tests: three classes N, V, S and two branches, a row a beat.
#pragma once

#include "core/domain/prediction.h"

#include <array>
#include <vector>

namespace triptych::pipeline {

struct MadeBeat {
    std::array<float, 3> fused;
    std::array<float, 3> first_branch;
    std::array<float, 3> second_branch;
    bool usable = true;
};

Predictions madePredictions(const std::vector<MadeBeat>& beats);
ModelInfo madeModel();  // "made", classes N V S, borderline margin 0.2

inline constexpr MadeBeat kSureNormal{{0.9F, 0.06F, 0.04F}, {0.9F, 0.05F, 0.05F}, {0.8F, 0.1F, 0.1F}};
inline constexpr MadeBeat kSureVentricular{{0.05F, 0.9F, 0.05F}, {0.1F, 0.8F, 0.1F}, {0.1F, 0.8F, 0.1F}};
inline constexpr MadeBeat kNarrow{{0.5F, 0.45F, 0.05F}, {0.6F, 0.3F, 0.1F}, {0.5F, 0.45F, 0.05F}};
inline constexpr MadeBeat kDivided{{0.65F, 0.3F, 0.05F}, {0.9F, 0.05F, 0.05F}, {0.1F, 0.85F, 0.05F}};

}  // namespace triptych::pipeline
