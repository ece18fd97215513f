// The samples of a table, read from its text when they are asked for: nothing of them is kept.
#pragma once

#include "core/domain/recording.h"
#include "core/formats/csv/layout.h"
#include "core/formats/csv/table_text.h"
#include "core/formats/csv/timeline.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace triptych::formats {

// One lead's column, and how its numbers become physical and stored values.
struct TableLead {
    std::size_t column = 0;
    double unit = 1;     // of the lead's physical unit, one of the column's
    double steps = 1;    // stored units per one of the column's
    double most = 0;     // of the column's; what is larger is no sample. 0: everything is one
    double rate_hz = 0;  // where the column states its own: its samples are the rows whose times are on its grid
    std::int64_t samples = 0;
};

struct TableIndex {
    std::int64_t rows = 0;
    std::vector<std::int64_t> marks;  // byte of every kRowsPerMark-th row
    std::vector<double> mark_times;   // their times, where leads have rates of their own
    std::vector<CsvStretch> stretches;
    std::vector<std::int64_t> no_rows;  // bytes of lines that are none
    bool times_go_back = false;         // of the marks: a time may stand anywhere
};

class TableSource final : public SampleSource {
public:
    TableSource(std::shared_ptr<const TableText> text, CsvLayout layout, TableIndex index, std::vector<TableLead> leads)
        : text_(std::move(text)), layout_(std::move(layout)), index_(std::move(index)), leads_(std::move(leads)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override;
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override;

private:
    using Take = std::function<void(std::size_t place, double value)>;  // in the column's unit
    void read(std::size_t lead, std::int64_t first, std::size_t count, const Take& take) const;
    void readRows(const TableLead& lead, std::int64_t first_row, std::int64_t rows, std::size_t place,
                  const Take& take) const;
    void readOnGrid(const TableLead& lead, std::int64_t first, std::size_t count, const Take& take) const;

    std::shared_ptr<const TableText> text_;
    CsvLayout layout_;
    TableIndex index_;
    std::vector<TableLead> leads_;
};

}  // namespace triptych::formats
