// How tall P, Q, R, S and T are and where ST runs, on one beat of one lead, against the level just before its QRS.
#pragma once

#include "core/measure/marks.h"
#include "core/measure/reading.h"

#include <optional>
#include <span>
#include <string>

namespace triptych::measure {

// Millivolts with their sign: Q and S are negative. docs/measurements.md says which deflection is which.
struct Amplitudes {
    Reading p_mv, q_mv, r_mv, s_mv, t_mv;
    Reading st_j_mv, st_j60_mv, st_j80_mv;  // at the end of the QRS, 60 and 80 ms behind it
    Reading st_slope_mv_s;                  // of the straight line through those 80 ms
};

// A stretch of one lead in millivolts; NaN: no sample. Sample i lies at i / rate_hz on the clock of the marks.
struct Trace {
    std::span<const float> samples;
    double rate_hz = 0;

    // Between samples along a straight line; nothing outside and beside missing samples.
    [[nodiscard]] std::optional<double> at(double time_s) const;
    // Mean, and integral in mV s, over [from_s, to_s] of that line; nothing where any of it is missing or to <= from.
    [[nodiscard]] std::optional<double> mean(double from_s, double to_s) const;
    [[nodiscard]] std::optional<double> area(double from_s, double to_s) const;
};

// What is called 0 mV: the median of the PR segment, from the end of P to the onset of the QRS and the last 40 ms of it
// at most; the last 20 ms where no end of P is known, and the value at the onset where the segment is shorter than
// 8 ms. Nothing without an onset, or without samples.
[[nodiscard]] std::optional<double> isoelectricLevel_mv(const Trace& trace, const Marks& marks);

// Nothing where marks or samples are missing, or the wave is not there. Any thread.
[[nodiscard]] Amplitudes amplitudesOf(const Trace& trace, const Marks& marks);

// The QRS in a reader's letters, large from 0.5 mV on: "qRs", "rS", "QS", "rsR'"; "" where it cannot be said.
[[nodiscard]] std::string qrsShape(const Trace& trace, const Marks& marks);

}  // namespace triptych::measure
