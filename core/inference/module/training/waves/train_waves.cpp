#include "core/inference/module/training/waves/train_waves.h"

#include "core/files/atomic_file.h"
#include "core/inference/card.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/adamw.h"
#include "core/inference/module/training/training_log.h"
#include "core/inference/module/training/waves/wave_corpus.h"
#include "core/inference/module/training/waves/wave_examples.h"
#include "core/inference/module/training/waves/wave_network.h"
#include "core/statistics/random.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/waves/network_plan.h"

#include <ATen/Parallel.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/types.h>
#include <torch/utils.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <future>
#include <optional>
#include <span>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

constexpr int kEpochs = 20;
constexpr int kStepsAnEpoch = 100;
constexpr std::size_t kStrips = 24;
constexpr double kPeakRate = 4e-3;
constexpr double kWeightDecay = 2e-2;
constexpr double kWarmUpShare = 0.15;
constexpr double kNoPShare = 0.5;  // of the loss, for strips of which only that is known
constexpr double kSomePShare = 0.1;
constexpr std::int64_t kSomeP_answers = 200;  // 1.6 s: no sinus rhythm has a longer time without a P wave

double rateAt(std::int64_t step, std::int64_t steps) {
    const double position = static_cast<double>(step) / static_cast<double>(steps);
    const auto between = [](double from, double to, double share) {
        return to + (from - to) * (1 + std::cos(3.141592653589793 * share)) / 2;
    };
    if (position < kWarmUpShare) return between(kPeakRate / 25, kPeakRate, position / kWarmUpShare);
    return between(kPeakRate, kPeakRate / 1e4, (position - kWarmUpShare) / (1 - kWarmUpShare));
}

struct FoldChoice {
    std::size_t held_out = 0;  // from 1; 0: nothing is held out
    std::size_t folds = 1;
};

Result<FoldChoice> foldOf(const std::string& text) {
    if (text.empty()) return FoldChoice{};
    const auto slash = std::min(text.find('/'), text.size());
    const auto held_out = text::wholeNumber<std::size_t>(text.substr(0, slash));
    const auto folds = text::wholeNumber<std::size_t>(text.substr(std::min(slash + 1, text.size())));
    if (!held_out || !folds || *held_out < 1 || *folds < 2 || *held_out > *folds || *folds > 100) {
        return fail(ErrorCode::wrong_use, text::say("\"{1}\" is no fold", text), "--fold",
                    "give it as k/n, for example 1/5");
    }
    return FoldChoice{*held_out, *folds};
}

// The sum over what is to be answered, per instant that is known.
torch::Tensor lossOf(const torch::Tensor& logits, const WaveBatch& batch) {
    const auto count = [](const torch::Tensor& weights) { return weights.sum().clamp_min(1); };
    const auto of_lies = torch::log_softmax(logits.slice(1, 0, waves::kFirstMark), 1);
    const auto of_marks = logits.slice(1, waves::kFirstMark, waves::kChannels);
    const auto lies = -of_lies.gather(1, batch.lies.unsqueeze(1)).squeeze(1);
    const auto marks =
        torch::binary_cross_entropy_with_logits(of_marks, batch.marks, {}, {}, at::Reduction::None).sum(1);
    auto loss = ((lies + marks) * batch.known).sum() / count(batch.known);

    const auto p = of_lies.select(1, waves::kIsP);
    const auto no_p = -torch::log1p(-p.exp().clamp_max(1 - 1e-5)) + torch::softplus(of_marks.slice(1, 0, 3)).sum(1);
    loss = loss + kNoPShare * (no_p * batch.no_p).sum() / count(batch.no_p);

    const auto windows = static_cast<std::int64_t>(kStripAnswers) / kSomeP_answers;
    const auto surest = p.slice(1, 0, windows * kSomeP_answers).view({p.size(0), windows, kSomeP_answers}).amax(2);
    return loss + kSomePShare * (-surest.mean(1) * batch.some_p).sum() / count(batch.some_p);
}

TensorMap stateOf(const WaveNetwork& network) {
    TensorMap out;
    for (const auto& item : network.named_parameters()) out["model." + item.key()] = item.value();
    for (const auto& item : network.named_buffers()) out["model." + item.key()] = item.value();
    return out;
}

class Training {
public:
    Training(const TrainRequest& request, const WaveCorpus& corpus, std::vector<std::size_t> records,
             std::int64_t identity)
        : request_(request), corpus_(corpus), records_(std::move(records)), identity_(identity) {
        torch::manual_seed(streamSeed(request.seed, 1));
        network_ = std::make_shared<WaveNetwork>();
        optimiser_.emplace(network_->parameters(), kWeightDecay);
        checkpoint_ = (fs::path(request.output_folder) / "work" / "waves.safetensors").string();
        epochs_ = request.epochs > 0 ? request.epochs : kEpochs;
    }

    Result<std::shared_ptr<WaveNetwork>> run(const Job& job, const Log& log) {
        if (!request_.fresh && fs::exists(checkpoint_)) {
            if (auto restored = restore(); !restored) return std::unexpected(restored.error());
            log(text::say("resumed after epoch {1} of {2}", epoch_, epochs_));
        }
        for (; epoch_ < epochs_;) {
            const auto began = std::chrono::steady_clock::now();
            EpochReport report{kWavesConfiguration, epoch_ + 1, epochs_, 0, 0, 0, {}, {}};
            if (auto learnt = learnEpoch(report, job); !learnt) return std::unexpected(learnt.error());
            ++epoch_;
            if (auto saved = save(); !saved) return std::unexpected(saved.error());
            report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
            log(text::say("waves: epoch {1}/{2}  {3} s  loss {4}", epoch_, epochs_, text::fixedText(report.seconds, 0),
                          text::fixedText(report.loss, 4)));
            if (const auto noted = noteEpoch(request_.output_folder, report); !noted) log(sentence(noted.error()));
        }
        network_->eval();
        return network_;
    }

    [[nodiscard]] int epochs() const { return epochs_; }

private:
    Result<void> learnEpoch(EpochReport& report, const Job& job) {
        network_->train();
        const std::int64_t steps = static_cast<std::int64_t>(epochs_) * kStepsAnEpoch;
        const std::int64_t first = static_cast<std::int64_t>(epoch_) * kStepsAnEpoch;
        // The next batch is made while the network learns from this one.
        const auto draw = [this](std::int64_t step) {
            const torch::NoGradGuard guard;
            Random random(streamSeed(request_.seed, 100 + static_cast<std::uint64_t>(step)));
            return drawBatch(corpus_, records_, kStrips, random);
        };
        auto next = std::async(std::launch::async, draw, first);
        for (std::int64_t step = first; step < first + kStepsAnEpoch; ++step) {
            if (job.stopRequested()) {
                return fail(ErrorCode::cancelled, text::say("training stopped in epoch {1}", epoch_ + 1),
                            request_.output_folder, "run the same command again: it resumes from the last whole epoch");
            }
            const WaveBatch batch = next.get();
            if (step + 1 < first + kStepsAnEpoch) next = std::async(std::launch::async, draw, step + 1);
            optimiser_->zeroGrad();
            const auto loss = lossOf(network_->forward(batch.signal, batch.together), batch);
            loss.backward();
            torch::nn::utils::clip_grad_norm_(network_->parameters(), 2.0);
            report.learning_rate = rateAt(step, steps);
            optimiser_->step(report.learning_rate);
            report.loss += loss.item<double>() / kStepsAnEpoch;
            job.progress(static_cast<double>(step) / static_cast<double>(steps), "waves");
        }
        if (std::isfinite(report.loss)) return {};
        return fail(ErrorCode::internal, text::say("the loss became infinite in epoch {1}", epoch_ + 1),
                    request_.output_folder, "train with another seed");
    }

    Result<void> save() const {
        auto tensors = stateOf(*network_);
        optimiser_->save(tensors);
        tensors["epoch"] = torch::tensor(static_cast<std::int64_t>(epoch_), torch::kLong);
        tensors["identity"] = torch::tensor(identity_, torch::kLong);
        return writeSafetensors(checkpoint_, tensors);
    }

    Result<void> restore() {
        const auto tensors = readSafetensors(checkpoint_);
        if (!tensors) return std::unexpected(tensors.error());
        const auto mismatch = [&] {
            return fail(ErrorCode::model_mismatch, "the checkpoint belongs to another network, seed, fold or data set",
                        checkpoint_, "choose another output folder, or start anew with --fresh");
        };
        const auto whole = [&](const char* key) -> std::optional<std::int64_t> {
            const auto found = tensors->find(key);
            if (found == tensors->end() || found->second.numel() != 1) return std::nullopt;
            return found->second.item<std::int64_t>();
        };
        if (!whole("epoch") || whole("identity") != identity_) return mismatch();
        const torch::NoGradGuard guard;
        for (auto& [key, tensor] : stateOf(*network_)) {
            const auto found = tensors->find(key);
            if (found == tensors->end() || found->second.sizes() != tensor.sizes()) return mismatch();
            tensor.detach().copy_(found->second);
        }
        if (!optimiser_->restore(*tensors)) return mismatch();
        epoch_ = static_cast<int>(*whole("epoch"));
        return {};
    }

    const TrainRequest& request_;
    const WaveCorpus& corpus_;
    std::vector<std::size_t> records_;
    std::int64_t identity_;
    std::shared_ptr<WaveNetwork> network_;
    std::optional<AdamW> optimiser_;
    std::string checkpoint_;
    int epochs_ = 0;
    int epoch_ = 0;
};

Result<void> mayTrain(const TrainRequest& request) {
    if (request.part == "all" && !request.adasyn && !request.class_weight_exponent && !request.patience) return {};
    return fail(ErrorCode::wrong_use,
                "--part, --adasyn, --class-weights and --patience belong to the training of classifiers", "waves",
                "leave them out");
}

Result<ModelInfo> finish(const TrainRequest& request, const WaveCorpus& corpus, const WaveNetwork& network, int epochs,
                         const std::vector<std::string>& held_out, const Log& log) {
    const fs::path folder(request.output_folder);
    const auto weights = (folder / kWeightsFile).string();
    const auto tensors = network.folded();
    if (auto saved = writeSafetensors(weights, tensors); !saved) return std::unexpected(saved.error());
    const auto hash = sha256OfFile(weights);
    if (!hash) return std::unexpected(hash.error());
    std::int64_t parameters = 0;
    for (const auto& [name, tensor] : tensors) parameters += tensor.numel();
    const std::string of_all = std::to_string(corpus.records.size());
    const nlohmann::ordered_json card = {
        {"kind", "delineator"},
        {"name", kWavesConfiguration},
        {"title", "Waves: P, QRS and T of every lead"},
        {"data", corpus.described},
        {"split", held_out.empty() ? "all " + of_all + " records train; figures are those of cross-validation by record"
                                   : std::to_string(corpus.records.size() - held_out.size()) + " of " + of_all +
                                         " records train; those held out are named"},
        {"held_out", held_out},
        {"seed", request.seed},
        {"epochs", epochs},
        {"parameters", parameters},
        {"weights", {{"file", kWeightsFile}, {"sha256", *hash}}},
    };
    const std::string text = card.dump(2) + '\n';
    if (auto written =
            files::writeFile((folder / kCardFile).string(), std::as_bytes(std::span(text)), files::WriteMode::replace);
        !written) {
        return std::unexpected(written.error());
    }
    log(text::say("saved {1}, weights {2}", request.output_folder, hash->substr(0, 12)));
    ModelInfo info;
    info.name = kWavesConfiguration;
    info.title = card["title"].get<std::string>();
    info.profile = "waves";
    info.trained_on = corpus.described;
    info.hash = *hash;
    return info;
}

}  // namespace

Result<ModelInfo> trainWaves(const TrainRequest& request, const Job& job, const Log& log) {
    if (auto allowed = mayTrain(request); !allowed) return std::unexpected(allowed.error());
    const auto fold = foldOf(request.fold);
    if (!fold) return std::unexpected(fold.error());
    const auto corpus = readWaveCorpus(request.data_folder, job);
    if (!corpus) return std::unexpected(corpus.error());
    std::error_code status;
    fs::create_directories(fs::path(request.output_folder) / "work", status);
    if (status) {
        return fail(ErrorCode::io_failed, text::say("the folder cannot be made: {1}", status.message()),
                    request.output_folder, "choose another");
    }
    std::vector<std::size_t> records;
    std::vector<std::string> held_out;
    const auto group = dealRecords(*corpus, fold->folds);
    for (std::size_t i = 0; i < corpus->records.size(); ++i) {
        if (fold->held_out > 0 && group[i] == fold->held_out - 1) {
            held_out.push_back(corpus->records[i].name);
        } else {
            records.push_back(i);
        }
    }
    log(text::say("waves: {1} marked records, {2} strips of known rhythm", records.size(),
                  corpus->fibrillating.size() + corpus->ordinary.size()));
    at::set_num_threads(std::max(request.threads, 1));
    const auto identity = static_cast<std::int64_t>(
        streamSeed(request.seed, records.size() * 1009 + fold->held_out * 31 + corpus->fibrillating.size() +
                                     static_cast<std::uint64_t>(request.epochs)) >>
        1U);
    Training training(request, *corpus, std::move(records), identity);
    const auto network = training.run(job, log);
    if (!network) return std::unexpected(network.error());
    return finish(request, *corpus, **network, training.epochs(), held_out, log);
}

}  // namespace triptych::inference::training
