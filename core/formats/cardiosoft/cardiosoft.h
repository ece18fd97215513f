// GE CardioSoft and CASE: the XML with the root CardiologyXML, of rest and of exercise.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most.
[[nodiscard]] bool sniffCardioSoft(std::string_view beginning);

// Opens the longest rhythm: the strip, or the full disclosure of an exercise test; median beats are never shown.
// Errors: those of formats::open; unsupported, where there are median beats alone.
[[nodiscard]] Result<RecordingPtr> openCardioSoft(const std::string& path, const Job& job);

}  // namespace triptych::formats
