// Durations between the marks of one beat.
#pragma once

#include "core/measure/marks.h"
#include "core/measure/reading.h"

namespace triptych::measure {

struct Intervals {
    Reading p_ms;    // onset to end of P
    Reading pr_ms;   // onset of P to onset of QRS (a reader's PR or PQ)
    Reading qrs_ms;  // onset to end of QRS
    Reading qt_ms;   // onset of QRS to end of T
};

// Nothing where one of the two marks is missing, or they stand in the wrong order. Any thread.
[[nodiscard]] Intervals intervalsOf(const Marks& marks);

}  // namespace triptych::measure
