// Scores as JSON for cards and logs.
#pragma once

#include "core/inference/laboratory.h"

#include <nlohmann/json.hpp>

namespace triptych::inference::training {

[[nodiscard]] nlohmann::ordered_json toJson(const ScoreTable& table);

}  // namespace triptych::inference::training
