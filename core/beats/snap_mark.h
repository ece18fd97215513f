// Where a beat's mark belongs when a reader points at the beat: on the extremum of its QRS complex, as the detector
// would have put it.
#pragma once

#include "core/domain/recording.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace triptych::beats {

inline constexpr double kSnapReach_s = 0.1;

// The largest deflection of the lead within kSnapReach_s of `near` (a sample of the lead), marked as its neighbours
// are: of a complex that points up and down alike, the peak that most of `around` (samples of other beats, ascending;
// eight on either side are enough) have. `near` itself where the lead stands still there or its samples are missing.
// Any thread; less than a millisecond.
[[nodiscard]] std::int64_t snappedMark(const Recording& recording, std::size_t lead, std::int64_t near,
                                       std::span<const std::int64_t> around = {});

}  // namespace triptych::beats
