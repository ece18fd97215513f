#include "app/cli/study/study_row.h"

#include "app/cli/console/numbers.h"

namespace triptych::cli {
namespace {

std::string inUnit(double value, const std::string& unit) {
    return fixed(value, unit == "beats" || unit == "recordings" ? 0 : 2) + (unit.empty() ? "" : ' ' + unit);
}

}  // namespace

std::optional<bool> StudyFigure::met() const {
    if (!at_least && !at_most) return std::nullopt;
    return (!at_least || value >= *at_least) && (!at_most || value <= *at_most);
}

std::string StudyFigure::demand() const {
    std::string out;
    if (at_least) out += "≥ " + inUnit(*at_least, unit);
    if (at_most) out += (out.empty() ? "≤ " : ", ≤ ") + inUnit(*at_most, unit);
    return out;
}

std::string studyMarkdown(const std::vector<StudyRow>& rows) {
    std::string out = "| row | situation | figure | measured | should be | |\n|---|---|---|---|---|---|\n";
    for (const StudyRow& row : rows) {
        if (!row.left_out.empty()) {
            out += "| " + row.name + " | " + row.situation + " | left out: " + row.left_out + " | | | |\n";
            continue;
        }
        for (const StudyFigure& figure : row.figures) {
            const auto met = figure.met();
            out += "| " + row.name + " | " + row.situation + " | " + figure.what + " | " +
                   inUnit(figure.value, figure.unit) + " | " + figure.demand() + " | " +
                   (!met   ? ""
                    : *met ? "met"
                           : "not met") +
                   " |\n";
        }
    }
    out += "\nSeconds:";
    for (const StudyRow& row : rows) out += ' ' + row.name + ' ' + fixed(row.seconds, 1) + ';';
    return out + '\n';
}

Json studyJson(const std::vector<StudyRow>& rows) {
    Json out = Json::array();
    for (const StudyRow& row : rows) {
        Json figures = Json::array();
        for (const StudyFigure& figure : row.figures) {
            const auto met = figure.met();
            figures.push_back({{"what", figure.what},
                               {"value", jsonNumber(figure.value)},
                               {"unit", figure.unit},
                               {"at_least", figure.at_least ? jsonNumber(*figure.at_least) : Json()},
                               {"at_most", figure.at_most ? jsonNumber(*figure.at_most) : Json()},
                               {"met", met ? Json(*met) : Json()}});
        }
        out.push_back({{"name", row.name},
                       {"situation", row.situation},
                       {"figures", std::move(figures)},
                       {"left_out", row.left_out.empty() ? Json() : Json(row.left_out)},
                       {"seconds", jsonNumber(row.seconds)}});
    }
    return out;
}

}  // namespace triptych::cli
