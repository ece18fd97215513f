#include "core/inference/module/zoo/beat_resnet.h"

#include <array>

namespace triptych::inference::zoo {
namespace {

constexpr std::int64_t kStem = 24;
constexpr std::array<std::int64_t, 4> kWidths = {32, 48, 64, 80};
constexpr std::int64_t kKernel = 5;
constexpr double kDropout = 0.4;

torch::nn::BatchNorm2d norm(std::int64_t channels) {
    return torch::nn::BatchNorm2d(channels);
}

}  // namespace

BeatResnet::BeatResnet(const EncoderShape& shape)
    : samples_(static_cast<std::int64_t>(shape.input.time_samples)),
      stem_(
          register_module("stem", Conv1(static_cast<std::int64_t>(shape.input.time_channels), kStem, 7, 3, 1, false))),
      stem_norm_(register_module("stem_norm", norm(kStem))) {
    std::int64_t in = kStem;
    for (std::size_t i = 0; i < kWidths.size(); ++i) {
        const std::int64_t out = kWidths[i];
        const std::string block_name = "block" + std::to_string(i) + '_';
        Block block;
        block.first = register_module(block_name + "first", Conv1(in, out, kKernel, kKernel / 2, 2, false));
        block.first_norm = register_module(block_name + "first_norm", norm(out));
        block.second = register_module(block_name + "second", Conv1(out, out, kKernel, kKernel / 2, 1, false));
        block.second_norm = register_module(block_name + "second_norm", norm(out));
        block.shortcut = register_module(block_name + "shortcut", Conv1(in, out, 1, 0, 2, false));
        block.shortcut_norm = register_module(block_name + "shortcut_norm", norm(out));
        blocks_.push_back(block);
        in = out;
    }
    // Mean and maximum over time: how much of a shape there is, and how strongly it occurs once.
    head_ =
        register_module("head", JoinedHead(2 * in, static_cast<std::int64_t>(shape.input.rr), shape.classes, kDropout));
}

torch::Tensor BeatResnet::forward(const torch::Tensor& picture, const torch::Tensor& rr, torch::Tensor* tap) {
    auto row = torch::relu(stem_norm_->forward(stem_->forward(asRow(picture))));
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        Block& block = blocks_[i];
        auto inner = torch::relu(block.first_norm->forward(block.first->forward(row)));
        inner = block.second_norm->forward(block.second->forward(inner));
        row = torch::relu(inner + block.shortcut_norm->forward(block.shortcut->forward(row)));
    }
    row = tapped(row, tap);
    const auto features = torch::cat({row.mean({2, 3}), row.amax({2, 3})}, 1);
    return head_->forward(features, rr);
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
