// Scores of a classifier from its confusion matrix (docs/methods.md §6).
#pragma once

#include "core/inference/laboratory.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace triptych::inference {

// [K × K] row-major, rows are the truth, columns the prediction.
[[nodiscard]] std::vector<std::int64_t> confusionOf(std::span<const std::uint8_t> truth,
                                                    std::span<const std::uint8_t> predicted, std::size_t classes);

// Matthews correlation for K classes: (c·s − Σ p_k t_k) / √((s² − Σ p_k²)(s² − Σ t_k²)); 0 when the denominator is 0
// (Gorodkin 2004).
[[nodiscard]] double mccOf(std::span<const std::int64_t> confusion, std::size_t classes);

// The classes (indices) that a model's macro-F1 averages: all in the parity profile; else all but F and Q. F has nearly
// all its beats in one record of each half, and Q next to none (docs/methods.md §5).
[[nodiscard]] std::vector<std::size_t> macroClasses(const ModelInfo& model);

// Everything a row of an evaluation says. Macro-F1 is the unweighted mean over the classes named in `macro_over`
// (indices); a class with neither truth nor prediction has F1 = 0. `missed`
// and `extra` (per class, or empty) are beats that a detector did not find or invented: false negatives and positives.
[[nodiscard]] ScoreTable scoreOf(std::string title, std::span<const std::int64_t> confusion,
                                 const std::vector<std::string>& class_names,
                                 std::span<const std::size_t> macro_over = {},
                                 std::span<const std::int64_t> missed = {}, std::span<const std::int64_t> extra = {});

}  // namespace triptych::inference
