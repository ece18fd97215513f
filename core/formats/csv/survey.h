// One pass over all rows of a table when it is opened: how many there are and where they lie, what each column holds,
// and how its clock goes. Everything that is said of the recording is known from it; no sample is kept.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/formats/csv/layout.h"
#include "core/formats/csv/table_text.h"
#include "core/formats/csv/timeline.h"
#include "core/formats/quantised.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

// Where every so many rows begin is kept.
inline constexpr std::int64_t kRowsPerMark = 256;

struct ColumnSurvey {
    std::int64_t values = 0;
    std::int64_t words = 0;
    int decimals = 0;          // the most of any value
    std::int64_t missing = 0;  // rows whose word says that there is none, or of a sole column an empty one
    Magnitudes sizes;
    double last_time_s = 0;  // of the latest row that has a value; only where columns state rates of their own
};

struct CsvSurvey {
    std::int64_t rows = 0;
    std::vector<std::int64_t> marks;  // byte of row 0, kRowsPerMark, ...
    std::vector<double> mark_times;   // of these rows; only where columns state rates of their own
    std::vector<ColumnSurvey> columns;
    std::int64_t odd = 0;  // rows that are not as the table's are
    std::size_t first_odd_line = 0;
    std::vector<std::int64_t> no_rows;  // offsets of lines that are none, in order
    std::int64_t said_no_rows = 0;      // of them those that say something
    std::size_t first_no_row_line = 0;
    std::int64_t blanks = 0;  // lines between rows
    std::int64_t blocks = 1;
    std::optional<std::string> start;  // of the first row, by its clock
    double clock_change_s = 0;         // the clock was put forward so much between rows; negative: back
    ClockSurvey clock;
};

// Errors: cancelled; malformed (most rows have fewer fields than the first); io_failed.
[[nodiscard]] Result<CsvSurvey> surveyTable(const TableText& text, const CsvLayout& layout, const std::string& path,
                                            const Job& job);

}  // namespace triptych::formats
