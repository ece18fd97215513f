#include "core/inference/module/studied_record.h"

#include "core/beats/detect.h"
#include "core/formats/open.h"
#include "core/inference/class_mapping.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/shuffled.h"
#include "core/inference/module/training/beat_source.h"
#include "core/inference/module/training/branch_trainer.h"
#include "core/inference/module/training/runs.h"
#include "core/inference/module/training/weight_average.h"
#include "core/inference/splits.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFolds = 5;
constexpr std::size_t kAtOnce = 256;
constexpr std::size_t kComparedBeats = 64;
constexpr double kSameProbability = 1e-3;
constexpr double kAverageDecay = 0.995;  // that it is kept at all is what matters here

// The weights of a checkpoint that would ship: the average, where one was kept. Errors: model_mismatch.
Result<void> restore(zoo::Network& network, const std::string& path) {
    const auto tensors = readSafetensors(path);
    if (!tensors) return std::unexpected(tensors.error());
    const torch::NoGradGuard guard;
    const auto fill = [&](const auto& items) {
        for (const auto& item : items) {
            if (item.key().ends_with("num_batches_tracked")) continue;
            const auto found = tensors->find("model." + item.key());
            if (found == tensors->end() || found->second.sizes() != item.value().sizes()) return false;
            auto target = item.value();
            target.copy_(found->second);
        }
        return true;
    };
    bool fits = fill(network.named_parameters()) && fill(network.named_buffers());
    if (fits && tensors->contains("average.0")) {
        training::WeightAverage average(network, kAverageDecay);
        fits = average.restore(*tensors);
        if (fits) average.swap();
    }
    if (fits) return {};
    return fail(ErrorCode::model_mismatch, "the checkpoint is of other networks than the model's", path,
                "name the folder of the training that made the model");
}

// Do the rows of `own` [m × K] stand in `kept` [n × K], one after the other?
bool holds(const torch::Tensor& kept, const torch::Tensor& own) {
    if (own.size(0) == 0 || kept.dim() != 2 || kept.size(0) < own.size(0) || kept.size(1) != own.size(1)) return false;
    const auto starts = (kept.narrow(0, 0, kept.size(0) - own.size(0) + 1) - own[0]).abs().amax(1) < kSameProbability;
    const auto at = starts.nonzero().flatten();
    for (std::int64_t i = 0; i < at.size(0); ++i) {
        const auto there = kept.narrow(0, at[i].item<std::int64_t>(), own.size(0));
        if ((there - own).abs().max().item<double>() < kSameProbability) return true;
    }
    return false;
}

// Of the analysed leads of the training's MIT-BIH records.
Result<void> checkHeldOut(const std::vector<std::shared_ptr<const Bundle>>& folds, const std::string& folds_folder,
                          const training::BeatDataset& dataset, const std::vector<training::Fold>& dealt) {
    for (std::size_t fold = 0; fold < folds.size(); ++fold) {
        const Branch& branch = folds[fold]->branches.front();
        const auto file = branch.name + "-fold-" + std::to_string(fold + 1) + ".held-out.safetensors";
        const auto path = (fs::path(folds_folder) / "work" / file).string();
        const auto kept = readSafetensors(path);
        if (!kept) return std::unexpected(kept.error());
        const auto found = kept->find("probabilities");
        std::map<std::string, std::vector<std::size_t>> beats_of;
        for (const std::size_t beat : dealt[fold].held_out) {
            auto& beats = beats_of[dataset.recordOf(beat)];
            if (beats.size() < kComparedBeats) beats.push_back(beat);
        }
        for (const auto& [record, beats] : beats_of) {
            const auto own = training::predictProbabilities(*branch.network, dataset, beats, branch.inputs);
            if (found != kept->end() && holds(found->second, own)) continue;
            return fail(ErrorCode::model_mismatch,
                        text::say("fold {1} did not keep record {2} out of its training", fold + 1, record), path,
                        "name the folder of the training that made the model");
        }
    }
    return {};
}

}  // namespace

Result<StudiedRecord> readStudied(const Bundle& bundle, const std::string& data_folder, const std::string& record,
                                  const Job& job) {
    auto path = fs::path(data_folder) / (record + ".hea");
    if (!fs::exists(path)) path = fs::path(data_folder) / "mitdb" / (record + ".hea");
    const auto recording = formats::open(path.string(), job);
    if (!recording) return std::unexpected(recording.error());
    const std::size_t lead = chooseAnalysisLead(**recording).lead;
    auto beats = beats::referenceBeats(**recording, lead);
    if (!beats) return std::unexpected(beats.error());
    auto inputs = BeatInputs::prepare(**recording, *beats, lead, bundle.card.representation(), job);
    if (!inputs) return std::unexpected(inputs.error());
    StudiedRecord out{std::move(*beats), std::move(*inputs), {}};
    for (const Beat& beat : out.beats.beats) {
        const auto label = labelOf(beat.code, bundle.card.info.classLetters());
        out.label.push_back(label ? std::optional(static_cast<std::size_t>(*label)) : std::nullopt);
    }
    return out;
}

std::vector<std::optional<std::size_t>> networkAnswers(const Bundle& bundle, const BeatInputs& inputs) {
    const torch::NoGradGuard guard;
    std::vector<std::optional<std::size_t>> out;
    for (std::size_t first = 0; first < inputs.size(); first += kAtOnce) {
        const std::size_t count = std::min(kAtOnce, inputs.size() - first);
        const auto scores = fusedForward(bundle, gather(bundle, inputs, first, count)).scores;
        const auto winners = answersOf(bundle.card.info, scores).argmax(1);
        for (std::size_t i = 0; i < count; ++i) {
            out.emplace_back();
            if (inputs.usable()[first + i] != 0)
                out.back() = static_cast<std::size_t>(winners[static_cast<std::int64_t>(i)].item<std::int64_t>());
        }
    }
    return out;
}

std::vector<std::size_t> someAnswered(const std::vector<std::optional<std::size_t>>& answers, std::size_t of_class,
                                      std::size_t most) {
    std::vector<std::size_t> all, out;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (answers[i] == of_class) all.push_back(i);
    const std::size_t count = std::min(most, all.size());
    for (std::size_t i = 0; i < count; ++i) out.push_back(all[(2 * i + 1) * all.size() / (2 * count)]);
    return out;
}

Result<FoldModels> FoldModels::open(const Bundle& shipped, const std::string& folds_folder,
                                    const std::string& data_folder, const Job& job) {
    FoldModels out;
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        const auto bundle = copied(shipped);
        if (!bundle) {
            return fail(ErrorCode::unsupported, "a model that came as code has no folds", shipped.card.info.name,
                        "leave the folds out");
        }
        for (Branch& branch : bundle->branches) {
            const auto file = branch.name + "-fold-" + std::to_string(fold + 1) + ".checkpoint.safetensors";
            if (auto done = restore(*branch.network, (fs::path(folds_folder) / "work" / file).string()); !done)
                return std::unexpected(done.error());
        }
        out.folds_.push_back(bundle);
    }
    auto place = fs::path(data_folder);
    if (!fs::exists(place / "101.hea")) place /= "mitdb";
    const auto dataset = training::loadBeats({place.string(), ds1TrainingRecords(), shipped.card.profile,
                                              shipped.card.info.classes, false, false, shipped.card.conditioning},
                                             job);
    if (!dataset) return std::unexpected(dataset.error());
    const auto folds = training::recordFolds(*dataset, kFolds);
    if (auto done = checkHeldOut(out.folds_, folds_folder, *dataset, folds); !done)
        return std::unexpected(done.error());
    for (std::size_t fold = 0; fold < folds.size(); ++fold) {
        for (const std::size_t beat : folds[fold].held_out) {
            const std::string& record = dataset->recordOf(beat);
            if (std::ranges::find(out.home_, record, &std::pair<std::string, std::size_t>::first) == out.home_.end())
                out.home_.emplace_back(record, fold);
        }
    }
    return out;
}

std::shared_ptr<const Bundle> FoldModels::without(const std::string& record) const {
    const auto found = std::ranges::find(home_, record, &std::pair<std::string, std::size_t>::first);
    return found == home_.end() ? nullptr : folds_[found->second];
}

std::shared_ptr<const Bundle> FoldModels::other(const std::string& record) const {
    const auto found = std::ranges::find(home_, record, &std::pair<std::string, std::size_t>::first);
    return found == home_.end() ? nullptr : folds_[(found->second + 1) % folds_.size()];
}

}  // namespace triptych::inference
