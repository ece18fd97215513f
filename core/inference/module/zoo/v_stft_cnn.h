// V's time-frequency branch, exactly (docs/methods.md §2): four 3×3 convolutions, 32-64-128-256 channels, each with
// batch normalisation, LeakyReLU and pooling. 393,925 parameters for K = 5 on 1×32×39. It reads a scalogram as well as
// an STFT; for V's pictures of emboli it starts with 256 channels.
#pragma once

#include "core/inference/module/zoo/encoder.h"
#include "core/inference/module/zoo/normed_convolution.h"

#include <torch/nn/modules/linear.h>

#include <vector>

namespace triptych::inference::zoo {

struct VPictureOptions {
    InputKind input = InputKind::time_frequency;
    std::int64_t first_filters = 32;  // doubled by each convolution
};

class VStftCnn : public Encoder {
public:
    explicit VStftCnn(const EncoderShape& shape, const VPictureOptions& options = {});
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;
    [[nodiscard]] std::int64_t featureCount() const override { return features_; }

private:
    std::int64_t rows_, columns_;
    std::int64_t features_ = 0;
    std::vector<NormedConvolution> convolutions_;
    torch::nn::Linear logits_{nullptr};  // empty where features are asked for
};

[[nodiscard]] std::shared_ptr<Encoder> makeVStftCnn(const EncoderShape& shape);
[[nodiscard]] std::shared_ptr<Encoder> makeScalogramCnn(const EncoderShape& shape);
// V's HITS shape: 25,307,139 parameters for K = 3 on 3×224×96.
[[nodiscard]] std::shared_ptr<Encoder> makeVHitsCnn(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
