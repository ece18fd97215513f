#include "core/inference/module/zoo/normed_convolution.h"

#include "core/inference/module/zoo/guided.h"
#include "core/inference/module/zoo/norm_scale.h"
#include "core/inference/module/zoo/rectified_pool.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <mutex>
#include <utility>

namespace triptych::inference::zoo {
namespace {

// Of one dimension: over a row.
torch::Tensor ofPictures(const torch::Tensor& weight) {
    return weight.dim() == 3 ? weight.unsqueeze(2) : weight;
}

}  // namespace

struct NormedConvolution::Folded {
    torch::Tensor weight, bias;
    std::shared_ptr<const AnsweringConvolution> fast;  // of floats on the processor
};

struct NormedConvolution::Cache {
    std::mutex guard;
    Folded folded;
    // Of what it was made of: a tensor counts the changes made to it, and moves when it goes to another device.
    const void* place = nullptr;
    std::int64_t changes = -1;
};

NormedConvolution::NormedConvolution(const torch::nn::Conv2d& convolution, torch::nn::BatchNorm2d norm)
    : weight_(convolution->weight),
      bias_(convolution->bias),
      norm_(std::move(norm)),
      stride_{convolution->options.stride()->at(0), convolution->options.stride()->at(1)},
      cache_(std::make_unique<Cache>()) {
    const auto& padding = c10::get<torch::ExpandingArray<2>>(convolution->options.padding());
    padding_ = {padding->at(0), padding->at(1)};
}

NormedConvolution::NormedConvolution(const Conv1& convolution, torch::nn::BatchNorm2d norm)
    : weight_(convolution->weight),
      bias_(convolution->bias),
      norm_(std::move(norm)),
      stride_{1, convolution->stride()},
      padding_{0, convolution->padding()},
      cache_(std::make_unique<Cache>()) {}

NormedConvolution::~NormedConvolution() = default;
NormedConvolution::NormedConvolution(NormedConvolution&&) noexcept = default;
NormedConvolution& NormedConvolution::operator=(NormedConvolution&&) noexcept = default;

torch::Tensor NormedConvolution::forward(const torch::Tensor& map) const {
    if (const auto fast = answering(map)) return fast->forward(map);
    const bool learns = torch::GradMode::is_enabled() && weight_.requires_grad();
    if (learns || norm_->is_training()) return norm_.ptr()->forward(convolved(map, weight_, bias_));
    const Folded both = folded();
    return convolved(map, both.weight, both.bias);
}

torch::Tensor NormedConvolution::rectified(const torch::Tensor& map, const torch::Tensor& sum) const {
    if (const auto fast = answering(map)) return fast->rectified(map, sum);
    // In place: neither a convolution nor a norm needs its answer for its gradient.
    auto answer = forward(map);
    if (sum.defined()) answer.add_(sum);
    return guided(answer.relu_());
}

torch::Tensor NormedConvolution::pooled(const torch::Tensor& map) const {
    if (const auto fast = answering(map)) return fast->pooled(map);
    return rectifiedPool(forward(map), 2, 2);
}

std::shared_ptr<const AnsweringConvolution> NormedConvolution::answering(const torch::Tensor& map) const {
    const bool asks_gradient = torch::GradMode::is_enabled() && (weight_.requires_grad() || map.requires_grad());
    const bool plain = map.device().is_cpu() && map.scalar_type() == torch::kFloat;
    return asks_gradient || !plain || norm_->is_training() ? nullptr : folded().fast;
}

torch::Tensor NormedConvolution::convolved(const torch::Tensor& map, const torch::Tensor& weight,
                                           const torch::Tensor& bias) const {
    return torch::conv2d(map, ofPictures(weight), bias, stride_, padding_);
}

NormedConvolution::Folded NormedConvolution::folded() const {
    const std::scoped_lock lock(cache_->guard);
    std::int64_t changes = 0;
    for (const auto& part : {weight_, bias_, norm_->weight, norm_->bias, norm_->running_mean, norm_->running_var})
        changes += part.defined() ? part._version() : 0;
    if (cache_->changes == changes && cache_->place == weight_.data_ptr()) return cache_->folded;
    const torch::NoGradGuard guard;
    const auto factor = scaleOf(*norm_);
    const auto mean = bias_.defined() ? norm_->running_mean - bias_ : norm_->running_mean;
    Folded both{ofPictures(weight_) * factor.view({-1, 1, 1, 1}), norm_->bias - mean * factor, nullptr};
    if (both.weight.device().is_cpu() && both.weight.scalar_type() == torch::kFloat)
        both.fast = std::make_shared<AnsweringConvolution>(both.weight, both.bias, stride_, padding_);
    cache_->folded = both;
    cache_->changes = changes;
    cache_->place = weight_.data_ptr();
    return both;
}

}  // namespace triptych::inference::zoo
