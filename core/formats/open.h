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
    std::string record = {};                // which recording, of a file that holds several
    std::vector<std::string> columns = {};  // of tables: those to take, by name or by number from 1; empty: all signals
    std::string unit = {};                  // of tables: of columns that state none; "": not known
    int wrapped = 0;                        // how many packed files this one was taken out of: for their readers alone
};

// Opens `path` ("208.hea", "208" and "208.dat" all mean record 208). Maps data, decodes nothing but what is asked
// for later; reads every annotation file of the record that it knows (".atr" first). What could be read of a damaged
// file is returned with warnings. A recording in a file of several (ZIP, ...) is named by hints.record or by a path
// that goes on into the file ("day.zip/a.edf"), as which it is known, too. Errors: not_found, not_readable, not_a_file,
// empty, malformed, unsupported, refused; wrong_use with Wants::rate or Wants::record, where one of these is missing.
[[nodiscard]] Result<RecordingPtr> open(const std::string& path, const Job& job = {}, const OpenHints& hints = {});

// The hint of an error that a rate would cure (Wants::rate): whoever can ask for one opens again with it.
inline constexpr char kRateHint[] = "give the rate in samples per second";

// The hint of the one error that a name would cure (Wants::record), which recordsIn() lists.
inline constexpr char kRecordHint[] = "name one of them";

// The recordings in a file of several, by the names that OpenHints::record takes, in the file's order; none for a file
// that is one recording, or that has but one. Errors: those of open().
[[nodiscard]] Result<std::vector<std::string>> recordsIn(const std::string& path, const Job& job = {},
                                                         const OpenHints& hints = {});

// The file that a recording's path leads to: "day.zip" of "day.zip/a.edf"; other paths as they are.
[[nodiscard]] std::string fileOf(const std::string& path);

// For open dialogs and help texts.
struct FormatInfo {
    std::string name;                     // "WFDB"
    std::vector<std::string> extensions;  // "hea"
    std::string mime_type;
};
[[nodiscard]] const std::vector<FormatInfo>& knownFormats();

}  // namespace triptych::formats
