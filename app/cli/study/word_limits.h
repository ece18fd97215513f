// From which number on a sentence of reasons says "early" and "wide": quantiles of what normal beats are, to be copied
// into core/pipeline/why_words.cpp, and beside them what beats of other classes are.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <string>
#include <vector>

namespace triptych::cli {

// Over the beats that annotators marked in DS1 without 201 (or in `records` of it), waves and the product's features of
// them. As Markdown, or as JSON. A minute or two. Errors: those of opening; cancelled.
[[nodiscard]] Result<std::string> wordLimitsTable(const std::string& data_folder,
                                                  const std::vector<std::string>& records, bool json, const Job& job);

}  // namespace triptych::cli
