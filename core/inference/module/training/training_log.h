// The log of a training as lines of JSON (log.jsonl), and its curves as a picture (curves.svg).
#pragma once

#include "core/domain/error.h"
#include "core/inference/module/training/branch_trainer.h"

#include <span>
#include <string>
#include <vector>

namespace triptych::inference::training {

inline constexpr const char* kLogFile = "log.jsonl";
inline constexpr const char* kCurvesFile = "curves.svg";

// Appends one line to the folder's log and draws the curves anew. Runs that train side by side may share a folder.
// Errors: io_failed.
[[nodiscard]] Result<void> noteEpoch(const std::string& folder, const EpochReport& report);

// Reports of a log, oldest first; of an epoch that was trained twice (--fresh) the last one. Lines that are no report
// are passed over. Errors: not_found.
[[nodiscard]] Result<std::vector<EpochReport>> readLog(const std::string& log_file);

// Two panels over the epochs: loss, and MCC on validation; one line for each run.
[[nodiscard]] std::string curvesSvg(std::span<const EpochReport> reports);

}  // namespace triptych::inference::training
