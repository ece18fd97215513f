#include "core/inference/module/zoo/stft_resnet.h"

#include <array>
#include <utility>

namespace triptych::inference::zoo {
namespace {

struct StageShape {
    std::int64_t channels;
    std::int64_t stride;
};
constexpr std::array<StageShape, 5> kStages = {{{16, 1}, {32, 2}, {48, 1}, {64, 2}, {80, 1}}};
constexpr double kDropout = 0.3;

}  // namespace

StftResnet::StftResnet(const EncoderShape& shape)
    : rows_(static_cast<std::int64_t>(shape.input.tf_rows)),
      columns_(static_cast<std::int64_t>(shape.input.tf_columns)) {
    auto in = static_cast<std::int64_t>(shape.input.tf_channels);
    for (std::size_t i = 0; i < kStages.size(); ++i) {
        const std::string stage = "stage" + std::to_string(i);
        const auto convolution = register_module(
            stage,
            torch::nn::Conv2d(
                torch::nn::Conv2dOptions(in, kStages[i].channels, 3).padding(1).stride(kStages[i].stride).bias(false)));
        stages_.emplace_back(convolution,
                             register_module(stage + "_norm", torch::nn::BatchNorm2d(kStages[i].channels)));
        in = kStages[i].channels;
    }
    head_ =
        register_module("head", JoinedHead(2 * in, static_cast<std::int64_t>(shape.input.rr), shape.classes, kDropout));
}

torch::Tensor StftResnet::forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) {
    auto map = channelsLast(picture);
    for (const NormedConvolution& stage : stages_) {
        const auto next = stage.rectified(map);
        map = next.sizes() == map.sizes() ? next + map : next;
    }
    map = tapped(map, tap);
    return head_->forward(torch::cat({map.mean({2, 3}), map.amax({2, 3})}, 1), rr);
}

std::vector<PassSeen> StftResnet::passesOf(const torch::Tensor& picture) {
    constexpr std::size_t kLast = 3;
    std::vector<PassSeen> out;
    auto map = channelsLast(picture);
    double step = 1;
    for (std::size_t i = 0; i < stages_.size(); ++i) {
        const auto next = stages_[i].rectified(map);
        map = next.sizes() == map.sizes() ? next + map : next;
        step *= static_cast<double>(kStages[i].stride);
        if (i + kLast < stages_.size()) continue;
        PassSeen pass{torch::cat({map.mean(2), map.amax(2)}, 1), {}};
        for (std::int64_t cell = 0; cell < map.size(3); ++cell)
            pass.centres.push_back(step * static_cast<double>(cell));
        out.push_back(std::move(pass));
    }
    return out;
}

std::vector<double> StftResnet::cellCentres(std::size_t axis) const {
    std::int64_t length = axis == 0 ? rows_ : columns_;
    double step = 1;
    for (const StageShape& stage : kStages) {
        if (stage.stride == 1) continue;
        length = (length + 1) / 2;
        step *= static_cast<double>(stage.stride);
    }
    std::vector<double> out;
    for (std::int64_t i = 0; i < length; ++i) out.push_back(step * static_cast<double>(i));
    return out;
}

std::shared_ptr<Encoder> makeStftResnet(const EncoderShape& shape) {
    return std::make_shared<StftResnet>(shape);
}

}  // namespace triptych::inference::zoo
