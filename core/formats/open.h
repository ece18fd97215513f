// The one way into a recording: tries every known format by content.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <vector>

namespace triptych::formats {

// Opens `path` ("208.hea", "208" and "208.dat" all mean record 208). Maps data, decodes nothing but what is asked
// for later; reads every annotation file of the record that it knows (".atr" first). What could be read of a damaged
// file is returned with warnings. Errors: not_found, not_readable, not_a_file, empty, malformed, unsupported, refused.
[[nodiscard]] Result<RecordingPtr> open(const std::string& path, const Job& job = {});

// For open dialogs and help texts.
struct FormatInfo {
    std::string name;                     // "WFDB"
    std::vector<std::string> extensions;  // "hea"
    std::string mime_type;
};
[[nodiscard]] const std::vector<FormatInfo>& knownFormats();

}  // namespace triptych::formats
