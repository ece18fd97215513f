#include "core/domain/patient_header.h"

#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/visible.h"

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
    if (!person.birth_date.empty()) add(text, text::say("born {1}", person.birth_date));
    return text;
}

std::string figureText(const DeviceMeasurement& figure) {
    const std::string value = text::decimalText(figure.value, 1);
    return figureTitle(figure.name) + ' ' + value + (figure.unit == "deg" ? "\u00b0" : ' ' + figure.unit);
}

// A statement may have lines; what else is not seen in it is shown.
std::string visibleLines(std::string_view text) {
    std::string out;
    while (true) {
        const std::size_t end = text.find('\n');
        out += text::visible(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        out += '\n';
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::string figureTitle(const std::string& name) {
    static constexpr std::array<std::pair<const char*, const char*>, 17> kTitles = {
        {{"hr", "HR"},
         {"atrial_rate", text::idOf("atrial rate")},
         {"rr", "RR"},
         {"pp", "PP"},
         {"pr", "PR"},
         {"p_duration", "P"},
         {"qrs", "QRS"},
         {"qt", "QT"},
         {"qtc", "QTc"},
         {"qtc_bazett", text::idOf("QTc (Bazett)")},
         {"qtc_fridericia", text::idOf("QTc (Fridericia)")},
         {"qtc_framingham", text::idOf("QTc (Framingham)")},
         {"qtc_hodges", text::idOf("QTc (Hodges)")},
         {"qt_dispersion", text::idOf("QT dispersion")},
         {"p_axis", text::idOf("P axis")},
         {"qrs_axis", text::idOf("QRS axis")},
         {"t_axis", text::idOf("T axis")}}};
    for (const auto& [known, title] : kTitles) {
        if (name == known) return text::translated(title);
    }
    return name;
}

std::vector<HeaderPart> headerParts(const PatientHeader& header) {
    std::vector<HeaderPart> parts;
    const auto add_part = [&parts](HeaderPartKind kind, const text::Said& name, std::string text) {
        if (!text.empty()) parts.push_back({kind, name, text::hasHidden(text) ? visibleLines(text) : std::move(text)});
    };
    add_part(HeaderPartKind::person, "Patient", personText(header.person));
    add_part(HeaderPartKind::device, "Device", header.device);
    add_part(HeaderPartKind::institution, "Institution", header.institution);
    add_part(HeaderPartKind::operator_name, "Operator", header.operator_name);
    std::string figures;
    for (const DeviceMeasurement& figure : header.measurements) add(figures, figureText(figure));
    add_part(HeaderPartKind::figures, "Measured", std::move(figures));
    for (const std::string& statement : header.statements) add_part(HeaderPartKind::statement, "Statement", statement);
    return parts;
}

}  // namespace triptych
