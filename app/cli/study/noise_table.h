// The beat detector under noise of moving electrodes at stated ratios, beside what others were measured to do with the
// same: the first row of `study robustness`.
#pragma once

#include "core/beats/detect.h"
#include "core/domain/error.h"
#include "core/domain/job.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::cli {

inline constexpr double kStressLevels_db[] = {18, 12, 6, 0};
// Of the noise, up to here it may teach; from here on it tests.
inline constexpr double kTaught_s = 360;

struct NoiseTableRequest {
    std::string data_folder;           // holds mitdb and noise
    std::vector<std::string> records;  // of mitdb
    bool teaching_half = false;        // add the noise that teaches
};

enum class Reading {
    first_named,  // all leads together, marked on the first
    other_named,  // the same, marked on another
    first_alone   // the first lead as if it were all there is
};

// What one level did to one record.
struct NoisyScore {
    std::string record, lead;
    Reading reading = Reading::first_named;
    double snr_db = 0;
    beats::DetectionScore score;  // in the noisy minutes
    double unreadable_s = 0, noisy_s = 0;
};

// By level, record and reading. Errors: those of opening and adding noise; cancelled.
[[nodiscard]] Result<std::vector<NoisyScore>> scoreInNoise(const NoiseTableRequest& request, const Job& job);

// The same without noise, from 5:00 on, each lead named in turn.
[[nodiscard]] Result<std::vector<NoisyScore>> scoreByLead(const NoiseTableRequest& request, const Job& job);

// The sum over the rows of a level and a reading.
[[nodiscard]] NoisyScore grossAt(const std::vector<NoisyScore>& rows, double snr_db, Reading reading);

// As measured by others in the same way, sensitivity and positive predictivity in per cent at each level.
struct Rival {
    std::string_view name;
    double sensitivity[4], predictivity[4];
};
[[nodiscard]] const std::vector<Rival>& rivals();

}  // namespace triptych::cli
