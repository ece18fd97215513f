// The public heartbeat files of Kachuee et al. 2018 (Kaggle's "ECG heartbeat categorization"): rows of 187 samples in
// [0, 1] at 125 Hz and a label. mitbih_train.csv and mitbih_test.csv hold five classes (0..4: N S V F Q),
// ptbdb_normal.csv and ptbdb_abnormal.csv two (0, 1).
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/training/dataset.h"

#include <string>
#include <vector>

namespace triptych::inference::training {

// `place` is one file, or a folder that holds the pair of files whose classes are those of `class_names`: PTB's two, or
// N S V F Q, of which the names may be some, in any order; beats of the others are left out. Of mitbih_test.csv the
// beats are marked as kept for testing. Every beat is of the record "FILE": the files do not say whose it is. Errors:
// not_found, not_readable, cancelled, malformed (a short or long row, a value that is no number, one outside [0, 1], an
// unknown label), each with the row.
[[nodiscard]] Result<BeatDataset> readHeartbeats(const std::string& place, const std::vector<std::string>& class_names,
                                                 const Job& job);

}  // namespace triptych::inference::training
