#include "core/domain/patient_header.h"

#include "core/text/numbers.h"

#include <array>
#include <utility>

namespace triptych {
namespace {

void add(std::string& list, const std::string& part) {
    if (!part.empty()) list += (list.empty() ? "" : ", ") + part;
}

std::string personText(const Person& person) {
    std::string text = person.name;
    if (!person.id.empty()) text += text.empty() ? person.id : " (" + person.id + ')';
    add(text, person.sex);
    add(text, person.age);
    if (!person.birth_date.empty()) add(text, "born " + person.birth_date);
    return text;
}

std::string figureText(const DeviceMeasurement& figure) {
    const std::string value = text::decimalText(figure.value, 1);
    return figureTitle(figure.name) + ' ' + value + (figure.unit == "deg" ? "\u00b0" : ' ' + figure.unit);
}

}  // namespace

std::string figureTitle(const std::string& name) {
    static constexpr std::array<std::pair<const char*, const char*>, 17> kTitles = {
        {{"hr", "HR"},
         {"atrial_rate", "atrial rate"},
         {"rr", "RR"},
         {"pp", "PP"},
         {"pr", "PR"},
         {"p_duration", "P"},
         {"qrs", "QRS"},
         {"qt", "QT"},
         {"qtc", "QTc"},
         {"qtc_bazett", "QTc (Bazett)"},
         {"qtc_fridericia", "QTc (Fridericia)"},
         {"qtc_framingham", "QTc (Framingham)"},
         {"qtc_hodges", "QTc (Hodges)"},
         {"qt_dispersion", "QT dispersion"},
         {"p_axis", "P axis"},
         {"qrs_axis", "QRS axis"},
         {"t_axis", "T axis"}}};
    for (const auto& [known, title] : kTitles) {
        if (name == known) return title;
    }
    return name;
}

std::vector<HeaderPart> headerParts(const PatientHeader& header) {
    std::vector<HeaderPart> parts;
    const auto say = [&parts](const char* name, std::string text) {
        if (!text.empty()) parts.push_back({name, std::move(text)});
    };
    say("Patient", personText(header.person));
    say("Device", header.device);
    say("Institution", header.institution);
    say("Operator", header.operator_name);
    std::string figures;
    for (const DeviceMeasurement& figure : header.measurements) add(figures, figureText(figure));
    say("Measured", std::move(figures));
    for (const std::string& statement : header.statements) say("Statement", statement);
    return parts;
}

}  // namespace triptych
