// The plain one-dimensional network that O1, O2 and J call their time branch (docs/methods.md §2), lighter than V's:
// four convolutions with batch normalisation, ReLU and pooling, the mean over what is left, one linear layer. It also
// reads J's early fusion, time and spectrum in one row.
#pragma once

#include "core/inference/module/zoo/encoder.h"
#include "core/inference/module/zoo/input_scale.h"
#include "core/inference/module/zoo/normed_convolution.h"

#include <torch/nn/modules/linear.h>

#include <vector>

namespace triptych::inference::zoo {

class PlainCnn : public Encoder {
public:
    // Reads InputKind::time, frequency or early; the latter two are standardised (InputScale).
    PlainCnn(const EncoderShape& shape, InputKind input);
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;
    [[nodiscard]] std::int64_t featureCount() const override;
    [[nodiscard]] bool wantsScale(std::size_t /*input*/) const override { return !scale_.is_empty(); }
    void setScale(std::size_t input, const torch::Tensor& mean, const torch::Tensor& deviation) override;

private:
    InputKind input_;
    std::int64_t cells_;
    std::vector<NormedConvolution> convolutions_;
    torch::nn::Linear logits_{nullptr};  // empty where features are asked for
    InputScale scale_{nullptr};
};

[[nodiscard]] std::shared_ptr<Encoder> makePlainCnn(const EncoderShape& shape);
[[nodiscard]] std::shared_ptr<Encoder> makePlainSpectrumCnn(const EncoderShape& shape);
// J's early fusion: concat[z(x) 187 ; √(187/94) · z(FFT) 94] (docs/methods.md §3).
[[nodiscard]] std::shared_ptr<Encoder> makeEarlyCnn(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
