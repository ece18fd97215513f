#include "core/inference/module/answers.h"

#include "core/beats/detect.h"
#include "core/formats/open.h"
#include "core/inference/class_mapping.h"
#include "core/inference/doubt.h"
#include "core/inference/left_out.h"
#include "core/inference/module/classify_beats.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/training/beat_source.h"
#include "core/inference/module/training/runs.h"
#include "core/inference/module/winners.h"
#include "core/inference/test_set.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <span>

namespace triptych::inference {
namespace {

using BranchIndex = std::optional<std::size_t>;  // none: the whole model answers

Result<BranchIndex> branchOf(const Bundle& bundle, const EvaluateRequest& request) {
    if (request.branch.empty()) return BranchIndex{};
    const auto& branches = bundle.card.info.branches;
    const auto found = std::ranges::find(branches, request.branch);
    if (found != branches.end()) return static_cast<std::size_t>(found - branches.begin());
    std::string known;
    for (const std::string& name : branches) known += (known.empty() ? "" : ", ") + name;
    return fail(ErrorCode::not_found, text::say("the model has no branch \"{1}\"", request.branch),
                bundle.card.info.name, text::say("use one of {1}", known));
}

// Among the answers of winnersOf(): a joint network's one branch is the whole model.
std::size_t rowOf(BranchIndex branch, const Card& card) {
    return branch && card.fusion != Fusion::joint ? 1 + *branch : 0;
}

// The answers, which say who is not among them; an error where nobody is.
Result<Answers> withoutThose(Answers answers, const LeftOut& left_out, const ModelInfo& info) {
    if (answers.truth.empty()) return std::unexpected(left_out.nothingElse(info));
    if (auto warning = left_out.warning(info)) answers.warnings.push_back(std::move(*warning));
    return answers;
}

Result<Answers> answerRecords(const Bundle& bundle, const EvaluateRequest& request, BranchIndex branch,
                              const Job& job) {
    const Card& card = bundle.card;
    Answers out;
    LeftOut left_out;
    out.records = card.test_records;
    for (std::size_t r = 0; r < card.test_records.size(); ++r) {
        job.progress(static_cast<double>(r) / static_cast<double>(card.test_records.size()), "classifying");
        const auto path = (std::filesystem::path(request.data_folder) / (card.test_records[r] + ".hea")).string();
        const auto recording = formats::open(path, job);
        if (!recording) return std::unexpected(recording.error());
        const auto beats = beats::referenceBeats(**recording, chooseAnalysisLead(**recording).lead);
        if (!beats) return std::unexpected(beats.error());
        const auto classified = classifyBeats(bundle, RecordingAnalysis(*recording), *beats, {job.stop, {}}, 0, {});
        if (!classified) return std::unexpected(classified.error());
        const auto winners = winnersOf(card, classified->predictions, timesOf(*beats)).at(rowOf(branch, card));
        for (std::size_t i = 0; i < beats->beats.size(); ++i) {
            const auto truth = labelOf(beats->beats[i].code, card.info.classLetters());
            if (!truth) {
                left_out.add(beats->beats[i].code);
                continue;
            }
            out.record.push_back(static_cast<std::uint32_t>(r));
            out.beat.push_back(static_cast<std::uint32_t>(i));
            out.truth.push_back(static_cast<std::uint8_t>(*truth));
            out.predicted.push_back(winners[i]);
        }
    }
    return withoutThose(std::move(out), left_out, card.info);
}

Result<Answers> answerSplit(const Bundle& bundle, const EvaluateRequest& request, BranchIndex branch, const Job& job) {
    const auto split = loadSplit(bundle.card, request, job);
    if (!split) return std::unexpected(split.error());
    const auto probabilities = branchProbabilities(bundle, *split, job);
    if (!probabilities) return std::unexpected(probabilities.error());
    const auto winners =
        winnersOf(bundle.card, predictionsOf(bundle, *probabilities), {}).at(rowOf(branch, bundle.card));
    Answers out;
    std::map<std::string, std::uint32_t> number;
    for (std::size_t i = 0; i < split->indices.size(); ++i) {
        const std::size_t beat = split->indices[i];
        const auto [place, is_new] =
            number.emplace(split->dataset.recordOf(beat), static_cast<std::uint32_t>(number.size()));
        if (is_new) out.records.push_back(place->first);
        out.record.push_back(place->second);
        out.beat.push_back(split->dataset.beat[beat]);
        out.truth.push_back(split->dataset.label[beat]);
        out.predicted.push_back(winners[i]);
    }
    return withoutThose(std::move(out), split->dataset.left_out, bundle.card.info);
}

}  // namespace

Result<SplitBeats> loadSplit(const Card& card, const EvaluateRequest& request, const Job& job) {
    const std::vector<std::string_view> records(card.info.training_records.begin(), card.info.training_records.end());
    auto dataset = training::loadBeats({request.data_folder, records, card.profile, card.info.classes, false}, job);
    if (!dataset) return std::unexpected(dataset.error());
    SplitBeats out{std::move(*dataset), {}};
    if (out.dataset.size() == 0) return std::unexpected(out.dataset.left_out.nothingElse(card.info));
    out.indices = request.set == "test" ? training::stratifiedTest(out.dataset, card.seed)
                                        : training::stratifiedFold(out.dataset, card.seed).held_out;
    return out;
}

Result<torch::Tensor> branchProbabilities(const Bundle& bundle, const SplitBeats& beats, const Job& job) {
    std::vector<torch::Tensor> branches;
    const std::size_t all = beats.indices.size() * bundle.branches.size();
    for (const Branch& branch : bundle.branches) {
        std::vector<torch::Tensor> rows;
        constexpr std::size_t kPart = 4096;
        for (std::size_t first = 0; first < beats.indices.size(); first += kPart) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped", bundle.card.info.name);
            const auto part = std::span(beats.indices).subspan(first, std::min(kPart, beats.indices.size() - first));
            rows.push_back(training::predictProbabilities(*branch.network, beats.dataset, part, branch.inputs));
            job.progress(static_cast<double>(branches.size() * beats.indices.size() + first) / static_cast<double>(all),
                         "classifying");
        }
        if (rows.empty()) return fail(ErrorCode::not_found, "the data holds no beat to test on", bundle.card.info.name);
        branches.push_back(torch::cat(rows));
    }
    return torch::stack(branches, 1);
}

Predictions predictionsOf(const Bundle& bundle, const torch::Tensor& probabilities) {
    const auto values = [](const torch::Tensor& tensor) {
        const auto plain = tensor.contiguous();
        return std::vector<float>(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
    };
    const auto scores = fusedScores(bundle.card.fusion, bundle.fusion, probabilities);
    Predictions out;
    out.branches = static_cast<std::size_t>(probabilities.size(1));
    out.classes = static_cast<std::size_t>(probabilities.size(2));
    out.probability = values(answersOf(bundle.card.info, scores));
    out.branch_probability = values(probabilities);
    out.usable.assign(static_cast<std::size_t>(probabilities.size(0)), 1);
    addDoubts(bundle.card.info, bundle.card.doubt, out);
    return out;
}

Result<Answers> answerModel(const EvaluateRequest& request, const Job& job) {
    auto bundle = loadBundle(request.model_folder, request.trust_code);
    if (!bundle) return std::unexpected(bundle.error());
    const auto branch = branchOf(*bundle, request);
    if (!branch) return std::unexpected(branch.error());
    at::set_num_threads(1);
    const auto set = testSetOf(bundle->card, request);
    if (!set) return std::unexpected(set.error());
    auto out = *set == TestSet::split ? answerSplit(*bundle, request, *branch, job)
                                      : answerRecords(*bundle, request, *branch, job);
    if (!out) return out;
    out->model = bundle->card.info;
    if (*branch) out->model.name += ":" + request.branch;
    return out;
}

}  // namespace triptych::inference
