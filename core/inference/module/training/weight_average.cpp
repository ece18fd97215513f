#include "core/inference/module/training/weight_average.h"

#include <torch/nn/module.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>

namespace triptych::inference::training {

WeightAverage::WeightAverage(const torch::nn::Module& module, double decay) : decay_(decay) {
    if (decay_ <= 0) return;
    for (const auto& tensors : {module.parameters(), module.buffers()}) {
        for (const auto& tensor : tensors) {
            if (!tensor.is_floating_point()) continue;  // batch counters
            live_.push_back(tensor);
            average_.push_back(tensor.detach().clone());
        }
    }
}

void WeightAverage::update() {
    const torch::NoGradGuard guard;
    ++steps_;
    // A short memory at first, so that the random start is forgotten.
    const double decay = std::min(decay_, (1.0 + static_cast<double>(steps_)) / (10.0 + static_cast<double>(steps_)));
    for (std::size_t i = 0; i < live_.size(); ++i) average_[i].mul_(decay).add_(live_[i].detach(), 1 - decay);
}

void WeightAverage::swap() {
    const torch::NoGradGuard guard;
    for (std::size_t i = 0; i < live_.size(); ++i) {
        const auto kept = live_[i].detach().clone();
        live_[i].detach().copy_(average_[i]);
        average_[i].copy_(kept);
    }
}

void WeightAverage::save(TensorMap& into) const {
    for (std::size_t i = 0; i < average_.size(); ++i) into["average." + std::to_string(i)] = average_[i];
    into["average.steps"] = torch::tensor(steps_, torch::kLong);
}

bool WeightAverage::restore(const TensorMap& from) {
    if (average_.empty()) return true;
    const torch::NoGradGuard guard;
    for (std::size_t i = 0; i < average_.size(); ++i) {
        const auto found = from.find("average." + std::to_string(i));
        if (found == from.end() || found->second.sizes() != average_[i].sizes()) return false;
        average_[i].copy_(found->second);
    }
    const auto steps = from.find("average.steps");
    if (steps == from.end()) return false;
    steps_ = steps->second.item<std::int64_t>();
    return true;
}

}  // namespace triptych::inference::training
