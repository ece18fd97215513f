// Makes the network of the beat detector again, from recordings whose beats are marked and noise as it was recorded.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <string>

namespace triptych::cli {

// The training half of MIT-BIH (DS1) without 116 and 208, which the noise stress test reads, all of svdb, and the first
// six minutes of the noise `em`; each recording as it is (twice the weight) and in two noisy copies, and leads without
// a heart. Returns the source file that the program carries (core/beats/qrs_network_weights.cpp). Some minutes and a
// gigabyte. Errors: those of opening; cancelled.
[[nodiscard]] Result<std::string> learnDetector(const std::string& data_folder, const Job& job);

}  // namespace triptych::cli
