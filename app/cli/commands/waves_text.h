// Waves in words and numbers: JSON and CSV for programs, tables for people.
#pragma once

#include "app/cli/console/json.h"
#include "core/pipeline/find_waves.h"

#include <string>
#include <vector>

namespace triptych::cli {

// {rate_hz, leads: {NAME: [{sample, p: {on, peak, off} | null, qrs: likewise, t: likewise, sure: {p, qrs, t}}]}, ...}.
// Samples are those of each lead's own clock; `lead_rates_hz` has the clocks. A wave that is not certain is null, and
// `sure` says how near it came; a mark that could not be placed is null. `unreadable` says of which leads nothing can
// be told, and why. Two leads of one name: the second is "NAME (2)".
[[nodiscard]] Json wavesJson(const Recording& recording, const pipeline::FoundWaves& found,
                             const std::vector<Warning>& warnings);
// A line for each lead and beat.
[[nodiscard]] std::string wavesCsv(const Recording& recording, const pipeline::FoundWaves& found);
// One lead: its beats; several: a line each.
[[nodiscard]] std::string wavesTable(const Recording& recording, const pipeline::FoundWaves& found);

}  // namespace triptych::cli
