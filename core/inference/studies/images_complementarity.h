// How much the domains of a page tell of one another, and gradients of the signal they were taken of.
#pragma once

#include "core/inference/studies/images_report.h"

namespace triptych::inference::studies {

// Pearson's correlation and mutual information of the domains' first principal components, each page once, with a null
// of pages in random orders, by condition.
[[nodiscard]] StudySection complementaritySection(const ImagesResult& result, Json& figures);
// Mutual information of |gradient| and signal by class, with a null of circular shifts.
[[nodiscard]] StudySection saliencySection(const ImagesResult& result, Json& figures);

}  // namespace triptych::inference::studies
