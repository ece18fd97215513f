// One P, QRS and T of a beat from the marks of all its leads: each wave begins where the first lead shows it and ends
// where the last one does, without leads that stand alone (docs/measurements.md).
#pragma once

#include "core/measure/marks.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::measure {

// When a quarter of the leads have begun (or a quarter have yet to end): the earliest edge without outliers, which are
// those that fewer leads reach. Of nine to twelve edges the third, of three to eight the second, of one or two the
// first. Nothing of none.
[[nodiscard]] std::optional<double> outermostEdge(std::vector<double> edges_s, bool earliest);

struct GlobalMarks {
    Marks marks;                       // its peaks: of the leads that have one, the median
    std::vector<std::size_t> leads;    // indices into what was asked: whose QRS could be read
    std::vector<std::size_t> p_leads;  // ... and that show a P
    std::vector<std::size_t> t_leads;
};

// Of one beat, all in seconds from one origin. There is a P where at least a third of the readable leads show one (two
// at least where three or more can be read): waves of flutter and fibrillation look like one in a lead here and there.
// T likewise; it has no end where two leads alone show one and differ by 70 ms. Any thread.
[[nodiscard]] GlobalMarks globalMarks(std::span<const Marks> leads);

}  // namespace triptych::measure
