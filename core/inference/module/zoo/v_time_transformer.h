// V's time branch, exactly (Vindas et al. 2022 and its released code; docs/methods.md §2): three convolutions, one of
// them weight-shared and applied n times, then eight post-norm transformer layers over ten tokens. 765,909 parameters
// for K = 5. With n = 3 on the 94 bins of the spectrum it is the frequency branch of O1 and O2.
#pragma once

#include "core/inference/module/zoo/along_time.h"
#include "core/inference/module/zoo/convolution.h"
#include "core/inference/module/zoo/encoder.h"
#include "core/inference/module/zoo/input_scale.h"

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
    // [B × heads × T × T] what forward() mixes the tokens by.
    [[nodiscard]] torch::Tensor attention(const torch::Tensor& tokens);

private:
    std::int64_t heads_;
    double dropout_;
    torch::Tensor in_weight_, in_bias_, out_weight_, out_bias_;
    torch::nn::Linear linear1_, linear2_;
    torch::nn::LayerNorm norm1_, norm2_;
};
TORCH_MODULE(PostNormLayer);

struct VTimeOptions {
    std::int64_t shared_passes = 4;  // V's n_conv: 4, and 2 in the intermediate fusions
    bool reads_spectrum = false;     // 94 bins, standardised, in place of the beat
};

class VTimeTransformer : public Encoder, public AlongTime {
public:
    explicit VTimeTransformer(const EncoderShape& shape, const VTimeOptions& options = {});
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;
    [[nodiscard]] std::int64_t featureCount() const override;
    [[nodiscard]] std::vector<AttentionSeen> attentionOf(const torch::Tensor& picture) override;
    [[nodiscard]] bool hasAttention() const override { return true; }
    [[nodiscard]] std::vector<PassSeen> passesOf(const torch::Tensor& picture) override;
    [[nodiscard]] bool wantsScale(std::size_t /*input*/) const override { return !scale_.is_empty(); }
    void setScale(std::size_t input, const torch::Tensor& mean, const torch::Tensor& deviation) override;

private:
    // The class token and one for every cell, with their places, before the first layer.
    [[nodiscard]] torch::Tensor tokensOf(const torch::Tensor& picture, torch::Tensor* tap);

    std::int64_t shared_passes_;
    std::int64_t cells_;  // before the last pooling: what Grad-CAM sees
    std::int64_t tokens_;
    Conv1 c1_, c2_, c3_;
    torch::Tensor class_token_;
    torch::Tensor position_;  // sinusoidal, no parameter
    torch::nn::ModuleList layers_;
    torch::nn::LayerNorm head_norm_{nullptr};  // the head is empty where features are asked for
    torch::nn::Linear head_{nullptr};
    torch::nn::LayerNorm logit_norm_{nullptr};
    torch::nn::Linear logits_{nullptr};
    InputScale scale_{nullptr};
};

[[nodiscard]] std::shared_ptr<Encoder> makeVTimeTransformer(const EncoderShape& shape);
// n_conv = 2, as V's intermediate fusions use it.
[[nodiscard]] std::shared_ptr<Encoder> makeVShortTimeTransformer(const EncoderShape& shape);
// n_conv = 3 on the spectrum.
[[nodiscard]] std::shared_ptr<Encoder> makeVFrequencyTransformer(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
