// The product profile's third branch: a small perceptron over the features of rhythm, likeness and P waves alone. It
// cannot learn a patient's waveform by heart, which is where the two branches that see the signal go wrong on a
// stranger.
#pragma once

#include "core/inference/module/zoo/encoder.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

namespace triptych::inference::zoo {

class RhythmNet : public Encoder {
public:
    explicit RhythmNet(const EncoderShape& shape);
    // Reads `rr` alone, and leaves `tap` undefined: there is no map for Grad-CAM.
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t /*axis*/) const override { return {}; }

private:
    torch::nn::BatchNorm1d norm_;
    torch::nn::Linear first_, second_, logits_;
};

[[nodiscard]] std::shared_ptr<Encoder> makeRhythmNet(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
