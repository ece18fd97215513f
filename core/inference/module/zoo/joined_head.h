// The product encoders' last step: picture features and the dimensionless RR features meet in one small hidden layer,
// so that "early" can decide S and morphology can decide V (methods.md §1).
#pragma once

#include "core/inference/module/zoo/dropout.h"

#include <torch/nn/modules/linear.h>
#include <torch/types.h>

namespace triptych::inference::zoo {

class JoinedHeadImpl : public torch::nn::Module {
public:
    JoinedHeadImpl(std::int64_t features, std::int64_t rr, std::int64_t classes, double dropout_rate)
        : dropout_(dropout_rate),
          hidden_(register_module("hidden", torch::nn::Linear(features + rr, kHidden))),
          logits_(register_module("logits", torch::nn::Linear(kHidden, classes))) {}

    torch::Tensor forward(const torch::Tensor& features, const torch::Tensor& rr) {
        const auto dropped = zoo::dropout(features, dropout_, is_training());
        const auto joined = rr.defined() && rr.size(1) > 0 ? torch::cat({dropped, rr}, 1) : dropped;
        return logits_->forward(torch::leaky_relu(hidden_->forward(joined), 0.1));
    }

private:
    static constexpr std::int64_t kHidden = 48;
    double dropout_;
    torch::nn::Linear hidden_, logits_;
};
TORCH_MODULE(JoinedHead);

}  // namespace triptych::inference::zoo
