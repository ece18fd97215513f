// What a network that reads by convolutions can say beside its answer: what its last passes answer along its picture.
// An interface of its own, for not every network has it.
#pragma once

#include <torch/types.h>

#include <vector>

namespace triptych::inference::zoo {

// What a convolution answers along the last axis of a picture, and where its cells lie on it, in samples, columns or
// beats. What it answers across the other axis is told by its mean and its largest.
struct PassSeen {
    torch::Tensor activations;  // [B × C × cells]
    std::vector<double> centres;
};

class AlongTime {
public:
    virtual ~AlongTime() = default;
    // The last convolutions of pictures, the outermost first; empty where the axis is none of time.
    [[nodiscard]] virtual std::vector<PassSeen> passesOf(const torch::Tensor& picture) = 0;

protected:
    AlongTime() = default;
    AlongTime(const AlongTime&) = default;
    AlongTime& operator=(const AlongTime&) = default;
    AlongTime(AlongTime&&) = default;
    AlongTime& operator=(AlongTime&&) = default;
};

}  // namespace triptych::inference::zoo
