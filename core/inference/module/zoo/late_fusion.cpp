#include "core/inference/module/zoo/late_fusion.h"

#include "core/inference/module/training/adamax.h"
#include "core/inference/module/training/class_weights.h"
#include "core/statistics/random.h"

#include <torch/nn/functional/loss.h>

#include <cmath>
#include <numeric>

namespace triptych::inference::zoo {
namespace {

void fillGrid(std::size_t branch, int left, std::vector<double>& omega, std::vector<std::vector<double>>& out) {
    if (branch + 1 == omega.size()) {
        omega[branch] = left / 20.0;
        out.push_back(omega);
        return;
    }
    for (int part = 0; part <= left; ++part) {
        omega[branch] = part / 20.0;
        fillGrid(branch + 1, left - part, omega, out);
    }
}

}  // namespace

torch::Tensor lateAttention(const torch::Tensor& weights, const torch::Tensor& probabilities) {
    return (weights.unsqueeze(0) * probabilities).sum(1);
}

torch::Tensor displayedAttention(const torch::Tensor& weights) {
    return torch::softmax(weights, 0);
}

torch::Tensor contributionShare(const torch::Tensor& weights, const torch::Tensor& probabilities) {
    const auto parts = (weights.unsqueeze(0) * probabilities).abs();
    return parts / parts.sum(1, true).clamp_min(1e-12);
}

torch::Tensor simplexAverage(const std::vector<double>& omega, const torch::Tensor& probabilities) {
    torch::Tensor sum;
    for (std::size_t m = 0; m < omega.size(); ++m) {
        if (omega[m] == 0) continue;
        const auto branch = probabilities.select(1, static_cast<std::int64_t>(m));
        const auto term = omega[m] == 1 ? branch : branch * omega[m];
        sum = sum.defined() ? sum + term : term;
    }
    return sum;
}

std::vector<std::vector<double>> simplexGrid(std::size_t branches) {
    std::vector<std::vector<double>> out;
    std::vector<double> omega(branches, 0);
    fillGrid(0, 20, omega, out);
    return out;
}

torch::Tensor fitLateAttention(const torch::Tensor& probabilities, const torch::Tensor& labels,
                               const FitOptions& options) {
    const auto classes = probabilities.size(2);
    auto weights = torch::ones({probabilities.size(1), classes}, torch::requires_grad());
    const auto class_weights = training::classWeights(labels, classes, options.class_weight_exponent);
    training::Adamax optimiser({weights},
                               {.learning_rate = options.learning_rate, .weight_decay = options.weight_decay});
    std::vector<std::int64_t> order(static_cast<std::size_t>(labels.size(0)));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    namespace F = torch::nn::functional;
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        Random random(streamSeed(options.seed, static_cast<std::uint64_t>(epoch)));
        random.shuffle(order);
        for (std::int64_t first = 0; first < labels.size(0); first += options.batch) {
            const auto count = std::min(options.batch, labels.size(0) - first);
            const auto index = torch::from_blob(order.data() + first, {count}, torch::kLong);
            const auto scores = lateAttention(weights, probabilities.index_select(0, index));
            const auto loss = F::cross_entropy(scores, labels.index_select(0, index),
                                               F::CrossEntropyFuncOptions().weight(class_weights));
            optimiser.zeroGrad();
            loss.backward();
            optimiser.step();
        }
    }
    return weights.detach();
}

double fitTemperature(const torch::Tensor& scores, const torch::Tensor& labels) {
    const torch::NoGradGuard guard;
    const auto loss = [&](double log_temperature) {
        return torch::nn::functional::cross_entropy(scores / std::exp(log_temperature), labels).item<double>();
    };
    constexpr double kGolden = 0.6180339887498949;
    double low = -4;
    double high = 3;
    double a = high - kGolden * (high - low);
    double b = low + kGolden * (high - low);
    double loss_a = loss(a);
    double loss_b = loss(b);
    while (high - low > 1e-4) {
        if (loss_a < loss_b) {
            high = b;
            b = a;
            loss_b = loss_a;
            a = high - kGolden * (high - low);
            loss_a = loss(a);
        } else {
            low = a;
            a = b;
            loss_a = loss_b;
            b = low + kGolden * (high - low);
            loss_b = loss(b);
        }
    }
    return std::exp((low + high) / 2);
}

}  // namespace triptych::inference::zoo
