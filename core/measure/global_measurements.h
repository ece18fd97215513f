// The figures of a whole recording from what was measured of its leads and beats.
#pragma once

#include "core/domain/recording.h"
#include "core/measure/limb_law.h"
#include "core/measure/measurements.h"

#include <optional>
#include <span>
#include <vector>

namespace triptych::measure {

// Of the beats' RR (mean, all kinds) and of the leads' median beats; mv_per_unit [leads] nothing where one is no
// voltage, and then gives no axis; `limbs` nothing where I, II and III contradict each other, and then there is none.
// Any thread.
[[nodiscard]] GlobalMeasurements globalMeasurements(std::span<const BeatOverLeads> beats,
                                                    std::span<const LeadMeasurements> leads,
                                                    std::span<const std::optional<double>> mv_per_unit,
                                                    const std::optional<LimbScales>& limbs);

}  // namespace triptych::measure
