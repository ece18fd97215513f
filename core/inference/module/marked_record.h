// Beats whose waves cardiologists marked by hand, as a model sees them: what it is told apart by can be named after the
// waves that it lies on.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"

#include <cstddef>
#include <string>
#include <vector>

namespace triptych::inference {

struct MarkedStretch {
    std::size_t wave = 0;  // 0 P, 1 QRS, 2 T
    double from_s = 0, to_s = 0;
};
struct MarkedBeats {
    std::string record;
    BeatInputs inputs;
    std::vector<MarkedStretch> waves;  // with both ends marked
    double first_s = 0, last_s = 0;    // what the reader looked at
};
// Lead II of every record of LUDB. Errors: those of training::readWaveCorpus() and of the readers, cancelled.
[[nodiscard]] Result<std::vector<MarkedBeats>> readMarkedBeats(const Bundle& bundle, const std::string& folder,
                                                               const Job& job);

}  // namespace triptych::inference
