// What the writer of DICOM is made of: names, codes and numbers as the standard wants them in a data set.
#pragma once

#include "core/domain/recording.h"
#include "core/formats/export/survey.h"

#include <cstdint>
#include <string>
#include <vector>

class DcmItem;
class DcmTagKey;

namespace triptych::formats {

// A text into an attribute; empty ones as attributes without a value (type 2).
void putText(DcmItem& item, const DcmTagKey& tag, const std::string& text);
// A further item of a sequence.
[[nodiscard]] DcmItem& addItem(DcmItem& item, const DcmTagKey& sequence);
void putCode(DcmItem& item, const DcmTagKey& sequence, const std::string& value, const std::string& scheme,
             const std::string& meaning);

// One line of at most so many letters, without the sign that parts values.
[[nodiscard]] std::string shortText(const std::string& text, std::size_t letters);

// The shortest text of up to sixteen characters that is nearest to `value` (DS).
[[nodiscard]] std::string decimalString(double value);
// A new one, from chance alone: it tells nothing of the machine or the time ("2.25.", PS3.5 B.2).
[[nodiscard]] std::string newUid();

// "2:1" of lead I in ISO/IEEE 11073's table; "" of leads that it does not number.
[[nodiscard]] std::string codeOfLead(const std::string& name);

// One lead as 16-bit words: (integer - shift) / divisor, rounded.
struct DicomLead {
    ExportLead source;
    std::int64_t shift = 0;
    double divisor = 1;

    [[nodiscard]] double gain() const { return source.gain / divisor; }
    [[nodiscard]] double baseline() const { return (source.baseline - static_cast<double>(shift)) / divisor; }
    [[nodiscard]] std::int16_t word(std::int32_t integer) const;
};
// One group's samples, in which the times of marks are told.
struct DicomClock {
    double rate_hz = 0;
    std::int64_t samples = 0;
};
struct DicomLeftOut {
    std::size_t outside = 0;  // marks where no sample is
    std::size_t texts = 0;    // that anonymous objects do not say
};
// The recording's annotations as waveform annotations (PS3.3 C.10.10): letters of WFDB in our own scheme, notes as
// texts.
DicomLeftOut addDicomAnnotations(DcmItem& dataset, const Recording& recording, const std::vector<DicomClock>& clocks,
                                 bool anonymise);

// Person, device and place as attributes, which stand empty where nothing is known of the person.
void addDicomPatient(DcmItem& dataset, const PatientHeader& header);
// What the device measured and said, as annotations of the whole.
void addDicomFindings(DcmItem& dataset, const PatientHeader& header);

inline constexpr std::int16_t kDicomPadding = INT16_MIN;

[[nodiscard]] DicomLead dicomLead(const ExportLead& source);

}  // namespace triptych::formats
