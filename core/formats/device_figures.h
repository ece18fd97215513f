// What a device measured, as a recording's header keeps it: one name for a figure, whatever the file calls it, and one
// unit (core/domain/patient_header.h lists them).
#pragma once

#include "core/domain/patient_header.h"
#include "core/text/said.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// "PR Interval", "MDC_ECG_TIME_PD_PR", "QTc Fridericia", "R axis", "Ventricular Rate" ... give "pr", "pr",
// "qtc_fridericia", "qrs_axis", "hr"; "" for words of anything else, among them single waves' limits and amplitudes.
[[nodiscard]] std::string figureNamed(std::string_view words);

// Keeps a figure, unless its name is empty, is there already, or the value is what devices write when they could not
// measure (zero, or far from what a heart does). `unit`: "ms", "s", "us", or of a rate or an angle whatever it is.
void addFigure(PatientHeader& header, const std::string& name, std::optional<double> value, std::string_view unit = {});

// Figures of one heart that cannot both hold: a P wave longer than the PR interval that it lies in, a QRS longer than
// its QT interval. The inner one is left out, and for each a clause says so; empty for a header that agrees with
// itself.
[[nodiscard]] std::vector<text::Said> dropContradictions(PatientHeader& header);

// Keeps a statement once, and not one without a letter.
void addStatement(PatientHeader& header, std::string statement);

// "M", "MALE", "1" (as EN 1064 counts) ... as a header's sex; what is no such word stays as it is.
[[nodiscard]] std::string sexNamed(std::string_view word);

// "19530508" and "1953-05-08" as "1953-05-08", as much of it as there is; "" for what is no date.
[[nodiscard]] std::string birthDateOf(std::string_view text);

}  // namespace triptych::formats
