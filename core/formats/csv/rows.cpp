#include "core/formats/csv/rows.h"

#include "core/formats/csv/cells.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::formats {
namespace {

double resolutionOf(int decimals) {
    constexpr std::array<double, 13> kSteps = {1,    1e-1, 1e-2, 1e-3,  1e-4,  1e-5, 1e-6,
                                               1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12};
    const bool is_usual = decimals >= 0 && decimals < static_cast<int>(kSteps.size());
    return is_usual ? kSteps[static_cast<std::size_t>(decimals)] : std::pow(10.0, -decimals);
}

}  // namespace

CsvRows::CsvRows(const TableText& text, const CsvLayout& layout, std::int64_t offset, std::size_t block)
    : lines_(text, offset, layout.line_end, block),
      tab_is_blank_(layout.dialect.delimiter != '\t'),
      has_blocks_(layout.program == "LabChart") {}

bool CsvRows::next(std::string_view& row) {
    while (lines_.next(row)) {
        ++taken_;
        if (row.empty()) continue;
        if (row.front() == '#' || row.front() == '%') continue;  // a remark
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
        return true;
    }
    return false;
}

std::optional<RowTime> CsvTimes::of(std::string_view clock_field, std::string_view day_field) {
    const CsvClock& clock = layout_.clock;
    if (!clock.is_stamp) {
        CsvNumber number;
        if (csvCellOf(clock_field, layout_.dialect.decimal_comma, number) != CsvCell::number) return std::nullopt;
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
            time_s += day_stamp_->time_s;
            last_time_s_ = time_s;
            return RowTime{time_s, resolutionOf(last_->decimals)};
        }
    }
    if (!last_->has_date) {
        constexpr double kDay_s = 86'400;
        if (time_s + days_s_ < last_time_s_ - kDay_s / 2) days_s_ += kDay_s;
        time_s += days_s_;
    }
    last_time_s_ = time_s;
    return RowTime{time_s, resolutionOf(last_->decimals)};
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

std::optional<std::string> CsvTimes::iso() const {
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
