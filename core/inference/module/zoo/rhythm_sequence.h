// The product profile's third branch: a convolutional network over the features of a row of beats, a column to each.
// What a beat is depends on those around it: a run goes on, fibrillation has no rhythm to be early in, frequent ectopy
// has one. Like rhythm_net, which sees one beat's features, it cannot learn a patient's waveform by heart.
#pragma once

#include "core/inference/module/zoo/along_time.h"
#include "core/inference/module/zoo/encoder.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

namespace triptych::inference::zoo {

// Every column through two layers of its own, then residual convolutions over the columns with growing gaps (Bai,
// Kolter & Koltun 2018, looking both ways) that end at the beat in the middle.
class RhythmSequence : public Encoder, public AlongTime {
public:
    explicit RhythmSequence(const EncoderShape& shape);
    // `picture` [B × R × beats], of which the middle 29 are read; `rr` is not. `tap` stays undefined: features side by
    // side are no picture.
    torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) override;
    [[nodiscard]] std::vector<double> cellCentres(std::size_t /*axis*/) const override { return {}; }
    // One cell, the beat in the middle of the row.
    [[nodiscard]] std::vector<PassSeen> passesOf(const torch::Tensor& picture) override;

private:
    // Both give what the logits are made of, [B × hidden], from a row [B × R × beats]. Answering looks at every second
    // column of a map alone, and of those again at every second: what gaps of 1, 2 and 4 reach is what steps of 2 reach
    // without gaps, at half the work. Learning keeps all columns, so that batch normalisation sees them.
    [[nodiscard]] torch::Tensor learn(const torch::Tensor& row);
    [[nodiscard]] torch::Tensor answer(const torch::Tensor& row);

    torch::nn::BatchNorm1d norm_;
    torch::nn::Conv1d first_, second_;
    torch::nn::ModuleList around_, norms_;
    torch::nn::Linear logits_;
};

[[nodiscard]] std::shared_ptr<Encoder> makeRhythmSequence(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
