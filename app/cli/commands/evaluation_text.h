// An evaluation as text: every table a reader may want to check, per class and per record.
#pragma once

#include "core/inference/laboratory.h"

#include <string>

namespace triptych::cli {

[[nodiscard]] std::string evaluationJson(const inference::Evaluation& evaluation, BeatOrigin beats);
// One line for each class of each table.
[[nodiscard]] std::string evaluationCsv(const inference::Evaluation& evaluation);
[[nodiscard]] std::string evaluationTables(const inference::Evaluation& evaluation, BeatOrigin beats);

}  // namespace triptych::cli
