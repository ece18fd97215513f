#include "app/cli/commands/differences_text.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"

#include <cmath>
#include <optional>

namespace triptych::cli {
namespace {

using measure::FigureKind;
using measure::FigurePair;

// A thousandth of a millisecond, a tenth of a microvolt: what the arithmetic holds.
double rounded(double value, FigureKind kind) {
    const double unit = kind == FigureKind::millivolts ? 1e4 : 1e3;
    return std::round(value * unit) / unit;
}

Json jsonOf(const std::optional<double>& value, FigureKind kind) {
    return value ? jsonNumber(rounded(*value, kind)) : Json(nullptr);
}

Json jsonOf(const std::vector<FigurePair>& pairs) {
    Json json = Json::object();
    for (const FigurePair& pair : pairs) {
        json[pair.name] = {{"first", jsonOf(pair.first, pair.kind)},
                           {"second", jsonOf(pair.second, pair.kind)},
                           {"difference", jsonOf(pair.difference(), pair.kind)}};
    }
    return json;
}

std::string shown(const std::optional<double>& value, const FigurePair& of, bool with_sign = false) {
    if (!value) return "-";
    std::string text = fixed(*value, of.decimals());
    const bool is_zero = text.find_first_of("123456789") == std::string::npos;
    if (is_zero && text.front() == '-') text.erase(0, 1);
    if (with_sign && !is_zero && *value > 0) text.insert(0, 1, '+');
    return text;
}

std::string unitOf(FigureKind kind) {
    switch (kind) {
        case FigureKind::per_minute:
            return "/min";
        case FigureKind::milliseconds:
            return "ms";
        case FigureKind::degrees:
            return "°";
        case FigureKind::millivolts:
            return "mV";
    }
    return {};
}

}  // namespace

void writeDifferencesJson(const DifferencesText& text, Output& out) {
    Json leads = Json::object();
    for (const measure::LeadPair& lead : text.leads) leads[lead.lead] = jsonOf(lead.figures);
    out.write(jsonText({{"first", text.first},
                        {"second", text.second},
                        {"figures", jsonOf(text.figures)},
                        {"leads", std::move(leads)},
                        {"warnings", jsonWarnings(text.warnings)}}));
}

void writeDifferencesCsv(const DifferencesText& text, Output& out) {
    out.write(csvLine({"lead", "figure", "first", "second", "difference"}));
    const auto write = [&](const std::string& lead, const std::vector<FigurePair>& pairs) {
        const auto field = [](const std::optional<double>& value, FigureKind kind) {
            return value ? shortest(rounded(*value, kind)) : std::string();
        };
        for (const FigurePair& pair : pairs) {
            out.write(csvLine({lead, pair.name, field(pair.first, pair.kind), field(pair.second, pair.kind),
                               field(pair.difference(), pair.kind)}));
        }
    };
    write({}, text.figures);
    for (const measure::LeadPair& lead : text.leads) write(lead.lead, lead.figures);
}

std::string differencesTable(const DifferencesText& text) {
    Table figures({{"figure", Align::left}, {"first"}, {"second"}, {"difference"}, {"", Align::left}});
    for (const FigurePair& pair : text.figures) {
        figures.add({pair.title, shown(pair.first, pair), shown(pair.second, pair),
                     shown(pair.shownDifference(), pair, true), unitOf(pair.kind)});
    }
    std::string all =
        pairs({{"first", printable(text.first)}, {"second", printable(text.second)}}) + '\n' + figures.text();
    if (text.leads.empty()) return all + '\n' + text::say("no lead is in both recordings").text() + '\n';
    Table leads({{"second − first, mV", Align::left}, {"P"}, {"Q"}, {"R"}, {"S"}, {"T"}, {"ST J"}, {"J+60"}, {"J+80"}});
    for (const measure::LeadPair& lead : text.leads) {
        std::vector<std::string> cells{lead.lead};
        for (const FigurePair& pair : lead.figures) cells.push_back(shown(pair.shownDifference(), pair, true));
        leads.add(cells);
    }
    return all + '\n' + leads.text();
}

}  // namespace triptych::cli
