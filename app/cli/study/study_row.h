// A row of the table of `study robustness`: what was measured in one situation, and what it should be.
#pragma once

#include "app/cli/console/json.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::cli {

struct StudyFigure {
    std::string what;  // "V F1"
    double value = 0;
    std::string unit = "%";
    std::optional<double> at_least = {}, at_most = {};
    // nullopt: nothing is demanded of it.
    [[nodiscard]] std::optional<bool> met() const;
    [[nodiscard]] std::string demand() const;  // "≥ 60 %", "" where there is none
};

struct StudyRow {
    std::string name, situation;
    std::vector<StudyFigure> figures;
    std::string left_out;  // why it was not measured; empty where it was
    double seconds = 0;    // that it took
};

[[nodiscard]] std::string studyMarkdown(const std::vector<StudyRow>& rows);
[[nodiscard]] Json studyJson(const std::vector<StudyRow>& rows);

}  // namespace triptych::cli
