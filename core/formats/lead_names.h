// One spelling per ECG lead, and one unit for voltages, whatever the file calls them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace triptych::formats {

// "ii", "Lead II", "LEAD_II", "ECG II", "EKG II", "Ableitung II", "DII", "MDC_ECG_LEAD_II", the codes "2:2" (MDC) and
// "5.6.3-9-2" (SCP-ECG) and "II\0\0" give "II"; "AVR" gives "aVR". A name that is none of the standard leads' is
// returned as it is, without blanks and NULs around it. "-aVR" is not "aVR": it is kept.
[[nodiscard]] std::string normalisedLeadName(std::string_view original);

// The leads of the standard electrocardiogram, in the order in which devices write them.
inline constexpr std::array kStandardLeads = {"I",  "II", "III", "aVR", "aVL", "aVF",
                                              "V1", "V2", "V3",  "V4",  "V5",  "V6"};

// The lead that ISO/IEEE 11073 ("2:1" of MDC, the same number of EN 1064's lead table "5.6.3-9-1" of SCPECG) calls by a
// code; "" for other schemes and for numbers that stand for no lead with a common name.
[[nodiscard]] std::string leadOfCode(std::string_view scheme, std::string_view code);
[[nodiscard]] std::string leadOfNumber(int number);

// How many millivolts one `unit` is: 1 for "mV", "mVolt" and "millivolts", 0.001 for "uV", "µV" and "microV", ...;
// nullopt for what is no voltage.
[[nodiscard]] std::optional<double> millivoltsPer(std::string_view unit);

}  // namespace triptych::formats
