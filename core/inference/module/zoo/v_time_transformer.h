// V's time branch, exactly (Vindas et al. 2022 and its released code; methods.md §2): three convolutions, one of them
// weight-shared and applied n times, then eight post-norm transformer layers over ten tokens. 765,909 parameters for K
// = 5.
#pragma once

#include "core/inference/module/zoo/convolution.h"
#include "core/inference/module/zoo/encoder.h"

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

namespace triptych::inference::zoo {

// One encoder layer with PyTorch's parameter names (self_attn.in_proj_weight, linear1, norm1, ...): eight heads,
// feed-forward 64, ReLU, dropout 0.1, normalisation after each residual sum.
class PostNormLayerImpl : public torch::nn::Module {
public:
    PostNormLayerImpl(std::int64_t width, std::int64_t heads, std::int64_t hidden, double dropout_rate);
    torch::Tensor forward(const torch::Tensor& tokens);  // [B × T × width]

private:
    std::int64_t heads_;
    double dropout_;
    torch::Tensor in_weight_, in_bias_, out_weight_, out_bias_;
    torch::nn::Linear linear1_, linear2_;
    torch::nn::LayerNorm norm1_, norm2_;
};
TORCH_MODULE(PostNormLayer);

class VTimeTransformer : public Encoder {
public:
    explicit VTimeTransformer(const EncoderShape& shape, std::int64_t shared_passes = 4);
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;

private:
    std::int64_t shared_passes_;
    std::int64_t tokens_;
    Conv1 c1_, c2_, c3_;
    torch::Tensor class_token_;
    torch::Tensor position_;  // sinusoidal, no parameter
    torch::nn::ModuleList layers_;
    torch::nn::LayerNorm head_norm_;
    torch::nn::Linear head_;
    torch::nn::LayerNorm logit_norm_;
    torch::nn::Linear logits_;
};

[[nodiscard]] std::shared_ptr<Encoder> makeVTimeTransformer(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
