// ECGs in FHIR (R4, R5) as JSON: an Observation whose value or components are SampledData, or a Bundle of them.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

[[nodiscard]] bool sniffFhir(std::string_view beginning);

// One Observation is one recording; a Bundle may hold several, named by their ids. Errors: those of formats::open;
// malformed (no JSON), unsupported (no samples in it), wrong_use with Wants::record.
[[nodiscard]] Result<RecordingPtr> openFhir(const std::string& path, const Job& job, const OpenHints& hints);
[[nodiscard]] Result<std::vector<std::string>> recordsInFhir(const std::string& path, const Job& job,
                                                             const OpenHints& hints);

}  // namespace triptych::formats
