// How far a beat's shape is from a mean: the measure that shapes are clustered by, for what a reader does with clusters
// afterwards (core/beats/shape_clusters.h).
#pragma once

#include "core/beats/shape_clusters.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::beats {

// One thread at a time.
class ShapeDistance {
public:
    // `mean` [leads × kShapeLength] and `scale` [leads], what each lead is multiplied by.
    ShapeDistance(std::span<const float> mean, std::span<const float> scale);
    // Of a row [leads × kShapeRow] where it lies best; 0 for the same.
    [[nodiscard]] float operator()(std::span<const float> row);

private:
    std::size_t leads_;
    std::vector<float> scale_, weighed_, moved_;
    double energy_ = 0;
};

}  // namespace triptych::beats
