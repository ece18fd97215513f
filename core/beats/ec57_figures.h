// What EC57 and WFDB's bxb and sumstats report of a comparison: per record, gross (all beats as one record) and average
// (all records alike).
#pragma once

#include "core/beats/ec57.h"

#include <cstdint>
#include <span>

namespace triptych::beats {

struct Share {
    std::int64_t part = 0;
    std::int64_t whole = 0;
    [[nodiscard]] double value() const;  // NaN where the whole is 0
};

// A fusion or unclassifiable beat called V is no false V; an unclassifiable one called S is no false S (EC57 4.3).
struct Ec57Figures {
    Share qrs_sensitivity, qrs_positive_predictivity;
    Share v_sensitivity, v_positive_predictivity, v_false_positive_rate;
    Share s_sensitivity, s_positive_predictivity;
};
[[nodiscard]] Ec57Figures figuresOf(const BeatMatrix& matrix);
// As sumstats sums the lines of bxb, which do not tell F from Q under S: there no F called S is a false S.
[[nodiscard]] Ec57Figures grossFigures(const BeatMatrix& sum);

// Shares of reference beats that were missed in shutdown: of all, and of N, S, V and F.
struct ShutdownShares {
    Share all, n, s, v, f;
};
[[nodiscard]] ShutdownShares shutdownShares(const BeatMatrix& matrix);

// Means over the records in which each figure is defined, as sumstats has it from the lines of bxb; NaN where it is in
// none.
struct Ec57Average {
    double qrs_sensitivity = 0, qrs_positive_predictivity = 0;
    double v_sensitivity = 0, v_positive_predictivity = 0, v_false_positive_rate = 0;
    double s_sensitivity = 0, s_positive_predictivity = 0;
    double rr_error_ms = 0;
};
[[nodiscard]] Ec57Average averageOf(std::span<const Ec57Comparison> records);

}  // namespace triptych::beats
