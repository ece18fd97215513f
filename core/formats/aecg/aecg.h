// HL7 annotated ECG (aECG, ANSI/HL7 V3 ECG R1-2004) as one format of the table in open.cpp.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// By the root element, AnnotatedECG.
[[nodiscard]] bool sniffAecg(std::string_view beginning);

// Shows the rhythm series, side by side on one time line where there are several; representative beats are named in a
// comment and never shown as rhythm. Annotations without a lead become the set "aecg", those of one lead "aecg_ii" and
// the like. Interpretation statements and overall measurements become comments. Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openAecg(const std::string& path, const Job& job);

}  // namespace triptych::formats
