// The product profile's time encoder: a small one-dimensional residual network over the beat and its difference from
// the record's typical beat, after He et al. 2016, with the RR features joined before the last layers.
#pragma once

#include "core/inference/module/zoo/along_time.h"
#include "core/inference/module/zoo/encoder.h"
#include "core/inference/module/zoo/joined_head.h"
#include "core/inference/module/zoo/normed_convolution.h"

#include <string>
#include <vector>

namespace triptych::inference::zoo {

class BeatResnet : public Encoder, public AlongTime {
public:
    explicit BeatResnet(const EncoderShape& shape);
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t axis) const override;
    [[nodiscard]] std::vector<PassSeen> passesOf(const torch::Tensor& picture) override;

private:
    struct Block {
        NormedConvolution first, second, shortcut;
    };
    [[nodiscard]] NormedConvolution layer(const std::string& layer_name, const Conv1& convolution);

    std::int64_t samples_;
    NormedConvolution stem_;
    std::vector<Block> blocks_;
    JoinedHead head_{nullptr};
};

[[nodiscard]] std::shared_ptr<Encoder> makeBeatResnet(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
