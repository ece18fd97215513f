// The beats of a training, wherever they come from: recordings, the public heartbeat files, or a prepared beat file.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/training/dataset.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::training {

struct BeatQuery {
    std::string place;                          // as TrainRequest::data_folder says
    std::span<const std::string_view> records;  // of recordings; none: the beats come from heartbeat files alone
    Profile profile = Profile::parity;
    std::vector<std::string> classes;
    bool all_leads = false;
};

// Errors: not_found, model_mismatch (a prepared file of another profile or of other classes), those of the readers.
[[nodiscard]] Result<BeatDataset> loadBeats(const BeatQuery& query, const Job& job);

}  // namespace triptych::inference::training
