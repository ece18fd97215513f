// GE MUSE XML (RestingECG) as one format of the table in open.cpp.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// By the root element, RestingECG.
[[nodiscard]] bool sniffMuse(std::string_view beginning);

// Shows the rhythm waveform; III, aVR, aVL and aVF, which MUSE leaves out, are derived. Median beats are named in a
// comment and never shown as rhythm. QRS times become the annotation set "muse" of beats that nobody classified.
// Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openMuse(const std::string& path, const Job& job);

}  // namespace triptych::formats
