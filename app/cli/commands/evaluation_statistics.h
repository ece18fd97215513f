// How sure an evaluation's figures are, and how far the model's probabilities can be believed: the part of `evaluate`
// that goes beyond counts.
#pragma once

#include "app/cli/console/json.h"
#include "core/inference/laboratory.h"

#include <string>

namespace triptych::cli {

// Figures of the fused model with 95 % intervals: bootstrap by record, or by beat where the set has no records. Once
// more without the records that were left out, where some were.
[[nodiscard]] std::string intervalTable(const inference::Evaluation& evaluation);
[[nodiscard]] Json intervalsJson(const inference::Evaluation& evaluation);

// Calibration, selective prediction and the coverage of the sets of likely classes beside what they promise.
[[nodiscard]] std::string reliabilityText(const inference::Evaluation& evaluation);
[[nodiscard]] Json reliabilityJson(const inference::Evaluation& evaluation);

}  // namespace triptych::cli
