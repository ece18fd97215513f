#include "core/inference/module/zoo/normed_convolution.h"

#include <torch/torch.h>

#include <mutex>
#include <utility>
#include <vector>

namespace triptych::inference::zoo {

struct NormedConvolution::Folded {
    std::mutex guard;
    torch::Tensor weight, bias;
    // Of what they were made of: a tensor counts the changes made to it, and moves when it goes to another device.
    const void* place = nullptr;
    std::int64_t changes = -1;
};

NormedConvolution::NormedConvolution(const torch::nn::Conv2d& convolution, torch::nn::BatchNorm2d norm)
    : weight_(convolution->weight),
      bias_(convolution->bias),
      norm_(std::move(norm)),
      stride_{convolution->options.stride()->at(0), convolution->options.stride()->at(1)},
      folded_(std::make_unique<Folded>()) {
    const auto& padding = c10::get<torch::ExpandingArray<2>>(convolution->options.padding());
    padding_ = {padding->at(0), padding->at(1)};
}

NormedConvolution::NormedConvolution(const Conv1& convolution, torch::nn::BatchNorm2d norm)
    : weight_(convolution->weight),
      bias_(convolution->bias),
      norm_(std::move(norm)),
      stride_{1, convolution->stride()},
      padding_{0, convolution->padding()},
      folded_(std::make_unique<Folded>()) {}

NormedConvolution::~NormedConvolution() = default;
NormedConvolution::NormedConvolution(NormedConvolution&&) noexcept = default;
NormedConvolution& NormedConvolution::operator=(NormedConvolution&&) noexcept = default;

torch::Tensor NormedConvolution::forward(const torch::Tensor& map) const {
    const bool learns = torch::GradMode::is_enabled() && weight_.requires_grad();
    if (learns || norm_->is_training()) return norm_.ptr()->forward(convolved(map, weight_, bias_));
    const auto [weight, bias] = folded();
    return convolved(map, weight, bias);
}

torch::Tensor NormedConvolution::convolved(const torch::Tensor& map, const torch::Tensor& weight,
                                           const torch::Tensor& bias) const {
    return torch::conv2d(map, weight.dim() == 3 ? weight.unsqueeze(2) : weight, bias, stride_, padding_);
}

std::pair<torch::Tensor, torch::Tensor> NormedConvolution::folded() const {
    const std::scoped_lock lock(folded_->guard);
    std::int64_t changes = 0;
    for (const auto& part : {weight_, bias_, norm_->weight, norm_->bias, norm_->running_mean, norm_->running_var})
        changes += part.defined() ? part._version() : 0;
    if (folded_->changes != changes || folded_->place != weight_.data_ptr()) {
        const torch::NoGradGuard guard;
        const auto factor = norm_->weight * torch::rsqrt(norm_->running_var + norm_->options.eps());
        const auto mean = bias_.defined() ? norm_->running_mean - bias_ : norm_->running_mean;
        std::vector<std::int64_t> of_output(static_cast<std::size_t>(weight_.dim()), 1);
        of_output[0] = -1;
        folded_->weight = weight_ * factor.view(of_output);
        folded_->bias = norm_->bias - mean * factor;
        folded_->changes = changes;
        folded_->place = weight_.data_ptr();
    }
    return {folded_->weight, folded_->bias};
}

}  // namespace triptych::inference::zoo
