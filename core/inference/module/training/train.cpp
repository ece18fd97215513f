#include "core/inference/module/training/train.h"

#include "core/inference/class_mapping.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/reason.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/adasyn.h"
#include "core/inference/module/training/calibrate.h"
#include "core/inference/module/training/disturbances.h"
#include "core/inference/module/training/fit_fusion.h"
#include "core/inference/module/training/held_out.h"
#include "core/inference/module/training/plan.h"
#include "core/inference/module/training/training_log.h"
#include "core/statistics/random.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

// Recordings with made atria are for the branches that gain by them.
std::vector<std::size_t> learntFrom(const BeatDataset& dataset, const BranchConfiguration& branch,
                                    std::vector<std::size_t> beats) {
    if (!branch.made_atria) std::erase_if(beats, [&](std::size_t i) { return dataset.sourceOf(i).atria; });
    return beats;
}

Result<std::shared_ptr<zoo::Network>> runTask(const Plan& plan, const Task& task, bool fresh, const Job& job,
                                              const Log& log) {
    const BranchConfiguration& branch = plan.configuration.branches[task.branch];
    const Fold& fold = plan.folds[task.fold];
    const BranchRun run{plan.configuration,
                        branch,
                        plan.dataset,
                        learntFrom(plan.dataset, branch, fold.train),
                        fold.held_out,
                        streamSeed(plan.request.seed, 10 + task.branch),
                        plan.request.epochs,
                        plan.checkpointFile(task).string(),
                        fresh,
                        task.name,
                        [&](const EpochReport& report) {
                            // The checkpoint is safe: a log that cannot be written is no reason to stop.
                            const auto noted = noteEpoch(plan.request.output_folder, report);
                            if (!noted) log(sentence(noted.error()));
                        }};
    auto network = trainBranch(run, job, log);
    if (!network) return network;
    if (!fold.held_out.empty() && (fresh || !fs::exists(plan.probabilitiesFile(task)))) {
        const auto& inputs = zoo::findNetwork(branch.encoder)->inputs;
        const auto probabilities = predictProbabilities(**network, plan.dataset, fold.held_out, inputs);
        if (auto saved = writeSafetensors(plan.probabilitiesFile(task).string(), {{"probabilities", probabilities}});
            !saved) {
            return std::unexpected(saved.error());
        }
    }
    return network;
}

// Tasks are dealt to `threads` workers, each with one Torch thread: side by side they are faster than one with many
// (docs/performance.md), and a stop reaches all of them.
Result<void> runTasks(const Plan& plan, const Job& job, const Log& log) {
    std::mutex guard;
    std::size_t next = 0;
    std::optional<Error> failure;
    const Log one_at_a_time = [&](const std::string& line) {
        const std::scoped_lock lock(guard);
        log(line);
    };
    const auto work = [&] {
        at::set_num_threads(1);
        for (;;) {
            std::size_t mine = 0;
            {
                const std::scoped_lock lock(guard);
                if (failure || next >= plan.tasks.size()) return;
                mine = next++;
            }
            try {
                const auto network = runTask(plan, plan.tasks[mine], plan.request.fresh, job, one_at_a_time);
                if (network) continue;
                const std::scoped_lock lock(guard);
                failure = network.error();
            } catch (const std::exception& thrown) {
                const std::scoped_lock lock(guard);
                failure = Error{ErrorCode::internal, text::say("Torch failed: {1}", reasonOf(thrown)),
                                plan.tasks[mine].name, "report it with the log"};
            }
        }
    };
    {
        std::vector<std::jthread> workers;
        const auto count = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(plan.request.threads, 1)), 1, 16);
        for (std::size_t i = 0; i + 1 < std::min(count, plan.tasks.size()); ++i) workers.emplace_back(work);
        work();
    }
    if (failure) return std::unexpected(*failure);
    return {};
}

std::string filesOf(const BeatDataset& dataset) {
    std::string out = "heartbeat files after Kachuee et al. 2018:";
    for (const Source& source : dataset.sources) out += ' ' + source.record + (source.test ? " (tests)" : "");
    return out;
}

// What each rule brings on records that were held out: one stays only where it gains.
void logRules(const Plan& plan, const Bundle& bundle, const HeldOut& before, const Log& log) {
    const ModelInfo& info = bundle.card.info;
    const auto calm = afterFibrillation(before.probabilities, before.fibrillation);
    const auto line = [&](text::Said what, const torch::Tensor& branches, bool runs, bool lifts) {
        const auto fused = answersOf(info, fusedScores(bundle.card.fusion, bundle.fusion, branches));
        const auto answers =
            runs ? withRules(plan.dataset, before, fused, lifts ? info.prior_ratio : std::vector<double>()) : fused;
        const ScoreTable table = scoreTensor(plan.configuration, {}, answers, before.labels);
        std::string f1;
        for (const ClassScore& score : table.classes)
            f1 += "  " + score.class_name + ' ' + text::fixedText(score.f1, 3);
        log(text::say("held out, rules: {1} MCC {2} {3}", what, text::fixedText(table.mcc, 4), f1));
    };
    line("none                 ", before.probabilities, false, false);
    line("runs                 ", before.probabilities, true, false);
    line("fibrillation         ", calm, false, false);
    line("runs, fibrillation   ", calm, true, false);
    line("... and a lifted prior", calm, true, true);
}

Result<ModelInfo> finish(const Plan& plan, const Job& job, const Log& log) {
    const Configuration& configuration = plan.configuration;
    const auto held_out = gatherHeldOut(plan);
    if (!held_out) return std::unexpected(held_out.error());
    Bundle bundle;
    for (std::size_t b = 0; b < configuration.branches.size(); ++b) {
        // Resumes from the finished checkpoint: no epoch is left to run.
        const Task task = taskOf(plan, b, plan.finalFold());
        if (!fs::exists(plan.checkpointFile(task))) {
            return fail(ErrorCode::not_found, text::say("branch {1} has not been trained yet", task.name),
                        plan.request.output_folder, "train every part before the fusion, or use --part all");
        }
        auto network = runTask(plan, task, false, job, log);
        if (!network) return std::unexpected(network.error());
        const zoo::NetworkEntry* entry = zoo::findNetwork(configuration.branches[b].encoder);
        bundle.branches.push_back({configuration.branches[b].name, entry->inputs, *network});
        bundle.card.branches.push_back({configuration.branches[b].name, entry->name, 0});
    }
    const bool by_record = configuration.protocol == Protocol::patient_folds;
    HeldOut seen = by_record ? overLeads(plan.dataset, *held_out) : *held_out;
    Ruled ruled = [](const torch::Tensor& answers, std::span<const double>) { return answers; };
    const HeldOut before = seen;
    if (configuration.rhythm_rules) {
        seen.probabilities = afterFibrillation(seen.probabilities, seen.fibrillation);
        ruled = [&](const torch::Tensor& answers, std::span<const double> prior_ratio) {
            return withRules(plan.dataset, seen, answers,
                             configuration.lifts_prior ? prior_ratio : std::span<const double>());
        };
    }
    bundle.card.info.classes = configuration.classes;
    bundle.card.info.rhythm_rules = configuration.rhythm_rules;
    bundle.card.info.lifts_prior = configuration.lifts_prior;
    bundle.card.info.limits = configuration.limits;
    bundle.card.augmentations = configuration.augmentations;
    bundle.card.readings = configuration.readings;
    bundle.card.info.prior_ratio = priorRatio(plan.dataset, seen, configuration.prior_records);
    fitFusion(configuration, seen.probabilities, seen.labels, streamSeed(plan.request.seed, 99), ruled, bundle, log);
    if (configuration.rhythm_rules) logRules(plan, bundle, before, log);
    const auto scores = fusedScores(configuration.fusion, bundle.fusion, seen.probabilities);
    const auto answers = ruled(answersOf(bundle.card.info, scores), bundle.card.info.prior_ratio);
    if (auto done = calibrate(plan.dataset, plan.folds[plan.finalFold()].train,
                              {seen.probabilities, answers, seen.labels, seen.indices}, bundle, job, log);
        !done) {
        return std::unexpected(done.error());
    }

    Card& card = bundle.card;
    card.profile = configuration.profile;
    card.conditioning = configuration.conditioning;
    card.seed = plan.request.seed;
    const bool of_files = plan.dataset.sources.front().lead.empty();  // heartbeat files know neither lead nor patient
    card.data = of_files ? filesOf(plan.dataset) : configuration.data;
    const bool leaks = configuration.protocol == Protocol::stratified_beats;
    card.split =
        leaks
            ? "stratified by beat: one fifth tests, a tenth of the rest validates; a patient's beats are on both sides"
            : "by record: " + configuration.trained_on + " train (fusion and temperature from " +
                  std::to_string(configuration.folds) + "-fold cross-validation over their records), DS2 tests";
    for (const std::string_view record : configuration.test_records) card.test_records.emplace_back(record);
    if (!configuration.readings.empty()) card.test_reads = configuration.readings.front().times;
    ModelInfo& info = card.info;
    info.name = configuration.name;
    info.title = configuration.title;
    info.profile = std::string(name(configuration.profile));
    info.classes = configuration.classes;
    const bool of_ptb = std::ranges::all_of(configuration.classes, isPtbClass);
    info.class_mapping = std::string(of_ptb ? kPtbMappingName : describe(ClassMapping::literature));
    info.leaks_patients = leaks;
    info.trained_on = of_files ? card.data : configuration.trained_on;
    for (const std::string_view record : configuration.records) {
        if (!of_files) info.training_records.emplace_back(record);
    }
    for (const Source& source : plan.dataset.sources) {
        const std::string strip = source.database + '/' + source.record;
        const bool known = std::ranges::find(info.training_records, strip) != info.training_records.end();
        if (source.not_ventricular && !known) info.training_records.push_back(strip);
    }
    if (auto saved = saveBundle(plan.request.output_folder, bundle); !saved) return std::unexpected(saved.error());
    log(text::say("saved {1}, weights {2}", plan.request.output_folder, info.hash.substr(0, 12)));
    return info;
}

// Each fold gets beats of its own, made from its training part alone: none that is watched or tested has a say in them.
void makeRareBeatsUp(Plan& plan, const Log& log) {
    for (std::size_t f = 0; f < plan.folds.size(); ++f) {
        const std::size_t real = plan.folds[f].train.size();
        plan.folds[f].train =
            addAdasynBeats(plan.dataset, plan.folds[f].train, streamSeed(plan.request.seed, 7000 + f));
        log(text::say("ADASYN made up {1} beats beside {2}", plan.folds[f].train.size() - real, real));
    }
}

}  // namespace

Result<ModelInfo> train(const TrainRequest& request, const Job& job, const Log& log) {
    auto plan = makePlan(request, job);
    if (!plan) return std::unexpected(plan.error());
    if (plan->configuration.adasyn) makeRareBeatsUp(*plan, log);
    log(text::say("{1}: {2} beats, {3} trainings", plan->configuration.name, plan->dataset.size(), plan->tasks.size()));
    if (request.part == kDisturbances) {
        const TrainedTask trained = [&](const Task& task) { return runTask(*plan, task, false, job, log); };
        if (auto done = measureDisturbances(*plan, trained, job, log); !done) return std::unexpected(done.error());
        auto card = readCardFile(request.output_folder);
        if (!card) return std::unexpected(std::move(card.error()));
        return std::move(card->info);
    }
    if (auto done = runTasks(*plan, job, log); !done) return std::unexpected(done.error());
    if (request.part == "all" || request.part == "fusion") return finish(*plan, job, log);
    ModelInfo partial;
    partial.name = request.configuration + " (" + request.part + ')';
    return partial;
}

}  // namespace triptych::inference::training
