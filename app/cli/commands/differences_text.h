// What two recordings' measurements differ by, as text: a table for people, JSON and CSV for programs.
#pragma once

#include "app/cli/console/output.h"
#include "core/domain/error.h"
#include "core/measure/differences.h"

#include <string>
#include <vector>

namespace triptych::cli {

struct DifferencesText {
    std::string first, second;  // as they were named
    std::vector<measure::FigurePair> figures;
    std::vector<measure::LeadPair> leads;
    const std::vector<Warning>& warnings;  // of both
};

// {first, second, figures:{NAME:{first, second, difference}}, leads:{LEAD:{NAME:{...}}}, warnings:[]}; null where it
// cannot be said.
void writeDifferencesJson(const DifferencesText& text, Output& out);
// lead,figure,first,second,difference; the lead is empty for what is of all leads.
void writeDifferencesCsv(const DifferencesText& text, Output& out);
[[nodiscard]] std::string differencesTable(const DifferencesText& text);

}  // namespace triptych::cli
