// Everything that is shown of a recording's rhythm, worked out together, so that no two places disagree: episodes,
// events, heart rate variability, and the counts of minutes, hours, days and the whole.
#pragma once

#include "core/pipeline/find_rhythm.h"

#include <memory>
#include <span>
#include <vector>

namespace triptych::pipeline {

inline constexpr double kHour_s = 3600, kDay_s = 86'400;

// Immutable once made.
struct RhythmReport {
    FoundRhythm found;
    rhythm::Hrv hrv;
    std::vector<rhythm::Minute> minutes;
    std::vector<rhythm::Stretch> hours, days;  // from the start, each with what it lasts; the last may be shorter
    rhythm::Stretch whole;
};
using RhythmReportPtr = std::shared_ptr<const RhythmReport>;

// `words`: what readers said, in the order in which it counts. `before`: the last report of the same basis, of which
// what did not change is taken over; nothing else differs. May be null. Errors: cancelled. Any thread; tens of
// milliseconds for a day.
[[nodiscard]] Result<RhythmReportPtr> reportRhythm(RhythmBasisPtr basis, ClassedBeats beats,
                                                   std::span<const rhythm::ReaderWord> words = {},
                                                   const RhythmReport* before = nullptr, const Job& job = {});

}  // namespace triptych::pipeline
