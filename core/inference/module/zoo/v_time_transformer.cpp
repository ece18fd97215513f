#include "core/inference/module/zoo/v_time_transformer.h"

#include "core/inference/module/zoo/dropout.h"
#include "core/inference/module/zoo/guided.h"
#include "core/inference/module/zoo/rectified_pool.h"
#include "core/inference/module/zoo/small_attention.h"

#include <torch/nn/functional/pooling.h>

#include <cmath>

namespace triptych::inference::zoo {
namespace {

constexpr std::int64_t kWidth = 128;
constexpr std::int64_t kHeads = 8;
constexpr std::int64_t kHidden = 64;
constexpr std::int64_t kLayers = 8;
constexpr std::int64_t kBottleneck = 10;
constexpr double kDropout = 0.1;

// Vaswani et al. 2017, §3.5: sines on even, cosines on odd columns.
torch::Tensor sinusoidalPositions(std::int64_t tokens, std::int64_t width) {
    auto out = torch::zeros({tokens, width});
    auto cells = out.accessor<float, 2>();
    for (std::int64_t t = 0; t < tokens; ++t) {
        for (std::int64_t i = 0; i < width; i += 2) {
            const double angle = static_cast<double>(t) *
                                 std::exp(-std::log(10000.0) * static_cast<double>(i) / static_cast<double>(width));
            cells[t][i] = static_cast<float>(std::sin(angle));
            cells[t][i + 1] = static_cast<float>(std::cos(angle));
        }
    }
    return out;
}

std::int64_t lengthOf(const EncoderShape& shape, const VTimeOptions& options) {
    return dimensions(shape.input, options.reads_spectrum ? InputKind::frequency : InputKind::time).at(1);
}

// Cells of the last shared convolution, before its pooling.
std::int64_t cellsOf(std::int64_t samples, std::int64_t shared_passes) {
    std::int64_t length = samples - 2;  // c1; c2 keeps it
    for (std::int64_t pass = 0; pass < shared_passes; ++pass) {
        if (pass > 0) length /= 2;
        length -= 2;
    }
    return length;
}

}  // namespace

PostNormLayerImpl::PostNormLayerImpl(std::int64_t width, std::int64_t heads, std::int64_t hidden, double dropout_rate)
    : heads_(heads),
      dropout_(dropout_rate),
      linear1_(register_module("linear1", torch::nn::Linear(width, hidden))),
      linear2_(register_module("linear2", torch::nn::Linear(hidden, width))),
      norm1_(register_module("norm1", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})))),
      norm2_(register_module("norm2", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})))) {
    // Names with a dot are not allowed in register_parameter: a child module carries PyTorch's "self_attn." prefix.
    auto attention = std::make_shared<torch::nn::Module>("self_attn");
    in_weight_ = attention->register_parameter("in_proj_weight", torch::empty({3 * width, width}));
    in_bias_ = attention->register_parameter("in_proj_bias", torch::zeros({3 * width}));
    auto out = std::make_shared<torch::nn::Module>("out_proj");
    out_weight_ = out->register_parameter("weight", torch::empty({width, width}));
    out_bias_ = out->register_parameter("bias", torch::zeros({width}));
    attention->register_module("out_proj", out);
    register_module("self_attn", attention);
    // PyTorch's MultiheadAttention and TransformerEncoder start so.
    torch::nn::init::xavier_uniform_(in_weight_);
    torch::nn::init::kaiming_uniform_(out_weight_, std::sqrt(5.0));
}

torch::Tensor PostNormLayerImpl::attention(const torch::Tensor& tokens) {
    const auto width = tokens.size(2);
    return attentionWeights(
        torch::linear(tokens, in_weight_, in_bias_).view({tokens.size(0), tokens.size(1), 3, heads_, width / heads_}));
}

torch::Tensor PostNormLayerImpl::forward(const torch::Tensor& tokens) {
    const auto batch = tokens.size(0);
    const auto count = tokens.size(1);
    const auto width = tokens.size(2);
    const auto drop = [&](const torch::Tensor& t) { return zoo::dropout(t, dropout_, is_training()); };

    const auto projected = torch::linear(tokens, in_weight_, in_bias_).view({batch, count, 3, heads_, width / heads_});
    const auto mixed = attend(projected, zoo::dropoutMask({batch, heads_, count, count}, dropout_, is_training()));
    // In place where no gradient needs what was there.
    const auto first = norm1_->forward(drop(torch::linear(mixed, out_weight_, out_bias_)).add_(tokens));
    auto hidden = linear1_->forward(first);
    hidden = guided(torch::relu_(hidden));
    return norm2_->forward(drop(linear2_->forward(drop(hidden))).add_(first));
}

VTimeTransformer::VTimeTransformer(const EncoderShape& shape, const VTimeOptions& options)
    : shared_passes_(options.shared_passes),
      cells_(cellsOf(lengthOf(shape, options), options.shared_passes)),
      tokens_(cells_ / 2 + 1),
      c1_(register_module("c1", Conv1(options.reads_spectrum ? 1 : static_cast<std::int64_t>(shape.input.time_channels),
                                      kWidth, 3, 0))),
      c2_(register_module("c2", Conv1(kWidth, kWidth, 3, 1))),
      c3_(register_module("c3", Conv1(kWidth, kWidth, 3, 0))),
      class_token_(register_parameter("cls", torch::randn({1, 1, kWidth}))),
      position_(sinusoidalPositions(tokens_, kWidth)) {
    if (shape.classes > 0) {
        head_norm_ = torch::nn::LayerNorm(torch::nn::LayerNormOptions({kWidth}));
        head_ = torch::nn::Linear(kWidth, kBottleneck);
        logit_norm_ = torch::nn::LayerNorm(torch::nn::LayerNormOptions({kBottleneck}));
        logits_ = torch::nn::Linear(kBottleneck, shape.classes);
    }
    for (std::int64_t i = 0; i < kLayers; ++i) layers_->push_back(PostNormLayer(kWidth, kHeads, kHidden, kDropout));
    auto stack = std::make_shared<torch::nn::Module>("enc");
    stack->register_module("layers", layers_.ptr());
    register_module("enc", stack);
    if (options.reads_spectrum) scale_ = register_module("scale", InputScale(lengthOf(shape, options)));
    if (head_.is_empty()) return;
    auto head = std::make_shared<torch::nn::Module>("head");
    head->register_module("0", head_norm_.ptr());
    head->register_module("1", head_.ptr());
    head->register_module("2", logit_norm_.ptr());
    head->register_module("3", logits_.ptr());
    register_module("head", head);
}

torch::Tensor VTimeTransformer::tokensOf(const torch::Tensor& picture, torch::Tensor* tap) {
    // In place: no convolution needs its answer for its gradient.
    auto row = c1_->forward(asRow(scale_.is_empty() ? picture : scale_->forward(picture)));
    row = c2_->forward(guided(torch::leaky_relu_(row)));
    row = guided(torch::leaky_relu_(row));
    for (std::int64_t pass = 0; pass < shared_passes_; ++pass) {
        row = c3_->forward(row);
        if (tap != nullptr && pass + 1 == shared_passes_) {
            row = torch::max_pool2d(guided(tapped(torch::leaky_relu_(row), tap)), {1, 2});
        } else {
            row = rectifiedPool(row, 1, 2);
        }
    }
    const auto features = row.squeeze(2).transpose(1, 2);  // [B × 9 × 128] where V applies c3 four times
    auto tokens = torch::cat({class_token_.expand({picture.size(0), 1, kWidth}), features}, 1);
    tokens = tokens * std::sqrt(static_cast<double>(kWidth)) + position_.to(features.device()).unsqueeze(0);
    return zoo::dropout(tokens, kDropout, is_training());
}

std::vector<PassSeen> VTimeTransformer::passesOf(const torch::Tensor& picture) {
    if (!scale_.is_empty()) return {};  // along a spectrum there are no moments
    std::vector<PassSeen> out;
    auto row = torch::leaky_relu(c1_->forward(asRow(picture)));
    row = torch::leaky_relu(c2_->forward(row));
    double offset = 1, step = 1;  // as cellCentres() has them
    for (std::int64_t pass = 0; pass < shared_passes_; ++pass) {
        row = torch::leaky_relu(c3_->forward(row));
        offset += step;
        PassSeen seen{row.squeeze(2), {}};
        for (std::int64_t cell = 0; cell < row.size(3); ++cell)
            seen.centres.push_back(offset + step * static_cast<double>(cell));
        out.push_back(std::move(seen));
        row = torch::max_pool2d(row, {1, 2});
        offset += step / 2;
        step *= 2;
    }
    constexpr std::size_t kLast = 3;
    if (out.size() > kLast) out.erase(out.begin(), out.end() - kLast);
    return out;
}

std::vector<AttentionSeen> VTimeTransformer::attentionOf(const torch::Tensor& picture) {
    AttentionSeen seen;
    auto tokens = tokensOf(picture, nullptr);
    for (const auto& layer : *layers_) {
        auto* const of = layer->as<PostNormLayer>();
        seen.layers.push_back(of->attention(tokens));
        tokens = of->forward(tokens);
    }
    // A token is the larger of two neighbouring cells of the last convolution.
    const auto cells = cellCentres(1);
    for (std::size_t i = 0; i + 1 < cells.size(); i += 2) seen.token_centres.push_back((cells[i] + cells[i + 1]) / 2);
    return {std::move(seen)};
}

torch::Tensor VTimeTransformer::forward(const torch::Tensor& picture, const torch::Tensor& /*rr*/, torch::Tensor* tap) {
    auto tokens = tokensOf(picture, tap);
    for (const auto& layer : *layers_) tokens = layer->as<PostNormLayer>()->forward(tokens);
    if (head_.is_empty()) return tokens.select(1, 0);
    const auto first = head_norm_->forward(tokens.select(1, 0));
    return logits_->forward(logit_norm_->forward(head_->forward(first)));
}

std::vector<double> VTimeTransformer::cellCentres(std::size_t /*axis*/) const {
    // c1 (k3, no padding) moves centres by 1; c2 keeps them; each shared pass adds the current step, each pooling half
    // of it.
    double offset = 1;
    double step = 1;
    for (std::int64_t pass = 0; pass < shared_passes_; ++pass) {
        offset += step;
        if (pass + 1 == shared_passes_) break;
        offset += step / 2;
        step *= 2;
    }
    std::vector<double> out;
    for (std::int64_t i = 0; i < cells_; ++i) out.push_back(offset + step * static_cast<double>(i));
    return out;
}

std::int64_t VTimeTransformer::featureCount() const {
    return kWidth;
}

void VTimeTransformer::setScale(std::size_t /*input*/, const torch::Tensor& mean, const torch::Tensor& deviation) {
    scale_->set(mean, deviation, torch::ones({}));
}

std::shared_ptr<Encoder> makeVTimeTransformer(const EncoderShape& shape) {
    return std::make_shared<VTimeTransformer>(shape);
}

std::shared_ptr<Encoder> makeVShortTimeTransformer(const EncoderShape& shape) {
    return std::make_shared<VTimeTransformer>(shape, VTimeOptions{.shared_passes = 2});
}

std::shared_ptr<Encoder> makeVFrequencyTransformer(const EncoderShape& shape) {
    return std::make_shared<VTimeTransformer>(shape, VTimeOptions{.shared_passes = 3, .reads_spectrum = true});
}

}  // namespace triptych::inference::zoo
