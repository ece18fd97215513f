// Smallest and largest sample of every stretch of a lead, in a pyramid: any zoom of any length paints in a time that
// depends on its pixels alone, and no peak is lost between two pixels.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::dsp {

// What one pixel column holds. Both NaN where every sample of the column is missing.
struct ColumnRange {
    float low = 0, high = 0;
};

// Immutable once built; may be asked from several threads. It keeps one pair per 64 samples and an eighth more for the
// levels above: 3.1 MB for 24 h at 250 Hz. The samples themselves stay where they are.
class MinMaxPyramid {
public:
    static constexpr std::int64_t kBlock_samples = 64;

    // Reads samples 0..samples-1 once, 65,536 at a time, looking at the stop before each. Errors: cancelled, wrong_use
    // (a negative number of samples).
    [[nodiscard]] static Result<MinMaxPyramid> build(const SampleReader& reader, std::int64_t samples,
                                                     const Job& job = {});

    [[nodiscard]] std::int64_t samples() const { return samples_; }
    [[nodiscard]] std::size_t bytes() const;

    // Fills `columns` with the ranges of [first, last) cut into as many equal parts; positions are in samples and may
    // be fractions, so that scrolling by part of a sample does not shake the picture. Column c holds the samples from
    // floor(its left edge) up to, and without, floor(its right edge), and at least the first of these. Exact: samples
    // at the columns' edges are read through `reader`, which must give the samples the pyramid was built from. An
    // empty reader makes the edges of columns over 128 samples wide whole blocks of 64 (and then narrower columns are
    // NaN): for when the samples are dear, as with a filtered lead of a day. An empty or senseless range gives NaN.
    void columns(const SampleReader& reader, double first, double last, std::span<ColumnRange> columns) const;

private:
    [[nodiscard]] ColumnRange overBlocks(std::int64_t first, std::int64_t last) const;

    std::int64_t samples_ = 0;
    // Of 64, 64·8, 64·8², ... samples; (+inf, -inf) where all are missing.
    std::vector<std::vector<ColumnRange>> levels_;
};

}  // namespace triptych::dsp
