// The figures of a whole recording from what was measured of its leads and beats.
#pragma once

#include "core/domain/recording.h"
#include "core/measure/limb_law.h"
#include "core/measure/measurements.h"

#include <optional>
#include <span>
#include <vector>

namespace triptych::measure {

// With what the leads give axes.
struct AxisLeads {
    std::vector<std::optional<double>> scale;  // [leads] millivolts a unit; nothing: it gives none
    bool millivolts = true;                    // false: the scales are 1, of one unit that nobody knows
    std::optional<LimbScales> limbs;           // nothing: I, II and III contradict each other, and there are no axes
};

// Of the beats' RR (mean, all kinds) and of the leads' median beats. Any thread.
[[nodiscard]] GlobalMeasurements globalMeasurements(std::span<const BeatOverLeads> beats,
                                                    std::span<const LeadMeasurements> leads, const AxisLeads& axes);

}  // namespace triptych::measure
