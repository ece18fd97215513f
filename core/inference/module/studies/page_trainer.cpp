#include "core/inference/module/studies/page_trainer.h"

#include "core/inference/module/training/adamw.h"
#include "core/inference/module/training/adasyn.h"
#include "core/inference/module/zoo/dropout.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/nn/functional/loss.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

namespace triptych::inference::studies {
namespace {

constexpr std::int64_t kBatch = 32;
constexpr double kPeakRate = 3e-3;
constexpr double kWarmUpShare = 0.25;
constexpr double kWeightDecay = 1e-2;
constexpr std::size_t kSaliencyBins = 16;
constexpr int kSaliencyDraws = 200;

torch::Tensor indexOf(std::span<const std::size_t> places) {
    auto out = torch::empty({static_cast<std::int64_t>(places.size())}, torch::kLong);
    std::ranges::copy(places, out.data_ptr<std::int64_t>());
    return out;
}

std::vector<std::uint8_t> labelsOf(const PageMaterial& material, std::span<const std::size_t> pages) {
    std::vector<std::uint8_t> out;
    for (const std::size_t page : pages) out.push_back(material.label[page]);
    return out;
}

torch::Tensor tensorOf(const std::vector<std::uint8_t>& labels) {
    auto out = torch::empty({static_cast<std::int64_t>(labels.size())}, torch::kLong);
    std::ranges::copy(labels, out.data_ptr<std::int64_t>());
    return out;
}

// What one network learns from: the training pages, and those that ADASYN makes up between their signals.
struct Lesson {
    PageInputs inputs;
    torch::Tensor label;
    std::size_t real = 0;
};

Lesson lessonOf(const PageMaterial& material, const PageTask& task) {
    const auto real = material.signals.index_select(0, indexOf(task.train)).contiguous();
    std::vector<std::uint8_t> label = labelsOf(material, task.train);
    const auto size = static_cast<std::size_t>(real.numel());
    const auto pairs = training::adasynPairs({real.data_ptr<float>(), size}, kSignalSamples, label, material.classes,
                                             streamSeed(task.seed, 7));
    Lesson out{rowsOf(material.inputs, indexOf(task.train)), {}, task.train.size()};
    if (!pairs.empty()) {
        std::vector<torch::Tensor> made;
        for (const training::Between& pair : pairs) {
            const auto from = real[static_cast<std::int64_t>(pair.a)], to = real[static_cast<std::int64_t>(pair.b)];
            made.push_back(from + pair.share * (to - from));
            label.push_back(label[pair.a]);
        }
        const auto made_inputs = pageInputsOf(torch::stack(made));
        for (std::size_t i = 0; i < out.inputs.size(); ++i) out.inputs[i] = torch::cat({out.inputs[i], made_inputs[i]});
    }
    out.label = tensorOf(label);
    return out;
}

double rateAt(std::int64_t step, std::int64_t steps) {
    const double position = static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(steps, 1));
    const auto between = [](double from, double to, double share) {
        return to + (from - to) * (1 + std::cos(3.141592653589793 * share)) / 2;
    };
    if (position < kWarmUpShare) return between(kPeakRate / 25, kPeakRate, position / kWarmUpShare);
    return between(kPeakRate, kPeakRate / 1e4, (position - kWarmUpShare) / (1 - kWarmUpShare));
}

std::vector<float> valuesOf(const torch::Tensor& tensor) {
    const auto plain = tensor.to(torch::kFloat).contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

// The direction in which rows differ most, by the power method: few and plain numbers, the same on every machine.
torch::Tensor firstComponent(const torch::Tensor& centred) {
    const auto covariance = centred.t().mm(centred);
    auto direction = torch::ones({covariance.size(0), 1}, covariance.options());
    for (int i = 0; i < 300; ++i) {
        direction = covariance.mm(direction);
        direction = direction / direction.norm().clamp_min(1e-30);
    }
    return direction;
}

std::vector<double> componentOf(PageNetwork& network, const PageMaterial& material, const PageTask& task) {
    const auto train = network.features(rowsOf(material.inputs, indexOf(task.train)), 0).to(torch::kDouble);
    const auto held_out = network.features(rowsOf(material.inputs, indexOf(task.held_out)), 0).to(torch::kDouble);
    const auto mean = train.mean(0, true);
    auto direction = firstComponent(train - mean);
    const auto score = (train - mean).mm(direction).squeeze(1);
    const auto ill = tensorOf(labelsOf(material, task.train)).ne(static_cast<std::int64_t>(material.normal));
    const double toward = ((score - score.mean()) * ill.to(torch::kDouble)).sum().item<double>();
    if (toward < 0) direction = -direction;
    const auto out = (held_out - mean).mm(direction).squeeze(1).contiguous();
    return {out.data_ptr<double>(), out.data_ptr<double>() + out.numel()};
}

std::vector<statistics::AgainstChance> saliencyOf(PageNetwork& network, const PageMaterial& material,
                                                  const PageTask& task) {
    PageInputs inputs = rowsOf(material.inputs, indexOf(task.held_out));
    auto& time = inputs[static_cast<std::size_t>(PageDomain::time)];
    time = time.clone().requires_grad_(true);
    const auto label = tensorOf(labelsOf(material, task.held_out));
    network.logits(inputs).gather(1, label.unsqueeze(1)).sum().backward();
    const auto gradient = time.grad().abs().squeeze(1).to(torch::kDouble).contiguous();
    const auto signal = time.detach().squeeze(1).to(torch::kDouble).contiguous();
    std::vector<statistics::AgainstChance> out;
    for (std::int64_t i = 0; i < signal.size(0); ++i) {
        const std::span<const double> x(signal.data_ptr<double>() + i * kSignalSamples, kSignalSamples);
        const std::span<const double> y(gradient.data_ptr<double>() + i * kSignalSamples, kSignalSamples);
        out.push_back(statistics::binnedInformationAgainstShifts(
            x, y, kSaliencyBins, kSaliencyDraws,
            streamSeed(task.seed, 100 + task.held_out[static_cast<std::size_t>(i)])));
    }
    return out;
}

}  // namespace

Result<PageOutcome> trainPages(const PageMaterial& material, const PageTask& task, const Job& job) {
    at::set_num_threads(1);
    const Lesson lesson = lessonOf(material, task);
    std::shared_ptr<PageNetwork> network;
    {
        // Initial weights come from the process's one generator.
        static std::mutex initialising;
        const std::scoped_lock lock(initialising);
        torch::manual_seed(streamSeed(task.seed, 1));
        network = std::make_shared<PageNetwork>(task.model, static_cast<std::int64_t>(material.classes));
    }
    network->setScale(lesson.inputs[static_cast<std::size_t>(PageDomain::frequency)]);
    training::AdamW optimiser(network->parameters(), kWeightDecay);
    std::vector<std::size_t> order(static_cast<std::size_t>(lesson.label.size(0)));
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto count = static_cast<std::int64_t>(order.size());
    const std::int64_t steps = (count + kBatch - 1) / kBatch;
    PageOutcome out;
    out.made_up = order.size() - lesson.real;
    network->train();
    for (int epoch = 0; epoch < task.epochs; ++epoch) {
        Random(streamSeed(task.seed, 1000 + static_cast<std::uint64_t>(epoch))).shuffle(order);
        zoo::seedDropout(streamSeed(task.seed, 2000 + static_cast<std::uint64_t>(epoch)));
        out.loss = 0;
        for (std::int64_t step = 0; step < steps; ++step) {
            if (job.stopRequested()) {
                return fail(ErrorCode::cancelled, "the study was stopped", std::string(task.model.name),
                            "give the same command again: it goes on with the part that is not done");
            }
            const std::int64_t first = step * kBatch, size = std::min(kBatch, count - first);
            if (size < 2) break;  // batch normalisation needs two
            const auto index =
                indexOf(std::span(order).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(size)));
            optimiser.zeroGrad();
            const auto loss = torch::nn::functional::cross_entropy(network->logits(rowsOf(lesson.inputs, index)),
                                                                   lesson.label.index_select(0, index));
            loss.backward();
            torch::nn::utils::clip_grad_norm_(network->parameters(), 1.0);
            optimiser.step(rateAt(epoch * steps + step, steps * task.epochs));
            out.loss += loss.item<double>() * static_cast<double>(size) / static_cast<double>(count);
        }
    }
    network->eval();
    if (std::ranges::find(task.model.domains, PageDomain::time) != task.model.domains.end() && !task.held_out.empty())
        out.saliency = saliencyOf(*network, material, task);
    const torch::NoGradGuard guard;
    out.probabilities = valuesOf(torch::softmax(network->logits(rowsOf(material.inputs, indexOf(task.held_out))), 1));
    if (task.model.domains.size() == 1) out.component = componentOf(*network, material, task);
    return out;
}

}  // namespace triptych::inference::studies
