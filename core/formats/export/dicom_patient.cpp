// Whose ECG it is, what recorded it, and what the device measured and said, as attributes and annotations of a DICOM
// object (PS3.3 C.7.1.1, C.7.5.1, C.10.10).
#include "core/formats/device_figures.h"
#include "core/formats/dicom/notes.h"
#include "core/formats/export/dicom_parts.h"
#include "core/text/numbers.h"
#include "core/text/words.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>
#include <array>

namespace triptych::formats {
namespace {

// "Lovelace, Ada" is "Lovelace^Ada" (PS3.5 §6.2.1.2).
std::string personName(const std::string& name) {
    std::string out;
    for (std::string_view rest = name; !rest.empty();) {
        const std::size_t comma = rest.find(',');
        out += (out.empty() ? "" : "^") + std::string(text::trimmed(rest.substr(0, comma)));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    return shortText(out, 64);
}

// "1957-03-04"; a day that is not wholly known has no form in DICOM.
std::string dateOf(const std::string& iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return {};
    return iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2);
}

std::string sexOf(const std::string& sex) {
    return sex == "male" ? "M" : sex == "female" ? "F" : sex == "other" ? "O" : "";
}

// "63 years" is "063Y".
std::string ageOf(const std::string& age) {
    std::string_view rest = age;
    const auto number = text::takeNumber<int>(rest);
    const std::string unit(text::trimmed(rest));
    constexpr std::array<std::pair<std::string_view, char>, 4> kUnits = {
        {{"years", 'Y'}, {"months", 'M'}, {"weeks", 'W'}, {"days", 'D'}}};
    for (const auto& [name, letter] : kUnits) {
        if (!number || *number < 0 || *number > 999 || unit != name) continue;
        const std::string digits = std::to_string(*number);
        return std::string(3 - digits.size(), '0') + digits + letter;
    }
    return {};
}

std::string unitCode(const DeviceMeasurement& figure) {
    return figure.unit == "bpm" ? "/min" : figure.unit;
}

}  // namespace

void addDicomPatient(DcmItem& dataset, const PatientHeader& header) {
    putText(dataset, DCM_PatientName, personName(header.person.name));
    putText(dataset, DCM_PatientID, shortText(header.person.id, 64));
    putText(dataset, DCM_PatientBirthDate, dateOf(header.person.birth_date));
    putText(dataset, DCM_PatientSex, sexOf(header.person.sex));
    const auto putKnown = [&dataset](const DcmTagKey& tag, const std::string& value) {
        if (!value.empty()) putText(dataset, tag, value);
    };
    putKnown(DCM_PatientAge, ageOf(header.person.age));
    putKnown(DCM_Manufacturer, shortText(header.device, 64));
    putKnown(DCM_InstitutionName, shortText(header.institution, 64));
    putKnown(DCM_OperatorsName, personName(header.operator_name));
}

void addDicomFindings(DcmItem& dataset, const PatientHeader& header) {
    const std::array<Uint16, 2> whole = {1, 0};
    for (const DeviceMeasurement& figure : header.measurements) {
        DcmItem& item = addItem(dataset, DCM_WaveformAnnotationSequence);
        const std::string title = figureTitle(figure.name);
        putCode(item, DCM_ConceptNameCodeSequence, shortText(figure.name, 16), std::string(kTriptychScheme), title);
        putText(item, DCM_NumericValue, decimalString(figure.value));
        putCode(item, DCM_MeasurementUnitsCodeSequence, unitCode(figure), "UCUM", unitCode(figure));
        item.putAndInsertUint16Array(DCM_ReferencedWaveformChannels, whole.data(), whole.size());
    }
    for (const std::string& statement : header.statements) {
        DcmItem& item = addItem(dataset, DCM_WaveformAnnotationSequence);
        putText(item, DCM_UnformattedTextValue, shortText(statement, 1024));
        item.putAndInsertUint16Array(DCM_ReferencedWaveformChannels, whole.data(), whole.size());
    }
}

}  // namespace triptych::formats
