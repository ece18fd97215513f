// Where the formulae that correct QT do not agree on what it is: said, never left to whoever reads one of them.
#pragma once

#include "core/beats/qtc.h"
#include "core/text/said.h"

#include <array>
#include <optional>
#include <string_view>

namespace triptych::measure {

struct QtcFormula {
    std::string_view name;  // Bazett
    const char* device;     // as files name it: "qtc_bazett"
    double beats::CorrectedQt::*value_s;
};
inline constexpr std::array<QtcFormula, 4> kQtcFormulae = {
    {{"Bazett", "qtc_bazett", &beats::CorrectedQt::bazett_s},
     {"Fridericia", "qtc_fridericia", &beats::CorrectedQt::fridericia_s},
     {"Framingham", "qtc_framingham", &beats::CorrectedQt::framingham_s},
     {"Hodges", "qtc_hodges", &beats::CorrectedQt::hodges_s}}};

// Held against the same limits one calls it short or prolonged, and another does not. Prolonged and long agree.
[[nodiscard]] bool formulaeDisagree(const beats::CorrectedQt& qtc, beats::QtcSex sex);

// "at 120 per minute the formulae of QTc disagree: Bazett 536 ms is long, Fridericia 385 ms is short, ...; Bazett
// overcorrects at so high a rate"; below 40 per minute that no formula holds, agree or not; else nullopt where they
// agree. `rr_ms`: what they were corrected by.
[[nodiscard]] std::optional<text::Said> qtcDisagreement(const beats::CorrectedQt& qtc, beats::QtcSex sex, double rr_ms);

}  // namespace triptych::measure
