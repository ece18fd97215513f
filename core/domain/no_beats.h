// Recordings that are read like others and are no ECG in time: whoever would look for beats in one asks here first.
#pragma once

#include "core/domain/recording.h"
#include "core/text/said.h"

namespace triptych {

// Why there are no beats to find, as one sentence for whoever opened the recording; empty for a recording in time. By
// what its leads are called and measured in, so that an export that is opened again says the same: a picture of a page,
// spectra, averages of beats (which are never taken for rhythm), rates and temperatures. All leads must be such.
[[nodiscard]] text::Said whyNoBeats(const Recording& recording);

}  // namespace triptych
