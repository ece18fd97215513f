#include "core/formats/csv/source.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/rows.h"
#include "core/formats/csv/survey.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

constexpr std::int64_t kRoomPerRow_bytes = 64;  // guessed; more is read where rows are longer
constexpr std::size_t kLeastBlock_bytes = 1 << 12;
constexpr std::size_t kMostBlock_bytes = 1 << 18;
constexpr double kLargestStored = 2'147'483'647;

std::size_t blockFor(std::int64_t rows) {
    const std::int64_t wanted = std::min<std::int64_t>(rows, 1 << 14) * kRoomPerRow_bytes;
    return std::clamp(static_cast<std::size_t>(wanted), kLeastBlock_bytes, kMostBlock_bytes);
}

}  // namespace

void TableSource::readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const {
    std::fill(out.begin(), out.end(), std::numeric_limits<float>::quiet_NaN());
    if (lead >= leads_.size()) return;
    const double unit = leads_[lead].unit;
    read(lead, first, out.size(),
         [&](std::size_t place, double value) { out[place] = static_cast<float>(value * unit); });
}

void TableSource::readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const {
    std::fill(out.begin(), out.end(), kMissingSample);
    if (lead >= leads_.size()) return;
    const double steps = leads_[lead].steps;
    read(lead, first, out.size(), [&](std::size_t place, double value) {
        out[place] =
            static_cast<std::int32_t>(std::llround(std::clamp(value * steps, -kLargestStored, kLargestStored)));
    });
}

void TableSource::read(std::size_t lead, std::int64_t first, std::size_t count, const Take& take) const {
    const TableLead& column = leads_[lead];
    const auto wanted = static_cast<std::int64_t>(count);
    if (first >= column.samples || first <= -wanted) return;
    const std::int64_t from = std::max<std::int64_t>(first, 0);
    const std::int64_t to = first > column.samples - wanted ? column.samples : first + wanted;
    if (column.rate_hz > 0) {
        readOnGrid(column, first, count, take);
        return;
    }
    const auto& stretches = index_.stretches;
    auto stretch = std::upper_bound(stretches.begin(), stretches.end(), from,
                                    [](std::int64_t place, const CsvStretch& s) { return place < s.place; });
    if (stretch != stretches.begin()) --stretch;
    for (; stretch != stretches.end() && stretch->place < to; ++stretch) {
        const std::int64_t end_row = std::next(stretch) == stretches.end() ? index_.rows : std::next(stretch)->row;
        const std::int64_t begin = std::max(from, stretch->place);
        const std::int64_t end = std::min(to, stretch->place + (end_row - stretch->row));
        if (begin >= end) continue;
        readRows(column, stretch->row + (begin - stretch->place), end - begin, static_cast<std::size_t>(begin - first),
                 take);
    }
}

void TableSource::readRows(const TableLead& lead, std::int64_t first_row, std::int64_t rows, std::size_t place,
                           const Take& take) const {
    const std::int64_t mark = first_row / kRowsPerMark;
    if (mark >= static_cast<std::int64_t>(index_.marks.size())) return;
    const std::int64_t skipped = first_row - mark * kRowsPerMark;
    CsvRows lines(*text_, layout_, index_.marks[static_cast<std::size_t>(mark)], blockFor(rows + skipped),
                  &index_.no_rows);
    std::string_view row;
    for (std::int64_t i = 0; i < skipped; ++i) {
        if (!lines.next(row)) return;
    }
    for (std::int64_t i = 0; i < rows && lines.next(row); ++i) {
        skipCsvFields(row, layout_.dialect.delimiter, lead.column);
        CsvNumber number;
        const std::string_view field = takeCsvField(row, layout_.dialect.delimiter);
        if (csvCellOf(field, layout_.dialect.decimal_comma, number) != CsvCell::number) continue;
        if (lead.most > 0 && std::abs(number.value) > lead.most) continue;
        take(place + static_cast<std::size_t>(i), number.value);
    }
}

void TableSource::readOnGrid(const TableLead& lead, std::int64_t first, std::size_t count, const Take& take) const {
    if (index_.marks.empty() || index_.mark_times.size() != index_.marks.size()) return;
    const double from_s = (static_cast<double>(first) - 0.5) / lead.rate_hz;
    auto mark = std::upper_bound(index_.mark_times.begin(), index_.mark_times.end(), from_s);
    if (mark != index_.mark_times.begin()) --mark;
    if (index_.times_go_back) mark = index_.mark_times.begin();
    const auto at = static_cast<std::size_t>(mark - index_.mark_times.begin());
    CsvRows lines(*text_, layout_, index_.marks[at], blockFor(static_cast<std::int64_t>(count)), &index_.no_rows);
    CsvTimes times(layout_);
    std::string_view row;
    while (lines.next(row)) {
        const auto time = times.ofRow(row);
        if (!time) continue;
        const double exact = time->time_s * lead.rate_hz;
        if (!(std::abs(exact) < 1e15)) continue;
        const std::int64_t sample = std::llround(exact);
        if (sample >= first + static_cast<std::int64_t>(count)) {
            if (index_.times_go_back) continue;
            return;
        }
        if (sample < first || sample >= lead.samples || std::abs(exact - static_cast<double>(sample)) > 1e-3) continue;
        skipCsvFields(row, layout_.dialect.delimiter, lead.column);
        CsvNumber number;
        const std::string_view field = takeCsvField(row, layout_.dialect.delimiter);
        if (csvCellOf(field, layout_.dialect.decimal_comma, number) != CsvCell::number) continue;
        if (lead.most > 0 && std::abs(number.value) > lead.most) continue;
        take(static_cast<std::size_t>(sample - first), number.value);
    }
}

}  // namespace triptych::formats
