// ISHNE Holter files (Badilini 1998, Ann Noninvasive Electrocardiol 3:263) and the beat annotations in their ".ann".
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most.
[[nodiscard]] bool sniffIshne(std::string_view beginning);

// The samples' file of a path that is the annotations' or has no ending: "1.ann" and "1" give "1.ecg" where there is
// such a file that begins as ISHNE does.
[[nodiscard]] std::optional<std::string> ishneFileFor(const std::string& path);

// Opens a Holter recording, mapped, with the annotations beside it. Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openIshne(const std::string& path, const Job& job);

}  // namespace triptych::formats
