// Trains one encoder on a data set, with checkpoints that resume to the result of an uninterrupted run.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/training/configurations.h"
#include "core/inference/module/training/dataset.h"
#include "core/inference/module/zoo/encoder.h"

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace triptych::inference::training {

struct BranchRun {
    const Configuration& configuration;
    const BranchConfiguration& branch;
    const BeatDataset& dataset;
    std::vector<std::size_t> train;       // indices into the data set
    std::vector<std::size_t> validation;  // watched, never trained on; may be empty
    std::uint64_t seed = 1;
    int epochs = 0;          // 0: the branch's own
    std::string checkpoint;  // file; written after every epoch
    bool fresh = false;      // ignore an existing checkpoint
    std::string label;       // for the log: "time", "time fold 2/5"
};
using Log = std::function<void(const std::string&)>;

// Errors: cancelled (the checkpoint stays), io_failed, model_mismatch (a checkpoint of another run), internal (the loss
// became NaN). Runs on the calling thread alone.
[[nodiscard]] Result<std::shared_ptr<zoo::Encoder>> trainBranch(const BranchRun& run, const Job& job, const Log& log);

// Softmaxed outputs in eval mode, [indices × K].
[[nodiscard]] torch::Tensor predictProbabilities(zoo::Encoder& encoder, const BeatDataset& dataset,
                                                 std::span<const std::size_t> indices, zoo::InputKind kind);
[[nodiscard]] torch::Tensor labelsOf(const BeatDataset& dataset, std::span<const std::size_t> indices);

}  // namespace triptych::inference::training
