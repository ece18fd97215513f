// A picture of an ECG page (PNG, JPEG) as a recording of one lead: the page's mean row, as the models of Oladunni &
// Wong 2025 see it (page_trace.h). Scale, layout and leads are not read.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>

namespace triptych::formats {

// Its time is a convention: the width of the paper counts as ten seconds. Its unit is a standard deviation. Both are
// said in a warning, as is a page on which no grid was found. Errors: those of formats::open, page_image.h,
// page_trace.h.
[[nodiscard]] Result<RecordingPtr> openPage(const std::string& path, const Job& job);

}  // namespace triptych::formats
