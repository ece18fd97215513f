#include "core/measure/differences.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::measure {
namespace {

std::optional<double> valueOf(const Said& figure) {
    return figure ? std::optional(figure->value) : std::nullopt;
}

std::optional<double> valueOf(const Reading& reading) {
    return reading.number();
}

std::optional<double> qtc_ms(const Measurements& of, double beats::CorrectedQt::*formula) {
    return of.global.qtc ? std::optional(1000 * ((*of.global.qtc).*formula)) : std::nullopt;
}

std::vector<FigurePair> pairsOf(const Amplitudes& first, const Amplitudes& second) {
    std::vector<FigurePair> pairs;
    const auto add = [&](const char* name, text::Said title, Reading Amplitudes::*figure) {
        pairs.push_back(
            {name, std::move(title), FigureKind::millivolts, valueOf(first.*figure), valueOf(second.*figure)});
    };
    add("p_mv", "P", &Amplitudes::p_mv);
    add("q_mv", "Q", &Amplitudes::q_mv);
    add("r_mv", "R", &Amplitudes::r_mv);
    add("s_mv", "S", &Amplitudes::s_mv);
    add("t_mv", "T", &Amplitudes::t_mv);
    add("st_j_mv", "ST at J", &Amplitudes::st_j_mv);
    add("st_j60_mv", "ST at J + 60 ms", &Amplitudes::st_j60_mv);
    add("st_j80_mv", "ST at J + 80 ms", &Amplitudes::st_j80_mv);
    return pairs;
}

}  // namespace

std::optional<double> FigurePair::difference() const {
    if (!first || !second) return std::nullopt;
    const double plain = *second - *first;
    return kind == FigureKind::degrees ? std::remainder(plain, 360.0) : plain;
}

std::optional<double> FigurePair::shownDifference() const {
    const double unit = std::pow(10.0, decimals());
    const auto shown = [unit](const std::optional<double>& value) {
        return value ? std::optional(std::round(*value * unit) / unit) : std::nullopt;
    };
    return FigurePair{name, title, kind, shown(first), shown(second)}.difference();
}

std::vector<FigurePair> differencesOf(const Measurements& first, const Measurements& second) {
    std::vector<FigurePair> pairs;
    using Global = GlobalMeasurements;
    const auto add = [&](const char* name, text::Said title, FigureKind kind, Said Global::*figure) {
        pairs.push_back({name, std::move(title), kind, valueOf(first.global.*figure), valueOf(second.global.*figure)});
    };
    const auto addQtc = [&](const char* name, text::Said title, double beats::CorrectedQt::*formula) {
        pairs.push_back(
            {name, std::move(title), FigureKind::milliseconds, qtc_ms(first, formula), qtc_ms(second, formula)});
    };
    add("hr_bpm", "heart rate", FigureKind::per_minute, &Global::hr_bpm);
    add("rr_ms", "RR", FigureKind::milliseconds, &Global::rr_ms);
    add("p_ms", "P", FigureKind::milliseconds, &Global::p_ms);
    add("pr_ms", "PR", FigureKind::milliseconds, &Global::pr_ms);
    add("qrs_ms", "QRS", FigureKind::milliseconds, &Global::qrs_ms);
    add("qt_ms", "QT", FigureKind::milliseconds, &Global::qt_ms);
    addQtc("qtc_bazett_ms", "QTc Bazett", &beats::CorrectedQt::bazett_s);
    addQtc("qtc_fridericia_ms", "QTc Fridericia", &beats::CorrectedQt::fridericia_s);
    addQtc("qtc_framingham_ms", "QTc Framingham", &beats::CorrectedQt::framingham_s);
    addQtc("qtc_hodges_ms", "QTc Hodges", &beats::CorrectedQt::hodges_s);
    add("p_axis_deg", "P axis", FigureKind::degrees, &Global::p_axis_deg);
    add("qrs_axis_deg", "QRS axis", FigureKind::degrees, &Global::qrs_axis_deg);
    add("t_axis_deg", "T axis", FigureKind::degrees, &Global::t_axis_deg);
    return pairs;
}

std::vector<LeadPair> leadDifferencesOf(const Measurements& first, const Measurements& second) {
    std::vector<LeadPair> pairs;
    for (const LeadMeasurements& lead : first.leads) {
        const auto same = std::find_if(second.leads.begin(), second.leads.end(),
                                       [&](const LeadMeasurements& other) { return other.name == lead.name; });
        if (same == second.leads.end()) continue;
        pairs.push_back({lead.name, pairsOf(lead.of_median.amplitudes, same->of_median.amplitudes)});
    }
    return pairs;
}

}  // namespace triptych::measure
