#include "core/inference/module/training/held_out.h"

#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/branch_trainer.h"
#include "core/inference/rhythm_rules.h"
#include "core/text/said.h"

#include <torch/types.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <utility>

namespace triptych::inference::training {

Result<HeldOut> gatherHeldOut(const Plan& plan) {
    HeldOut out;
    std::vector<torch::Tensor> rows;
    for (std::size_t f = 0; f < plan.folds.size(); ++f) {
        if (plan.folds[f].held_out.empty()) continue;
        std::vector<torch::Tensor> branches;
        for (std::size_t b = 0; b < plan.configuration.branches.size(); ++b) {
            const Task task = taskOf(plan, b, f);
            auto tensors = readSafetensors(plan.probabilitiesFile(task).string());
            if (!tensors) {
                return fail(ErrorCode::not_found, text::say("branch {1} has not been trained yet", task.name),
                            plan.request.output_folder, "train every part before the fusion, or use --part all");
            }
            const auto found = tensors->find("probabilities");
            if (found == tensors->end() || found->second.dim() != 2 ||
                found->second.size(0) != static_cast<std::int64_t>(plan.folds[f].held_out.size())) {
                return fail(ErrorCode::model_mismatch, "its held-out probabilities are of another run",
                            plan.probabilitiesFile(task).string(), "delete the file and train the branch again");
            }
            branches.push_back(found->second);
        }
        rows.push_back(torch::stack(branches, 1));
        out.indices.insert(out.indices.end(), plan.folds[f].held_out.begin(), plan.folds[f].held_out.end());
    }
    out.probabilities = torch::cat(rows);
    out.labels = labelsOf(plan.dataset, out.indices);
    return out;
}

HeldOut overLeads(const BeatDataset& dataset, const HeldOut& held_out) {
    std::map<std::pair<std::string, std::uint32_t>, std::vector<std::int64_t>> rows_of;
    for (std::size_t row = 0; row < held_out.indices.size(); ++row) {
        const std::size_t i = held_out.indices[row];
        rows_of[{dataset.recordOf(i), dataset.beat[i]}].push_back(static_cast<std::int64_t>(row));
    }
    HeldOut out;
    std::vector<torch::Tensor> means;
    std::vector<std::int64_t> kept;
    std::vector<float> fibrillation;
    const std::size_t rr = dataset.shape.rr;
    const auto features = [&](std::size_t i) { return std::span(dataset.rr).subspan(i * rr, rr); };
    for (std::size_t row = 0; row < held_out.indices.size(); ++row) {
        const std::size_t i = held_out.indices[row];
        if (!dataset.sources[dataset.source[i]].analysis_lead) continue;
        const auto& rows = rows_of[{dataset.recordOf(i), dataset.beat[i]}];
        means.push_back(held_out.probabilities.index_select(0, torch::tensor(rows, torch::kLong)).mean(0));
        kept.push_back(static_cast<std::int64_t>(row));
        std::vector<std::span<const float>> on_leads = {features(i)};
        for (const std::int64_t other : rows)
            on_leads.push_back(features(held_out.indices[static_cast<std::size_t>(other)]));
        fibrillation.push_back(fibrillationShare(on_leads));
        out.indices.push_back(i);
    }
    out.probabilities = torch::stack(means);
    out.fibrillation = torch::tensor(fibrillation);
    out.labels = held_out.labels.index_select(0, torch::tensor(kept, torch::kLong));
    return out;
}

std::vector<double> priorRatio(const BeatDataset& dataset, const HeldOut& seen,
                               std::span<const std::string_view> records) {
    if (records.empty()) return {};
    std::vector<double> here(dataset.classes(), 0), everywhere(dataset.classes(), 0);
    for (const std::size_t i : seen.indices) {
        ++everywhere[dataset.label[i]];
        if (std::ranges::find(records, dataset.recordOf(i)) != records.end()) ++here[dataset.label[i]];
    }
    const double beats_here = std::accumulate(here.begin(), here.end(), 0.0);
    const auto beats_everywhere = static_cast<double>(seen.indices.size());
    std::vector<double> out;
    for (std::size_t k = 0; k < here.size(); ++k)
        out.push_back(here[k] > 0 ? (here[k] / beats_here) / (everywhere[k] / beats_everywhere) : 1);
    return out;
}

torch::Tensor withRules(const BeatDataset& dataset, const HeldOut& seen, const torch::Tensor& answers,
                        std::span<const double> prior_ratio) {
    auto out = answers.to(torch::kFloat).contiguous().clone();
    const auto classes = static_cast<std::size_t>(out.size(1));
    std::size_t first = 0;
    while (first < seen.indices.size()) {
        std::size_t past = first;
        BeatTimes times;
        while (past < seen.indices.size() &&
               dataset.source[seen.indices[past]] == dataset.source[seen.indices[first]]) {
            times.number.push_back(dataset.beat[seen.indices[past]]);
            times.pre_rr_s.push_back(dataset.pre_rr_s[seen.indices[past]]);
            ++past;
        }
        const std::span record(out.data_ptr<float>() + first * classes, (past - first) * classes);
        liftPrior(record, classes, prior_ratio);
        static_cast<void>(continueRuns(times, record, classes));
        first = past;
    }
    return out;
}

}  // namespace triptych::inference::training
