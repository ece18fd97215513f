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

// Opens an MFER file; its samples are decoded into memory. Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openMfer(const std::string& path, const Job& job);

}  // namespace triptych::formats
