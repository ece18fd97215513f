#include "core/formats/csv/survey.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/rows.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::size_t kBlock_bytes = 1 << 18;
constexpr std::int64_t kStopEvery_rows = 1 << 14;
constexpr std::int64_t kLongestTail = 64;
constexpr std::int64_t kManyLines = 1'000'000;
constexpr std::string_view kDosEnd = "\x1a";

class Surveyor {
public:
    explicit Surveyor(const CsvLayout& layout) : layout_(layout), times_(layout) {
        survey_.columns.resize(layout.columns.size());
        has_own_rates_ = std::any_of(layout.columns.begin(), layout.columns.end(),
                                     [](const CsvColumn& column) { return column.rate_hz > 0; });
    }

    enum class Kind : std::uint8_t { row, odd, no_row };

    Kind add(std::string_view row, std::int64_t offset, std::size_t line) {
        const CsvDialect& dialect = layout_.dialect;
        if (!layout_.header.empty() && row == layout_.header) return noRow(offset);
        std::string_view clock_field;
        std::string_view day_field;
        std::string_view rest = row;
        bool is_whole = true;
        values_.clear();
        words_.clear();
        missing_.clear();
        for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
            if (rest.empty()) break;
            const std::string_view field = takeCsvField(rest, dialect.delimiter);
            if (layout_.clock.column == i) clock_field = field;
            if (layout_.clock.day == i) day_field = field;
            if (layout_.columns[i].use != CsvUse::lead) continue;
            CsvNumber number;
            switch (csvCellOf(field, dialect.decimal_comma, number)) {
                case CsvCell::empty:
                    if (!field.empty() || layout_.columns.size() == 1) missing_.push_back(i);
                    break;
                case CsvCell::word:
                    words_.push_back(i);
                    is_whole = is_whole && layout_.columns[i].look == CsvLook::empty;
                    break;
                case CsvCell::number:
                    values_.emplace_back(i, number);
                    break;
            }
        }
        std::optional<RowTime> time;
        if (layout_.clock.column) {
            time = times_.of(clock_field, day_field);
            // By the clock no sample is missing where such a line stands, or a gap says that one is.
            if (!time && (values_.empty() || !clock_field.empty())) return noRow(offset);
        }
        const bool is_marked = survey_.rows % kRowsPerMark == 0;
        if (is_marked) survey_.marks.push_back(offset);
        for (const std::size_t i : words_) ++survey_.columns[i].words;
        for (const std::size_t i : missing_) ++survey_.columns[i].missing;
        for (const auto& [i, number] : values_) {
            ColumnSurvey& column = survey_.columns[i];
            ++column.values;
            column.decimals = std::max(column.decimals, number.decimals);
            column.sizes.add(number.value);
        }
        if (layout_.clock.column) {
            if (time) {
                if (!has_time_) {
                    survey_.start = times_.iso();
                    first_time_s_ = time->time_s;
                }
                has_time_ = true;
                runs_.add(survey_.rows, *time);
                if (has_own_rates_) {
                    for (const auto& value : values_) {
                        double& last_s = survey_.columns[value.first].last_time_s;
                        last_s = std::max(last_s, time->time_s);  // times may go back
                    }
                }
            } else {
                is_whole = false;
            }
            if (is_marked && has_own_rates_) {
                const double last_s = survey_.mark_times.empty() ? 0 : survey_.mark_times.back();
                survey_.mark_times.push_back(time ? time->time_s : last_s);
            }
        }
        ++survey_.rows;
        if (is_whole) {
            tail_.clear();
            said_tail_ = 0;
        } else if (!layout_.clock.column && tail_.size() < static_cast<std::size_t>(kLongestTail)) {
            if (tail_.empty()) tail_line_ = line;
            tail_.push_back(offset);
            if (row != kDosEnd) ++said_tail_;
        }
        return is_whole ? Kind::row : Kind::odd;
    }

    [[nodiscard]] std::int64_t rows() const { return survey_.rows; }
    [[nodiscard]] std::int64_t noRows() const { return static_cast<std::int64_t>(survey_.no_rows.size()); }
    void noteOdd(std::size_t line) {
        if (survey_.odd++ == 0) survey_.first_odd_line = line;
    }
    void noteNoRow(std::size_t line) {
        if (survey_.said_no_rows++ == 0) survey_.first_no_row_line = line;
    }
    // Lines at the end that are no whole rows are what a program says of the table: without a clock no sample of theirs
    // is missing.
    CsvSurvey finish(std::int64_t heads, std::int64_t blanks, bool is_last_noted) {
        survey_.blanks = blanks;
        const auto tail = static_cast<std::int64_t>(tail_.size());
        if (tail > 0 && tail < kLongestTail && tail < survey_.rows) {
            survey_.rows -= tail;
            survey_.odd -= tail - (is_last_noted ? 0 : 1);
            survey_.no_rows.insert(survey_.no_rows.end(), tail_.begin(), tail_.end());
            std::sort(survey_.no_rows.begin(), survey_.no_rows.end());
            if (survey_.said_no_rows == 0) survey_.first_no_row_line = tail_line_;
            survey_.said_no_rows += said_tail_;
        }
        if (!survey_.start && times_.hasPassedMidnight()) survey_.start = CsvTimes::timeOfDay(first_time_s_);
        survey_.clock_change_s = times_.change_s();
        survey_.blocks += heads;
        survey_.clock = runs_.finish();
        return std::move(survey_);
    }

private:
    Kind noRow(std::int64_t offset) {
        survey_.no_rows.push_back(offset);
        return Kind::no_row;
    }

    const CsvLayout& layout_;
    CsvTimes times_;
    ClockRuns runs_;
    CsvSurvey survey_;
    std::vector<std::pair<std::size_t, CsvNumber>> values_;  // of the row
    std::vector<std::size_t> words_, missing_;
    std::size_t tail_line_ = 0;
    std::int64_t said_tail_ = 0;
    std::vector<std::int64_t> tail_;  // rows behind the last whole one, without a clock
    bool has_own_rates_ = false;
    bool has_time_ = false;
    double first_time_s_ = 0;
};

}  // namespace

Result<CsvSurvey> surveyTable(const TableText& text, const CsvLayout& layout, const std::string& path, const Job& job) {
    Surveyor surveyor(layout);
    CsvRows rows(text, layout, static_cast<std::int64_t>(layout.data_offset), kBlock_bytes);
    const auto all_bytes = static_cast<double>(std::max<std::int64_t>(text.size(), 1));
    // A field takes a byte at least, its delimiter's: rows that are shorter than the first do not outgrow the file.
    const auto fields = static_cast<std::int64_t>(std::max<std::size_t>(layout.dialect.usual, 1));
    const std::int64_t most_rows = text.size() / fields + 2;
    std::string_view row;
    std::size_t odd_line = 0;  // of the last row, which may be cut and is then no fault
    while (rows.next(row)) {
        if (odd_line != 0) surveyor.noteOdd(odd_line);
        const std::size_t line = layout.first_line + rows.lines() - 1;
        const Surveyor::Kind kind = surveyor.add(row, rows.offset(), line);
        odd_line = kind == Surveyor::Kind::odd ? line : 0;
        // The mark that ends a file of DOS says nothing.
        if (kind == Surveyor::Kind::no_row && row != kDosEnd) surveyor.noteNoRow(line);
        if (surveyor.rows() % kStopEvery_rows == 0) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", path);
            job.progress(static_cast<double>(rows.offset()) / all_bytes, "reading");
        }
        if (surveyor.noRows() > kManyLines && surveyor.noRows() > surveyor.rows()) {
            return fail(ErrorCode::malformed, "most lines are no rows of the table that the file begins with", path,
                        "open a table of equal rows");
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
    return surveyor.finish(rows.heads(), rows.blanks(), odd_line == 0);
}

}  // namespace triptych::formats
