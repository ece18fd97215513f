// Trains one encoder on a data set, with checkpoints that resume to the result of an uninterrupted run.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/training/configurations.h"
#include "core/inference/module/training/dataset.h"
#include "core/inference/module/zoo/network.h"

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace triptych::inference::training {

// What an epoch came to, for logs and curves.
struct EpochReport {
    std::string run;  // the run's label
    int epoch = 0;    // from 1
    int epochs = 0;
    double seconds = 0;
    double loss = 0;                      // mean over the epoch's beats
    double learning_rate = 0;             // at its end
    std::optional<double> mcc, macro_f1;  // on validation, where there is one
};

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
    std::function<void(const EpochReport&)> report = {};
    // Told of a run that goes on: how many seconds the thread had computed for the epochs that its checkpoint holds. 0:
    // one that was written before checkpoints said so.
    std::function<void(double seconds)> resumed = {};
};
using Log = std::function<void(const std::string&)>;

// On CUDA where LibTorch has it, else on the calling thread alone; the network comes back on the processor, in eval
// mode. Errors: cancelled (the checkpoint stays), io_failed, model_mismatch (a checkpoint of another run; an input that
// the data's profile lacks), internal (the loss became NaN).
[[nodiscard]] Result<std::shared_ptr<zoo::Network>> trainBranch(const BranchRun& run, const Job& job, const Log& log);

// Softmaxed outputs in eval mode, [indices × K], on the processor.
[[nodiscard]] torch::Tensor predictProbabilities(zoo::Network& network, const BeatDataset& dataset,
                                                 std::span<const std::size_t> indices,
                                                 std::span<const InputKind> inputs);
[[nodiscard]] torch::Tensor labelsOf(const BeatDataset& dataset, std::span<const std::size_t> indices);

}  // namespace triptych::inference::training
