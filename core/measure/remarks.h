// What a reader should know before believing a figure, in sentences.
#pragma once

#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/measure/measurements.h"
#include "core/text/said.h"

#include <string>
#include <vector>

namespace triptych::measure {

// Below this the peaks of Q, R and S fall between the samples.
inline constexpr double kFineRate_hz = 200;
// A PR above this is prolonged (AHA/ACCF/HRS 2009, part III).
inline constexpr double kLongestPr_ms = 200;

[[nodiscard]] std::vector<text::Said> remarksOnLead(const Lead& lead, const LeadWaves& waves,
                                                    const LeadMeasurements& measured, bool is_voltage);
// Why heights, or the axis, are not to be believed, which is said before any of them; empty where nothing speaks
// against them. One of remarksOnAll().
[[nodiscard]] text::Said doubtOfHeights(const Measurements& measured);
[[nodiscard]] std::vector<text::Said> remarksOnAll(const Measurements& measured);

}  // namespace triptych::measure
