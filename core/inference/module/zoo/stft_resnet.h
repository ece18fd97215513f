// The product profile's time-frequency encoder: a small two-dimensional network over the beat's STFT and its difference
// in dB from the record's typical beat, with the RR features joined before the last layers.
#pragma once

#include "core/inference/module/zoo/along_time.h"
#include "core/inference/module/zoo/encoder.h"
#include "core/inference/module/zoo/joined_head.h"
#include "core/inference/module/zoo/normed_convolution.h"

#include <vector>

namespace triptych::inference::zoo {

class StftResnet : public Encoder, public AlongTime {
public:
    explicit StftResnet(const EncoderShape& shape);
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;
    [[nodiscard]] std::vector<PassSeen> passesOf(const torch::Tensor& picture) override;

private:
    std::int64_t rows_, columns_;
    std::vector<NormedConvolution> stages_;
    JoinedHead head_{nullptr};
};

[[nodiscard]] std::shared_ptr<Encoder> makeStftResnet(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
