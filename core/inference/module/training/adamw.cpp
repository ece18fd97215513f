#include "core/inference/module/training/adamw.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;

}  // namespace

AdamW::AdamW(std::vector<torch::Tensor> parameters, double weight_decay)
    : parameters_(std::move(parameters)), weight_decay_(weight_decay) {
    for (const auto& parameter : parameters_) {
        mean_.push_back(torch::zeros_like(parameter));
        square_.push_back(torch::zeros_like(parameter));
    }
}

void AdamW::zeroGrad() {
    for (auto& parameter : parameters_) {
        if (parameter.grad().defined()) parameter.mutable_grad().zero_();
    }
}

void AdamW::step(double learning_rate) {
    const torch::NoGradGuard guard;
    ++steps_;
    const double correction1 = 1 - std::pow(kBeta1, static_cast<double>(steps_));
    const double correction2 = std::sqrt(1 - std::pow(kBeta2, static_cast<double>(steps_)));
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        if (!parameters_[i].grad().defined()) continue;
        const auto& gradient = parameters_[i].grad();
        if (parameters_[i].dim() > 1) parameters_[i].mul_(1 - learning_rate * weight_decay_);  // not norms, not biases
        mean_[i].mul_(kBeta1).add_(gradient, 1 - kBeta1);
        square_[i].mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
        parameters_[i].addcdiv_(mean_[i], (square_[i].sqrt() / correction2).add_(kEpsilon),
                                -learning_rate / correction1);
    }
}

void AdamW::save(TensorMap& into) const {
    for (std::size_t i = 0; i < mean_.size(); ++i) {
        into["adam.mean." + std::to_string(i)] = mean_[i];
        into["adam.square." + std::to_string(i)] = square_[i];
    }
    into["adam.steps"] = torch::tensor(steps_, torch::kLong);
}

bool AdamW::restore(const TensorMap& from) {
    const torch::NoGradGuard guard;
    for (std::size_t i = 0; i < mean_.size(); ++i) {
        const auto mean = from.find("adam.mean." + std::to_string(i));
        const auto square = from.find("adam.square." + std::to_string(i));
        if (mean == from.end() || square == from.end() || mean->second.sizes() != mean_[i].sizes() ||
            square->second.sizes() != square_[i].sizes()) {
            return false;
        }
        mean_[i].copy_(mean->second);
        square_[i].copy_(square->second);
    }
    const auto steps = from.find("adam.steps");
    if (steps == from.end()) return false;
    steps_ = steps->second.item<std::int64_t>();
    return true;
}

}  // namespace triptych::inference::training
