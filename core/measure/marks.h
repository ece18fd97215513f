// The marks of one beat that can be relied on, in seconds: what intervals, amplitudes and levels are measured between.
#pragma once

#include "core/domain/waves.h"

#include <optional>

namespace triptych::measure {

// Seconds from any origin that the asker chose, the same for all of them. A mark that was not placed, or not surely, is
// not there; nor is any of a wave that is not surely there, nor of a beat whose QRS is not.
struct Marks {
    std::optional<double> p_on, p_peak, p_off;
    std::optional<double> qrs_on, qrs_peak, qrs_off;
    std::optional<double> t_on, t_peak, t_off;
    bool readable = false;  // its QRS is there, and surely
    bool has_p = false, has_t = false;

    friend bool operator==(const Marks&, const Marks&) = default;
};

// Those of `waves` of a lead at rate_hz, from origin_s on (of the lead's own time). Any thread.
[[nodiscard]] Marks marksOf(const BeatWaves& waves, double rate_hz, double origin_s = 0);

// The same marks on a clock that shows by_s more.
[[nodiscard]] Marks movedBy(Marks marks, double by_s);

// The way back: waves on a clock of rate_hz whose sample 0 is the origin; p_sure and t_sure are put on P and T.
[[nodiscard]] BeatWaves wavesOf(const Marks& marks, double rate_hz, double p_sure = 1, double t_sure = 1);

// `from` and `to` where both are there and in order, else nothing: milliseconds between them.
[[nodiscard]] std::optional<double> between_ms(const std::optional<double>& from, const std::optional<double>& to);

}  // namespace triptych::measure
