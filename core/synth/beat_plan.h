// When the heart beats and why: the sinus rhythm with premature beats put into it.
#pragma once

#include "core/synth/rr_process.h"

#include <cstddef>
#include <limits>
#include <vector>

namespace triptych::synth {

enum class BeatKind {
    normal,
    pvc,
    apc,
    junctional,  // the normal QRS and T without a P of its own
    paced
};
inline constexpr std::size_t kBeatKinds = 5;

struct PlannedBeat {
    double r_s = 0;  // where the phase of the model passes the R wave; before 0 and behind the end there are some
    double sinus_rr_s = 1;  // the sinus cycle at that time: what the widths of its waves scale with
    BeatKind kind = BeatKind::normal;
    double size = 1;                                        // all its waves are so many times as tall
    char symbol = 0;                                        // 0: its kind's own
    double p_s = std::numeric_limits<double>::quiet_NaN();  // of the P wave that was added for it
};

// Beats from before `from_s` (negative) to behind `to_s`. Of those in [0, to_s) the fractions asked for are premature,
// never two in a row. A ventricular beat leaves the sinus node alone: the beat after it comes when it would have come
// (full compensatory pause). An atrial one resets the node: all later beats move (Surawicz & Knilans, Chou's
// Electrocardiography, on premature complexes).
[[nodiscard]] std::vector<PlannedBeat> planBeats(double from_s, double to_s, const RrProcess& rr, double pvc_fraction,
                                                 double apc_fraction, Random& random);

}  // namespace triptych::synth
