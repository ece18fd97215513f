#include "core/formats/lead_names.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace triptych::formats {
namespace {

// Standard limb and chest leads, right-sided and posterior ones, Frank's, and the modified leads of Holter recorders.
constexpr std::array<std::string_view, 42> kLeads = {
    "I",   "II",  "III", "aVR", "aVL", "aVF", "V1",  "V2",  "V3",  "V4",   "V5",   "V6",   "V7",    "V8",
    "V9",  "V3R", "V4R", "V5R", "V6R", "V7R", "V",   "X",   "Y",   "Z",    "MLI",  "MLII", "MLIII", "MV1",
    "MV2", "MV5", "CM1", "CM2", "CM3", "CM4", "CM5", "CM6", "CC5", "MCL1", "MCL5", "MCL6", "NASA",  "CS12"};

// EN 1064 §5.6.3, table of lead identifications: those with names that electrocardiographers use.
struct NumberedLead {
    int number;
    std::string_view name;
};
constexpr std::array<NumberedLead, 32> kNumbered = {{
    {1, "I"},     {2, "II"},   {3, "V1"},   {4, "V2"},   {5, "V3"},   {6, "V4"},   {7, "V5"},   {8, "V6"},
    {9, "V7"},    {10, "V2R"}, {11, "V3R"}, {12, "V4R"}, {13, "V5R"}, {14, "V6R"}, {15, "V7R"}, {16, "X"},
    {17, "Y"},    {18, "Z"},   {19, "CC5"}, {20, "CM5"}, {61, "III"}, {62, "aVR"}, {63, "aVL"}, {64, "aVF"},
    {65, "-aVR"}, {66, "V8"},  {67, "V9"},  {68, "V8R"}, {69, "V9R"}, {70, "D"},   {71, "A"},   {72, "J"},
}};

std::string_view knownLead(std::string_view name) {
    const std::string wanted = text::lowered(name);
    // As Latin countries write the limb leads.
    if (wanted == "di") return "I";
    if (wanted == "dii") return "II";
    if (wanted == "diii") return "III";
    for (const std::string_view lead : kLeads) {
        if (text::lowered(lead) == wanted) return lead;
    }
    return {};
}

// The same lead in the codes of IEEE 11073-10101 ("2:61", or as one number 131133, partition 2 in the upper half) and
// of SCP-ECG (UID "5.6.3-9-61"), which number the twelve standard leads alike.
std::string_view leadOfCode(std::string_view name) {
    std::optional<int> code;
    if (name.starts_with("2:")) {
        code = text::wholeNumber<int>(name.substr(2));
    } else if (name.starts_with("5.6.3-9-")) {
        code = text::wholeNumber<int>(name.substr(8));
    } else if (const auto number = text::wholeNumber<int>(name); number && *number > (2 << 16)) {
        code = *number - (2 << 16);
    }
    if (!code) return {};
    constexpr std::array<std::string_view, 9> kFirst = {"", "I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};
    constexpr std::array<std::string_view, 4> kDerived = {"III", "aVR", "aVL", "aVF"};
    if (*code >= 1 && *code <= 8) return kFirst[static_cast<std::size_t>(*code)];
    if (*code >= 61 && *code <= 64) return kDerived[static_cast<std::size_t>(*code - 61)];
    return {};
}

// Words for a lead in the languages of devices, letters beyond ASCII small and capital.
constexpr auto kLeadWords = std::to_array<std::string_view>(
    {"mdc_ecg_lead", "lead", "ecg", "ekg", "ableitung", "derivation", "d\u00e9rivation", "d\u00c9rivation",
     "derivacion", "derivaci\u00f3n", "derivaci\u00d3n", "deriva\u00e7\u00e3o", "derivazione", "afleiding", "avledning",
     "afledning", "odprowadzenie", "\u043e\u0442\u0432\u0435\u0434\u0435\u043d\u0438\u0435",
     "\u041e\u0442\u0432\u0435\u0434\u0435\u043d\u0438\u0435"});

// Removes one of the words that files put before a lead's name, with the blanks behind it. A '-' counts as such a blank
// only directly behind the word: "Lead-I" is I, "Lead -aVR" is the inverted aVR.
bool dropPrefix(std::string_view& name) {
    for (const std::string_view prefix : kLeadWords) {
        if (name.size() <= prefix.size() || text::lowered(name.substr(0, prefix.size())) != prefix) continue;
        std::string_view rest = name.substr(prefix.size());
        if (rest.starts_with('-')) {
            rest.remove_prefix(1);
        } else {
            while (!rest.empty() && (rest.front() == ' ' || rest.front() == '_' || rest.front() == ':')) {
                rest.remove_prefix(1);
            }
        }
        if (rest.empty()) return false;
        name = rest;
        return true;
    }
    return false;
}

}  // namespace

std::string normalisedLeadName(std::string_view original) {
    const std::string_view plain = text::trimmed(original);
    std::string_view name = plain;
    // "Lead I (Einthoven)", as DICOM's code meanings have it: the remark goes where a lead is left.
    if (plain.ends_with(')') && plain.find('(') != std::string_view::npos) {
        const std::string bare = normalisedLeadName(plain.substr(0, plain.find('(')));
        if (!knownLead(bare).empty()) return bare;
    }
    if (const std::string_view lead = leadOfCode(plain); !lead.empty()) return std::string(lead);
    do {
        if (const std::string_view lead = knownLead(name); !lead.empty()) return std::string(lead);
    } while (dropPrefix(name));
    return std::string(plain);
}

std::string leadOfNumber(int number) {
    for (const NumberedLead& lead : kNumbered) {
        if (lead.number == number) return std::string(lead.name);
    }
    return {};
}

std::string leadOfCode(std::string_view scheme, std::string_view code) {
    for (const std::string_view prefix : {"5.6.3-9-", "2:"}) {
        if (!code.starts_with(prefix) || (prefix == "2:") != (scheme == "MDC")) continue;
        return leadOfNumber(text::wholeNumber<int>(code.substr(prefix.size())).value_or(0));
    }
    return {};
}

std::optional<double> millivoltsPer(std::string_view unit) {
    struct Prefix {
        std::string_view text;
        double millivolts;
    };
    // U+00B5 (micro sign) and U+03BC (Greek mu) look the same and are both written. A capital M alone would be a
    // million volts, which nobody means and which is not guessed at.
    // Other scripts have their own words and letters for them.
    constexpr std::array<std::pair<std::string_view, double>, 15> kOtherScripts = {
        {{"\u6beb\u4f0f", 1},
         {"\u5fae\u4f0f", 1e-3},
         {"\u4f0f", 1e3},
         {"\u30df\u30ea\u30dc\u30eb\u30c8", 1},
         {"\u30de\u30a4\u30af\u30ed\u30dc\u30eb\u30c8", 1e-3},
         {"\u043c\u0432", 1},
         {"\u043c\u0412", 1},
         {"\u043c\u043a\u0432", 1e-3},
         {"\u043c\u043a\u0412", 1e-3},
         {"\u043d\u0412", 1e-6},
         {"\u0412", 1e3},
         {"\u043c\u0438\u043b\u043b\u0438\u0432\u043e\u043b\u044c\u0442", 1},
         {"\u043c\u0438\u043a\u0440\u043e\u0432\u043e\u043b\u044c\u0442", 1e-3},
         {"\u041c\u0438\u043b\u043b\u0438\u0432\u043e\u043b\u044c\u0442", 1},
         {"\u041c\u0438\u043a\u0440\u043e\u0432\u043e\u043b\u044c\u0442", 1e-3}}};
    std::string_view name = text::trimmed(unit);
    while (name.size() > 2 &&
           ((name.front() == '(' && name.back() == ')') || (name.front() == '[' && name.back() == ']'))) {
        name = text::trimmed(name.substr(1, name.size() - 2));
    }
    for (const auto& [word, millivolts] : kOtherScripts) {
        if (name == word) return millivolts;
    }
    constexpr std::array kPrefixes = {Prefix{"milli", 1},     Prefix{"mili", 1},    Prefix{"micro", 1e-3},
                                      Prefix{"mikro", 1e-3},  Prefix{"nano", 1e-6}, Prefix{"\u00b5", 1e-3},
                                      Prefix{"\u03bc", 1e-3}, Prefix{"m", 1},       Prefix{"u", 1e-3},
                                      Prefix{"n", 1e-6},      Prefix{"", 1e3}};
    // "millivol" and "microvol" are what EDF's eight letters leave.
    constexpr auto kVolts =
        std::to_array<std::string_view>({"v", "volt", "volts", "volti", "volty", "voltio", "voltios", "wolt", "wolty"});
    const std::string low = text::lowered(name);
    for (const Prefix& prefix : kPrefixes) {
        if (!low.starts_with(prefix.text)) continue;
        std::string_view rest = std::string_view(low).substr(prefix.text.size());
        if (prefix.text.size() > 3) {
            rest = text::trimmed(rest);
            if (rest.starts_with('-')) rest.remove_prefix(1);
        }
        const bool is_cut = rest == "vol" && prefix.text.size() == 5;
        if (!is_cut && std::find(kVolts.begin(), kVolts.end(), rest) == kVolts.end()) continue;
        if (prefix.text == "m" && name.front() == 'M') return std::nullopt;
        return prefix.millivolts;
    }
    return std::nullopt;
}

}  // namespace triptych::formats
