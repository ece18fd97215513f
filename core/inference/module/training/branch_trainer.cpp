#include "core/inference/module/training/branch_trainer.h"

#include "core/inference/computed_seconds.h"
#include "core/inference/metrics.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/adamw.h"
#include "core/inference/module/training/batches.h"
#include "core/inference/module/training/class_weights.h"
#include "core/inference/module/training/learn_batch.h"
#include "core/inference/module/training/weight_average.h"
#include "core/inference/module/zoo/dropout.h"
#include "core/statistics/random.h"
#include "core/text/digest.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <torch/cuda.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <optional>

namespace triptych::inference::training {
namespace {

constexpr double kWarmUpShare = 0.25;

// Smith & Topin's one cycle: cosine up from peak/25 over the first quarter, cosine down to peak/10⁴.
double oneCycle(double peak, std::int64_t step, std::int64_t steps) {
    const double position = static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(steps, 1));
    const auto between = [](double from, double to, double share) {
        return to + (from - to) * (1 + std::cos(3.141592653589793 * share)) / 2;
    };
    if (position < kWarmUpShare) return between(peak / 25, peak, position / kWarmUpShare);
    return between(peak, peak / 1e4, (position - kWarmUpShare) / (1 - kWarmUpShare));
}

// Normal beats are thinned anew for every epoch, ordinary ones more than early and late ones; rare beats always stay,
// as themselves or as spoilt copies.
std::vector<std::size_t> epochOrder(const BranchRun& run, int epoch) {
    Random random(streamSeed(run.seed, 1000 + static_cast<std::uint64_t>(epoch)));
    std::vector<std::size_t> order;
    const std::size_t rr = run.dataset.shape.rr;
    for (const std::size_t i : run.train) {
        const double of_class = run.dataset.isOf(i, BeatClass::normal)
                                    ? keptShare(run.configuration, rr > 0 ? run.dataset.rr[i * rr] : 0.0F)
                                    : 1.0;
        const double kept = of_class * static_cast<double>(run.dataset.sourceOf(i).share);
        if (kept >= 1 || random.uniform() < kept) order.push_back(i);
    }
    random.shuffle(order);
    return order;
}

// Parameters and buffers by name; the tensors themselves, not copies.
TensorMap stateOf(const zoo::Network& network) {
    TensorMap out;
    for (const auto& item : network.named_parameters()) out[item.key()] = item.value();
    for (const auto& item : network.named_buffers()) out[item.key()] = item.value();
    return out;
}

// The weights of the epoch that did best on validation, where a run looks for it.
struct Best {
    double mcc = -2;
    int epoch = 0;
    TensorMap state;

    void keep(const zoo::Network& network, double reached, int at) {
        mcc = reached;
        epoch = at;
        for (const auto& [key, tensor] : stateOf(network)) state[key] = tensor.detach().to(torch::kCPU, false, true);
    }
    void restoreTo(const zoo::Network& network) const {
        const torch::NoGradGuard guard;
        for (auto& [key, tensor] : stateOf(network)) tensor.detach().copy_(state.at(key));
    }
};

// Everything that a stopped run needs to go on as if it had not stopped.
struct State {
    zoo::Network& network;
    AdamW& optimiser;
    WeightAverage& average;
    Best& best;
    double& computed_s;  // by all runs, of the epochs that count
};

std::int64_t nameHash(const std::string& name) {
    constexpr std::uint64_t kBasis = 1469598103934665603ULL;  // one digit short, as in every checkpoint there is
    return static_cast<std::int64_t>(text::fnv1a(name, kBasis) >> 1U);
}

Result<void> saveCheckpoint(const BranchRun& run, const State& state, int epoch, std::int64_t identity) {
    TensorMap tensors;
    for (const auto& [key, tensor] : stateOf(state.network)) tensors["model." + key] = tensor;
    state.optimiser.save(tensors);
    state.average.save(tensors);
    for (const auto& [key, tensor] : state.best.state) tensors["best." + key] = tensor;
    tensors["best_epoch"] = torch::tensor(static_cast<std::int64_t>(state.best.epoch), torch::kLong);
    tensors["best_mcc_e12"] =
        torch::tensor(static_cast<std::int64_t>(std::llround(state.best.mcc * 1e12)), torch::kLong);
    tensors["epoch"] = torch::tensor(static_cast<std::int64_t>(epoch), torch::kLong);
    tensors["identity"] = torch::tensor(identity, torch::kLong);
    tensors["network"] = torch::tensor(nameHash(run.branch.encoder), torch::kLong);
    tensors["computed_ms"] =
        torch::tensor(static_cast<std::int64_t>(std::llround(state.computed_s * 1e3)), torch::kLong);
    return writeSafetensors(run.checkpoint, tensors);
}

// The number of epochs done, or an error when the checkpoint belongs to another run.
Result<int> restoreCheckpoint(const BranchRun& run, const State& state, std::int64_t identity) {
    const auto tensors = readSafetensors(run.checkpoint);
    if (!tensors) return std::unexpected(tensors.error());
    const auto mismatch = [&] {
        return fail(ErrorCode::model_mismatch, "the checkpoint belongs to another model, seed or data set",
                    run.checkpoint, "choose another output folder, or start anew with --fresh");
    };
    const auto whole = [&](const char* key) -> std::optional<std::int64_t> {
        const auto found = tensors->find(key);
        if (found == tensors->end() || found->second.numel() != 1) return std::nullopt;
        return found->second.item<std::int64_t>();
    };
    if (!whole("epoch") || whole("identity") != identity) return mismatch();
    if (whole("network").value_or(nameHash(run.branch.encoder)) != nameHash(run.branch.encoder)) return mismatch();
    const torch::NoGradGuard guard;
    for (auto& [key, tensor] : stateOf(state.network)) {
        const auto found = tensors->find("model." + key);
        if (found == tensors->end() || found->second.sizes() != tensor.sizes()) return mismatch();
        tensor.detach().copy_(found->second);
    }
    if (!state.optimiser.restore(*tensors) || !state.average.restore(*tensors)) return mismatch();
    if (whole("best_epoch").value_or(0) > 0 && whole("best_mcc_e12")) {
        state.best.epoch = static_cast<int>(*whole("best_epoch"));
        state.best.mcc = static_cast<double>(*whole("best_mcc_e12")) / 1e12;
        for (const auto& [key, tensor] : stateOf(state.network)) {
            const auto found = tensors->find("best." + key);
            if (found == tensors->end() || found->second.sizes() != tensor.sizes()) return mismatch();
            state.best.state[key] = found->second;
        }
    }
    state.computed_s = static_cast<double>(std::max<std::int64_t>(0, whole("computed_ms").value_or(0))) / 1e3;
    return static_cast<int>(*whole("epoch"));
}

std::optional<ScoreTable> validationScore(const BranchRun& run, zoo::Network& network,
                                          std::span<const InputKind> inputs) {
    if (run.validation.empty()) return std::nullopt;
    const auto predicted = predictProbabilities(network, run.dataset, run.validation, inputs).argmax(1).contiguous();
    const auto* answers = predicted.data_ptr<std::int64_t>();
    std::vector<std::uint8_t> truth;
    std::vector<std::uint8_t> answer;
    for (std::size_t i = 0; i < run.validation.size(); ++i) {
        truth.push_back(run.dataset.label[run.validation[i]]);
        answer.push_back(static_cast<std::uint8_t>(answers[i]));
    }
    return scoreOf({}, confusionOf(truth, answer, run.configuration.classes.size()), run.configuration.classes);
}

std::string lineOf(const EpochReport& report, const std::optional<ScoreTable>& score, double seconds_left) {
    std::string line = text::say("{1}: epoch {2}/{3}  {4} s  {5} min left  loss {6}", report.run, report.epoch,
                                 report.epochs, text::fixedText(report.seconds, 0),
                                 text::fixedText(std::ceil(seconds_left / 60), 0), text::fixedText(report.loss, 4));
    if (!score) return line;
    line += text::say("  validation MCC {1}  macro-F1 {2}  F1", text::fixedText(score->mcc, 4),
                      text::fixedText(score->macro_f1, 4));
    for (const ClassScore& of_class : score->classes)
        line += ' ' + of_class.class_name + ' ' + text::fixedText(of_class.f1, 3);
    return line;
}

// Mean and deviation of every cell over the training beats, for the inputs that the network wants standardised.
void learnScales(const BranchRun& run, std::span<const InputKind> inputs, zoo::Network& network) {
    for (std::size_t input = 0; input < inputs.size(); ++input) {
        if (!network.wantsScale(input)) continue;
        constexpr std::size_t kPart = 1024;
        torch::Tensor sum;
        torch::Tensor squares;
        for (std::size_t first = 0; first < run.train.size(); first += kPart) {
            const auto part = std::span(run.train).subspan(first, std::min(kPart, run.train.size() - first));
            const auto cells = makeBatch(run.dataset, part, inputs.subspan(input, 1), {})
                                   .pictures.front()
                                   .flatten(1)
                                   .to(torch::kDouble);
            sum = sum.defined() ? sum + cells.sum(0) : cells.sum(0);
            squares = squares.defined() ? squares + cells.square().sum(0) : cells.square().sum(0);
        }
        const auto count = static_cast<double>(run.train.size());
        const auto mean = sum / count;
        // A cell that never changes (the zeros of the padding) must not be divided by nothing.
        const auto deviation = (squares / count - mean.square()).clamp_min(0).sqrt().clamp_min(1e-3);
        network.setScale(input, mean.to(torch::kFloat), deviation.to(torch::kFloat));
    }
}

Result<const zoo::NetworkEntry*> entryOf(const BranchRun& run) {
    const zoo::NetworkEntry* entry = zoo::findNetwork(run.branch.encoder);
    if (entry == nullptr) return fail(ErrorCode::internal, text::say("the zoo has no network {1}", run.branch.encoder));
    for (const InputKind kind : entry->inputs) {
        if (cellCount(run.dataset.shape, kind) > 0) continue;
        return fail(ErrorCode::model_mismatch,
                    text::say("the network {1} reads an input that the data's profile does not have ({2})", entry->name,
                              std::string(name(kind))),
                    run.label, "use a configuration of the parity profile");
    }
    return entry;
}

}  // namespace

torch::Tensor labelsOf(const BeatDataset& dataset, std::span<const std::size_t> indices) {
    std::vector<std::int64_t> labels;
    labels.reserve(indices.size());
    for (const std::size_t i : indices) labels.push_back(dataset.label[i]);
    return torch::tensor(labels, torch::kLong);
}

torch::Tensor predictProbabilities(zoo::Network& network, const BeatDataset& dataset,
                                   std::span<const std::size_t> indices, std::span<const InputKind> inputs) {
    const torch::NoGradGuard guard;
    network.eval();
    const auto parameters = network.parameters();
    const torch::Device device = parameters.empty() ? torch::Device(torch::kCPU) : parameters.front().device();
    std::vector<torch::Tensor> parts;
    constexpr std::size_t kBatch = 256;
    for (std::size_t first = 0; first < indices.size(); first += kBatch) {
        const auto batch =
            makeBatch(dataset, indices.subspan(first, std::min(kBatch, indices.size() - first)), inputs, {});
        parts.push_back(torch::softmax(logitsOf(network, batch, device), 1).to(torch::kCPU));
    }
    if (parts.empty()) return torch::empty({0, static_cast<std::int64_t>(dataset.classes())});
    return torch::cat(parts);
}

Result<std::shared_ptr<zoo::Network>> trainBranch(const BranchRun& run, const Job& job, const Log& log) {
    const double began_s = computedSeconds();
    const auto found = entryOf(run);
    if (!found) return std::unexpected(found.error());
    const zoo::NetworkEntry& entry = **found;
    const auto classes = static_cast<std::int64_t>(run.configuration.classes.size());
    const torch::Device device = torch::cuda::is_available() ? torch::kCUDA : torch::kCPU;
    // The stream of the initial weights belongs to this run alone; branches may be trained side by side.
    std::shared_ptr<zoo::Network> network;
    {
        static std::mutex initialising;
        const std::scoped_lock lock(initialising);
        torch::manual_seed(streamSeed(run.seed, 1));
        network = entry.make({run.dataset.shape, classes});
    }
    const int epochs = run.epochs > 0 ? run.epochs : run.branch.epochs;
    const auto identity =
        static_cast<std::int64_t>(streamSeed(run.seed, run.train.size() * 131 + run.branch.encoder.size() * 17 +
                                                           static_cast<std::uint64_t>(epochs)) >>
                                  1U);
    const bool resumes = !run.fresh && std::filesystem::exists(run.checkpoint);
    if (!resumes) learnScales(run, entry.inputs, *network);
    network->to(device);
    AdamW optimiser(network->parameters(), run.configuration.weight_decay);
    WeightAverage average(*network, run.configuration.average_decay);
    Best best;
    double earlier_s = 0, computed_s = 0;
    const State state{*network, optimiser, average, best, computed_s};
    int first_epoch = 0;
    if (resumes) {
        const auto done = restoreCheckpoint(run, state, identity);
        if (!done) return std::unexpected(done.error());
        first_epoch = *done;
        earlier_s = computed_s;
        if (run.resumed) run.resumed(earlier_s);
        log(text::say("{1}: resumed after epoch {2} of {3}", run.label, first_epoch, epochs));
    }
    const Learning learning{
        run.configuration, run.dataset, entry.inputs,
        classWeights(labelsOf(run.dataset, run.train), classes, run.configuration.class_weight_exponent)};
    // Steps vary a little with the thinning; the schedule counts those of the first epoch.
    const auto batch_size = static_cast<std::size_t>(run.configuration.batch);
    const auto steps_an_epoch = static_cast<std::int64_t>((epochOrder(run, 0).size() + batch_size - 1) / batch_size);
    const bool keeps_best = run.branch.patience > 0 && !run.validation.empty();

    for (int epoch = first_epoch; epoch < epochs; ++epoch) {
        if (keeps_best && epoch - best.epoch >= run.branch.patience && best.epoch > 0) {
            log(text::say("{1}: no better than epoch {2} for {3} epochs, stopped early", run.label, best.epoch,
                          run.branch.patience));
            break;
        }
        const auto began = std::chrono::steady_clock::now();
        const auto order = epochOrder(run, epoch);
        zoo::seedDropout(streamSeed(run.seed, 2000 + static_cast<std::uint64_t>(epoch)));
        network->train();
        EpochReport report{run.label, epoch + 1, epochs, 0, 0, 0, {}, {}};
        std::int64_t step = 0;
        for (std::size_t first = 0; first < order.size(); first += batch_size, ++step) {
            if (job.stopRequested()) {
                return fail(ErrorCode::cancelled, text::say("training stopped in epoch {1}", epoch + 1), run.label,
                            "run the same command again: it resumes from the last whole epoch");
            }
            const std::size_t count = std::min(batch_size, order.size() - first);
            if (count < 2) break;  // batch normalisation needs two
            const std::uint64_t stream = (static_cast<std::uint64_t>(epoch) << 32U) + static_cast<std::uint64_t>(step);
            const auto beats = std::span(order).subspan(first, count);
            optimiser.zeroGrad();
            const double loss =
                learnBatch(*network, learning, beats,
                           run.configuration.augments ? std::optional(streamSeed(run.seed, stream)) : std::nullopt);
            report.loss += loss * static_cast<double>(count) / static_cast<double>(order.size());
            torch::nn::utils::clip_grad_norm_(network->parameters(), 1.0);
            const std::int64_t done = epoch * steps_an_epoch + std::min(step, steps_an_epoch - 1);
            report.learning_rate = oneCycle(run.branch.peak_learning_rate, done, steps_an_epoch * epochs);
            optimiser.step(report.learning_rate);
            average.update();
            const double share =
                (static_cast<double>(epoch) + static_cast<double>(first) / static_cast<double>(order.size())) /
                static_cast<double>(epochs);
            job.progress(share, text::foreign(run.label));
        }
        if (!std::isfinite(report.loss)) {
            return fail(ErrorCode::internal, text::say("the loss became infinite in epoch {1}", epoch + 1), run.label,
                        "train with another seed");
        }
        average.swap();  // judged by what will ship
        const auto score = validationScore(run, *network, entry.inputs);
        if (score) {
            report.mcc = score->mcc;
            report.macro_f1 = score->macro_f1;
            // Rounded as the checkpoint stores it: a resumed run compares what the uninterrupted one compares.
            const double reached = std::round(score->mcc * 1e12) / 1e12;
            if (keeps_best && reached > best.mcc) best.keep(*network, reached, epoch + 1);
        }
        average.swap();
        computed_s = earlier_s + computedSeconds() - began_s;
        if (auto saved = saveCheckpoint(run, state, epoch + 1, identity); !saved) return std::unexpected(saved.error());
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        log(lineOf(report, score, report.seconds * (epochs - epoch - 1)));
        if (run.report) run.report(report);
    }
    average.swap();
    if (keeps_best && best.epoch > 0) best.restoreTo(*network);
    network->to(torch::kCPU);
    network->eval();
    return network;
}

}  // namespace triptych::inference::training
