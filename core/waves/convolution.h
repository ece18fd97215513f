// One convolution of the network over a lead's map, as fast as the processor's vectors allow, without a library.
#pragma once

#include "core/waves/network_plan.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::waves {

// [time × channels], with rows of zeros before and behind it that convolutions may read. Kept and used again.
class Map {
public:
    // Its rows are whatever they were; those around it are zeros.
    void shape(std::size_t rows, std::size_t channels);
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t channels() const { return channels_; }
    [[nodiscard]] float* row(std::size_t i) { return cells_.data() + (kMargin + i) * channels_; }
    [[nodiscard]] const float* row(std::size_t i) const { return cells_.data() + (kMargin + i) * channels_; }
    [[nodiscard]] std::span<float> cells() { return {row(0), rows_ * channels_}; }
    [[nodiscard]] std::span<const float> cells() const { return {row(0), rows_ * channels_}; }

    static constexpr std::size_t kMargin = 16;  // the widest kernel's reach: two taps 8 apart

private:
    std::size_t rows_ = 0, channels_ = 0;
    std::vector<float> cells_;
};

// Weights in the order in which they are read: [tap × in × out], out filled up to whole vectors with zeros.
struct Convolution {
    ConvolutionPlan plan;
    std::size_t out = 0;  // channels of its map, filled up
    std::vector<float> weight;
    std::vector<float> bias;

    // `weight` [out × in × kernel] and `bias` [out] as they lie in the file; of the plan's sizes.
    Convolution(const ConvolutionPlan& plan, std::span<const float> weight, std::span<const float> bias);

    // Shapes `to`, which is not `from`.
    void apply(const Map& from, Map& to) const;
    // Adds to what stands in `to`, of the same shape as the answer.
    void add(const Map& from, Map& to) const;

private:
    void run(const Map& from, Map& to, bool adds) const;
};

}  // namespace triptych::waves
