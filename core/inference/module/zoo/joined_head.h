// The product encoders' last step: picture features meet the dimensionless rhythm features, which pass a small layer of
// their own first, so that "early" can decide S, "irregular" can forbid it, and morphology can decide V
// (docs/methods.md §1).
#pragma once

#include "core/inference/module/zoo/dropout.h"
#include "core/inference/module/zoo/guided.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>
#include <torch/types.h>

namespace triptych::inference::zoo {

class JoinedHeadImpl : public torch::nn::Module {
public:
    // `rr` may be 0: the picture then decides alone.
    JoinedHeadImpl(std::int64_t features, std::int64_t rr, std::int64_t classes, double dropout_rate)
        : dropout_(dropout_rate) {
        if (rr > 0) {
            norm_ = register_module("rhythm_norm", torch::nn::BatchNorm1d(rr));
            rhythm_ = register_module("rhythm", torch::nn::Linear(rr, kRhythm));
        }
        const std::int64_t joined = rr > 0 ? features + rr + kRhythm : features;
        hidden_ = register_module("hidden", torch::nn::Linear(joined, kHidden));
        logits_ = register_module("logits", torch::nn::Linear(kHidden, classes));
    }

    torch::Tensor forward(const torch::Tensor& features, const torch::Tensor& rr) {
        auto joined = zoo::dropout(features, dropout_, is_training());
        if (norm_) {
            const auto even = norm_->forward(rr);
            joined = torch::cat({joined, even, torch::leaky_relu(rhythm_->forward(even), kSlope)}, 1);
        }
        return logits_->forward(guided(torch::leaky_relu(hidden_->forward(joined), kSlope)));
    }

private:
    static constexpr std::int64_t kRhythm = 32;
    static constexpr std::int64_t kHidden = 48;
    static constexpr double kSlope = 0.1;
    double dropout_;
    torch::nn::BatchNorm1d norm_{nullptr};
    torch::nn::Linear rhythm_{nullptr}, hidden_{nullptr}, logits_{nullptr};
};
TORCH_MODULE(JoinedHead);

}  // namespace triptych::inference::zoo
