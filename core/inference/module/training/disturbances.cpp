#include "core/inference/module/training/disturbances.h"

#include "core/files/atomic_file.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/training/dataset.h"
#include "core/inference/module/training/figures.h"
#include "core/inference/module/training/fit_fusion.h"
#include "core/inference/module/training/held_out.h"
#include "core/inference/module/training/strips.h"
#include "core/inference/rhythm_rules.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kOfOthers = 4;  // every fourth record

struct Row {
    std::string name;
    Disturbance by;
    double amount;
};

const std::vector<Row>& rows() {
    static const std::vector<Row> kRows = {{"clean", Disturbance::none, 0},
                                           {"50 Hz of 0.05 mV", Disturbance::hum_50, 0.05},
                                           {"50 Hz of 0.5 mV", Disturbance::hum_50, 0.5},
                                           {"50 Hz of 1 mV", Disturbance::hum_50, 1},
                                           {"60 Hz of 0.5 mV", Disturbance::hum_60, 0.5},
                                           {"60 Hz of 1 mV", Disturbance::hum_60, 1},
                                           {"wander of 1 mV, 0.3 Hz", Disturbance::wander, 1},
                                           {"white noise of 0.1 mV", Disturbance::white, 0.1},
                                           {"electrode motion, 18 dB", Disturbance::electrodes, 18},
                                           {"electrode motion, 12 dB", Disturbance::electrodes, 12},
                                           {"electrode motion, 6 dB", Disturbance::electrodes, 6}};
    return kRows;
}

using Networks = std::vector<std::vector<std::shared_ptr<zoo::Network>>>;  // by fold and branch

Result<Networks> networksOf(const Plan& plan, const TrainedTask& trained) {
    Networks out;
    for (std::size_t f = 0; f < plan.finalFold(); ++f) {
        auto& of_fold = out.emplace_back();
        for (std::size_t b = 0; b < plan.configuration.branches.size(); ++b) {
            const Task task = taskOf(plan, b, f);
            if (!std::filesystem::exists(plan.checkpointFile(task))) {
                return fail(ErrorCode::not_found, text::say("branch {1} has not been trained yet", task.name),
                            plan.request.output_folder, "train every part first");
            }
            auto network = trained(task);
            if (!network) return std::unexpected(network.error());
            of_fold.push_back(std::move(*network));
        }
    }
    return out;
}

// Which fold held a record out.
std::map<std::string, std::size_t> homesOf(const Plan& plan) {
    std::map<std::string, std::size_t> out;
    for (std::size_t f = 0; f < plan.finalFold(); ++f) {
        for (const std::size_t i : plan.folds[f].held_out) out[plan.dataset.recordOf(i)] = f;
    }
    return out;
}

torch::Tensor branchesOf(const Plan& plan, const std::vector<std::shared_ptr<zoo::Network>>& networks,
                         const BeatDataset& dataset, std::span<const std::size_t> indices) {
    std::vector<torch::Tensor> out;
    for (std::size_t b = 0; b < networks.size(); ++b) {
        const auto& inputs = zoo::findNetwork(plan.configuration.branches[b].encoder)->inputs;
        out.push_back(predictProbabilities(*networks[b], dataset, indices, inputs));
    }
    return torch::stack(out, 1);
}

torch::Tensor ruledAnswers(const Bundle& bundle, const BeatDataset& dataset, const HeldOut& seen) {
    const ModelInfo& info = bundle.card.info;
    const auto branches =
        info.rhythm_rules ? afterFibrillation(seen.probabilities, seen.fibrillation) : seen.probabilities;
    const auto answers = answersOf(info, fusedScores(bundle.card.fusion, bundle.fusion, branches));
    if (!info.rhythm_rules) return answers;
    return withRules(dataset, seen, answers, info.lifts_prior ? info.prior_ratio : std::vector<double>());
}

Result<ScoreTable> scoreOfRow(const Plan& plan, const Bundle& bundle, const Networks& networks, const Row& row,
                              std::span<const std::string_view> records,
                              const std::map<std::string, std::size_t>& homes, const Job& job) {
    const Configuration& of = plan.configuration;
    const auto dataset = loadDataset({.place = plan.request.data_folder,
                                      .records = records,
                                      .profile = of.profile,
                                      .classes = of.classes,
                                      .all_leads = of.all_leads,
                                      .conditioning = of.conditioning,
                                      .disturbance = row.by,
                                      .disturbance_amount = row.amount},
                                     job);
    if (!dataset) return std::unexpected(dataset.error());
    HeldOut all;
    std::vector<torch::Tensor> parts;
    for (std::size_t f = 0; f < networks.size(); ++f) {
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < dataset->size(); ++i) {
            if (homes.at(dataset->recordOf(i)) == f) indices.push_back(i);
        }
        if (indices.empty()) continue;
        parts.push_back(branchesOf(plan, networks[f], *dataset, indices));
        all.indices.insert(all.indices.end(), indices.begin(), indices.end());
    }
    all.probabilities = torch::cat(parts);
    all.labels = labelsOf(*dataset, all.indices);
    const HeldOut seen = overLeads(*dataset, all);
    return scoreTensor(of, row.name, ruledAnswers(bundle, *dataset, seen), seen.labels);
}

// Beats of strips labelled normal that are called V, by the fold that did not learn from the strip.
struct StripCount {
    std::size_t beats = 0, ventricular = 0, strips = 0, with_ventricular = 0;
};

Result<StripCount> countStrips(const Plan& plan, const Bundle& bundle, const Networks& networks) {
    StripCount out;
    const auto strips = teachingStrips(plan.request.data_folder);
    if (!strips) return std::unexpected(strips.error());
    std::set<std::string> normal;
    for (const Strip& strip : *strips) {
        if (strip.letter == 'N') normal.insert(std::filesystem::path(strip.header).stem().string());
    }
    const auto ventricular = std::ranges::find(plan.configuration.classes, "V") - plan.configuration.classes.begin();
    for (std::size_t f = 0; f < networks.size(); ++f) {
        std::vector<bool> learnt(plan.dataset.size(), false);
        for (const std::size_t i : plan.folds[f].train) learnt[i] = true;
        HeldOut seen;
        for (std::size_t i = 0; i < plan.dataset.size(); ++i) {
            const Source& source = plan.dataset.sourceOf(i);
            if (source.not_ventricular && !learnt[i] && normal.contains(source.record)) seen.indices.push_back(i);
        }
        if (seen.indices.empty()) continue;
        seen.probabilities = branchesOf(plan, networks[f], plan.dataset, seen.indices);
        std::vector<float> fibrillation;
        const std::size_t rr = plan.dataset.shape.rr;
        for (const std::size_t i : seen.indices) {
            const std::vector<std::span<const float>> on_leads = {std::span(plan.dataset.rr).subspan(i * rr, rr)};
            fibrillation.push_back(fibrillationShare(on_leads));
        }
        seen.fibrillation = torch::tensor(fibrillation);
        const auto answers = ruledAnswers(bundle, plan.dataset, seen).argmax(1).contiguous();
        std::map<std::uint16_t, std::size_t> of_strip;
        for (std::size_t row = 0; row < seen.indices.size(); ++row) {
            const bool is_v = answers.data_ptr<std::int64_t>()[row] == ventricular;
            of_strip[plan.dataset.source[seen.indices[row]]] += is_v ? 1 : 0;
            ++out.beats;
            out.ventricular += is_v ? 1 : 0;
        }
        out.strips += of_strip.size();
        for (const auto& [strip, count] : of_strip) out.with_ventricular += count > 0 ? 1 : 0;
    }
    return out;
}

}  // namespace

Result<void> measureDisturbances(const Plan& plan, const TrainedTask& trained, const Job& job, const Log& log) {
    at::set_num_threads(1);
    const auto bundle = loadBundle(plan.request.output_folder);
    if (!bundle) return std::unexpected(bundle.error());
    const auto networks = networksOf(plan, trained);
    if (!networks) return std::unexpected(networks.error());
    std::vector<std::string_view> records;
    std::size_t others = 0;
    for (const std::string_view record : plan.configuration.records) {
        if (record.find('/') == std::string_view::npos || others++ % kOfOthers == 0) records.push_back(record);
    }
    const auto homes = homesOf(plan);
    nlohmann::ordered_json figures;
    for (const Row& row : rows()) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped while measuring disturbances");
        const auto score = scoreOfRow(plan, *bundle, *networks, row, records, homes, {job.stop, {}});
        if (!score) return std::unexpected(score.error());
        figures[row.name] = toJson(*score);
        std::string line = text::say("folds, {1}{2} MCC {3}  F1", row.name,
                                     std::string(26 - std::min<std::size_t>(26, row.name.size()), ' '),
                                     text::fixedText(score->mcc, 4));
        for (const ClassScore& of : score->classes) line += "  " + of.class_name + ' ' + text::fixedText(of.f1, 3);
        log(line);
    }
    if (plan.configuration.strips) {
        const auto count = countStrips(plan, *bundle, *networks);
        if (!count) return std::unexpected(count.error());
        figures["strips labelled normal"] = {{"beats", count->beats},
                                             {"called_v", count->ventricular},
                                             {"strips", count->strips},
                                             {"strips_with_v", count->with_ventricular}};
        log(text::say("folds, strips labelled normal: {1} of {2} beats called V, in {3} of {4} strips",
                      count->ventricular, count->beats, count->with_ventricular, count->strips));
    }
    const std::string text = figures.dump(2) + '\n';
    return files::writeFile((std::filesystem::path(plan.request.output_folder) / "disturbances.json").string(),
                            std::as_bytes(std::span(text)), files::WriteMode::replace);
}

}  // namespace triptych::inference::training
