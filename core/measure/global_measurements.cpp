#include "core/measure/global_measurements.h"

#include "core/measure/axes.h"
#include "core/measure/global_marks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace triptych::measure {
namespace {

// Below this mean height over the wave, the vector of two leads is noise: it points nowhere.
constexpr double kLeastP_mv = 0.010, kLeastT_mv = 0.015, kLeastQrs_mv = 0.020;
// Nor does a QRS whose swings to both sides are equal within so much of what they cover.
constexpr double kLeastNetPart = 0.05;

struct LimbLead {
    std::string_view name;
    std::optional<double> LimbAreas::*area;
};
constexpr std::array<LimbLead, 4> kLimbLeads = {
    {{"I", &LimbAreas::i}, {"II", &LimbAreas::ii}, {"III", &LimbAreas::iii}, {"aVF", &LimbAreas::avf}}};

struct WaveAreas {
    LimbAreas net;
    double covered_mv_s = 0;  // the length of the vector of areas without their signs
    std::vector<std::size_t> leads;
};

// By name; null where there is none with a scale and with beats that could be read.
const LeadMeasurements* limbLead(std::span<const LeadMeasurements> leads, const AxisLeads& axes,
                                 std::string_view name) {
    for (std::size_t k = 0; k < leads.size(); ++k) {
        if (leads[k].name == name && axes.scale[k] && !leads[k].median.samples.empty()) return &leads[k];
    }
    return nullptr;
}

// Of what lies between the marks, above 0 (the PR segment), or above the straight line between the two ends.
WaveAreas areasOf(std::span<const LeadMeasurements> leads, const AxisLeads& axes, const std::optional<double>& from_s,
                  const std::optional<double>& to_s, bool above_chord) {
    WaveAreas out;
    if (!from_s || !to_s) return out;
    for (const LimbLead& limb : kLimbLeads) {
        const LeadMeasurements* lead = limbLead(leads, axes, limb.name);
        if (lead == nullptr) continue;
        const double by_law = limb.name == "I" ? axes.limbs->i : limb.name == "II" ? axes.limbs->ii : 1;
        const double scale = by_law * *axes.scale[static_cast<std::size_t>(lead - leads.data())];
        const MedianLead& median = lead->median;
        const Trace trace{median.samples, median.rate_hz};
        const double first_s = *from_s + median.r_s(), last_s = *to_s + median.r_s();
        auto net = trace.area(first_s, last_s);
        if (!net) continue;
        if (above_chord) *net -= (*trace.at(first_s) + *trace.at(last_s)) / 2 * (last_s - first_s);
        std::vector<float> sizes(median.samples.size());
        std::transform(median.samples.begin(), median.samples.end(), sizes.begin(),
                       [](float value) { return std::abs(value); });
        const double covered = Trace{sizes, median.rate_hz}.area(first_s, last_s).value_or(0);
        out.net.*limb.area = *net * scale;
        out.covered_mv_s = std::hypot(out.covered_mv_s, covered * scale);
        out.leads.push_back(lead->lead);
    }
    return out;
}

Said axis(const WaveAreas& areas, double least_mv_s, std::size_t beats) {
    const auto degrees = frontalAxis_deg(areas.net, least_mv_s);
    return degrees ? Said(Figure{*degrees, areas.leads, beats}) : std::nullopt;
}

Said said(const Reading& value, std::vector<std::size_t> leads, std::size_t beats) {
    return value ? Said(Figure{*value, std::move(leads), beats}) : std::nullopt;
}

void addRate(std::span<const BeatOverLeads> beats, GlobalMeasurements& out) {
    double sum_ms = 0;
    std::size_t intervals = 0;
    for (const BeatOverLeads& beat : beats) {
        if (!beat.rr_ms) continue;
        sum_ms += *beat.rr_ms;
        ++intervals;
    }
    if (intervals == 0) return;
    const double mean_ms = sum_ms / static_cast<double>(intervals);
    out.rr_ms = Figure{mean_ms, {}, intervals};
    out.hr_bpm = Figure{60'000 / mean_ms, {}, intervals};
}

void addAxes(std::span<const LeadMeasurements> leads, const AxisLeads& with, std::size_t beats,
             GlobalMeasurements& out) {
    out.limbs = !with.limbs ? LimbLeads::contradict : with.limbs->corrected ? LimbLeads::rescaled : LimbLeads::agree;
    if (!with.limbs) return;
    const auto length = [](const std::optional<double>& from, const std::optional<double>& to) {
        return from && to ? *to - *from : 0;
    };
    const auto areas = [&](const std::optional<double>& from, const std::optional<double>& to, bool above_chord) {
        return areasOf(leads, with, from, to, above_chord);
    };
    const Marks& at = out.marks;
    const WaveAreas qrs = areas(at.qrs_on, at.qrs_off, false);
    const double mv = with.millivolts ? 1 : 0;  // heights of no known unit are held to none
    const double least_qrs =
        std::max(mv * kLeastQrs_mv * length(at.qrs_on, at.qrs_off), kLeastNetPart * qrs.covered_mv_s);
    out.qrs_axis_deg = axis(qrs, least_qrs, beats);
    out.p_axis_deg = axis(areas(at.p_on, at.p_off, true), mv * kLeastP_mv * length(at.p_on, at.p_off), beats);
    // From the end of the QRS where nobody placed the beginning of T: ST belongs to repolarisation.
    const auto t_on = at.t_on ? at.t_on : at.qrs_off;
    if (at.has_t) out.t_axis_deg = axis(areas(t_on, at.t_off, false), mv * kLeastT_mv * length(t_on, at.t_off), beats);
}

}  // namespace

GlobalMeasurements globalMeasurements(std::span<const BeatOverLeads> beats, std::span<const LeadMeasurements> leads,
                                      const AxisLeads& axes) {
    GlobalMeasurements out;
    addRate(beats, out);
    std::vector<Marks> marks;
    std::size_t most = 0;
    for (const LeadMeasurements& lead : leads) {
        marks.push_back(lead.median.marks);
        most = std::max(most, lead.median.beats);
    }
    const GlobalMarks global = globalMarks(marks);
    const auto named = [&](const std::vector<std::size_t>& asked) {
        std::vector<std::size_t> indices;
        for (const std::size_t k : asked) indices.push_back(leads[k].lead);
        return indices;
    };
    out.marks = global.marks;
    const Intervals intervals = intervalsOf(global.marks);
    out.p_ms = said(intervals.p_ms, named(global.p_leads), most);
    out.pr_ms = said(intervals.pr_ms, named(global.p_leads), most);
    out.qrs_ms = said(intervals.qrs_ms, named(global.leads), most);
    out.qt_ms = said(intervals.qt_ms, named(global.t_leads), most);
    if (out.qt_ms && out.rr_ms) out.qtc = beats::correctedQt(out.qt_ms->value / 1000, out.rr_ms->value / 1000);

    addAxes(leads, axes, most, out);
    return out;
}

}  // namespace triptych::measure
