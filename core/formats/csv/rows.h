// The rows of a table below its header, and the time of each: what the survey and every later reading must do alike.
#pragma once

#include "core/formats/csv/days.h"
#include "core/formats/csv/layout.h"
#include "core/formats/csv/stamps.h"
#include "core/formats/csv/table_text.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace triptych::formats {

// One thread; text and layout must outlive it.
class CsvRows {
public:
    // From the row that begins at `offset` on, reading `block` bytes at once. `no_rows`: offsets of lines that are
    // none, ascending; it must outlive this.
    CsvRows(const TableText& text, const CsvLayout& layout, std::int64_t offset, std::size_t block,
            const std::vector<std::int64_t>* no_rows = nullptr);

    // The next row, valid until the next call; blank lines, remarks and the heads of further blocks are none.
    [[nodiscard]] bool next(std::string_view& row);
    [[nodiscard]] std::int64_t offset() const { return lines_.offset(); }
    [[nodiscard]] bool failed() const { return lines_.failed(); }
    // Lines taken so far.
    [[nodiscard]] std::size_t lines() const { return taken_; }
    // Blank ones of them that stand between rows.
    [[nodiscard]] std::int64_t blanks() const { return blanks_; }
    // Of further blocks ("Interval=" anew, in LabChart's files) passed so far.
    [[nodiscard]] std::int64_t heads() const { return heads_; }

private:
    void close(std::string_view& row);

    TableLines lines_;
    const std::vector<std::int64_t>* no_rows_;
    std::size_t next_no_row_ = 0;
    bool tab_is_blank_;
    bool has_blocks_;
    std::size_t taken_ = 0;
    std::int64_t heads_ = 0;
    std::int64_t blanks_ = 0, blanks_since_ = 0;  // since the last row
    bool has_row_ = false;
};

struct RowTime {
    double time_s = 0;        // on the clock; since 1970 where the clock has dates
    double resolution_s = 1;  // as its digits have it
};

// The times of rows, asked one after the other: a clock that shows the time of day alone goes on past midnight, and one
// that is put back or forward an hour in the night, as for summer time, goes on as if it had not been.
class CsvTimes {
public:
    explicit CsvTimes(const CsvLayout& layout) : layout_(layout) {}

    [[nodiscard]] std::optional<RowTime> of(std::string_view clock_field, std::string_view day_field);
    [[nodiscard]] std::optional<RowTime> ofRow(std::string_view row);
    // Of the last time: ISO 8601, where its date is known for certain; the time of day of a clock that has no date.
    [[nodiscard]] std::optional<std::string> iso() const;
    // "23:59:58" of a time of the first day.
    [[nodiscard]] static std::string timeOfDay(double time_s);
    // A clock without dates has passed midnight: it shows the time of day.
    [[nodiscard]] bool hasPassedMidnight() const { return days_s_ > 0; }
    // By how much the clock was put forward, in all; negative where it was put back.
    [[nodiscard]] double change_s() const { return -change_s_; }

private:
    [[nodiscard]] double pastMidnight(double time_s);
    [[nodiscard]] double pastChange(double time_s, bool is_dated);

    const CsvLayout& layout_;
    StampReader stamps_;
    std::string day_;
    std::optional<DayStamp> day_stamp_;
    std::optional<Stamp> last_;
    bool has_time_ = false;
    double last_time_s_ = 0;
    double last_step_s_ = 0;  // that was none of zero
    double days_s_ = 0;       // that have passed since the first
    double change_s_ = 0;     // added, since the clock was changed
};

}  // namespace triptych::formats
