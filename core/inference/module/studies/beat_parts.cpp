#include "core/inference/module/studies/beat_parts.h"

#include "core/inference/module/training/batches.h"
#include "core/inference/module/training/beat_source.h"
#include "core/inference/module/training/branch_trainer.h"
#include "core/inference/module/zoo/encoder.h"
#include "core/inference/splits.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

namespace triptych::inference::studies {
namespace {

constexpr std::size_t kFolds = 5;
constexpr std::uint64_t kSplitSeed = 1;        // the beats that test are the same for all seeds
constexpr std::size_t kComponentBeats = 4000;  // of the training part, that the component is made of
constexpr std::size_t kBatch = 256;

constexpr double kProbabilityUnit = 1e-4;
constexpr double kComponentUnit = 1e-3;

// Whole numbers of a unit: parts are kept beside the report, and short ones are small.
Json inUnits(const torch::Tensor& tensor, double unit) {
    const auto plain = tensor.to(torch::kDouble).contiguous();
    Json out = Json::array();
    for (std::int64_t i = 0; i < plain.numel(); ++i) out.push_back(std::llround(plain.data_ptr<double>()[i] / unit));
    return out;
}

template <class Number>
std::vector<Number> numbersIn(const Json& part, const char* what, double unit) {
    std::vector<Number> out;
    for (const Json& value : part.value(what, Json::array()))
        out.push_back(static_cast<Number>((value.is_number() ? value.get<double>() : 0.0) * unit));
    return out;
}

std::string digitsOf(const torch::Tensor& probabilities) {
    const auto winners = probabilities.argmax(1).contiguous();
    std::string out;
    for (std::int64_t i = 0; i < winners.size(0); ++i)
        out += static_cast<char>('0' + winners.data_ptr<std::int64_t>()[i]);
    return out;
}

// The trained encoder without its head, or nothing where it cannot stand so.
std::shared_ptr<zoo::Encoder> withoutHead(zoo::Network& trained, const zoo::NetworkEntry& entry,
                                          const InputShape& shape) {
    if (entry.inputs.size() != 1) return nullptr;
    auto bare = std::dynamic_pointer_cast<zoo::Encoder>(entry.make({shape, 0}));
    if (bare == nullptr || bare->featureCount() == 0) return nullptr;
    const torch::NoGradGuard guard;
    const auto parameters = trained.named_parameters();
    const auto buffers = trained.named_buffers();
    for (auto& item : bare->named_parameters()) {
        if (const auto* from = parameters.find(item.key())) item.value().copy_(*from);
    }
    for (auto& item : bare->named_buffers()) {
        if (const auto* from = buffers.find(item.key())) item.value().copy_(*from);
    }
    bare->eval();
    return bare;
}

torch::Tensor featuresOf(zoo::Encoder& encoder, const training::BeatDataset& dataset,
                         std::span<const std::size_t> beats, std::span<const InputKind> inputs) {
    std::vector<torch::Tensor> out;
    for (std::size_t first = 0; first < beats.size(); first += kBatch) {
        const auto batch =
            training::makeBatch(dataset, beats.subspan(first, std::min(kBatch, beats.size() - first)), inputs, {});
        out.push_back(encoder.forward(batch.pictures.front(), batch.rr).to(torch::kDouble));
    }
    return torch::cat(out);
}

Json componentOf(zoo::Encoder& encoder, const BeatProtocol& beats, std::size_t fold,
                 std::span<const InputKind> inputs) {
    const torch::NoGradGuard guard;
    const auto& all = beats.folds[fold].train;
    std::vector<std::size_t> some;
    const std::size_t step = std::max<std::size_t>(1, all.size() / kComponentBeats);
    for (std::size_t i = 0; i < all.size(); i += step) some.push_back(all[i]);
    const auto taught = featuresOf(encoder, beats.dataset, some, inputs);
    const auto mean = taught.mean(0, true);
    const auto centred = taught - mean;
    const auto covariance = centred.t().mm(centred);
    auto direction = torch::ones({covariance.size(0), 1}, torch::kDouble);
    for (int i = 0; i < 300; ++i) {
        direction = covariance.mm(direction);
        direction = direction / direction.norm().clamp_min(1e-30);
    }
    const auto ill = training::labelsOf(beats.dataset, some).ne(0).to(torch::kDouble);
    const auto score = centred.mm(direction).squeeze(1);
    if ((score * (ill - ill.mean())).sum().item<double>() < 0) direction = -direction;
    return inUnits((featuresOf(encoder, beats.dataset, beats.asked[fold], inputs) - mean).mm(direction),
                   kComponentUnit);
}

std::string patient(const training::BeatDataset& dataset, std::size_t beat) {
    return std::string(patientOf(dataset.recordOf(beat)));
}

}  // namespace

std::string_view name(Protocol protocol) {
    return protocol == Protocol::intra ? "intra" : "inter";
}

std::string_view describe(Protocol protocol) {
    return protocol == Protocol::intra ? "intra-patient, as published (a patient's beats on both sides)"
                                       : "inter-patient (records of DS1 held out, five folds)";
}

const std::vector<StudiedNetwork>& studiedNetworks() {
    static const std::vector<StudiedNetwork> kNetworks = {
        {"plain_cnn", "time alone, plain 1D-CNN (O1, O2)", {8, 4}, 2e-3, 2, false, true},
        {"plain_spectrum_cnn", "frequency alone, plain 1D-CNN (O1, O2)", {8, 4}, 2e-3, 2, false, true},
        {"scalogram_cnn", "scalogram alone (O1, O2)", {4, 2}, 2e-3, 2, false, true},
        {"early_cnn", "early fusion of beat and spectrum (J)", {8, 4}, 2e-3, 2, false, false},
        {"hybrid_1", "Hybrid 1: beat and scalogram (O2)", {4, 2}, 2e-3, 2, false, false},
        {"v_stft_cnn", "time-frequency alone (V)", {8, 4}, 2e-3, 3, true, false},
        {"v_time_transformer", "time alone, CNN-Transformer (V)", {11, 6}, 8e-4, 3, true, false},
        {"v_concat", "intermediate, concatenated (V)", {4, 2}, 1e-3, 2, false, false},
        {"v_sum", "intermediate, summed (V)", {4, 2}, 1e-3, 2, false, false},
        {"v_weighted", "intermediate, weighted sum (V)", {4, 2}, 1e-3, 2, false, false},
        {"hybrid_2", "Hybrid 2: beat, scalogram, spectrum (O2)", {4, 2}, 1e-3, 2, false, false},
        {"three_domains", "intermediate, three domains (O1)", {4, 2}, 1e-3, 2, false, false},
    };
    return kNetworks;
}

std::string BeatTask::key() const {
    return std::string(name(protocol)) + '-' + std::string(network->network) + "-seed-" + std::to_string(seed + 1) +
           (protocol == Protocol::inter ? "-fold-" + std::to_string(fold + 1) : "");
}

Result<BeatProtocol> beatProtocol(Protocol protocol, const std::string& data_folder, const Job& job) {
    BeatProtocol out;
    out.protocol = protocol;
    training::Configuration& configuration = out.configuration;
    configuration.name = name(protocol);
    configuration.profile = Profile::parity;
    configuration.weight_decay = 1e-2;
    if (protocol == Protocol::intra) {
        configuration.classes = {"N", "S", "V", "F", "Q"};
        configuration.records = mitdbRecords();
    } else {
        configuration.classes = {"N", "S", "V", "F"};
        configuration.records = ds1TrainingRecords();
        configuration.keep_normals = 0.2;
        configuration.keep_irregular = 0.2;
        configuration.class_weight_exponent = 0.3;
    }
    auto dataset = training::loadBeats({.place = data_folder,
                                        .records = configuration.records,
                                        .profile = configuration.profile,
                                        .classes = configuration.classes},
                                       job);
    if (!dataset) return std::unexpected(std::move(dataset.error()));
    out.dataset = std::move(*dataset);
    if (protocol == Protocol::intra) {
        out.folds = {training::stratifiedFold(out.dataset, kSplitSeed)};
        out.asked = {training::stratifiedTest(out.dataset, kSplitSeed)};
    } else {
        out.folds = training::recordFolds(out.dataset, kFolds);
        for (const training::Fold& fold : out.folds) out.asked.push_back(fold.held_out);
    }
    return out;
}

std::size_t leakingPatients(const BeatProtocol& beats) {
    std::size_t out = 0;
    for (std::size_t fold = 0; fold < beats.folds.size(); ++fold) {
        std::set<std::string> taught, asked;
        for (const std::size_t beat : beats.folds[fold].train) taught.insert(patient(beats.dataset, beat));
        for (const std::size_t beat : beats.asked[fold]) asked.insert(patient(beats.dataset, beat));
        out += static_cast<std::size_t>(
            std::ranges::count_if(asked, [&](const std::string& one) { return taught.contains(one); }));
    }
    return out;
}

Result<Json> beatPart(const BeatProtocol& beats, const BeatTask& task, int epochs, const StudyWork& work,
                      const Job& job, const StudyLog& log) {
    at::set_num_threads(1);
    const StudiedNetwork& of = *task.network;
    const int own_epochs = task.protocol == Protocol::intra ? of.epochs.intra : of.epochs.inter;
    const training::BranchConfiguration branch{std::string(of.network), std::string(of.network), own_epochs,
                                               of.peak_learning_rate};
    const std::string checkpoint = work.fileOf(task.key() + ".checkpoint");
    const std::uint64_t seed = streamSeed(task.seed + 1, 40 + task.fold);
    // Nothing is chosen on what is asked: inter, no part of the fold is watched; intra, V's tenth is there for the
    // fusion alone, and the last epoch's weights answer.
    double earlier_s = 0;
    const training::BranchRun run{.configuration = beats.configuration,
                                  .branch = branch,
                                  .dataset = beats.dataset,
                                  .train = beats.folds[task.fold].train,
                                  .validation = {},
                                  .seed = seed,
                                  .epochs = epochs,
                                  .checkpoint = checkpoint,
                                  .fresh = false,
                                  .label = task.key(),
                                  .report = {},
                                  .resumed = [&](double seconds) { earlier_s = seconds; }};
    const auto trained = training::trainBranch(run, {job.stop, {}}, log);
    if (!trained) return std::unexpected(trained.error());
    const zoo::NetworkEntry& entry = *zoo::findNetwork(branch.encoder);
    const auto answers = training::predictProbabilities(**trained, beats.dataset, beats.asked[task.fold], entry.inputs);
    Json out = {{"predicted", digitsOf(answers)}};
    const bool of_domains = of.is_domain && task.protocol == Protocol::inter;
    if (of.is_branch || of_domains) out["probabilities"] = inUnits(answers, kProbabilityUnit);
    if (of.is_branch && task.protocol == Protocol::intra) {
        out["validation"] = inUnits(
            training::predictProbabilities(**trained, beats.dataset, beats.folds[task.fold].held_out, entry.inputs),
            kProbabilityUnit);
    }
    if (const auto bare = of_domains ? withoutHead(**trained, entry, beats.dataset.shape) : nullptr)
        out["component"] = componentOf(*bare, beats, task.fold, entry.inputs);
    if (earlier_s > 0) out["seconds"] = earlier_s;  // runParts() adds those of this run
    // The part replaces what it was made of; runParts() writes it next, and a kill in between costs this part again.
    std::error_code status;
    std::filesystem::remove(checkpoint, status);
    return out;
}

std::vector<float> probabilitiesIn(const Json& part, const char* what) {
    return numbersIn<float>(part, what, kProbabilityUnit);
}

std::vector<double> componentIn(const Json& part) {
    return numbersIn<double>(part, "component", kComponentUnit);
}

Result<StudyWork> beatWork(const StudyRequest& request) {
    return StudyWork::open(request.output_folder, "beats",
                           "beats 2, " + (request.epochs > 0 ? std::to_string(request.epochs) + " epochs"
                                                             : std::string("each network's own epochs")),
                           request.fresh);
}

std::unexpected<Error> foreignPart(const StudyWork& work, const std::string& key) {
    return fail(ErrorCode::malformed, "the part holds answers about other beats", work.fileOf(key),
                "delete the file and give the same command again");
}

}  // namespace triptych::inference::studies
