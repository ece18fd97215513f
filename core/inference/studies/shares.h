// Figures of a classifier as shares of summed confusion matrices, for intervals by what was resampled.
#pragma once

#include "core/statistics/bootstrap.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace triptych::inference::studies {

// Of a confusion matrix [K × K], rows the truth. NaN for no items. A class that is neither there nor answered counts 0.
[[nodiscard]] double accuracyOf(std::span<const std::int64_t> confusion);
[[nodiscard]] double precisionOf(std::span<const std::int64_t> confusion);  // unweighted mean over classes
[[nodiscard]] double recallOf(std::span<const std::int64_t> confusion);     // likewise
[[nodiscard]] double f1Of(std::span<const std::int64_t> confusion);         // likewise

[[nodiscard]] std::size_t bestOf(std::span<const float> probabilities);

// Mean and standard deviation (of a sample; NaN for fewer than two).
struct Spread {
    double mean = 0, deviation = 0;
};
[[nodiscard]] Spread spreadOf(std::span<const double> values);

// " Every network was trained for 2 epochs in place of its own number."; empty for 0.
[[nodiscard]] std::string epochsInWords(int epochs);

// "sure (P = 0.998)", "not sure (P = 0.71)": what a probability is called in words.
[[nodiscard]] std::string howSure(double probability);

}  // namespace triptych::inference::studies
