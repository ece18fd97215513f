// WFDB's headers keep what is known of a person in comments that no standard orders; these are the forms that its
// databases have.
#pragma once

#include "core/domain/patient_header.h"

#include <string>
#include <vector>

namespace triptych::formats {

// Age and sex from "69 M 1085 1629 x1" (MIT-BIH), "Age: 71", "<age>: 62  <sex>: F", "gender: female"; empty where no
// comment has them, or only as "NaN", "?" and the like.
[[nodiscard]] Person wfdbPerson(const std::vector<std::string>& comments);

}  // namespace triptych::formats
