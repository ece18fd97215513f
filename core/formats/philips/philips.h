// Philips Sierra ECG XML, versions 1.03 and 1.04 (PageWriter, TraceMaster), as one format of the table in open.cpp.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// By the root element, restingecgdata.
[[nodiscard]] bool sniffPhilips(std::string_view beginning);

// Reads samples in Base64 or plain text, XLI-compressed or not. Mean beats ("repbeats") are named in a comment and
// never shown as rhythm. Errors: those of formats::open; unsupported for another document type or version.
[[nodiscard]] Result<RecordingPtr> openPhilips(const std::string& path, const Job& job);

}  // namespace triptych::formats
