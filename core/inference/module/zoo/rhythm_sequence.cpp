#include "core/inference/module/zoo/rhythm_sequence.h"

#include "core/inference/module/zoo/dropout.h"
#include "core/inference/module/zoo/norm_scale.h"

#include <array>

namespace triptych::inference::zoo {
namespace {

constexpr std::int64_t kHidden = 64;
constexpr std::int64_t kKernel = 5;
constexpr std::array<std::int64_t, 3> kGaps = {1, 2, 4};
constexpr std::int64_t kBeats = 29;  // that they reach: 14 to either side
constexpr double kSlope = 0.1;
constexpr double kDropout = 0.25;

torch::nn::Conv1d convolution(std::int64_t in, std::int64_t kernel, std::int64_t gap) {
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(in, kHidden, kernel).dilation(gap));
}

torch::Tensor shiftOf(const torch::nn::BatchNorm1dImpl& norm) {
    return norm.bias - norm.running_mean * scaleOf(norm);
}

torch::Tensor middleOf(const torch::Tensor& picture) {
    return picture.narrow(2, (picture.size(2) - kBeats) / 2, kBeats);
}

}  // namespace

RhythmSequence::RhythmSequence(const EncoderShape& shape)
    : norm_(register_module("norm", torch::nn::BatchNorm1d(static_cast<std::int64_t>(shape.input.rr)))),
      first_(register_module("first", convolution(static_cast<std::int64_t>(shape.input.rr), 1, 1))),
      second_(register_module("second", convolution(kHidden, 1, 1))),
      around_(register_module("around", torch::nn::ModuleList())),
      norms_(register_module("norms", torch::nn::ModuleList())),
      logits_(register_module("logits", torch::nn::Linear(kHidden, shape.classes))) {
    for (const std::int64_t gap : kGaps) {
        around_->push_back(convolution(kHidden, kKernel, gap));
        norms_->push_back(torch::nn::BatchNorm1d(kHidden));
    }
}

torch::Tensor RhythmSequence::learn(const torch::Tensor& row) {
    auto map = torch::leaky_relu(first_->forward(norm_->forward(row)), kSlope);
    map = torch::leaky_relu(second_->forward(zoo::dropout(map, kDropout, true)), kSlope);
    for (std::size_t layer = 0; layer < kGaps.size(); ++layer) {
        const auto change = torch::leaky_relu(
            norms_[layer]->as<torch::nn::BatchNorm1d>()->forward(around_[layer]->as<torch::nn::Conv1d>()->forward(map)),
            kSlope);
        const std::int64_t edge = kGaps[layer] * (kKernel / 2);  // columns that lack a neighbour
        map = map.narrow(2, edge, change.size(2)) + zoo::dropout(change, kDropout, true);
    }
    return map.squeeze(2);
}

torch::Tensor RhythmSequence::answer(const torch::Tensor& row) {
    auto map = row.transpose(1, 2);  // [B × beats × features], for products of matrices
    map = torch::leaky_relu(
        torch::linear((map * scaleOf(*norm_) + shiftOf(*norm_)), first_->weight.squeeze(2), first_->bias), kSlope);
    map = torch::leaky_relu(torch::linear(map, second_->weight.squeeze(2), second_->bias), kSlope);
    for (std::size_t layer = 0; layer < kGaps.size(); ++layer) {
        const auto& convolution = *around_[layer]->as<torch::nn::Conv1d>();
        const auto& norm = *norms_[layer]->as<torch::nn::BatchNorm1d>();
        const std::int64_t seen = (map.size(1) - kKernel) / 2 + 1;
        std::vector<torch::Tensor> places;
        for (std::int64_t k = 0; k < kKernel; ++k) places.push_back(map.slice(1, k, k + 2 * (seen - 1) + 1, 2));
        const auto scale = scaleOf(norm);
        const auto weight = (convolution.weight * scale.view({-1, 1, 1})).transpose(1, 2).reshape({kHidden, -1});
        const auto bias = convolution.bias * scale + shiftOf(norm);
        map = places[kKernel / 2] + torch::leaky_relu(torch::linear(torch::cat(places, 2), weight, bias), kSlope);
    }
    return map.squeeze(1);
}

torch::Tensor RhythmSequence::forward(const torch::Tensor& picture, const torch::Tensor& /*rr*/,
                                      torch::Tensor* /*tap*/) {
    const auto row = middleOf(picture);
    return logits_->forward(is_training() ? learn(row) : answer(row));
}

std::vector<PassSeen> RhythmSequence::passesOf(const torch::Tensor& picture) {
    return {{answer(middleOf(picture)).unsqueeze(2), {static_cast<double>(picture.size(2) / 2)}}};
}

std::shared_ptr<Encoder> makeRhythmSequence(const EncoderShape& shape) {
    return std::make_shared<RhythmSequence>(shape);
}

}  // namespace triptych::inference::zoo
