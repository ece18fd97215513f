// The spikes of a pacemaker: as the file marks them, else found in the samples where their rate can show them.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/text/said.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace triptych::measure {

// A spike lasts half a millisecond to two; below this rate it may fall between two samples.
inline constexpr double kSpikeRate_hz = 500;

struct PacingSpikes {
    std::vector<double> times_s;  // ascending
    bool from_file = false;       // the file's own marks
    text::Said unsaid;            // why nobody can say, in one sentence; empty where `times_s` is an answer
};

// Spikes of one stretch of one lead in millivolts, as sample indices: what rises and falls again by 0.15 mV and more
// within 4 ms to both sides, far above what the lead does as quickly elsewhere and just before. NaN: no sample. Nothing
// below kSpikeRate_hz.
[[nodiscard]] std::vector<std::int64_t> spikesIn(std::span<const float> samples_mv, double rate_hz);

// mv_per_unit [leads of the recording]: nothing for a lead that is no voltage, which is then not asked. Of more than
// two such leads, a quarter and two at least must show a spike within 4 ms; of a recording of more than ten minutes the
// first three are asked. Spikes are told only where three tenths of the beats (three at least, twenty at most) have one
// at one time before them, within 24 ms and not more than 0.3 s ahead, and these are two fifths of all spikes: what
// comes at any time is a disturbance. Read block by block. Errors: cancelled.
[[nodiscard]] Result<PacingSpikes> pacingSpikes(const Recording& recording, const BeatList& beats,
                                                std::span<const std::optional<double>> mv_per_unit,
                                                const Job& job = {});

}  // namespace triptych::measure
