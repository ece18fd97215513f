// The product profile's time encoder: a small one-dimensional residual network over the beat and its difference from
// the record's typical beat, after He et al. 2016, with the RR features joined before the last layers.
#pragma once

#include "core/inference/module/zoo/convolution.h"
#include "core/inference/module/zoo/encoder.h"
#include "core/inference/module/zoo/joined_head.h"

#include <torch/nn/modules/batchnorm.h>

#include <vector>

namespace triptych::inference::zoo {

class BeatResnet : public Encoder {
public:
    explicit BeatResnet(const EncoderShape& shape);
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;

private:
    struct Block {
        Conv1 first{nullptr}, second{nullptr}, shortcut{nullptr};
        torch::nn::BatchNorm2d first_norm{nullptr}, second_norm{nullptr}, shortcut_norm{nullptr};
    };
    std::int64_t samples_;
    Conv1 stem_;
    torch::nn::BatchNorm2d stem_norm_;
    std::vector<Block> blocks_;
    JoinedHead head_{nullptr};
};

[[nodiscard]] std::shared_ptr<Encoder> makeBeatResnet(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
