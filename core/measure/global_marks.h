// One P, QRS and T of a beat from the marks of all its leads: each wave begins where the first lead shows it and ends
// where the last one does, without leads that stand alone (docs/measurements.md).
#pragma once

#include "core/measure/marks.h"

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::measure {

// How near other leads must come to an onset or an end for it to count.
inline constexpr double kPEdge_s = 0.012, kQrsEdge_s = 0.008, kTEdge_s = 0.020;

// The earliest (or latest) of the edges that enough others come near, `near_s` or less on the inner side: one other of
// three or four, two others of five and more, none of one or two. Where none has them, the median. Nothing of none.
[[nodiscard]] std::optional<double> outermostEdge(std::vector<double> edges_s, bool earliest, double near_s);

struct GlobalMarks {
    Marks marks;                       // its peaks: of the leads that have one, the median
    std::vector<std::size_t> leads;    // indices into what was asked: whose QRS could be read
    std::vector<std::size_t> p_leads;  // ... and that show a P
    std::vector<std::size_t> t_leads;
};

// Of one beat, all in seconds from one origin. There is a P where at least a third of the readable leads show one (two
// at least where three or more can be read): waves of flutter and fibrillation look like one in a lead here and there.
// T likewise. Any thread.
[[nodiscard]] GlobalMarks globalMarks(std::span<const Marks> leads);

}  // namespace triptych::measure
