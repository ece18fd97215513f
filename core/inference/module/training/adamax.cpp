#include "core/inference/module/training/adamax.h"

#include <cmath>

namespace triptych::inference::training {

Adamax::Adamax(std::vector<torch::Tensor> parameters, AdamaxOptions options)
    : parameters_(std::move(parameters)), options_(options) {
    for (const auto& parameter : parameters_) {
        mean_.push_back(torch::zeros_like(parameter));
        infinity_.push_back(torch::zeros_like(parameter));
    }
}

void Adamax::zeroGrad() {
    for (auto& parameter : parameters_) {
        if (parameter.grad().defined()) parameter.mutable_grad().zero_();
    }
}

void Adamax::step() {
    const torch::NoGradGuard guard;
    ++steps_;
    const double correction = 1 - std::pow(options_.beta1, static_cast<double>(steps_));
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        if (!parameters_[i].grad().defined()) continue;
        auto gradient = parameters_[i].grad();
        if (options_.weight_decay != 0) gradient = gradient + options_.weight_decay * parameters_[i];
        mean_[i].mul_(options_.beta1).add_(gradient, 1 - options_.beta1);
        infinity_[i] = torch::maximum(infinity_[i] * options_.beta2, gradient.abs() + options_.epsilon);
        parameters_[i].addcdiv_(mean_[i], infinity_[i], -options_.learning_rate / correction);
    }
}

}  // namespace triptych::inference::training
