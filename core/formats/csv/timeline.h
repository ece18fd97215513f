// What a table's clock says of its rows: the rate, and where samples are missing between them. A clock may be finer
// than the sampling, coarser (a second of rows shares one stamp), rounded, or uneven.
#pragma once

#include "core/domain/error.h"
#include "core/formats/csv/lasting_steps.h"
#include "core/formats/csv/layout.h"
#include "core/formats/csv/rows.h"
#include "core/formats/csv/table_text.h"
#include "core/text/said.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

struct CsvSurvey;

struct ClockSurvey {
    double rate_hz = 0;     // 0: the times do not tell
    double spread = 0;      // how far, in samples, stamps usually stray from even ones
    double run_rows = 1;    // rows that usually share a stamp
    double rounding = 0;    // what of the spread, in samples, comes of the digits that the times have
    std::int64_t back = 0;  // row at which the times first go back, from 1; 0: they never do
    double back_s = 0;      // how far
    bool is_uneven = false;
    struct Jump {
        std::int64_t row = 0;  // the first behind it
        double ahead = 0;      // samples that the clock gained on the rows; negative where rows share a stamp
        double step_s = 0;     // of the clock
        double rows = 0;       // that it took
    };
    std::vector<Jump> jumps;  // that last
};

// Told the time of row after row, it counts the runs of rows that share a stamp: (rows of a run) / (time to the next
// one) is the rate, however coarse the clock is, and a clock that gains more than it usually strays has jumped. Of an
// uneven clock only what lasts is a jump: stamps that were taken on arrival come late and early, and all of them make
// the rate.
class ClockRuns {
public:
    void add(std::int64_t row, const RowTime& time);
    [[nodiscard]] ClockSurvey finish();

private:
    struct Run {
        double step_s = 0;  // to the next
        double rows = 0;
        std::int64_t next_row = 0;
        double resolution_s = 0;
    };
    void close(const Run& run);
    void settle();
    [[nodiscard]] double limitOf(const Run& run) const;
    void count(const Run& run);
    void keepWhatLasts();

    ClockSurvey survey_;
    std::vector<Run> first_;  // what is usual is learnt from these
    bool is_settled_ = false;
    double usual_hz_ = 0;
    bool has_run_ = false;
    double run_s_ = 0;
    std::int64_t run_row_ = 0;
    double resolution_s_ = 1;  // the finest of late
    int coarser_ = 0;          // stamps since then
    LastingSteps lasting_;     // of an uneven clock
    double first_s_ = 0;       // when the first run began
    std::int64_t first_row_ = 0;
    double span_s_ = 0;  // of runs that are no jumps
    double rows_ = 0;
    bool is_first_ = true;
};

// From `row` on, the row lies at sample `place` + (its number - `row`).
struct CsvStretch {
    std::int64_t row = 0;
    std::int64_t place = 0;
};

struct CsvTimeline {
    std::vector<CsvStretch> stretches{{}};
    std::int64_t samples = 0;  // gaps included
    std::int64_t gaps = 0;
    std::int64_t doubled = 0;  // rows that an even clock has no room for: their stamp is the one before, and they are
                               // left out
    text::Said trouble;        // a clause for a warning; "" where there is none
};

// Jumps of an uneven clock are looked at again in the file: a late stamp is no gap.
[[nodiscard]] CsvTimeline timelineOf(const TableText& text, const CsvLayout& layout, const CsvSurvey& survey);

}  // namespace triptych::formats
