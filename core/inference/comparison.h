// Is one model better than another on the same beats? The paired difference with its interval, and how sure the beats
// on which only one of them is right make us (docs/methods.md §6).
#pragma once

#include "core/inference/laboratory.h"
#include "core/statistics/bootstrap.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference {

struct Difference {
    std::string measure;  // "MCC", "macro-F1", "accuracy"
    double first = 0, second = 0;
    statistics::PairedInterval paired;  // first − second
};

struct Comparison {
    std::size_t beats = 0;
    std::vector<std::string> records;  // resampled whole; empty where the set has none, and beats are resampled
    std::vector<Difference> differences;
    std::int64_t only_first_right = 0, only_second_right = 0;
    double first_better = 0.5;  // P(θ > ½) over the beats on which one of them alone is right
};

// Over the beats that both answered (two splits of one data set share some). Errors: model_mismatch (other classes,
// other truths, no beat in common).
[[nodiscard]] Result<Comparison> compareAnswers(const Answers& first, const Answers& second, std::uint64_t seed = 1,
                                                int resamples = statistics::kResamples);

}  // namespace triptych::inference
