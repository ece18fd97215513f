#include "core/inference/module/training/fit_fusion.h"

#include "core/inference/metrics.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/training/figures.h"
#include "core/inference/module/zoo/late_fusion.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <torch/types.h>

#include <algorithm>
#include <string>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kNameColumns = 20;  // the log's lines stand under each other

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

// Classes of which hardly a beat is found in records that were held out: the model cannot tell them.
std::vector<std::string> notFound(const Configuration& configuration, const torch::Tensor& answers,
                                  const torch::Tensor& labels, const Log& log) {
    constexpr double kFewest = 0.1;
    std::vector<std::string> out;
    for (const ClassScore& score : scoreTensor(configuration, {}, answers, labels).classes) {
        if (score.true_positive + score.false_negative == 0 || score.sensitivity >= kFewest) continue;
        out.push_back(score.class_name);
        log(text::say("{1} is not told from the others in records held out: it is never answered", score.class_name));
    }
    return out;
}

}  // namespace

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

void fitFusion(const Configuration& configuration, const torch::Tensor& probabilities, const torch::Tensor& labels,
               std::uint64_t seed, const Ruled& ruled, Bundle& bundle, const Log& log) {
    bundle.card.fusion = configuration.fusion;
    bundle.card.omega = bestOmega(configuration, probabilities, labels);
    bundle.fusion = fusionWeights(configuration, probabilities, labels, bundle.card.omega, seed);
    const auto scores = fusedScores(configuration.fusion, bundle.fusion, probabilities);
    bundle.card.info.temperature = zoo::fitTemperature(scores, labels);

    if (configuration.protocol == Protocol::patient_folds)
        bundle.card.info.unsupported = notFound(configuration, answersOf(bundle.card.info, scores), labels, log);
    nlohmann::ordered_json figures;
    const auto note = [&](const std::string& what, const torch::Tensor& of, std::span<const double> prior_ratio = {}) {
        const ScoreTable table = scoreTensor(configuration, what, ruled(of, prior_ratio), labels);
        figures[what] = toJson(table);
        std::string line = text::say("held out, {1}{2} MCC {3}  macro-F1 {4}  accuracy {5}", what,
                                     std::string(kNameColumns - std::min(kNameColumns, what.size()), ' '),
                                     text::fixedText(table.mcc, 4), text::fixedText(table.macro_f1, 4),
                                     text::fixedText(table.accuracy, 4));
        for (const ClassScore& score : table.classes)
            line += "  " + score.class_name + ' ' + text::fixedText(score.f1, 3);
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
