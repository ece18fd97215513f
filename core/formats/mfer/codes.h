// What the numbers in an MFER file mean (ISO 22077-1, tables of MWF_LDN, MWF_SEN, MWF_WFM): leads, units, kinds of
// waveform.
#pragma once

#include <string>

namespace triptych::formats {

// "V1" for 3, "SpO2" for 175; "" for a code that the standard does not name.
[[nodiscard]] std::string mferLeadName(int code);

// "mmHg" for 1; "unit 99" for one that the standard does not name.
[[nodiscard]] std::string mferUnitName(int code);

// What a waveform frame of this kind is, where it is no signal that runs with time: "a representative beat" for 9; ""
// for a rhythm.
[[nodiscard]] std::string mferNoRhythm(int waveform_code);

}  // namespace triptych::formats
