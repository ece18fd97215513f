#include "core/domain/ecg_names.h"

#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace triptych {
namespace {

// Leads that are ECG by their bare name. X, Y and Z may be Frank's or an accelerometer's: they are not among them.
constexpr auto kLeads = std::to_array<std::string_view>(
    {"i",    "ii",   "iii",  "avr",  "avl", "avf", "-avr", "v1",    "v2",    "v3",  "v4",  "v5",   "v6",
     "v7",   "v8",   "v9",   "v2r",  "v3r", "v4r", "v5r",  "v6r",   "v7r",   "v",   "mli", "mlii", "mliii",
     "ml5",  "mv1",  "mv2",  "mv5",  "cm1", "cm2", "cm3",  "cm4",   "cm5",   "cm6", "cc5", "cs12", "cb5",
     "mcl1", "mcl5", "mcl6", "nasa", "d1",  "d2",  "d3",   "modii", "modv1", "di",  "dii", "diii"});

// Words that say ECG wherever they stand, also with letters or digits behind them: "EKG1", "ECGL", "ECGII".
constexpr auto kEcgWords = std::to_array<std::string_view>({"ecg", "ekg", "electrocardio", "elektrokardio"});

// What is computed from an ECG, or tells how one was taken, is none.
constexpr auto kAboutEcg = std::to_array<std::string_view>(
    {"hr",   "rate",  "bpm",     "rr",   "hrv",   "quality",     "sqi",  "status", "impedance", "imp",       "off",
     "resp", "event", "trigger", "peak", "peaks", "temperature", "temp", "gain",   "marker",    "timestamp", "edr"});

// Words that say that a channel is something else.
constexpr auto kOtherWords = std::to_array<std::string_view>(
    {// brain, eyes, muscles
     "eeg", "eog", "emg", "loc", "roc", "chin", "leg", "legs", "tib", "tibia", "plm", "meg", "erg", "e1", "e2", "m1",
     "m2", "a1", "a2", "c3", "c4", "cz", "f3", "f4", "f7", "f8", "fz", "fp1", "fp2", "fpz", "o1", "o2", "oz", "p3",
     "p4", "pz", "p7", "p8", "t3", "t4", "t5", "t6", "t7", "t8",
     // breath
     "flow", "airflow", "nasal", "cannula", "therm", "thermistor", "thor", "thorax", "chest", "abd", "abdo", "abdomen",
     "abdominal", "resp", "respiration", "breath", "rip", "effort", "snore", "snoring", "cpap", "co2", "etco2", "capno",
     // blood and pulse
     "spo2", "sao2", "osat", "oximetry", "pleth", "ppg", "pulse", "abp", "art", "bp", "nibp", "cvp", "pap", "icp",
     "pressure",
     // body and machine
     "pos", "position", "body", "temp", "temperature", "acc", "accel", "gyro", "magn", "light", "battery", "timestamp",
     "time", "clock", "counter", "index", "marker", "trigger", "status", "gsr"});
constexpr auto kMoreOtherWords = std::to_array<std::string_view>(
    {"eda", "pcg", "scg", "bcg", "event", "events", "sound", "audio", "sample", "samples", "seq", "crc", "imu", "hrv"});

constexpr auto kLimbElectrodes = std::to_array<std::string_view>({"la", "ra", "ll", "rl", "lf", "rf", "vx"});

// Units of channels that state none that means anything.
constexpr auto kNoUnits = std::to_array<std::string_view>(
    {"", "stored", "unstated", "unknown unit", "nu", "n.u.", "au", "a.u.", "adu", "adc", "raw", "count", "counts"});

template <std::size_t size>
bool isIn(const std::array<std::string_view, size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Lower-case words of letters, of whatever alphabet, and digits.
std::vector<std::string> wordsOf(std::string_view name) {
    return text::loweredWords(name,
                              [](char c) { return text::isLowerOrDigit(c) || static_cast<unsigned char>(c) >= 0x80; });
}

std::string_view withoutDigits(std::string_view word) {
    while (word.size() > 1 && word.back() >= '0' && word.back() <= '9') word.remove_suffix(1);
    return word;
}

bool saysEcg(std::span<const std::string> words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return std::any_of(kEcgWords.begin(), kEcgWords.end(), [&word](std::string_view known) {
            return word.starts_with(known) || word.ends_with(known);
        });
    });
}

bool isAboutEcg(std::span<const std::string> words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return isIn(kAboutEcg, word) || isIn(kAboutEcg, withoutDigits(word));
    });
}

// "LA-RA", "LL-RA", "LA-RA 24bit cal": between electrodes of the limbs.
bool isBetweenLimbs(std::span<const std::string> words) {
    return words.size() >= 2 && isIn(kLimbElectrodes, words[0]) && isIn(kLimbElectrodes, words[1]);
}

// "Lead 1", "Ableitung II", "channel V5": a word for lead, then a name or a number.
bool isNumberedLead(std::span<const std::string> words) {
    constexpr auto kWords = std::to_array<std::string_view>(
        {"lead", "ableitung", "derivation", "d\u00e9rivation", "derivacion", "derivaci\u00f3n", "derivazione",
         "deriva\u00e7\u00e3o", "odprowadzenie", "avledning", "afledning", "afleiding"});
    return words.size() == 2 && isIn(kWords, words[0]) &&
           (isIn(kLeads, words[1]) ||
            withoutDigits(words[1]).find_first_not_of("0123456789") == std::string_view::npos);
}

bool saysOther(std::span<const std::string> words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        const std::string_view stem = withoutDigits(word);
        return isIn(kOtherWords, word) || isIn(kMoreOtherWords, word) || isIn(kOtherWords, stem) ||
               isIn(kMoreOtherWords, stem);
    });
}

}  // namespace

SignalKind signalKindByName(const Lead& lead) {
    const std::string name = text::lowered(text::trimmed(sharedName(lead.name)));
    const std::string unit = text::lowered(text::trimmed(lead.unit));
    const bool may_be_voltage = unit == "mv" || isIn(kNoUnits, unit);
    const std::vector<std::string> words = wordsOf(name);
    if (isIn(kLeads, name)) return SignalKind::ecg;
    if (saysEcg(words)) return isAboutEcg(words) ? SignalKind::other : SignalKind::ecg;
    if (!may_be_voltage) return SignalKind::other;
    if (isBetweenLimbs(words) || isNumberedLead(words)) return SignalKind::ecg;
    if (saysOther(words)) return SignalKind::other;
    // "Holter V5", "CH2 II"
    const bool has_lead = words.size() > 1 && std::any_of(words.begin(), words.end(), [](const std::string& word) {
                              return word.size() > 1 && isIn(kLeads, word);
                          });
    return has_lead ? SignalKind::ecg : SignalKind::unknown;
}

std::string_view sharedName(std::string_view lead_name) {
    if (!lead_name.ends_with(')')) return lead_name;
    const std::size_t open = lead_name.rfind(" (");
    if (open == std::string_view::npos || open == 0) return lead_name;
    const std::string_view number = lead_name.substr(open + 2, lead_name.size() - open - 3);
    const bool is_number =
        !number.empty() && number.size() <= 5 && number.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number ? lead_name.substr(0, open) : lead_name;
}

void makeNamesDistinct(std::vector<Lead>& leads) {
    std::set<std::string> taken;
    for (const Lead& lead : leads) taken.insert(text::lowered(lead.name));
    std::set<std::string> seen;
    for (Lead& lead : leads) {
        if (seen.insert(text::lowered(lead.name)).second) continue;
        int number = 2;
        std::string name;
        do {
            name = lead.name + " (" + std::to_string(number++) + ')';
        } while (!taken.insert(text::lowered(name)).second);
        lead.name = std::move(name);
        seen.insert(text::lowered(lead.name));
    }
}

bool areNamesDistinct(const std::vector<Lead>& leads) {
    std::set<std::string> seen;
    return std::all_of(leads.begin(), leads.end(),
                       [&seen](const Lead& lead) { return seen.insert(text::lowered(lead.name)).second; });
}

}  // namespace triptych
