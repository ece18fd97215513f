// The ways to write or read a number that a locale, or an unsaid format, can bend: found in a source by their calls.
#pragma once

#include "tests/house/source_tree.h"

#include <string>
#include <vector>

namespace triptych::house {

enum class NumberForm {
    printed,    // a floating value in C's printf family, or in std::to_string
    named,      // std::to_string of what by the unit in its name is no whole number
    parsed,     // strtod, stod, atof and their kin, and all of scanf
    streamed,   // a C++ or Qt stream that writes text, and what sets its figures
    converted,  // std::to_chars and std::from_chars themselves
    of_qt,      // QString::number, toDouble and the like, QLocale
    locale,     // who sets or asks the locale
};

struct NumberFinding {
    NumberForm form;
    int line = 0;
    std::string what;  // as written: "snprintf with %.4f"
};

// In order of their lines. Comments and the insides of literals count for nothing, but for the formats of printf.
[[nodiscard]] std::vector<NumberFinding> numberFormsIn(const SourceFile& file);

}  // namespace triptych::house
