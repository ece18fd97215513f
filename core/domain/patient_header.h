// Whose recording it is, what made it, and what the device itself measured and said: the header line above the paper
// and `info` show it, anonymous exports leave it out. All of it is as the file states it; nothing is computed here.
#pragma once

#include "core/text/said.h"

#include <string>
#include <vector>

namespace triptych {

// Empty where the file does not say.
struct Person {
    std::string id;
    std::string name;        // "Lovelace, Ada" or as the file writes it
    std::string birth_date;  // ISO 8601, cut to what is known: "1957-03-04", "1957"
    std::string age;         // with its unit: "63 years", "4 months"
    std::string sex;         // "male", "female", "other"; another word as the file has it

    bool operator==(const Person&) const = default;
};

// One figure of the device's own. Names are the same for every format: "hr" (bpm), "atrial_rate" (bpm), "rr", "pp",
// "pr", "p_duration", "qrs", "qt", "qtc", "qtc_bazett", "qtc_fridericia", "qtc_framingham", "qtc_hodges",
// "qt_dispersion" (ms), "p_axis", "qrs_axis", "t_axis" (degrees). "qtc" is one whose formula the file does not name. A
// figure that the device could not take is not there.
struct DeviceMeasurement {
    std::string name;
    double value = 0;
    std::string unit;  // "ms", "bpm", "deg"

    bool operator==(const DeviceMeasurement&) const = default;
};

struct PatientHeader {
    Person person;
    std::string device;  // maker and model, as far as stated
    std::string institution;
    std::string operator_name;                    // technician
    std::vector<DeviceMeasurement> measurements;  // each name once
    std::vector<std::string> statements;          // the device's or a reader's, in the order of the file

    [[nodiscard]] bool empty() const { return *this == PatientHeader{}; }
    bool operator==(const PatientHeader&) const = default;
};

// What there is of a header, in the order that people read it, as one says it: {"Patient", "Lovelace, Ada (4711),
// female, 36 years"}, {"Device", "GE MV360"}, {"Measured", "HR 84 bpm, PR 144 ms, QRS 84 ms, QRS axis 78°"},
// {"Statement", ...}.
enum class HeaderPartKind { person, device, institution, operator_name, figures, statement };
struct HeaderPart {
    HeaderPartKind kind = HeaderPartKind::statement;
    text::Said name;
    std::string text;
};
[[nodiscard]] std::vector<HeaderPart> headerParts(const PatientHeader& header);

// "QTc (Bazett)" of "qtc_bazett".
[[nodiscard]] std::string figureTitle(const std::string& name);

}  // namespace triptych
