// Text files of numbers: CSV, TSV, and what instruments and scripts make of them.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most. True where two rows of numbers follow each other.
[[nodiscard]] bool sniffCsv(std::string_view beginning);

// Opens a table whose columns are leads; the first may be a time or a sample number. The rate is hints.rate_hz, else
// what the times or a line above the table say. A unit that is not stated is not taken for millivolts. Errors: those of
// formats::open; wrong_use with kRateHint where nothing says the rate.
[[nodiscard]] Result<RecordingPtr> openCsv(const std::string& path, const Job& job, const OpenHints& hints);

}  // namespace triptych::formats
