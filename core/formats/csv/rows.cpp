#include "core/formats/csv/rows.h"

#include "core/formats/csv/cells.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr double kDay_s = 86'400;
constexpr double kHour_s = 3600;

double resolutionOf(int decimals) {
    constexpr std::array<double, 13> kSteps = {1,    1e-1, 1e-2, 1e-3,  1e-4,  1e-5, 1e-6,
                                               1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12};
    const bool is_usual = decimals >= 0 && decimals < static_cast<int>(kSteps.size());
    return is_usual ? kSteps[static_cast<std::size_t>(decimals)] : std::pow(10.0, -decimals);
}

}  // namespace

CsvRows::CsvRows(const TableText& text, const CsvLayout& layout, std::int64_t offset, std::size_t block,
                 const std::vector<std::int64_t>* no_rows)
    : lines_(text, offset, layout.line_end, block),
      no_rows_(no_rows),
      tab_is_blank_(layout.dialect.delimiter != '\t'),
      has_blocks_(layout.program == "LabChart") {
    if (no_rows_ != nullptr) {
        next_no_row_ =
            static_cast<std::size_t>(std::lower_bound(no_rows_->begin(), no_rows_->end(), offset) - no_rows_->begin());
    }
}

bool CsvRows::next(std::string_view& row) {
    while (lines_.next(row)) {
        ++taken_;
        if (row.empty()) {
            ++blanks_since_;
            continue;
        }
        if ((row.front() == '#' && !saysNothing(row.substr(0, row.find_first_of(",;\t|")))) || row.front() == '%')
            continue;  // a remark
        if (row.front() == ' ' || row.front() == '\t') {
            if (row.find_first_not_of(tab_is_blank_ ? " \t" : " ") == std::string_view::npos) continue;
        }
        if (has_blocks_ && row.front() >= 'A' && row.front() <= 'Z') {
            const std::size_t end = row.find('=');
            if (end != std::string_view::npos && end < 30) {
                if (row.starts_with("Interval=")) ++heads_;
                continue;
            }
        }
        if (hasOpenQuote(row)) close(row);
        if (no_rows_ != nullptr && next_no_row_ < no_rows_->size() && (*no_rows_)[next_no_row_] <= lines_.offset()) {
            const bool is_this = (*no_rows_)[next_no_row_] == lines_.offset();
            ++next_no_row_;
            if (is_this) continue;
        }
        if (has_row_) blanks_ += blanks_since_;
        blanks_since_ = 0;
        has_row_ = true;
        return true;
    }
    return false;
}

// A line break within quotation marks is a letter like others, where the marks are closed at all.
void CsvRows::close(std::string_view& row) {
    const std::size_t size = row.size();
    const auto behind = static_cast<std::size_t>(lines_.nextOffset() - lines_.offset());
    for (int lines = 1; lines < kMostQuoted_lines && row.size() < kMostQuoted_bytes; ++lines) {
        if (!lines_.extend(row)) break;
        if (hasOpenQuote(row)) continue;
        taken_ += static_cast<std::size_t>(lines);
        return;
    }
    row = lines_.endAt(size, behind);
}

std::optional<RowTime> CsvTimes::of(std::string_view clock_field, std::string_view day_field) {
    const CsvClock& clock = layout_.clock;
    if (!clock.is_stamp) {
        CsvNumber number;
        if (csvCellOf(clock_field, layout_.dialect.decimal_comma, number) != CsvCell::number) return std::nullopt;
        if (clock.is_hms) {
            const auto of_day_s = secondsOfHms(number.value);
            if (!of_day_s) return std::nullopt;
            last_time_s_ = pastMidnight(*of_day_s);
            return RowTime{last_time_s_, resolutionOf(number.decimals)};
        }
        last_time_s_ = number.value * clock.scale_s + clock.epoch_s.value_or(0);
        return RowTime{last_time_s_, resolutionOf(number.decimals) * clock.scale_s};
    }
    last_ = stamps_.read(clock_field);
    if (!last_) return std::nullopt;
    double time_s = last_->time_s;
    if (clock.day && !last_->has_date) {
        if (day_field != day_ || !day_stamp_) {
            day_ = day_field;
            day_stamp_ = dayOf(day_field);
        }
        if (day_stamp_) {
            time_s = pastChange(time_s + day_stamp_->time_s, true);
            return RowTime{time_s, resolutionOf(last_->decimals)};
        }
    }
    if (!last_->has_date) time_s = pastMidnight(time_s);
    time_s = pastChange(time_s, last_->has_date);
    return RowTime{time_s, resolutionOf(last_->decimals)};
}

// Clocks are changed on the hour, in the small hours. One without a date may count from a beginning and pause: it is
// believed to have been put back, and not forward.
double CsvTimes::pastChange(double time_s, bool is_dated) {
    constexpr double kLongestStep_s = 2;
    constexpr double kLatest_s = 4 * kHour_s;
    const double of_day_s = time_s - kDay_s * std::floor(time_s / kDay_s);
    const double step_s = time_s + change_s_ - last_time_s_;
    if (has_time_ && !last_->zone_min && of_day_s < kLatest_s) {
        const bool is_back = step_s < 0 && step_s >= -kHour_s && step_s <= kLongestStep_s - kHour_s;
        const bool is_forward = is_dated && last_step_s_ > 0 && last_step_s_ <= kLongestStep_s &&
                                std::abs(step_s - kHour_s - last_step_s_) <= last_step_s_ / 2;
        if (is_back) change_s_ += kHour_s;
        if (is_forward) change_s_ -= kHour_s;
    }
    time_s += change_s_;
    if (has_time_ && time_s != last_time_s_) last_step_s_ = time_s - last_time_s_;
    last_time_s_ = time_s;
    has_time_ = true;
    return time_s;
}

double CsvTimes::pastMidnight(double time_s) {
    if (time_s + days_s_ < last_time_s_ - kDay_s / 2) days_s_ += kDay_s;
    return time_s + days_s_;
}

std::optional<RowTime> CsvTimes::ofRow(std::string_view row) {
    const char delimiter = layout_.dialect.delimiter;
    const auto fieldAt = [&](std::size_t column) {
        std::string_view rest = row;
        skipCsvFields(rest, delimiter, column);
        return takeCsvField(rest, delimiter);
    };
    if (!layout_.clock.column) return std::nullopt;
    return of(fieldAt(*layout_.clock.column), layout_.clock.day ? fieldAt(*layout_.clock.day) : std::string_view());
}

std::string CsvTimes::timeOfDay(double time_s) {
    const std::string first_day = isoOf(time_s, std::nullopt);
    return first_day.substr(first_day.find('T') + 1);
}

std::optional<std::string> CsvTimes::iso() const {
    const bool is_dated = last_ && (last_->has_date || day_stamp_);
    const bool is_of_day = layout_.clock.is_wall_clock || (last_ && last_->is_of_day);
    if (is_of_day && !is_dated && last_time_s_ < kDay_s) return timeOfDay(last_time_s_);
    if (!layout_.clock.is_stamp) {
        if (!layout_.clock.epoch_s) return std::nullopt;
        // Seconds since 1970 are in UTC; spreadsheets' and MATLAB's days are in whatever zone they were written in.
        // A day's fraction is written to a few microseconds.
        if (*layout_.clock.epoch_s != 0) return isoOf(std::round(last_time_s_ * 1000) / 1000, std::nullopt);
        return isoOf(last_time_s_, 0);
    }
    if (!last_) return std::nullopt;
    const bool is_certain = last_->has_date ? last_->is_certain : day_stamp_ && day_stamp_->is_certain;
    if (!is_certain) return std::nullopt;
    return isoOf(last_time_s_, last_->zone_min);
}

}  // namespace triptych::formats
