// The one way into a recording: tries every known format by content.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// What the reader of a file may know that the file does not say.
struct OpenHints {
    double rate_hz = 0;                     // samples per second, for tables of numbers without a time; 0: not known
    std::vector<std::string> columns = {};  // of tables: those to take, by name or by number from 1; empty: all signals
    std::string unit = {};                  // of tables: of columns that state none; "": not known
};

// Opens `path` ("208.hea", "208" and "208.dat" all mean record 208). Maps data, decodes nothing but what is asked
// for later; reads every annotation file of the record that it knows (".atr" first). What could be read of a damaged
// file is returned with warnings. Errors: not_found, not_readable, not_a_file, empty, malformed, unsupported, refused.
[[nodiscard]] Result<RecordingPtr> open(const std::string& path, const Job& job = {}, const OpenHints& hints = {});

// The hint of the one error that a rate would cure: whoever can ask for one opens again with it.
inline constexpr std::string_view kRateHint = "give the rate in samples per second, as in --rate 360";

// For open dialogs and help texts.
struct FormatInfo {
    std::string name;                     // "WFDB"
    std::vector<std::string> extensions;  // "hea"
    std::string mime_type;
};
[[nodiscard]] const std::vector<FormatInfo>& knownFormats();

}  // namespace triptych::formats
