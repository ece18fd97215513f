#include "core/formats/device_figures.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace triptych::formats {
namespace {

constexpr std::size_t kMostStatements = 200;

class Words {
public:
    explicit Words(std::string_view text) : words_(text::loweredWords(text, text::isLowerOrDigit)) {}
    template <class... Wanted>
    bool has(const Wanted&... wanted) const {
        return (... || (std::find(words_.begin(), words_.end(), wanted) != words_.end()));
    }
    bool hasPart(std::string_view part) const {
        return std::any_of(words_.begin(), words_.end(),
                           [part](const std::string& word) { return word.find(part) != std::string::npos; });
    }

private:
    std::vector<std::string> words_;
};

std::string correctedQt(const Words& words) {
    if (words.hasPart("bazett") || words.has("qtcb")) return "qtc_bazett";
    if (words.hasPart("frid") || words.hasPart("frederi") || words.has("qtcf")) return "qtc_fridericia";
    if (words.hasPart("framingham") || words.has("qtcfra", "qtcfr")) return "qtc_framingham";
    if (words.hasPart("hodges") || words.has("qtch")) return "qtc_hodges";
    return "qtc";
}

bool isAngle(std::string_view name) {
    return name.ends_with("_axis");
}
bool isRate(std::string_view name) {
    return name == "hr" || name == "atrial_rate";
}

}  // namespace

std::string figureNamed(std::string_view text) {
    const Words words(text);
    if (words.has("onset", "offset", "amplitude", "area", "count", "horizontal", "horiz", "sagittal", "segment", "st",
                  "deviation", "minimum", "maximum", "min", "max", "fiducial", "peak", "slope", "number", "respiration",
                  "resp", "sampling", "pacing", "interpretation")) {
        return {};
    }
    if (words.has("axis", "angle")) {
        if (words.has("qrs", "r")) return "qrs_axis";
        if (words.has("p")) return "p_axis";
        return words.has("t") ? "t_axis" : "";
    }
    if (words.has("dispersion")) return words.has("qt") ? "qt_dispersion" : "";
    if (words.has("rate", "hr")) {
        if (words.has("atrial")) return "atrial_rate";
        return words.has("heart", "ventricular", "vent", "hr") ? "hr" : "";
    }
    if (words.hasPart("qtc") || (words.has("qt") && words.has("corrected", "c"))) return correctedQt(words);
    if (words.has("qt")) return "qt";
    if (words.has("qrs", "qrsd")) return "qrs";
    if (words.has("pr", "pq")) return "pr";
    if (words.has("rr")) return "rr";
    if (words.has("pp")) return "pp";
    return words.has("p") && words.has("duration", "pd", "width") ? "p_duration" : "";
}

void addFigure(PatientHeader& header, const std::string& name, std::optional<double> value, std::string_view unit) {
    if (name.empty() || !value || !std::isfinite(*value)) return;
    const auto is_there = [&name](const DeviceMeasurement& figure) { return figure.name == name; };
    if (std::any_of(header.measurements.begin(), header.measurements.end(), is_there)) return;
    if (isAngle(name)) {
        if (std::abs(*value) > 360) return;
        const double degrees = *value > 180 ? *value - 360 : *value <= -180 ? *value + 360 : *value;
        header.measurements.push_back({name, degrees + 0.0, "deg"});
        return;
    }
    if (isRate(name)) {
        if (*value > 0 && *value < 1000) header.measurements.push_back({name, *value, "bpm"});
        return;
    }
    const double value_ms = unit == "s" ? *value * 1000 : unit == "us" ? *value / 1000 : *value;
    if (value_ms > 0 && value_ms < 20'000) header.measurements.push_back({name, value_ms, "ms"});
}

std::vector<text::Said> dropContradictions(PatientHeader& header) {
    struct Within {
        const char *inner, *outer;
        const char* said;
    };
    constexpr std::array kWithin = {
        Within{"p_duration", "pr",
               text::idOf(
                   "the file states a P wave of {1} ms within a PR interval of {2} ms, which cannot be: the former is "
                   "left out")},
        Within{
            "qrs", "qt",
            text::idOf("the file states a QRS complex of {1} ms within a QT interval of {2} ms, which cannot be: the "
                       "former is left out")}};
    auto& figures = header.measurements;
    const auto find = [&figures](const char* name) {
        return std::find_if(figures.begin(), figures.end(),
                            [name](const DeviceMeasurement& figure) { return figure.name == name; });
    };
    std::vector<text::Said> said;
    for (const Within& pair : kWithin) {
        const auto inner = find(pair.inner), outer = find(pair.outer);
        if (inner == figures.end() || outer == figures.end() || inner->value <= outer->value) continue;
        said.push_back(
            text::Sentence::of(pair.said, {text::decimalText(inner->value, 0), text::decimalText(outer->value, 0)}));
        figures.erase(inner);
    }
    return said;
}

void addStatement(PatientHeader& header, std::string statement) {
    const auto isLetter = [](char c) {
        const char low = static_cast<char>(c | 0x20);
        return (low >= 'a' && low <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    };
    if (header.statements.size() >= kMostStatements) return;
    if (std::none_of(statement.begin(), statement.end(), isLetter)) return;
    if (std::find(header.statements.begin(), header.statements.end(), statement) != header.statements.end()) return;
    header.statements.push_back(std::move(statement));
}

std::string sexNamed(std::string_view word) {
    const std::string low = text::lowered(text::trimmed(word));
    if (low == "m" || low == "male" || low == "1") return "male";
    if (low == "f" || low == "female" || low == "w" || low == "2") return "female";
    if (low == "o" || low == "other" || low == "un" || low == "undifferentiated") return "other";
    if (low.empty() || low == "u" || low == "unknown" || low == "0" || low == "9" || low == "---") return {};
    return std::string(text::trimmed(word));
}

std::string birthDateOf(std::string_view text) {
    std::string digits;
    for (const char c : text::trimmed(text)) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != '-') {
            break;
        }
    }
    if (digits.size() < 4 || digits.substr(0, 4) < "1800" || digits.substr(0, 4) > "2999") return {};
    std::string iso = digits.substr(0, 4);
    for (const std::size_t at : {4, 6}) {
        if (digits.size() < at + 2) break;
        const std::string part = digits.substr(at, 2);
        if (part < "01" || part > (at == 4 ? "12" : "31")) break;
        iso += '-' + part;
    }
    return iso;
}

}  // namespace triptych::formats
