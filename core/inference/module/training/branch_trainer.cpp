#include "core/inference/module/training/branch_trainer.h"

#include "core/inference/metrics.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/adamw.h"
#include "core/inference/module/training/batches.h"
#include "core/inference/module/training/class_weights.h"
#include "core/inference/module/training/weight_average.h"
#include "core/inference/module/zoo/dropout.h"
#include "core/inference/random.h"

#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <mutex>

namespace triptych::inference::training {
namespace {

constexpr double kWarmUpShare = 0.25;
constexpr float kIrregularRr = 0.12F;  // |ln(pre-RR / local RR)|: one eighth early or late

// Smith & Topin's one cycle: cosine up from peak/25 over the first quarter, cosine down to peak/10⁴.
double oneCycle(double peak, std::int64_t step, std::int64_t steps) {
    const double position = static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(steps, 1));
    const auto between = [](double from, double to, double share) {
        return to + (from - to) * (1 + std::cos(3.141592653589793 * share)) / 2;
    };
    if (position < kWarmUpShare) return between(peak / 25, peak, position / kWarmUpShare);
    return between(peak, peak / 1e4, (position - kWarmUpShare) / (1 - kWarmUpShare));
}

double keptShare(const Configuration& configuration, float relative_rr) {
    return std::abs(relative_rr) >= kIrregularRr ? configuration.keep_irregular : configuration.keep_normals;
}

// What thinning takes from N, put back on the logits while learning: without it the network would learn the sample's
// odds and call too many beats S (the prior correction of Menon et al. 2021). ln of the share of N that was kept among
// beats of this beat's timing; [B × K], zero but for N.
torch::Tensor thinningOffset(const Configuration& configuration, const torch::Tensor& rr, std::int64_t classes) {
    auto offset = torch::zeros({rr.size(0), classes});
    const auto timing = rr.accessor<float, 2>();
    auto of_normal = offset.accessor<float, 2>();
    for (std::int64_t row = 0; row < rr.size(0); ++row) {
        of_normal[row][0] = static_cast<float>(std::log(keptShare(configuration, timing[row][0])));
    }
    return offset;
}

// Normal beats are thinned anew for every epoch, ordinary ones more than early and late ones; rare beats always stay.
std::vector<std::size_t> epochOrder(const BranchRun& run, int epoch) {
    Random random(streamSeed(run.seed, 1000 + static_cast<std::uint64_t>(epoch)));
    std::vector<std::size_t> order;
    const std::size_t rr = run.dataset.shape.rr;
    for (const std::size_t i : run.train) {
        const double kept = keptShare(run.configuration, rr > 0 ? run.dataset.rr[i * rr] : 0.0F);
        if (run.dataset.label[i] != 0 || kept >= 1 || random.uniform() < kept) order.push_back(i);
    }
    random.shuffle(order);
    return order;
}

Result<void> saveCheckpoint(const BranchRun& run, const zoo::Encoder& encoder, const AdamW& optimiser,
                            const WeightAverage& average, int epoch, std::int64_t identity) {
    TensorMap tensors;
    for (const auto& item : encoder.named_parameters()) tensors["model." + item.key()] = item.value();
    for (const auto& item : encoder.named_buffers()) tensors["model." + item.key()] = item.value();
    optimiser.save(tensors);
    average.save(tensors);
    tensors["epoch"] = torch::tensor(static_cast<std::int64_t>(epoch), torch::kLong);
    tensors["identity"] = torch::tensor(identity, torch::kLong);
    return writeSafetensors(run.checkpoint, tensors);
}

// The number of epochs done, or an error when the checkpoint belongs to another run.
Result<int> restoreCheckpoint(const BranchRun& run, zoo::Encoder& encoder, AdamW& optimiser, WeightAverage& average,
                              std::int64_t identity) {
    const auto tensors = readSafetensors(run.checkpoint);
    if (!tensors) return std::unexpected(tensors.error());
    const auto mismatch = [&] {
        return fail(ErrorCode::model_mismatch, "the checkpoint belongs to another model, seed or data set",
                    run.checkpoint, "choose another output folder, or start anew with --fresh");
    };
    if (!tensors->contains("epoch") || !tensors->contains("identity") ||
        tensors->at("identity").item<std::int64_t>() != identity) {
        return mismatch();
    }
    const torch::NoGradGuard guard;
    for (const auto& items : {encoder.named_parameters(), encoder.named_buffers()}) {
        for (const auto& item : items) {
            const auto found = tensors->find("model." + item.key());
            if (found == tensors->end() || found->second.sizes() != item.value().sizes()) return mismatch();
            item.value().copy_(found->second);
        }
    }
    if (!optimiser.restore(*tensors) || !average.restore(*tensors)) return mismatch();
    return static_cast<int>(tensors->at("epoch").item<std::int64_t>());
}

std::string validationLine(const BranchRun& run, zoo::Encoder& encoder, zoo::InputKind kind) {
    if (run.validation.empty()) return {};
    const auto predicted = predictProbabilities(encoder, run.dataset, run.validation, kind).argmax(1);
    std::vector<std::uint8_t> truth;
    std::vector<std::uint8_t> answer;
    for (std::size_t i = 0; i < run.validation.size(); ++i) {
        truth.push_back(run.dataset.label[run.validation[i]]);
        answer.push_back(static_cast<std::uint8_t>(predicted[static_cast<std::int64_t>(i)].item<std::int64_t>()));
    }
    const auto score =
        scoreOf({}, confusionOf(truth, answer, run.configuration.classes.size()), run.configuration.classes);
    char text[160];
    std::string line;
    std::snprintf(text, sizeof text, "  validation MCC %.4f  macro-F1 %.4f  F1", score.mcc, score.macro_f1);
    line = text;
    for (const ClassScore& of_class : score.classes) {
        std::snprintf(text, sizeof text, " %s %.3f", of_class.class_name.c_str(), of_class.f1);
        line += text;
    }
    return line;
}

}  // namespace

torch::Tensor labelsOf(const BeatDataset& dataset, std::span<const std::size_t> indices) {
    std::vector<std::int64_t> labels;
    labels.reserve(indices.size());
    for (const std::size_t i : indices) labels.push_back(dataset.label[i]);
    return torch::tensor(labels, torch::kLong);
}

torch::Tensor predictProbabilities(zoo::Encoder& encoder, const BeatDataset& dataset,
                                   std::span<const std::size_t> indices, zoo::InputKind kind) {
    const torch::NoGradGuard guard;
    encoder.eval();
    std::vector<torch::Tensor> parts;
    constexpr std::size_t kBatch = 256;
    for (std::size_t first = 0; first < indices.size(); first += kBatch) {
        const auto batch =
            makeBatch(dataset, indices.subspan(first, std::min(kBatch, indices.size() - first)), kind, {});
        parts.push_back(torch::softmax(encoder.forward(batch.picture, batch.rr), 1));
    }
    if (parts.empty()) return torch::empty({0, static_cast<std::int64_t>(dataset.classes)});
    return torch::cat(parts);
}

Result<std::shared_ptr<zoo::Encoder>> trainBranch(const BranchRun& run, const Job& job, const Log& log) {
    const zoo::EncoderEntry* entry = zoo::findEncoder(run.branch.encoder);
    if (entry == nullptr) return fail(ErrorCode::internal, "the zoo has no encoder " + run.branch.encoder);
    const auto classes = static_cast<std::int64_t>(run.configuration.classes.size());
    // The stream of the initial weights belongs to this run alone; branches may be trained side by side.
    std::shared_ptr<zoo::Encoder> encoder;
    {
        static std::mutex initialising;
        const std::scoped_lock lock(initialising);
        torch::manual_seed(streamSeed(run.seed, 1));
        encoder = entry->make({run.dataset.shape, classes});
    }
    const int epochs = run.epochs > 0 ? run.epochs : run.branch.epochs;
    const auto identity =
        static_cast<std::int64_t>(streamSeed(run.seed, run.train.size() * 131 + run.branch.encoder.size() * 17 +
                                                           static_cast<std::uint64_t>(epochs)) >>
                                  1U);
    AdamW optimiser(encoder->parameters(), run.configuration.weight_decay);
    WeightAverage average(*encoder, run.configuration.average_decay);
    int first_epoch = 0;
    if (!run.fresh && std::filesystem::exists(run.checkpoint)) {
        const auto done = restoreCheckpoint(run, *encoder, optimiser, average, identity);
        if (!done) return std::unexpected(done.error());
        first_epoch = *done;
        log(run.label + ": resumed after epoch " + std::to_string(first_epoch) + " of " + std::to_string(epochs));
    }
    const auto class_weights =
        classWeights(labelsOf(run.dataset, run.train), classes, run.configuration.class_weight_exponent);
    const auto loss_options = torch::nn::functional::CrossEntropyFuncOptions()
                                  .weight(class_weights)
                                  .label_smoothing(run.configuration.label_smoothing);
    // Steps vary a little with the thinning; the schedule counts those of the first epoch.
    const auto batch_size = static_cast<std::size_t>(run.configuration.batch);
    const auto steps_an_epoch = static_cast<std::int64_t>((epochOrder(run, 0).size() + batch_size - 1) / batch_size);

    for (int epoch = first_epoch; epoch < epochs; ++epoch) {
        const auto began = std::chrono::steady_clock::now();
        const auto order = epochOrder(run, epoch);
        zoo::seedDropout(streamSeed(run.seed, 2000 + static_cast<std::uint64_t>(epoch)));
        encoder->train();
        double loss_sum = 0;
        std::int64_t step = 0;
        for (std::size_t first = 0; first < order.size(); first += batch_size, ++step) {
            if (job.stopRequested()) {
                return fail(ErrorCode::cancelled, "training stopped in epoch " + std::to_string(epoch + 1), run.label,
                            "run the same command again: it resumes from the last whole epoch");
            }
            const std::size_t count = std::min(batch_size, order.size() - first);
            if (count < 2) break;  // batch normalisation needs two
            const std::uint64_t stream = (static_cast<std::uint64_t>(epoch) << 32U) + static_cast<std::uint64_t>(step);
            const auto batch =
                makeBatch(run.dataset, std::span(order).subspan(first, count), entry->input,
                          run.configuration.augments ? std::optional(streamSeed(run.seed, stream)) : std::nullopt);
            optimiser.zeroGrad();
            auto logits = encoder->forward(batch.picture, batch.rr);
            if (batch.rr.defined()) logits = logits + thinningOffset(run.configuration, batch.rr, classes);
            const auto loss = torch::nn::functional::cross_entropy(logits, batch.label, loss_options);
            loss.backward();
            torch::nn::utils::clip_grad_norm_(encoder->parameters(), 1.0);
            const std::int64_t done = epoch * steps_an_epoch + std::min(step, steps_an_epoch - 1);
            optimiser.step(oneCycle(run.branch.peak_learning_rate, done, steps_an_epoch * epochs));
            average.update();
            loss_sum += loss.item<double>() * static_cast<double>(count);
            const double share =
                (static_cast<double>(epoch) + static_cast<double>(first) / static_cast<double>(order.size())) /
                static_cast<double>(epochs);
            job.progress(share, run.label);
        }
        if (!std::isfinite(loss_sum)) {
            return fail(ErrorCode::internal, "the loss became infinite in epoch " + std::to_string(epoch + 1),
                        run.label, "train with another seed");
        }
        if (auto saved = saveCheckpoint(run, *encoder, optimiser, average, epoch + 1, identity); !saved) {
            return std::unexpected(saved.error());
        }
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        char text[120];
        std::snprintf(text, sizeof text, "%s: epoch %d/%d  %.0f s  loss %.4f", run.label.c_str(), epoch + 1, epochs,
                      seconds, loss_sum / static_cast<double>(order.size()));
        average.swap();  // judged by what will ship
        log(text + validationLine(run, *encoder, entry->input));
        average.swap();
    }
    average.swap();
    encoder->eval();
    return encoder;
}

}  // namespace triptych::inference::training
