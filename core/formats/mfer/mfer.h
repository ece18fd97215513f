// MFER waveforms, as monitors and cardiographs of Nihon Kohden and others write them.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most.
[[nodiscard]] bool sniffMfer(std::string_view beginning);

// Opens an MFER file (ISO 22077-1), with or without a preamble; its samples, of any of the standard's ten types, are
// decoded into memory. Parts that are no rhythm are named in a comment; limb leads that follow from I and II are
// derived. Errors: those of formats::open; unsupported for compression that the standard leaves to makers.
[[nodiscard]] Result<RecordingPtr> openMfer(const std::string& path, const Job& job);

}  // namespace triptych::formats
