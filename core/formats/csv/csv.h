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

// True where most lines are rows of numbers or times: a WFDB header begins like one ("512 500", "sfreq: 500"), and is
// none where numbers and nothing else follow.
[[nodiscard]] bool looksLikeRowsOfNumbers(std::string_view beginning);

// True where the first lines are all a word, one comma or semicolon, and anything: what programs write above a table.
[[nodiscard]] bool looksLikePairs(std::string_view beginning);

// Opens a table whose columns are leads, or those that hints.columns names; times, counters and words are none. Samples
// are read from the file when they are asked for. The rate is hints.rate_hz, else what a line above the table or the
// times say; a start, where a clock has dates that can be read in one way only. A unit that is not stated is
// hints.unit, or is not taken for millivolts. Labels that Triptych exported beside it come along. Errors: those of
// formats::open; wrong_use with Wants::rate where nothing says the rate; not_found, for a column that is not there.
[[nodiscard]] Result<RecordingPtr> openCsv(const std::string& path, const Job& job, const OpenHints& hints);

}  // namespace triptych::formats
