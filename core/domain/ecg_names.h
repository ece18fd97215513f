// What a channel is, as far as its name and unit tell: standards and devices call an ECG by many names, and put air
// flow, brain waves, counters and clocks beside it.
#pragma once

#include "core/domain/recording.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych {

enum class SignalKind {
    ecg,      // "V5", "ECG V2-R1", "POL EKG", "ECG_LA-RA_24BIT_CAL", "CH1 ECG"
    unknown,  // neither name nor unit says: the signal itself must be looked at
    other     // "Flow", "C4-A1", "SpO2", "timestamp", anything in mmHg or in degrees
};
[[nodiscard]] SignalKind signalKindByName(const Lead& lead);

// "ECG" of "ECG (2)", the name that a file gave to several leads.
[[nodiscard]] std::string_view sharedName(std::string_view lead_name);

// Gives the second and further leads of one name, in any case, " (2)", " (3)", ...: a name says which lead is meant.
void makeNamesDistinct(std::vector<Lead>& leads);
[[nodiscard]] bool areNamesDistinct(const std::vector<Lead>& leads);

}  // namespace triptych
