// V's time-frequency branch, exactly (methods.md §2): four 3×3 convolutions, 32-64-128-256 channels, each with batch
// normalisation, LeakyReLU and pooling. 393,925 parameters for K = 5 on 1×32×39.
#pragma once

#include "core/inference/module/zoo/encoder.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <vector>

namespace triptych::inference::zoo {

class VStftCnn : public Encoder {
public:
    explicit VStftCnn(const EncoderShape& shape);
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;

private:
    std::int64_t rows_, columns_;
    std::vector<torch::nn::Conv2d> convolutions_;
    std::vector<torch::nn::BatchNorm2d> norms_;
    torch::nn::Linear logits_{nullptr};
};

[[nodiscard]] std::shared_ptr<Encoder> makeVStftCnn(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
