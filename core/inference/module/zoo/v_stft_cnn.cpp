#include "core/inference/module/zoo/v_stft_cnn.h"

#include "core/inference/module/zoo/convolution.h"
#include "core/inference/module/zoo/dropout.h"
#include "core/inference/module/zoo/guided.h"

namespace triptych::inference::zoo {
namespace {

constexpr int kConvolutions = 4;
constexpr double kDropout = 0.2;

}  // namespace

VStftCnn::VStftCnn(const EncoderShape& shape, const VPictureOptions& options)
    : rows_(dimensions(shape.input, options.input).at(1)), columns_(dimensions(shape.input, options.input).at(2)) {
    // The reference names its layers by their place in one Sequential: convolution, norm, activation, pooling.
    auto stack = std::make_shared<torch::nn::Module>("f");
    auto in = dimensions(shape.input, options.input).at(0);
    auto out = options.first_filters;
    auto rows = rows_;
    auto columns = columns_;
    for (int i = 0; i < kConvolutions; ++i) {
        const torch::nn::Conv2d convolution(torch::nn::Conv2dOptions(in, out, 3).padding(1));
        // V's momentum of 0.99 (PyTorch's sense) makes the running statistics those of the last batch; 0.01 does not.
        const torch::nn::BatchNorm2d norm(torch::nn::BatchNorm2dOptions(out).eps(1e-3).momentum(0.01));
        stack->register_module(std::to_string(4 * i), convolution.ptr());
        stack->register_module(std::to_string(4 * i + 1), norm.ptr());
        convolutions_.emplace_back(convolution, norm);
        in = out;
        out *= 2;
        rows /= 2;
        columns /= 2;
    }
    register_module("f", stack);
    features_ = in * rows * columns;
    if (shape.classes > 0) logits_ = register_module("fc", torch::nn::Linear(features_, shape.classes));
}

torch::Tensor VStftCnn::forward(const torch::Tensor& picture, const torch::Tensor& /*rr*/, torch::Tensor* tap) {
    auto map = channelsLast(picture);
    for (std::size_t i = 0; i < convolutions_.size(); ++i) {
        if (tap != nullptr && i + 1 == convolutions_.size()) {
            map = convolutions_[i].forward(map);
            map = torch::max_pool2d(guided(tapped(torch::leaky_relu_(map), tap)), 2);
        } else {
            map = convolutions_[i].pooled(map);
        }
    }
    const auto flat = map.contiguous().flatten(1);
    if (logits_.is_empty()) return flat;
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

std::shared_ptr<Encoder> makeScalogramCnn(const EncoderShape& shape) {
    return std::make_shared<VStftCnn>(shape, VPictureOptions{.input = InputKind::scalogram});
}

std::shared_ptr<Encoder> makeVHitsCnn(const EncoderShape& shape) {
    return std::make_shared<VStftCnn>(shape, VPictureOptions{.first_filters = 256});
}

}  // namespace triptych::inference::zoo
