#include "core/measure/intervals.h"

namespace triptych::measure {

Intervals intervalsOf(const Marks& marks) {
    return {.p_ms = between_ms(marks.p_on, marks.p_off),
            .pr_ms = between_ms(marks.p_on, marks.qrs_on),
            .qrs_ms = between_ms(marks.qrs_on, marks.qrs_off),
            .qt_ms = between_ms(marks.qrs_on, marks.t_off)};
}

}  // namespace triptych::measure
