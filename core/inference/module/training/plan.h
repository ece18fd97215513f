// What a training will do: the beats, who trains and who is watched, and every branch of every fold as a task.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/laboratory.h"
#include "core/inference/module/training/configurations.h"
#include "core/inference/module/training/dataset.h"
#include "core/inference/module/training/runs.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::training {

// One branch on one fold: what is trained, and where its results lie.
struct Task {
    std::size_t branch = 0;
    std::size_t fold = 0;  // index into Plan::folds
    std::string name;      // "time", "time-fold-2"
};

// The part that trains nothing: what noise costs the folds' models (disturbances.h).
inline constexpr const char* kDisturbances = "disturbances";

// The records of a training set (core/inference/training_set.h), which the configuration's own give way to.
struct OwnRecords {
    std::vector<std::string> names;
    std::vector<std::string_view> views;  // of `names`, as Configuration has them
};

struct Plan {
    TrainRequest request;
    Configuration configuration;
    std::shared_ptr<const OwnRecords> own_records;  // that configuration.records are of; null: the configuration's own
    BeatDataset dataset;
    std::vector<Fold> folds;  // cross-validation first; the last one makes the shipped weights
    std::vector<Task> tasks;
    std::filesystem::path work;

    [[nodiscard]] std::size_t finalFold() const { return folds.size() - 1; }
    [[nodiscard]] std::filesystem::path probabilitiesFile(const Task& task) const {
        return work / (task.name + ".held-out.safetensors");
    }
    [[nodiscard]] std::filesystem::path checkpointFile(const Task& task) const {
        return work / (task.name + ".checkpoint.safetensors");
    }
};

// What of a configuration's recordings is read: all, or without those that are made, spoilt or strips, which are learnt
// from and never held out. Folds hold out the same beats in the same order either way.
enum class Recordings { all, real };

// Reads the data and makes the output folder. Errors: not_found, wrong_use (part, fold, a patient on both sides),
// io_failed, those of the readers, cancelled.
[[nodiscard]] Result<Plan> makePlan(const TrainRequest& request, const Job& job,
                                    Recordings recordings = Recordings::all);
// What branch `branch` on fold `fold` is called, in logs and files.
[[nodiscard]] Task taskOf(const Plan& plan, std::size_t branch, std::size_t fold);

}  // namespace triptych::inference::training
