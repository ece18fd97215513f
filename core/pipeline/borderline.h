// Which beats deserve a second look: those the model can hardly decide, and those on which its branches disagree.
#pragma once

#include "core/domain/prediction.h"

#include <cstddef>
#include <vector>

namespace triptych::pipeline {

// Has the model spoken of the beat? A row of zeros stands for one that a running classification has not come to.
[[nodiscard]] bool isAnswered(const Predictions& predictions, std::size_t beat);

// The two best classes lie nearer than `margin` (the model's own borderline_margin), or the branches, each alone, name
// different classes. Never for a beat without an answer.
[[nodiscard]] bool isBorderline(const Predictions& predictions, std::size_t beat, double margin);

// 0 (certain, of one mind) ... 2: 1 − margin + Jensen-Shannon divergence of the branches, as a fraction of its maximum.
[[nodiscard]] double uncertainty(const Predictions& predictions, std::size_t beat);

// The borderline beats, most uncertain first; equals by time.
[[nodiscard]] std::vector<std::size_t> reviewQueue(const Predictions& predictions, double margin);

}  // namespace triptych::pipeline
