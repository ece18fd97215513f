#include "app/cli/commands/measurements_text.h"

#include "app/cli/commands/device_figures.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "core/measure/axes.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace triptych::cli {
namespace {

using measure::Amplitudes;
using measure::Intervals;
using measure::Reading;
using measure::Said;

// A thousandth of a millisecond, a tenth of a microvolt: what the arithmetic holds.
Json rounded(double value, int decimals) {
    const double unit = std::pow(10.0, decimals);
    return jsonNumber(std::round(value * unit) / unit);
}
Json jsonOf(const Reading& value, int decimals) {
    return value ? rounded(*value, decimals) : Json(nullptr);
}
Json jsonOf(const Said& figure, int decimals = 3) {
    return figure ? rounded(figure->value, decimals) : Json(nullptr);
}

Json qtcJson(const std::optional<beats::CorrectedQt>& qtc) {
    const auto ms = [&](double beats::CorrectedQt::*which) {
        return qtc ? rounded(1000 * ((*qtc).*which), 3) : Json(nullptr);
    };
    return {{"bazett", ms(&beats::CorrectedQt::bazett_s)},
            {"fridericia", ms(&beats::CorrectedQt::fridericia_s)},
            {"framingham", ms(&beats::CorrectedQt::framingham_s)},
            {"hodges", ms(&beats::CorrectedQt::hodges_s)}};
}

Json sourcesJson(const Recording& recording, const measure::GlobalMeasurements& global) {
    Json sources = Json::object();
    const auto add = [&](const char* name, const Said& figure) {
        if (!figure) return;
        Json leads = Json::array();
        for (const std::size_t lead : figure->leads) leads.push_back(recording.leads[lead].name);
        sources[name] = {{"leads", std::move(leads)}, {"beats", figure->beats}};
    };
    add("hr_bpm", global.hr_bpm);
    add("p_ms", global.p_ms);
    add("pr_ms", global.pr_ms);
    add("qrs_ms", global.qrs_ms);
    add("qt_ms", global.qt_ms);
    add("p_axis_deg", global.p_axis_deg);
    add("qrs_axis_deg", global.qrs_axis_deg);
    add("t_axis_deg", global.t_axis_deg);
    return sources;
}

Json globalJson(const Recording& recording, const measure::GlobalMeasurements& global) {
    return {
        {"hr_bpm", jsonOf(global.hr_bpm)},
        {"rr_ms", jsonOf(global.rr_ms)},
        {"pr_ms", jsonOf(global.pr_ms)},
        {"qrs_ms", jsonOf(global.qrs_ms)},
        {"qt_ms", jsonOf(global.qt_ms)},
        {"qtc_ms", qtcJson(global.qtc)},
        {"p_ms", jsonOf(global.p_ms)},
        {"axis_deg",
         {{"p", jsonOf(global.p_axis_deg)}, {"qrs", jsonOf(global.qrs_axis_deg)}, {"t", jsonOf(global.t_axis_deg)}}},
        {"sources", sourcesJson(recording, global)}};
}

Json readingsJson(const measure::BeatOnLead& of) {
    const Amplitudes& tall = of.amplitudes;
    const Intervals& long_ms = of.intervals;
    return {{"r_mv", jsonOf(tall.r_mv, 4)},
            {"s_mv", jsonOf(tall.s_mv, 4)},
            {"q_mv", jsonOf(tall.q_mv, 4)},
            {"t_mv", jsonOf(tall.t_mv, 4)},
            {"p_mv", jsonOf(tall.p_mv, 4)},
            {"st_mv",
             {{"j", jsonOf(tall.st_j_mv, 4)}, {"j60", jsonOf(tall.st_j60_mv, 4)}, {"j80", jsonOf(tall.st_j80_mv, 4)}}},
            {"st_slope_mv_s", jsonOf(tall.st_slope_mv_s, 3)},
            {"p_ms", jsonOf(long_ms.p_ms, 3)},
            {"pr_ms", jsonOf(long_ms.pr_ms, 3)},
            {"qrs_ms", jsonOf(long_ms.qrs_ms, 3)},
            {"qt_ms", jsonOf(long_ms.qt_ms, 3)}};
}

Json leadsJson(const measure::Measurements& measured) {
    Json leads = Json::object();
    for (const auto& lead : measured.leads) {
        Json of = readingsJson(lead.of_median);
        of["qrs_shape"] = lead.qrs_shape.empty() ? Json(nullptr) : Json(lead.qrs_shape);
        of["beats"] = lead.median.beats;
        of["said"] = jsonSaid(lead.said);
        leads[lead.name] = std::move(of);
    }
    return leads;
}

Json beatJson(const MeasurementsText& text, std::size_t beat) {
    const measure::BeatOverLeads& of = text.measured.beats[beat];
    Json json = {{"sample", text.beats.beats[beat].sample},
                 {"time_s", jsonNumber(text.measured.times_s[beat])},
                 {"rr_ms", jsonOf(of.rr_ms, 3)},
                 {"hr_bpm", of.rr_ms ? rounded(60'000 / *of.rr_ms, 3) : Json(nullptr)},
                 {"pr_ms", jsonOf(of.intervals.pr_ms, 3)},
                 {"qrs_ms", jsonOf(of.intervals.qrs_ms, 3)},
                 {"qt_ms", jsonOf(of.intervals.qt_ms, 3)},
                 {"qtc_ms", qtcJson(of.qtc())},
                 {"p_ms", jsonOf(of.intervals.p_ms, 3)},
                 {"dominant", of.is_dominant}};
    if (text.leads_of_beats) {
        Json leads = Json::object();
        for (const auto& lead : text.measured.leads) leads[lead.name] = readingsJson(lead.beats[beat]);
        json["leads"] = std::move(leads);
    }
    return json;
}

Json trendsJson(const measure::Measurements& measured) {
    const auto values = [](const measure::Trend& trend, int decimals) {
        Json out = Json::array();
        for (const float value : trend.values) out.push_back(rounded(double{value}, decimals));
        return out;
    };
    Json leads = Json::object();
    for (const auto& lead : measured.leads) {
        leads[lead.name] = {
            {"st_mv",
             {{"j", values(lead.st_j_mv, 4)}, {"j60", values(lead.st_j60_mv, 4)}, {"j80", values(lead.st_j80_mv, 4)}}},
            {"beats", lead.st_j60_mv.beats}};
    }
    const measure::RhythmTrends& trends = measured.trends;
    return {{"step_s", jsonNumber(trends.hr_bpm.step_s)},
            {"hr_bpm", values(trends.hr_bpm, 3)},
            {"pr_ms", values(trends.pr_ms, 3)},
            {"qrs_ms", values(trends.qrs_ms, 3)},
            {"qt_ms", values(trends.qt_ms, 3)},
            {"qtc_ms",
             {{"bazett", values(trends.qtc_bazett_ms, 3)},
              {"fridericia", values(trends.qtc_fridericia_ms, 3)},
              {"framingham", values(trends.qtc_framingham_ms, 3)},
              {"hodges", values(trends.qtc_hodges_ms, 3)}}},
            {"leads", std::move(leads)}};
}

std::string shown(const Said& figure, int decimals = 0) {
    return figure ? fixed(figure->value, decimals) : "-";
}
std::string shown(const Reading& value, int decimals) {
    return value ? fixed(*value, decimals) : "-";
}

std::string qtcLimit(beats::QtcSex sex) {
    const std::string from_ms = fixed(1000 * beats::prolongedQtc_s(sex), 0);
    if (sex == beats::QtcSex::male) return text::say("from {1} ms in men", from_ms);
    return sex == beats::QtcSex::female ? text::say("from {1} ms in women", from_ms)
                                        : text::say("from {1} ms, in men from 450 ms", from_ms);
}

std::string globalTable(const MeasurementsText& text) {
    const measure::GlobalMeasurements& global = text.measured.global;
    const DeviceFigures device = deviceFigures(text.recording.header.measurements);
    Table table({{"figure", Align::left}, {"ours"}, {"device"}, {"", Align::left}});
    const auto add = [&](const text::Said& name, const std::string& ours, const char* of_device,
                         std::string note = {}) {
        const auto found = device.find(of_device);
        table.add({name, ours, found == device.end() ? "-" : fixed(found->second, 0), std::move(note)});
    };
    add("heart rate /min", shown(global.hr_bpm), "hr");
    add("RR ms", shown(global.rr_ms), "rr");
    add("P ms", shown(global.p_ms), "p_duration");
    add("PR ms", shown(global.pr_ms), "pr");
    add("QRS ms", shown(global.qrs_ms), "qrs");
    add("QT ms", shown(global.qt_ms), "qt");
    const auto qtc = [&](const text::Said& name, double beats::CorrectedQt::*which, const char* of_device) {
        if (!global.qtc) return add(name, "-", of_device);
        const double value_s = (*global.qtc).*which;
        // Each is held against the same limits, as in the window; where they disagree the remarks say how.
        const beats::QtcSize size = beats::qtcSize(value_s, text.measured.sex);
        std::string note;
        if (size != beats::QtcSize::normal) note = text::translated(beats::name(size));
        if (size == beats::QtcSize::prolonged) note += " (" + qtcLimit(text.measured.sex) + ')';
        const bool is_long = size == beats::QtcSize::prolonged || size == beats::QtcSize::very_long;
        const bool is_broad = global.qrs_ms && global.qrs_ms->value >= beats::kBroadQrs_s * 1000;
        if (is_long && is_broad) note += text::Said(", QRS broad").text();
        add(name, fixed(1000 * value_s, 0), of_device, note);
    };
    qtc("QTc ms, Bazett", &beats::CorrectedQt::bazett_s, "qtc_bazett");
    qtc("QTc ms, Fridericia", &beats::CorrectedQt::fridericia_s, "qtc_fridericia");
    qtc("QTc ms, Framingham", &beats::CorrectedQt::framingham_s, "qtc_framingham");
    qtc("QTc ms, Hodges", &beats::CorrectedQt::hodges_s, "qtc_hodges");
    if (device.contains("qtc")) add("QTc ms, formula not stated", "", "qtc");
    add("P axis °", shown(global.p_axis_deg), "p_axis");
    add("QRS axis °", shown(global.qrs_axis_deg), "qrs_axis",
        global.qrs_axis_deg ? text::translated(measure::axisInWords(global.qrs_axis_deg->value)) : std::string());
    add("T axis °", shown(global.t_axis_deg), "t_axis");
    return table.text();
}

std::string leadsTable(const measure::Measurements& measured) {
    Table table({{"lead", Align::left},
                 {"QRS", Align::left},
                 {"P mV"},
                 {"Q mV"},
                 {"R mV"},
                 {"S mV"},
                 {"T mV"},
                 {"ST J mV"},
                 {"J+60"},
                 {"J+80"},
                 {"mV/s"},
                 {"PR ms"},
                 {"QRS ms"},
                 {"QT ms"},
                 {"beats"}});
    for (const auto& lead : measured.leads) {
        const Amplitudes& tall = lead.of_median.amplitudes;
        const Intervals& long_ms = lead.of_median.intervals;
        table.add({lead.name, lead.qrs_shape, shown(tall.p_mv, 2), shown(tall.q_mv, 2), shown(tall.r_mv, 2),
                   shown(tall.s_mv, 2), shown(tall.t_mv, 2), shown(tall.st_j_mv, 2), shown(tall.st_j60_mv, 2),
                   shown(tall.st_j80_mv, 2), shown(tall.st_slope_mv_s, 1), shown(long_ms.pr_ms, 0),
                   shown(long_ms.qrs_ms, 0), shown(long_ms.qt_ms, 0), std::to_string(lead.median.beats)});
    }
    return table.text();
}

}  // namespace

void writeMeasurementsJson(const MeasurementsText& text, Output& out) {
    const measure::Measurements& measured = text.measured;
    const Json head = {{"lead", text.beats.lead_name},
                       {"rate_hz", jsonNumber(text.beats.rate_hz)},
                       {"beats_origin", text.beats.origin == BeatOrigin::reference ? "reference" : "detected"},
                       {"global", globalJson(text.recording, measured.global)},
                       {"leads", leadsJson(measured)}};
    out.write('{' + jsonMembers(head) + ",\"beats\":[");
    for (std::size_t beat = 0; beat < measured.beats.size() && !out.gone(); ++beat) {
        out.write((beat > 0 ? "," : "") + jsonWords(beatJson(text, beat)));
    }
    const Json pacing = {{"spikes_s", jsonNumbers(measured.pacing.times_s)},
                         {"from_file", measured.pacing.from_file},
                         {"unsaid", measured.pacing.unsaid.empty() ? Json(nullptr) : Json(measured.pacing.unsaid)}};
    const Json tail = {{"trends", trendsJson(measured)},
                       {"pacing", pacing},
                       {"device", deviceJson(text.recording.header.measurements)},
                       {"said", jsonSaid(measured.said)},
                       {"warnings", jsonWarnings(text.warnings)}};
    out.write("]," + jsonMembers(tail) + "}\n");
}

void writeMeasurementsCsv(const MeasurementsText& text, Output& out) {
    out.write(csvLine({"sample", "time_s", "rr_ms", "p_ms", "pr_ms", "qrs_ms", "qt_ms", "dominant"}));
    const auto field = [](const Reading& value) { return value ? shortest(std::round(*value * 1000) / 1000) : ""; };
    for (std::size_t beat = 0; beat < text.measured.beats.size() && !out.gone(); ++beat) {
        const measure::BeatOverLeads& of = text.measured.beats[beat];
        out.write(csvLine({std::to_string(text.beats.beats[beat].sample), shortest(text.measured.times_s[beat]),
                           field(of.rr_ms), field(of.intervals.p_ms), field(of.intervals.pr_ms),
                           field(of.intervals.qrs_ms), field(of.intervals.qt_ms), of.is_dominant ? "1" : "0"}));
    }
}

std::string measurementsTable(const MeasurementsText& text) {
    const measure::Measurements& measured = text.measured;
    std::string out = globalTable(text) + '\n' + leadsTable(measured) + '\n';
    out += text::say("{1} of {2} beats measured", grouped(static_cast<std::int64_t>(measured.dominant)),
                     grouped(static_cast<std::int64_t>(measured.beats.size())))
               .text() +
           '\n';
    for (const text::Said& sentence : measured.said) out += printable(sentence) + '\n';
    if (!measured.pacing.unsaid.empty()) {
        out += text::say("no word on a pacemaker: {1}", printable(measured.pacing.unsaid)).text() + '\n';
    }
    for (const auto& lead : measured.leads) {
        for (const text::Said& sentence : lead.said) {
            out += printable(text::say("{1}: {2}", lead.name, sentence)) + '\n';
        }
    }
    return out;
}

}  // namespace triptych::cli
