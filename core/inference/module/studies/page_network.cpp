#include "core/inference/module/studies/page_network.h"

#include "core/inference/module/zoo/dropout.h"

#include <torch/nn/init.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <array>
#include <cmath>
#include <string>

namespace triptych::inference::studies {
namespace {

constexpr std::array<std::int64_t, 4> kWidths = {1, 16, 32, kPageFeatures};
constexpr std::array<std::int64_t, 3> kKernels = {15, 7, 5};  // of rows; the first takes every fourth sample
constexpr std::int64_t kHidden = 32;
constexpr double kDropout = 0.2;

}  // namespace

const std::vector<PageModel>& pageModels() {
    using enum PageDomain;
    static const std::vector<PageModel> kModels = {
        {"time", "time alone", {time}, false},
        {"frequency", "frequency alone", {frequency}, false},
        {"time_frequency", "time-frequency alone", {time_frequency}, false},
        {"hybrid_1", "Hybrid 1: time, time-frequency (O2)", {time, time_frequency}, false},
        {"hybrid_2", "Hybrid 2: all three (O2)", {time, time_frequency, frequency}, false},
        {"intermediate", "intermediate fusion (O1)", {time, time_frequency, frequency}, true},
    };
    return kModels;
}

PageNetwork::PageNetwork(const PageModel& model, std::int64_t classes) {
    for (std::size_t p = 0; p < model.domains.size(); ++p) {
        Part& part = parts_.emplace_back();
        part.domain = model.domains[p];
        const std::string prefix = "part" + std::to_string(p + 1);
        for (std::size_t i = 0; i + 1 < kWidths.size(); ++i) {
            Layer& layer = part.layers.emplace_back();
            const std::string at = prefix + "_" + std::to_string(i + 1);
            if (part.domain == PageDomain::time_frequency) {
                layer.kernel = register_parameter(at + "_kernel", torch::empty({kWidths[i + 1], kWidths[i], 3, 3}));
                torch::nn::init::kaiming_uniform_(layer.kernel, std::sqrt(5.0));
            } else {
                layer.row = register_module(at + "_row", zoo::Conv1(kWidths[i], kWidths[i + 1], kKernels[i],
                                                                    kKernels[i] / 2, i == 0 ? 4 : 1, false));
            }
            layer.norm = register_module(at + "_norm", torch::nn::BatchNorm2d(kWidths[i + 1]));
        }
        if (!model.projects) continue;
        part.norm =
            register_module(prefix + "_before", torch::nn::LayerNorm(torch::nn::LayerNormOptions({kPageFeatures})));
        part.linear = register_module(prefix + "_projection", torch::nn::Linear(kPageFeatures, kPageFeatures));
    }
    mean_ = register_buffer("mean", torch::zeros({kSpectrumBins}));
    deviation_ = register_buffer("deviation", torch::ones({kSpectrumBins}));
    const auto together = kPageFeatures * static_cast<std::int64_t>(parts_.size());
    hidden_ = register_module("hidden", torch::nn::Linear(together, kHidden));
    logits_ = register_module("logits", torch::nn::Linear(kHidden, classes));
}

void PageNetwork::setScale(const torch::Tensor& spectra) {
    const torch::NoGradGuard guard;
    const auto cells = spectra.flatten(1);
    const auto mean = cells.mean(0);
    mean_.copy_(mean);
    deviation_.copy_((cells - mean).square().mean(0).sqrt().clamp_min(1e-3));
}

torch::Tensor PageNetwork::features(const PageInputs& inputs, std::size_t place) {
    const Part& part = parts_[place];
    torch::Tensor map = inputs[static_cast<std::size_t>(part.domain)];
    if (part.domain == PageDomain::frequency) map = (map - mean_) / deviation_;
    const bool picture = part.domain == PageDomain::time_frequency;
    map = picture ? zoo::channelsLast(map) : zoo::asRow(map);
    for (std::size_t i = 0; i < part.layers.size(); ++i) {
        const Layer& layer = part.layers[i];
        map = picture ? torch::conv2d(map, layer.kernel, {}, 1, 1) : zoo::Conv1(layer.row)->forward(map);
        map = torch::relu(torch::nn::BatchNorm2d(layer.norm)->forward(map));
        if (i + 1 < part.layers.size()) map = picture ? torch::max_pool2d(map, {2, 2}) : torch::max_pool2d(map, {1, 2});
    }
    return map.mean(at::IntArrayRef({2, 3}));
}

torch::Tensor PageNetwork::logits(const PageInputs& inputs) {
    std::vector<torch::Tensor> met;
    for (std::size_t place = 0; place < parts_.size(); ++place) {
        auto of = features(inputs, place);
        if (!parts_[place].linear.is_empty()) of = parts_[place].linear->forward(parts_[place].norm->forward(of));
        met.push_back(of);
    }
    const auto together = zoo::dropout(torch::cat(met, 1), kDropout, is_training());
    return logits_->forward(zoo::dropout(torch::relu(hidden_->forward(together)), kDropout, is_training()));
}

}  // namespace triptych::inference::studies
