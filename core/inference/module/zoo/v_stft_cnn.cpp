#include "core/inference/module/zoo/v_stft_cnn.h"

#include "core/inference/module/zoo/dropout.h"

#include <array>

namespace triptych::inference::zoo {
namespace {

constexpr std::array<std::int64_t, 4> kChannels = {32, 64, 128, 256};
constexpr double kDropout = 0.2;

}  // namespace

VStftCnn::VStftCnn(const EncoderShape& shape)
    : rows_(static_cast<std::int64_t>(shape.input.tf_rows)),
      columns_(static_cast<std::int64_t>(shape.input.tf_columns)) {
    // The reference names its layers by their place in one Sequential: convolution, norm, activation, pooling.
    auto stack = std::make_shared<torch::nn::Module>("f");
    auto in = static_cast<std::int64_t>(shape.input.tf_channels);
    auto rows = rows_;
    auto columns = columns_;
    for (std::size_t i = 0; i < kChannels.size(); ++i) {
        convolutions_.emplace_back(torch::nn::Conv2dOptions(in, kChannels[i], 3).padding(1));
        // V's momentum of 0.99 (PyTorch's sense) makes the running statistics those of the last batch; 0.01 does not.
        norms_.emplace_back(torch::nn::BatchNorm2dOptions(kChannels[i]).eps(1e-3).momentum(0.01));
        stack->register_module(std::to_string(4 * i), convolutions_.back().ptr());
        stack->register_module(std::to_string(4 * i + 1), norms_.back().ptr());
        in = kChannels[i];
        rows /= 2;
        columns /= 2;
    }
    register_module("f", stack);
    logits_ = register_module("fc", torch::nn::Linear(in * rows * columns, shape.classes));
}

torch::Tensor VStftCnn::forward(const torch::Tensor& picture, const torch::Tensor& /*rr*/, torch::Tensor* tap) {
    auto map = picture.contiguous(at::MemoryFormat::ChannelsLast);
    for (std::size_t i = 0; i < convolutions_.size(); ++i) {
        map = torch::leaky_relu(norms_[i]->forward(convolutions_[i]->forward(map)));
        if (i + 1 == convolutions_.size()) map = tapped(map, tap);
        map = torch::max_pool2d(map, 2);
    }
    const auto flat = map.contiguous().flatten(1);
    // V drops logits; dropping features instead keeps every class in every step.
    return logits_->forward(zoo::dropout(flat, kDropout, is_training()));
}

std::vector<double> VStftCnn::cellCentres(std::size_t axis) const {
    // Padded 3×3 convolutions keep centres; three poolings come before the last convolution.
    std::int64_t length = axis == 0 ? rows_ : columns_;
    double offset = 0;
    double step = 1;
    for (int pooling = 0; pooling < 3; ++pooling) {
        offset += step / 2;
        step *= 2;
        length /= 2;
    }
    std::vector<double> out;
    for (std::int64_t i = 0; i < length; ++i) out.push_back(offset + step * static_cast<double>(i));
    return out;
}

std::shared_ptr<Encoder> makeVStftCnn(const EncoderShape& shape) {
    return std::make_shared<VStftCnn>(shape);
}

}  // namespace triptych::inference::zoo
