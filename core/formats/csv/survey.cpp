#include "core/formats/csv/survey.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

constexpr std::size_t kBlock_bytes = 1 << 18;
constexpr std::int64_t kStopEvery_rows = 1 << 14;

class Surveyor {
public:
    explicit Surveyor(const CsvLayout& layout) : layout_(layout), times_(layout) {
        survey_.columns.resize(layout.columns.size());
        has_own_rates_ = std::any_of(layout.columns.begin(), layout.columns.end(),
                                     [](const CsvColumn& column) { return column.rate_hz > 0; });
    }

    // False where the row is odd.
    bool add(std::string_view row, std::int64_t offset) {
        const bool is_marked = survey_.rows % kRowsPerMark == 0;
        if (is_marked) survey_.marks.push_back(offset);
        const CsvDialect& dialect = layout_.dialect;
        std::string_view clock_field;
        std::string_view day_field;
        std::string_view rest = row;
        bool is_whole = true;
        with_values_.clear();
        for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
            if (rest.empty()) break;
            const std::string_view field = takeCsvField(rest, dialect.delimiter);
            if (layout_.clock.column == i) clock_field = field;
            if (layout_.clock.day == i) day_field = field;
            if (layout_.columns[i].use != CsvUse::lead) continue;
            ColumnSurvey& column = survey_.columns[i];
            CsvNumber number;
            switch (csvCellOf(field, dialect.decimal_comma, number)) {
                case CsvCell::empty:
                    break;
                case CsvCell::word:
                    ++column.words;
                    is_whole = is_whole && layout_.columns[i].look == CsvLook::empty;
                    break;
                case CsvCell::number:
                    ++column.values;
                    column.decimals = std::max(column.decimals, number.decimals);
                    column.largest = std::max(column.largest, std::abs(number.value));
                    if (has_own_rates_) with_values_.push_back(i);
                    break;
            }
        }
        if (layout_.clock.column) {
            const auto time = times_.of(clock_field, day_field);
            if (time) {
                if (!has_time_) survey_.start = times_.iso();
                has_time_ = true;
                runs_.add(survey_.rows, *time);
                for (const std::size_t i : with_values_) survey_.columns[i].last_time_s = time->time_s;
            } else {
                is_whole = false;
            }
            if (is_marked && has_own_rates_) {
                const double last_s = survey_.mark_times.empty() ? 0 : survey_.mark_times.back();
                survey_.mark_times.push_back(time ? time->time_s : last_s);
            }
        }
        ++survey_.rows;
        return is_whole;
    }

    [[nodiscard]] std::int64_t rows() const { return survey_.rows; }
    void noteOdd(std::size_t line) {
        if (survey_.odd++ == 0) survey_.first_odd_line = line;
    }
    CsvSurvey finish(std::int64_t heads) {
        survey_.blocks += heads;
        survey_.clock = runs_.finish();
        return std::move(survey_);
    }

private:
    const CsvLayout& layout_;
    CsvTimes times_;
    ClockRuns runs_;
    CsvSurvey survey_;
    std::vector<std::size_t> with_values_;
    bool has_own_rates_ = false;
    bool has_time_ = false;
};

}  // namespace

Result<CsvSurvey> surveyTable(const TableText& text, const CsvLayout& layout, const std::string& path, const Job& job) {
    Surveyor surveyor(layout);
    CsvRows rows(text, layout, static_cast<std::int64_t>(layout.data_offset), kBlock_bytes);
    const auto all_bytes = static_cast<double>(std::max<std::int64_t>(text.size(), 1));
    // A field takes a byte at least, its delimiter's: rows that are shorter than the first do not outgrow the file.
    const std::int64_t most_rows = text.size() / static_cast<std::int64_t>(layout.columns.size()) + 2;
    std::string_view row;
    std::size_t odd_line = 0;  // of the last row, which may be cut and is then no fault
    while (rows.next(row)) {
        if (odd_line != 0) surveyor.noteOdd(odd_line);
        odd_line = surveyor.add(row, rows.offset()) ? 0 : layout.first_line + rows.lines() - 1;
        if (surveyor.rows() % kStopEvery_rows == 0) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
            job.progress(static_cast<double>(rows.offset()) / all_bytes, "reading");
        }
        if (surveyor.rows() > most_rows) {
            return fail(ErrorCode::malformed, "most rows have fewer fields than the first", path,
                        "open a table of equal rows");
        }
    }
    if (rows.failed()) {
        return fail(ErrorCode::io_failed, "the file's bytes cannot be read, or a line has more than 16 MiB", path,
                    "copy it again from its source");
    }
    return surveyor.finish(rows.heads());
}

}  // namespace triptych::formats
