// Beats in one file that trains without the recordings: safetensors with the windows as half floats (41 MB for all of
// MIT-BIH in the parity profile), labels, and whose every beat is.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/laboratory.h"
#include "core/inference/module/training/dataset.h"

#include <string>

namespace triptych::inference::training {

// As Laboratory::prepare says.
[[nodiscard]] Result<Prepared> prepare(const PrepareRequest& request, const Job& job);

// Errors: io_failed; a full disk leaves an older file whole.
[[nodiscard]] Result<void> writePrepared(const std::string& path, const BeatDataset& dataset);
// Errors: those of safetensors, and malformed: a part is missing, of another length, or contradicts another.
[[nodiscard]] Result<BeatDataset> readPrepared(const std::string& path);

}  // namespace triptych::inference::training
