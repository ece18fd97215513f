// One WFDB record that is not made of others: its leads over its signal files. A record made of segments opens each of
// its segments with it.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/wfdb/header.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

// The largest header that is read: one of a thousand commented leads has a tenth of this.
inline constexpr std::int64_t kLargestHeader_bytes = 1 << 20;

struct WfdbRecord {
    Recording recording;                                     // without annotations
    std::vector<std::optional<std::size_t>> lead_of_signal;  // per signal line; nullopt: it is not shown
};

// `header_path` lies beside the signal files. Units other than voltages are not warned of. Errors: those of
// formats::open.
[[nodiscard]] Result<WfdbRecord> openWfdbRecord(const std::string& header_path, WfdbHeader header, const Job& job);

// The same from the header's file.
[[nodiscard]] Result<WfdbHeader> readWfdbHeader(const std::string& header_path);

// Where a file that the header names lies: beside the header, or, where the record line has a path and the file's name
// begins with it, as programs write it that were run elsewhere, there without that path.
[[nodiscard]] std::string signalFilePath(const std::filesystem::path& folder, const WfdbHeader& header,
                                         const std::string& file);

// A lead as a signal line describes it, voltages in millivolts; samples, and so the lead, may be missing.
[[nodiscard]] Lead leadOf(const WfdbSignalLine& line, const std::string& name, double frame_rate_hz);

// The name of a signal by its line, "signal 3" where the line has none.
[[nodiscard]] std::string signalName(const WfdbHeader& header, std::size_t signal);

}  // namespace triptych::formats
