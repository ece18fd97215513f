// Named parts of a subject's inputs, and inputs of which some parts are the beat's and the rest the baseline's.
#pragma once

#include "core/explain/subject.h"
#include "core/inference/explanation_methods.h"

#include <torch/types.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::explain {

// Ends the name of a part that nobody marked, beside such as were.
inline constexpr std::string_view kByClock = " (by the clock)";

struct Region {
    std::string name;
    std::size_t input = 0;    // index into Subject::inputs()
    torch::Tensor mask;       // [as the input, without its batch axis] bool
    double from = 0, to = 0;  // as ExplainedPart has them
};

// What people call the parts of a beat: stretches of the trace (those of the request; by the clock around the mark what
// it does not name, "P (by the clock)" where it names any), bands of pictures and spectra, groups of features, beats
// before and after; of a recording, its leads. No two overlap, and together they are every cell.
[[nodiscard]] std::vector<Region> namedParts(const Subject& subject,
                                             std::span<const inference::NamedStretch> stretches);

// [1 × …] The inputs with the baseline's cells in the regions whose place in `taken` is set.
[[nodiscard]] std::vector<torch::Tensor> without(const Subject& subject, const std::vector<Region>& regions,
                                                 const std::vector<bool>& taken);

}  // namespace triptych::explain
