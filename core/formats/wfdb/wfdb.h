// The WFDB record as one format of the table in open.cpp: header, signal files and the annotation files beside them.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most.
[[nodiscard]] bool sniffWfdb(std::string_view beginning);

// The header that stands for a path which is no header itself: "208", "208.dat" and "208.atr" give "208.hea" where
// there is such a file.
[[nodiscard]] std::optional<std::string> wfdbHeaderFor(const std::string& path);

// Opens the record whose header is `header_path`. Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openWfdb(const std::string& header_path, const Job& job);

// WFDB's checksum of a lead, summed now over all samples that its file holds: the 16-bit sum of the stored values. It
// reads the whole lead, so it is not part of opening. nullopt where the header states none. Any thread.
[[nodiscard]] std::optional<std::int16_t> storedChecksum(const Recording& recording, std::size_t lead);

// Does a sum agree with the header's statement? Headers write it signed or unsigned.
[[nodiscard]] bool checksumAgrees(const Lead& lead, std::int16_t sum);

}  // namespace triptych::formats
