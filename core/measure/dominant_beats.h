// Which beats are of the one kind that a recording is measured on: its commonest shape of QRS, come on time. A mean
// over sinus beats and ectopic ones would be of no beat that there is.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace triptych::measure {

struct DominantBeats {
    std::vector<std::uint8_t> is_dominant;  // [beats] 1: of that kind
    std::size_t dominant = 0;               // how many
    std::size_t early = 0;                  // of its shape, and left out because they came early
    std::size_t other_shapes = 0;           // the rest
};

// Shapes are compared on the list's own lead and on the companion that a model would read beside it, from 80 ms before
// the mark to 55 ms after it (an ST segment that rises makes no other kind); two are one kind where they correlate by
// 0.9 at the best of shifts up to 25 ms and one is at most 1.7 times as large. Only beats of the class that a reference
// annotator gave most often take part. A beat came early where the interval before it is below 0.8 of the median of the
// ten around; early beats are left out where two thirds of the kind remain (in fibrillation being early says nothing).
// Memory: a byte a beat. Any thread. Errors: out_of_range (the list's lead), cancelled.
[[nodiscard]] Result<DominantBeats> dominantBeats(const Recording& recording, const BeatList& beats,
                                                  const Job& job = {});

}  // namespace triptych::measure
