#include "core/inference/module/zoo/plain_cnn.h"

#include "core/inference/module/zoo/dropout.h"
#include "core/inference/module/zoo/guided.h"

#include <array>
#include <cmath>

namespace triptych::inference::zoo {
namespace {

constexpr std::array<std::int64_t, 4> kWidths = {32, 64, 128, 128};
constexpr std::int64_t kKernel = 5;
constexpr double kDropout = 0.2;

}  // namespace

PlainCnn::PlainCnn(const EncoderShape& shape, InputKind input)
    : input_(input), cells_(dimensions(shape.input, input).at(1)) {
    std::int64_t in = dimensions(shape.input, input).at(0);
    if (input != InputKind::time) scale_ = register_module("scale", InputScale(cells_));
    for (std::size_t i = 0; i < kWidths.size(); ++i) {
        const std::string layer = std::to_string(i + 1);
        const auto convolution = register_module("c" + layer, Conv1(in, kWidths[i], kKernel, kKernel / 2));
        convolutions_.emplace_back(convolution, register_module("n" + layer, torch::nn::BatchNorm2d(kWidths[i])));
        in = kWidths[i];
    }
    if (shape.classes > 0) logits_ = register_module("fc", torch::nn::Linear(in, shape.classes));
}

torch::Tensor PlainCnn::forward(const torch::Tensor& picture, const torch::Tensor& /*rr*/, torch::Tensor* tap) {
    auto row = asRow(scale_.is_empty() ? picture : scale_->forward(picture));
    for (std::size_t i = 0; i < kWidths.size(); ++i) {
        row = convolutions_[i].forward(row);
        row = guided(torch::relu_(row));
        if (i + 1 == kWidths.size()) row = tapped(row, tap);
        row = torch::max_pool2d(row, {1, 2});
    }
    const auto features = row.mean({2, 3});
    if (logits_.is_empty()) return features;
    return logits_->forward(zoo::dropout(features, kDropout, is_training()));
}

std::vector<double> PlainCnn::cellCentres(std::size_t /*axis*/) const {
    // Padded convolutions keep centres; three poolings come before the last convolution.
    std::int64_t length = cells_;
    double offset = 0;
    double step = 1;
    for (std::size_t pooling = 0; pooling + 1 < kWidths.size(); ++pooling) {
        offset += step / 2;
        step *= 2;
        length /= 2;
    }
    std::vector<double> out;
    for (std::int64_t i = 0; i < length; ++i) out.push_back(offset + step * static_cast<double>(i));
    return out;
}

std::int64_t PlainCnn::featureCount() const {
    return kWidths.back();
}

void PlainCnn::setScale(std::size_t /*input*/, const torch::Tensor& mean, const torch::Tensor& deviation) {
    auto gain = torch::ones({cells_});
    if (input_ == InputKind::early) {
        // Both domains weigh the same in the joined row: the shorter one is raised by the root of the lengths' ratio.
        const std::int64_t bins = dimensions(shapeOf(Profile::parity), InputKind::frequency).at(1);
        const std::int64_t samples = cells_ - bins;
        gain.slice(0, samples).fill_(std::sqrt(static_cast<double>(samples) / static_cast<double>(bins)));
    }
    scale_->set(mean, deviation, gain);
}

std::shared_ptr<Encoder> makePlainCnn(const EncoderShape& shape) {
    return std::make_shared<PlainCnn>(shape, InputKind::time);
}

std::shared_ptr<Encoder> makePlainSpectrumCnn(const EncoderShape& shape) {
    return std::make_shared<PlainCnn>(shape, InputKind::frequency);
}

std::shared_ptr<Encoder> makeEarlyCnn(const EncoderShape& shape) {
    return std::make_shared<PlainCnn>(shape, InputKind::early);
}

}  // namespace triptych::inference::zoo
