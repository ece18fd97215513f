#include "core/beats/shape_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace triptych::beats {
namespace {

constexpr std::size_t kQrsFrom = kShapeMark - 10, kQrsTo = kShapeMark + 13;

float weight(std::size_t column) {
    return column >= kQrsFrom && column < kQrsTo ? std::numbers::sqrt2_v<float> : 1.0F;
}

// kShapeLength samples less their mean, scaled and weighed; returns their energy.
double weigh(const float* from, float scale, float* to) {
    float mean = 0;
    for (std::size_t i = 0; i < kShapeLength; ++i) mean += from[i];
    mean /= kShapeLength;
    double energy = 0;
    for (std::size_t i = 0; i < kShapeLength; ++i) {
        to[i] = (from[i] - mean) * scale * weight(i);
        energy += static_cast<double>(to[i]) * to[i];
    }
    return energy;
}

}  // namespace

ShapeDistance::ShapeDistance(std::span<const float> mean, std::span<const float> scale)
    : leads_(scale.size()), scale_(scale.begin(), scale.end()), weighed_(leads_ * kShapeLength), moved_(kShapeLength) {
    for (std::size_t lead = 0; lead < leads_; ++lead) {
        energy_ += weigh(mean.data() + lead * kShapeLength, scale_[lead], weighed_.data() + lead * kShapeLength);
    }
}

float ShapeDistance::operator()(std::span<const float> row) {
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t shift = 0; shift <= 2 * kShapeSlack; ++shift) {
        double energy = 0, difference = 0;
        for (std::size_t lead = 0; lead < leads_; ++lead) {
            energy += weigh(row.data() + lead * kShapeRow + shift, scale_[lead], moved_.data());
            float sum = 0;
            const float* centre = weighed_.data() + lead * kShapeLength;
            for (std::size_t i = 0; i < kShapeLength; ++i) sum += (moved_[i] - centre[i]) * (moved_[i] - centre[i]);
            difference += sum;
        }
        const double larger = std::max(energy, energy_);
        best = std::min(best, larger > 0 ? difference / larger : 0.0);
    }
    return static_cast<float>(best);
}

}  // namespace triptych::beats
