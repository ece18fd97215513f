// A WFDB record that is made of other records, played one after the other (header(5), "multi-segment records"): with
// fixed layout every segment has the same signals; with variable layout the first, empty segment lists all signals that
// any segment has.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/wfdb/header.h"

#include <functional>
#include <string>

namespace triptych::formats {

// Gaps, segments that cannot be read and leads that a segment lacks are read as missing samples; lengths are the
// header's, whatever a segment says of itself, up to where they outweigh what can be read (gaps.h). A lead has the
// finest gain that any segment stores it with, and stored values are converted to it; physical ones are each segment's
// own. Annotations are not read. Errors: those of formats::open; refused (a segment that is itself made of segments).
[[nodiscard]] Result<Recording> openWfdbSegments(const std::string& header_path, WfdbHeader header, const Job& job);

// Calls `visit` with each segment of such a recording, opened again, in order and without repetitions; never for other
// recordings. One at a time: there may be more of them than a process may open files. For those who verify what the
// segments' headers state, as checksums; sums that are zero throughout nobody computed, and they are left out.
void forEachSegment(const Recording& recording, const std::function<void(const Recording& segment)>& visit);

}  // namespace triptych::formats
