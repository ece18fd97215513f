#include "core/inference/module/training/waves/wave_network.h"

#include "core/inference/module/zoo/convolution.h"
#include "core/waves/network_plan.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::inference::training {
namespace {

using waves::ConvolutionPlan;
using waves::kConvolutions;

consteval std::size_t placeOf(std::string_view name) {
    for (std::size_t i = 0; i < kConvolutions.size(); ++i) {
        if (name == kConvolutions[i].name) return i;
    }
    throw "no such convolution";
}

torch::Tensor doubled(const torch::Tensor& map) {
    return map.repeat_interleave(2, 3);
}

}  // namespace

WaveNetwork::WaveNetwork() {
    for (const ConvolutionPlan& plan : kConvolutions) {
        const int padding = plan.dilation * (plan.kernel - 1) / 2;
        auto convolution = torch::nn::Conv2d(torch::nn::Conv2dOptions(plan.in, plan.out, {1, plan.kernel})
                                                 .stride({1, plan.stride})
                                                 .dilation({1, plan.dilation})
                                                 .padding({0, padding})
                                                 .bias(!plan.rectified));
        convolutions_.push_back(register_module(plan.name, convolution));
        torch::nn::BatchNorm2d norm = nullptr;
        if (plan.rectified) {
            norm = register_module(std::string(plan.name) + "_norm", torch::nn::BatchNorm2d(plan.out));
        }
        norms_.push_back(norm);
    }
}

torch::Tensor WaveNetwork::convolved(std::size_t index, const torch::Tensor& map) {
    auto out = convolutions_[index]->forward(map);
    return norms_[index].is_empty() ? out : torch::relu(norms_[index]->forward(out));
}

torch::Tensor WaveNetwork::forward(const torch::Tensor& signal, const torch::Tensor& together) {
    const auto stem = convolved(placeOf("stem"), zoo::asRow(signal));
    const auto fine1 = convolved(placeOf("fine1"), convolved(placeOf("down1"), stem));
    const auto fine2 = convolved(placeOf("fine2"), convolved(placeOf("down2"), fine1));
    const auto fine3 = convolved(placeOf("fine3"), convolved(placeOf("down3"), fine2));
    auto map = convolved(placeOf("down4"), fine3);
    for (const std::size_t wide : {placeOf("wide1"), placeOf("wide2"), placeOf("wide4"), placeOf("wide8")}) {
        map = map + convolved(wide, map);
    }
    const auto mean = together.matmul(map.flatten(1)).view(map.sizes());
    map = map + convolved(placeOf("shared"), mean);
    map = map + convolved(placeOf("own"), map);
    map = convolved(placeOf("join3"), doubled(convolved(placeOf("up3"), map)) + fine3);
    map = convolved(placeOf("join2"), doubled(convolved(placeOf("up2"), map)) + fine2);
    map = convolved(placeOf("join1"), doubled(convolved(placeOf("up1"), map)) + fine1);
    map = convolved(placeOf("last"), map);
    return convolved(placeOf("answer"), map).squeeze(2);
}

TensorMap WaveNetwork::folded() const {
    const torch::NoGradGuard guard;
    TensorMap out;
    for (std::size_t i = 0; i < kConvolutions.size(); ++i) {
        const std::string name = kConvolutions[i].name;
        auto weight = convolutions_[i]->weight.detach().squeeze(2).contiguous().clone();
        torch::Tensor bias;
        if (norms_[i].is_empty()) {
            bias = convolutions_[i]->bias.detach().clone();
        } else {
            const auto& norm = norms_[i];
            const auto factor = norm->weight / (norm->running_var + norm->options.eps()).sqrt();
            weight = weight * factor.view({-1, 1, 1});
            bias = norm->bias - norm->running_mean * factor;
        }
        out[name + ".weight"] = weight.detach().contiguous();
        out[name + ".bias"] = bias.detach().contiguous();
    }
    return out;
}

}  // namespace triptych::inference::training
