#include "core/inference/module/training/fit_fusion.h"

#include "core/inference/metrics.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/training/figures.h"
#include "core/inference/module/zoo/late_fusion.h"

#include <torch/torch.h>

#include <cstdio>

namespace triptych::inference::training {
namespace {

ScoreTable scoreTensor(const Configuration& configuration, std::string title, const torch::Tensor& scores,
                       const torch::Tensor& labels) {
    const auto bytes = [](const torch::Tensor& of) {
        const auto plain = of.to(torch::kByte).contiguous();
        return std::vector<std::uint8_t>(plain.data_ptr<std::uint8_t>(),
                                         plain.data_ptr<std::uint8_t>() + plain.numel());
    };
    return scoreOf(std::move(title), confusionOf(bytes(labels), bytes(scores.argmax(1)), configuration.classes.size()),
                   configuration.classes);
}

// The simplex weights with the best MCC; the first of equals.
std::vector<double> bestOmega(const Configuration& configuration, const torch::Tensor& probabilities,
                              const torch::Tensor& labels) {
    double best = -2;
    std::vector<double> omega;
    for (auto& candidate : zoo::simplexGrid(static_cast<std::size_t>(probabilities.size(1)))) {
        const double mcc = scoreTensor(configuration, {}, zoo::simplexAverage(candidate, probabilities), labels).mcc;
        if (mcc <= best) continue;
        best = mcc;
        omega = std::move(candidate);
    }
    return omega;
}

torch::Tensor fusionWeights(const Configuration& configuration, const torch::Tensor& probabilities,
                            const torch::Tensor& labels, const std::vector<double>& omega, std::uint64_t seed) {
    const auto branches = probabilities.size(1);
    const auto classes = probabilities.size(2);
    switch (configuration.fusion) {
        case Fusion::late_attention:
            return zoo::fitLateAttention(
                probabilities, labels,
                {.epochs = 40, .class_weight_exponent = configuration.fusion_class_weight_exponent, .seed = seed});
        case Fusion::late_average:
            return torch::tensor(omega, torch::kFloat).unsqueeze(1).expand({branches, classes}).contiguous();
        case Fusion::joint:
            break;
    }
    return torch::ones({branches, classes});
}

}  // namespace

void fitFusion(const Configuration& configuration, const torch::Tensor& probabilities, const torch::Tensor& labels,
               std::uint64_t seed, const Ruled& ruled, Bundle& bundle, const Log& log) {
    bundle.card.fusion = configuration.fusion;
    bundle.card.omega = bestOmega(configuration, probabilities, labels);
    bundle.fusion = fusionWeights(configuration, probabilities, labels, bundle.card.omega, seed);
    const auto scores = fusedScores(configuration.fusion, bundle.fusion, probabilities);
    bundle.card.info.temperature = zoo::fitTemperature(scores, labels);

    nlohmann::ordered_json figures;
    const auto note = [&](const std::string& what, const torch::Tensor& of, std::span<const double> prior_ratio = {}) {
        const ScoreTable table = scoreTensor(configuration, what, ruled(of, prior_ratio), labels);
        figures[what] = toJson(table);
        char text[200];
        std::snprintf(text, sizeof text, "held out, %-20s MCC %.4f  macro-F1 %.4f  accuracy %.4f", what.c_str(),
                      table.mcc, table.macro_f1, table.accuracy);
        std::string line = text;
        for (const ClassScore& score : table.classes) {
            std::snprintf(text, sizeof text, "  %s %.3f", score.class_name.c_str(), score.f1);
            line += text;
        }
        log(line);
    };
    note(std::string(name(configuration.fusion)), answersOf(bundle.card.info, scores), bundle.card.info.prior_ratio);
    if (!bundle.card.info.prior_ratio.empty())
        note("at training's prior", torch::softmax(scores / bundle.card.info.temperature, 1));
    if (configuration.fusion != Fusion::joint) {
        for (std::size_t m = 0; m < configuration.branches.size(); ++m) {
            note(configuration.branches[m].name, probabilities.select(1, static_cast<std::int64_t>(m)));
        }
        note("simplex_average", zoo::simplexAverage(bundle.card.omega, probabilities));
    }
    bundle.card.figures_json = nlohmann::ordered_json{{"held_out", figures}}.dump();
}

}  // namespace triptych::inference::training
