// Recordings in a ZIP file: each is unpacked, with the files that belong to it, when it is opened.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

[[nodiscard]] bool sniffZip(std::string_view beginning);

// Opens the one recording, or the one that hints.record names. Errors: those of formats::open; wrong_use with
// Wants::record, where there are several; refused (a bomb); unsupported (locked by a password, no recording).
[[nodiscard]] Result<RecordingPtr> openZip(const std::string& path, const Job& job, const OpenHints& hints);

// Names of the recordings, with the folders that they lie in.
[[nodiscard]] Result<std::vector<std::string>> recordsInZip(const std::string& path, const Job& job,
                                                            const OpenHints& hints);

}  // namespace triptych::formats
