#include "core/formats/edf/identification.h"

#include "core/text/words.h"

#include <algorithm>

namespace triptych::formats {
namespace {

// A word with its blanks restored, for EDF+ writes underscores; "" where it is withheld.
std::string partOf(std::string_view word) {
    if (word == "X" || word == "x") return {};
    std::string part(word);
    std::replace(part.begin(), part.end(), '_', ' ');
    return part;
}

}  // namespace

PatientHeader edfIdentification(const EdfHeader& header) {
    PatientHeader out;
    std::string_view patient = header.patient;
    const std::string_view code = text::takeWord(patient);
    const std::string_view sex = text::takeWord(patient);
    const std::string_view born = text::takeWord(patient);
    const std::string_view name = text::takeWord(patient);
    const bool in_form = (sex == "M" || sex == "F" || sex == "X") && (born == "X" || edfLongDay(born));
    if (in_form) {
        out.person.id = partOf(code);
        out.person.sex = sex == "M" ? "male" : sex == "F" ? "female" : "";
        out.person.birth_date = edfLongDay(born).value_or("");
        out.person.name = partOf(name);
    }
    std::string_view recording = header.recording;
    if (text::lowered(text::takeWord(recording)) != "startdate") return out;
    (void)text::takeWord(recording);
    (void)text::takeWord(recording);  // the investigation's own number
    out.operator_name = partOf(text::takeWord(recording));
    out.device = partOf(text::takeWord(recording));
    return out;
}

}  // namespace triptych::formats
