// What a scalogram is made with, worked out once for all views of a length: blocks of signal, and for each row the
// gains of its band and the length of its decimated inverse transform. Private to this room.
#pragma once

#include "core/domain/error.h"
#include "core/dsp/cwt.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace triptych::dsp {

struct PlannedRow {
    double rate_hz = 0;    // of the decimated transform
    std::size_t size = 0;  // samples of it in a block
    std::size_t first_bin = 0;
    std::size_t centre = 0;  // of the band, counted from first_bin: moved to zero frequency
    std::vector<float> gain;
};

// Rows that are transformed from the same samples. High rows need little signal beside a view, and so are made of less
// of it than low ones.
struct RowGroup {
    std::size_t first_row = 0, end_row = 0;
    std::size_t size = 0;  // samples transformed at once
    double margin_s = 0;   // of it before the view
};

struct ScalogramPlan {
    std::vector<double> frequency_hz;
    std::vector<PlannedRow> rows;
    std::vector<RowGroup> groups;  // by descending size; long views have one
    std::size_t blocks = 1;        // that a view is gone through in
    std::size_t largest_row = 0;   // samples of its transform
};

// Of what scalogramOfSamples() has found to be a view. The last few are kept: a reader who scrolls asks for the same
// again. Errors: wrong_use (so low a frequency would need more samples at once than anybody has). Any thread.
[[nodiscard]] Result<std::shared_ptr<const ScalogramPlan>> planScalogram(double rate_hz, double length_s,
                                                                         std::size_t columns,
                                                                         const ScalogramSpec& spec);

}  // namespace triptych::dsp
