// Tests a map on the model that it explains (docs/methods.md §7): does the score fall where the map says, does the map
// stay when the beat hardly moves, and does it go when the model forgets?
#pragma once

#include "core/domain/error.h"
#include "core/domain/faithfulness.h"
#include "core/domain/job.h"
#include "core/explain/methods.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace triptych::explain {

inline constexpr std::size_t kWindowSamples = 10;
inline constexpr int kRandomOrders = 40;

// What a map says of each window of the trace: its cells' sum over all inputs that lie along it, a picture's column at
// its centre. Empty where no input does.
[[nodiscard]] std::vector<double> windowRelevance(const Subject& subject, const Explanation& explanation,
                                                  std::size_t windows);
// How many windows the trace has: of ten samples, and ten in all of a recording's stretch.
[[nodiscard]] std::size_t windowCount(const Subject& subject);

// What drawn orders leave of the score, for every map of the subject to be held against.
struct DrawnAreas {
    std::vector<std::vector<double>> area;  // [fillers][orders] mean score while windows go in that order
};
// Errors: cancelled.
[[nodiscard]] Result<DrawnAreas> drawnAreas(const Subject& subject, std::size_t windows, std::uint64_t seed,
                                            const Job& job);

// Deletion and insertion alone, of any ranking of the windows; `drawn` is of the same seed. Errors: cancelled.
[[nodiscard]] Result<Faithfulness> testRelevance(const Subject& subject, const std::vector<double>& relevance,
                                                 const DrawnAreas& drawn, std::uint64_t seed, const Job& job);
[[nodiscard]] Result<Faithfulness> testRelevance(const Subject& subject, const std::vector<double>& relevance,
                                                 std::uint64_t seed, const Job& job);

// The whole test of `explanation`, which `method` made of `subject` by `request`; nothing where it has no map along the
// trace. Errors: cancelled.
[[nodiscard]] Result<std::optional<Faithfulness>> testMap(const Subject& subject, const Method& method,
                                                          const inference::ExplainRequest& request,
                                                          const Explanation& explanation, const Job& job);

// Spearman's ρ with mean ranks for ties; NaN where a series does not vary.
[[nodiscard]] double rankCorrelation(const std::vector<float>& a, const std::vector<float>& b);
// Mean over the maps along the trace of |ρ| between the sizes of two explanations' cells.
[[nodiscard]] double mapCorrelation(const Explanation& a, const Explanation& b);

}  // namespace triptych::explain
