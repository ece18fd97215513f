// The figures of two recordings beside each other, such as of one patient on two days: what was measured in each and by
// how much they differ. Plain arithmetic on what measureRecording() says; whether a difference means anything is the
// reader's to say.
#pragma once

#include "core/measure/measurements.h"
#include "core/text/said.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::measure {

enum class FigureKind : std::uint8_t { per_minute, milliseconds, degrees, millivolts };

struct FigurePair {
    std::string name;  // for programs: "hr_bpm", "qtc_fridericia_ms", "r_mv"
    text::Said title;  // for people: "heart rate", "QTc Fridericia", "R"
    FigureKind kind = FigureKind::milliseconds;
    std::optional<double> first, second;

    // The second less the first; nothing where either is missing. Of directions the shorter way round, −180 ... 180°.
    [[nodiscard]] std::optional<double> difference() const;
    // As tables show a value: whole, of millivolts two decimals.
    [[nodiscard]] int decimals() const { return kind == FigureKind::millivolts ? 2 : 0; }
    // Of the two as tables show them, so that all three agree.
    [[nodiscard]] std::optional<double> shownDifference() const;
};

// Heart rate, RR, P, PR, QRS, QT, four QTc, axes; always all of them, in this order.
[[nodiscard]] std::vector<FigurePair> differencesOf(const Measurements& first, const Measurements& second);

struct LeadPair {
    std::string lead;
    std::vector<FigurePair> figures;  // amplitudes of P, Q, R, S, T, ST at J, J + 60 and J + 80 ms
};
// Of the leads that both have, by name, in the order of the first.
[[nodiscard]] std::vector<LeadPair> leadDifferencesOf(const Measurements& first, const Measurements& second);

}  // namespace triptych::measure
