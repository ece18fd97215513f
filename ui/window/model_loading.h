// A model on its way: loaded on a lane of its own, so that what it will ask of the recording is found meanwhile.
#pragma once

#include "core/domain/error.h"
#include "core/pipeline/job_lane.h"
#include "core/pipeline/load_model.h"

#include <future>
#include <string>
#include <vector>

namespace triptych::ui {

// GUI thread.
class ModelLoading {
public:
    // May be waited for on any other thread, and comes in any case.
    using Coming = std::shared_future<Result<pipeline::LoadedModel>>;

    // pipeline::loadModel() of this model, with code that is trusted by these hashes; begun anew where it failed
    // before.
    Coming begin(const std::string& name, const std::vector<std::string>& trusted);

private:
    std::string name_;
    std::vector<std::string> trusted_;
    Coming coming_;
    pipeline::JobLane lane_;  // last: joined first
};

}  // namespace triptych::ui
