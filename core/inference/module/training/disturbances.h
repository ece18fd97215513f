// What disturbances cost a model on records that it did not learn from: each record is spoilt, made ready anew, and
// answered by the networks of the fold that held it out, with the fusion, prior and rules of the model that ships.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/training/branch_trainer.h"
#include "core/inference/module/training/plan.h"

#include <functional>
#include <memory>

namespace triptych::inference::training {

// The network of a task that has been trained.
using TrainedTask = std::function<Result<std::shared_ptr<zoo::Network>>(const Task& task)>;

// Hum of 50 and 60 Hz, wander, white noise, moving electrodes (of the teaching part), over the configuration's records
// of MIT-BIH and every fourth of the others; and how many beats of handheld strips labelled normal are called V by the
// fold that did not learn from them. Prints a line each and writes "disturbances.json" into the output folder. Errors:
// not_found (not trained yet), those of the readers, cancelled.
[[nodiscard]] Result<void> measureDisturbances(const Plan& plan, const TrainedTask& trained, const Job& job,
                                               const Log& log);

}  // namespace triptych::inference::training
