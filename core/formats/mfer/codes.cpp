#include "core/formats/mfer/codes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace triptych::formats {
namespace {

// Leads of electrocardiograms, and what Holter recorders and monitors write beside them.
constexpr auto kLeads = std::to_array<std::pair<int, const char*>>({
    {1, "I"},
    {2, "II"},
    {3, "V1"},
    {4, "V2"},
    {5, "V3"},
    {6, "V4"},
    {7, "V5"},
    {8, "V6"},
    {9, "V7"},
    {11, "V3R"},
    {12, "V4R"},
    {13, "V5R"},
    {14, "V6R"},
    {15, "V7R"},
    {16, "X"},
    {17, "Y"},
    {18, "Z"},
    {19, "CC5"},
    {20, "CM5"},
    {31, "NASA"},
    {32, "CB4"},
    {33, "CB5"},
    {34, "CB6"},
    {61, "III"},
    {62, "aVR"},
    {63, "aVL"},
    {64, "aVF"},
    {65, "-aVR"},
    {66, "V8"},
    {67, "V9"},
    {68, "V8R"},
    {69, "V9R"},
    {70, "D"},
    {71, "A"},
    {72, "J"},
    {143, "blood pressure"},
    {160, "impedance respiration"},
    {175, "SpO2"},
    {4160, "status"},
    {4161, "body position"},
    {4162, "body movement"},
    {4163, "respiration"},
    {4166, "ECG1"},
    {4167, "ECG2"},
    {4168, "ECG3"},
    {4169, "ECG4"},
});

constexpr std::array<const char*, 23> kUnits = {
    "V", "mmHg", "Pa", "cmH2O", "mmHg/s",         "dyn", "N",   "%",     "degC", "/min", "/s", "Ohm", "A", "rpm",
    "W", "dB",   "kg", "J",     "dyn.s.m-2.cm-5", "L",   "L/s", "L/min", "cd"};

}  // namespace

std::string mferLeadName(int code) {
    const auto found =
        std::find_if(kLeads.begin(), kLeads.end(), [code](const auto& lead) { return lead.first == code; });
    return found == kLeads.end() ? "" : found->second;
}

std::string mferUnitName(int code) {
    return code >= 0 && code < static_cast<int>(kUnits.size()) ? kUnits[static_cast<std::size_t>(code)]
                                                               : "unit " + std::to_string(code);
}

std::string mferNoRhythm(int waveform_code) {
    switch (waveform_code) {
        case 9:
            return "a representative beat";
        case 25:
            return "a power spectrum";
        case 26:
            return "a trend";
        case 42:
            return "a frequency analysis";
        default:
            return "";
    }
}

}  // namespace triptych::formats
