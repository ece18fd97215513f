// An explanation as text: JSON and CSV for programs, a table for people.
#pragma once

#include "app/cli/console/json.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/prediction.h"

#include <string>
#include <vector>

namespace triptych::cli {

// {model, method, class, against, branch, baseline, seed, lead, beats_origin, beat, sample, time_s, score_name, score,
// signed, completeness: {baseline_score, error, relative, converged, steps} or null, test: {...} or null
// (Faithfulness), parts:
// [{name, input, from, to, value, standard_error}], association: {...} or null, remarks: [], inputs:[{name,
// axes:[{name, unit, values}], shape, values, seen, sum, scale}], warnings:[]}; values and seen are nested arrays over
// the axes, outermost first. `beats` null: of a whole recording, and what is of a beat (lead ... time_s) is left out.
// `more`: members of an object that stand before the inputs.
[[nodiscard]] std::string explanationJson(const Explanation& explanation, const BeatList* beats, const ModelInfo& model,
                                          const std::vector<Warning>& warnings, const Json& more = Json::object());
// One line a cell.
[[nodiscard]] std::string explanationCsv(const Explanation& explanation);
// What each input brought in all, and the one cell that brought most.
[[nodiscard]] std::string explanationTable(const Explanation& explanation, const BeatList* beats);

}  // namespace triptych::cli
