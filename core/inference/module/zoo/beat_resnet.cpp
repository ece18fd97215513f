#include "core/inference/module/zoo/beat_resnet.h"

#include <array>
#include <utility>

namespace triptych::inference::zoo {
namespace {

constexpr std::int64_t kStem = 24;
constexpr std::array<std::int64_t, 4> kWidths = {32, 48, 64, 80};
constexpr std::int64_t kKernel = 5;
constexpr double kDropout = 0.4;

}  // namespace

BeatResnet::BeatResnet(const EncoderShape& shape)
    : samples_(static_cast<std::int64_t>(shape.input.time_samples)),
      stem_(layer("stem", Conv1(static_cast<std::int64_t>(shape.input.time_channels), kStem, 7, 3, 1, false))) {
    std::int64_t in = kStem;
    for (std::size_t i = 0; i < kWidths.size(); ++i) {
        const std::int64_t out = kWidths[i];
        const std::string block = "block" + std::to_string(i) + '_';
        auto first = layer(block + "first", Conv1(in, out, kKernel, kKernel / 2, 2, false));
        auto second = layer(block + "second", Conv1(out, out, kKernel, kKernel / 2, 1, false));
        auto shortcut = layer(block + "shortcut", Conv1(in, out, 1, 0, 2, false));
        blocks_.push_back({std::move(first), std::move(second), std::move(shortcut)});
        in = out;
    }
    // Mean and maximum over time: how much of a shape there is, and how strongly it occurs once.
    head_ =
        register_module("head", JoinedHead(2 * in, static_cast<std::int64_t>(shape.input.rr), shape.classes, kDropout));
}

NormedConvolution BeatResnet::layer(const std::string& layer_name, const Conv1& convolution) {
    register_module(layer_name, convolution);
    return {convolution, register_module(layer_name + "_norm", torch::nn::BatchNorm2d(convolution->weight.size(0)))};
}

torch::Tensor BeatResnet::forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) {
    auto row = stem_.rectified(asRow(picture));
    for (const Block& block : blocks_)
        row = block.second.rectified(block.first.rectified(row), block.shortcut.forward(row));
    row = tapped(row, tap);
    const auto features = torch::cat({row.mean({2, 3}), row.amax({2, 3})}, 1);
    return head_->forward(features, rr);
}

std::vector<PassSeen> BeatResnet::passesOf(const torch::Tensor& picture) {
    std::vector<PassSeen> out;
    auto row = stem_.rectified(asRow(picture));
    double step = 1;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const Block& block = blocks_[i];
        row = block.second.rectified(block.first.rectified(row), block.shortcut.forward(row));
        step *= 2;
        if (i == 0) continue;
        PassSeen pass{row.squeeze(2), {}};
        for (std::int64_t cell = 0; cell < row.size(3); ++cell)
            pass.centres.push_back(step * static_cast<double>(cell));
        out.push_back(std::move(pass));
    }
    return out;
}

std::vector<double> BeatResnet::cellCentres(std::size_t /*axis*/) const {
    // Every convolution is padded by half its width: cell i of stride s is centred on input sample s·i.
    std::int64_t length = samples_;
    double step = 1;
    for (std::size_t i = 0; i < kWidths.size(); ++i) {
        length = (length + 1) / 2;
        step *= 2;
    }
    std::vector<double> out;
    for (std::int64_t i = 0; i < length; ++i) out.push_back(step * static_cast<double>(i));
    return out;
}

std::shared_ptr<Encoder> makeBeatResnet(const EncoderShape& shape) {
    return std::make_shared<BeatResnet>(shape);
}

}  // namespace triptych::inference::zoo
