// The reasons for a beat's class, what they rest on, and what the model says of masked inputs, as text: members of JSON
// for programs, sentences and tables for people.
#pragma once

#include "app/cli/console/json.h"
#include "core/inference/what_if.h"
#include "core/pipeline/why_sentence.h"

#include <string>

namespace triptych::cli {

// {"sentence", "clauses", "notes", "sums", "segments"}
[[nodiscard]] Json whyJson(const pipeline::Why& why, double baseline_score);
// The sentence, then what it rests on: clauses, sums by group, segments.
[[nodiscard]] std::string whyTable(const pipeline::Why& why);

// {"filler", "masked_cells", "before", "after", "branches", "remarks"}
[[nodiscard]] Json whatIfJson(const inference::WhatIfRequest& request, const inference::WhatIfAnswer& answer);
[[nodiscard]] std::string whatIfTable(const inference::WhatIfRequest& request, const inference::WhatIfAnswer& answer);

}  // namespace triptych::cli
