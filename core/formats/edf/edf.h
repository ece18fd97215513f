// EDF, EDF+ and BDF as formats of the table in open.cpp: one mapped file, its header and its annotation signals.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most.
[[nodiscard]] bool sniffEdf(std::string_view beginning);
[[nodiscard]] bool sniffBdf(std::string_view beginning);

// Opens EDF, EDF+C/D, BDF and BDF+C/D. Reads the header and the annotations; samples are decoded when they are asked
// for. Gaps of a discontinuous file are samples that are missing. Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openEdf(const std::string& path, const Job& job);

}  // namespace triptych::formats
