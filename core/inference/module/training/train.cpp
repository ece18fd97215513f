#include "core/inference/module/training/train.h"

#include "core/inference/class_mapping.h"
#include "core/inference/metrics.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/calibrate.h"
#include "core/inference/module/training/figures.h"
#include "core/inference/module/training/runs.h"
#include "core/inference/module/zoo/late_fusion.h"
#include "core/inference/random.h"

#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

// One branch on one fold: what is trained, and where its results lie.
struct Task {
    std::size_t branch = 0;
    std::size_t fold = 0;  // index into Plan::folds
    std::string name;      // "time", "time-fold-2"
};

struct Plan {
    const TrainRequest& request;
    Configuration configuration;
    BeatDataset dataset;
    std::vector<Fold> folds;  // cross-validation first; the last one makes the shipped weights
    std::vector<Task> tasks;
    fs::path work;

    [[nodiscard]] std::size_t finalFold() const { return folds.size() - 1; }
    [[nodiscard]] fs::path probabilitiesFile(const Task& task) const {
        return work / (task.name + ".held-out.safetensors");
    }
    [[nodiscard]] fs::path checkpointFile(const Task& task) const {
        return work / (task.name + ".checkpoint.safetensors");
    }
};

Result<std::optional<std::size_t>> chosenFold(const std::string& text, std::size_t folds) {
    if (text.empty()) return std::optional<std::size_t>{};
    std::size_t k = 0;
    std::size_t n = 0;
    if (std::sscanf(text.c_str(), "%zu/%zu", &k, &n) != 2 || n != folds || k < 1 || k > n) {
        return fail(ErrorCode::wrong_use, "\"" + text + "\" is no fold of this configuration", {},
                    folds == 0 ? "leave the fold out"
                               : "use 1/" + std::to_string(folds) + " to " + std::to_string(folds) + '/' +
                                     std::to_string(folds));
    }
    return std::optional(k - 1);
}

Result<Plan> makePlan(const TrainRequest& request, const Job& job) {
    auto configuration = findConfiguration(request.configuration);
    if (!configuration) return std::unexpected(configuration.error());
    const bool known_part = request.part == "all" || request.part == "fusion" ||
                            std::any_of(configuration->branches.begin(), configuration->branches.end(),
                                        [&](const BranchConfiguration& branch) { return branch.name == request.part; });
    if (!known_part) {
        return fail(ErrorCode::wrong_use, "the configuration has no part \"" + request.part + '"',
                    request.configuration, "use all, fusion, or a branch's name");
    }
    const auto fold = chosenFold(request.fold, configuration->folds);
    if (!fold) return std::unexpected(fold.error());

    Plan plan{request, *configuration, {}, {}, {}, fs::path(request.output_folder) / "work"};
    std::error_code status;
    fs::create_directories(plan.work, status);
    if (status) {
        return fail(ErrorCode::io_failed, "the output folder cannot be made (" + status.message() + ')',
                    request.output_folder, "choose a folder that can be written");
    }
    auto dataset = loadDataset(request.data_folder, plan.configuration.records, plan.configuration.profile,
                               plan.configuration.classes.size(), plan.configuration.all_leads, job);
    if (!dataset) return std::unexpected(dataset.error());
    plan.dataset = std::move(*dataset);
    if (plan.configuration.protocol == Protocol::stratified_beats) {
        plan.folds = {stratifiedFold(plan.dataset, request.seed)};
    } else {
        plan.folds = recordFolds(plan.dataset, plan.configuration.folds);
        plan.folds.push_back(everything(plan.dataset));
    }
    for (std::size_t f = 0; f < plan.folds.size(); ++f) {
        if (*fold && **fold != f) continue;
        for (std::size_t b = 0; b < plan.configuration.branches.size(); ++b) {
            const std::string& branch = plan.configuration.branches[b].name;
            if (request.part != "all" && request.part != branch) continue;
            plan.tasks.push_back({b, f, f == plan.finalFold() ? branch : branch + "-fold-" + std::to_string(f + 1)});
        }
    }
    return plan;
}

Result<std::shared_ptr<zoo::Encoder>> runTask(const Plan& plan, const Task& task, const Job& job, const Log& log) {
    const BranchConfiguration& branch = plan.configuration.branches[task.branch];
    const Fold& fold = plan.folds[task.fold];
    const BranchRun run{plan.configuration,  branch,
                        plan.dataset,        fold.train,
                        fold.held_out,       streamSeed(plan.request.seed, 10 + task.branch),
                        plan.request.epochs, plan.checkpointFile(task).string(),
                        plan.request.fresh,  task.name};
    auto encoder = trainBranch(run, job, log);
    if (!encoder) return encoder;
    if (!fold.held_out.empty() && !fs::exists(plan.probabilitiesFile(task))) {
        const auto kind = zoo::findEncoder(branch.encoder)->input;
        const auto probabilities = predictProbabilities(**encoder, plan.dataset, fold.held_out, kind);
        if (auto saved = writeSafetensors(plan.probabilitiesFile(task).string(), {{"probabilities", probabilities}});
            !saved) {
            return std::unexpected(saved.error());
        }
    }
    return encoder;
}

// Tasks are dealt to `threads` workers, each with one Torch thread: side by side they are faster than one with many
// (performance.md), and a stop reaches all of them.
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
                const auto encoder = runTask(plan, plan.tasks[mine], job, one_at_a_time);
                if (encoder) continue;
                const std::scoped_lock lock(guard);
                failure = encoder.error();
            } catch (const std::exception& thrown) {
                const std::scoped_lock lock(guard);
                failure = Error{ErrorCode::internal, std::string("Torch failed: ") + thrown.what(),
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

// The held-out probabilities of every branch, [n × M × K], and their labels: from validation, or gathered over the
// folds.
struct HeldOut {
    torch::Tensor probabilities;
    torch::Tensor labels;
    std::vector<std::size_t> indices;
};

Result<HeldOut> gatherHeldOut(const Plan& plan) {
    HeldOut out;
    std::vector<torch::Tensor> rows;
    for (std::size_t f = 0; f < plan.folds.size(); ++f) {
        if (plan.folds[f].held_out.empty()) continue;
        std::vector<torch::Tensor> branches;
        for (std::size_t b = 0; b < plan.configuration.branches.size(); ++b) {
            const std::string& branch = plan.configuration.branches[b].name;
            const Task task{b, f, f == plan.finalFold() ? branch : branch + "-fold-" + std::to_string(f + 1)};
            auto tensors = readSafetensors(plan.probabilitiesFile(task).string());
            if (!tensors) {
                return fail(ErrorCode::not_found, "branch " + task.name + " has not been trained yet",
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

// What a reader sees: each beat once, with the mean of its probabilities over the leads that were held out.
HeldOut overLeads(const BeatDataset& dataset, const HeldOut& held_out) {
    std::map<std::pair<std::string, std::uint32_t>, std::vector<std::int64_t>> rows_of;
    for (std::size_t row = 0; row < held_out.indices.size(); ++row) {
        const std::size_t i = held_out.indices[row];
        rows_of[{dataset.recordOf(i), dataset.beat[i]}].push_back(static_cast<std::int64_t>(row));
    }
    HeldOut out;
    std::vector<torch::Tensor> means;
    std::vector<std::int64_t> kept;
    for (std::size_t row = 0; row < held_out.indices.size(); ++row) {
        const std::size_t i = held_out.indices[row];
        if (!dataset.sources[dataset.source[i]].analysis_lead) continue;
        const auto& rows = rows_of[{dataset.recordOf(i), dataset.beat[i]}];
        means.push_back(held_out.probabilities.index_select(0, torch::tensor(rows, torch::kLong)).mean(0));
        kept.push_back(static_cast<std::int64_t>(row));
        out.indices.push_back(i);
    }
    out.probabilities = torch::stack(means);
    out.labels = held_out.labels.index_select(0, torch::tensor(kept, torch::kLong));
    return out;
}

ScoreTable scoreTensor(const Configuration& configuration, std::string title, const torch::Tensor& scores,
                       const torch::Tensor& labels) {
    const auto bytes = [](const torch::Tensor& of) {
        const auto plain = of.to(torch::kByte).contiguous();
        return std::vector<std::uint8_t>(plain.data_ptr<std::uint8_t>(),
                                         plain.data_ptr<std::uint8_t>() + plain.numel());
    };
    const auto truth = bytes(labels);
    const auto predicted = bytes(scores.argmax(1));
    return scoreOf(std::move(title), confusionOf(truth, predicted, configuration.classes.size()),
                   configuration.classes);
}

// Late attention and temperature from held-out probabilities, so that overfit branches do not look surer than they are.
void fitFusion(const Plan& plan, const HeldOut& held_out, Bundle& bundle, const Log& log) {
    const Configuration& configuration = plan.configuration;
    bundle.fusion = zoo::fitLateAttention(held_out.probabilities, held_out.labels,
                                          {.epochs = 40,
                                           .class_weight_exponent = configuration.fusion_class_weight_exponent,
                                           .seed = streamSeed(plan.request.seed, 99)});
    const auto scores = zoo::lateAttention(bundle.fusion, held_out.probabilities);
    bundle.card.info.temperature = zoo::fitTemperature(scores, held_out.labels);

    nlohmann::ordered_json figures;
    const auto note = [&](const std::string& what, const torch::Tensor& of) {
        const ScoreTable table = scoreTensor(configuration, what, of, held_out.labels);
        figures[what] = toJson(table);
        char text[200];
        std::snprintf(text, sizeof text, "held out, %-16s MCC %.4f  macro-F1 %.4f  accuracy %.4f", what.c_str(),
                      table.mcc, table.macro_f1, table.accuracy);
        std::string line = text;
        for (const ClassScore& score : table.classes) {
            std::snprintf(text, sizeof text, "  %s %.3f", score.class_name.c_str(), score.f1);
            line += text;
        }
        log(line);
        return table.mcc;
    };
    note("late_attention", scores);
    for (std::size_t m = 0; m < configuration.branches.size(); ++m) {
        note(configuration.branches[m].name, held_out.probabilities.select(1, static_cast<std::int64_t>(m)));
    }
    double best = -1;
    for (const auto& omega : zoo::simplexGrid(configuration.branches.size())) {
        const double mcc =
            scoreTensor(configuration, {}, zoo::simplexAverage(omega, held_out.probabilities), held_out.labels).mcc;
        if (mcc > best) {
            best = mcc;
            bundle.card.omega = omega;
        }
    }
    note("simplex_average", zoo::simplexAverage(bundle.card.omega, held_out.probabilities));
    bundle.card.figures_json = nlohmann::ordered_json{{"held_out", figures}}.dump();
}

Result<ModelInfo> finish(const Plan& plan, const Job& job, const Log& log) {
    const Configuration& configuration = plan.configuration;
    const auto held_out = gatherHeldOut(plan);
    if (!held_out) return std::unexpected(held_out.error());
    Bundle bundle;
    for (std::size_t b = 0; b < configuration.branches.size(); ++b) {
        // Resumes from the finished checkpoint: no epoch is left to run.
        const Task task{b, plan.finalFold(), configuration.branches[b].name};
        if (!fs::exists(plan.checkpointFile(task))) {
            return fail(ErrorCode::not_found, "branch " + task.name + " has not been trained yet",
                        plan.request.output_folder, "train every part before the fusion, or use --part all");
        }
        auto encoder = runTask(plan, task, job, log);
        if (!encoder) return std::unexpected(encoder.error());
        const zoo::EncoderEntry* entry = zoo::findEncoder(configuration.branches[b].encoder);
        bundle.branches.push_back({configuration.branches[b].name, entry->input, *encoder});
        bundle.card.branches.push_back({configuration.branches[b].name, entry->name, 0});
    }
    const bool by_record = configuration.protocol == Protocol::patient_folds;
    const HeldOut seen = by_record ? overLeads(plan.dataset, *held_out) : *held_out;
    fitFusion(plan, seen, bundle, log);
    bundle.card.info.classes = configuration.classes;
    const auto scores = zoo::lateAttention(bundle.fusion, seen.probabilities);
    if (auto done = calibrate(plan.dataset, plan.folds[plan.finalFold()].train,
                              {seen.probabilities, scores, seen.labels, seen.indices}, bundle, job, log);
        !done) {
        return std::unexpected(done.error());
    }

    Card& card = bundle.card;
    card.profile = configuration.profile;
    card.seed = plan.request.seed;
    card.data = "MIT-BIH Arrhythmia Database 1.0.0 (PhysioNet, ODC-By 1.0)";
    const bool leaks = configuration.protocol == Protocol::stratified_beats;
    card.split =
        leaks
            ? "stratified by beat: one fifth tests, a tenth of the rest validates; a patient's beats are on both sides"
            : "by record: " + configuration.trained_on + " train (fusion and temperature from " +
                  std::to_string(configuration.folds) + "-fold cross-validation over their records), DS2 tests";
    for (const std::string_view record : configuration.test_records) card.test_records.emplace_back(record);
    ModelInfo& info = card.info;
    info.name = configuration.name;
    info.title = configuration.title;
    info.profile = std::string(name(configuration.profile));
    info.classes = configuration.classes;
    info.class_mapping = std::string(kMappingName);
    info.fusion = "late_attention";
    info.leaks_patients = leaks;
    info.trained_on = configuration.trained_on;
    for (const std::string_view record : configuration.records) info.training_records.emplace_back(record);
    if (auto saved = saveBundle(plan.request.output_folder, bundle); !saved) return std::unexpected(saved.error());
    log("saved " + plan.request.output_folder + ", weights " + info.hash.substr(0, 12));
    return info;
}

}  // namespace

Result<ModelInfo> train(const TrainRequest& request, const Job& job, const Log& log) {
    const auto plan = makePlan(request, job);
    if (!plan) return std::unexpected(plan.error());
    log(plan->configuration.name + ": " + std::to_string(plan->dataset.size()) + " beats of " +
        std::to_string(plan->configuration.records.size()) + " records, " + std::to_string(plan->tasks.size()) +
        " trainings");
    if (auto done = runTasks(*plan, job, log); !done) return std::unexpected(done.error());
    if (request.part == "all" || request.part == "fusion") return finish(*plan, job, log);
    ModelInfo partial;
    partial.name = request.configuration + " (" + request.part + ')';
    return partial;
}

}  // namespace triptych::inference::training
