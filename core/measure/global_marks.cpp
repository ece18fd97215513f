#include "core/measure/global_marks.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>

namespace triptych::measure {
namespace {

constexpr double kDisagree_s = 0.070;  // of two leads' ends of T: one of them is another wave's

// Do so many of so many leads make a wave?
bool enough(std::size_t with, std::size_t readable) {
    return with >= (readable >= 3 ? 2U : 1U) && 3 * with >= readable;
}

// Of three and more leads the outermost is left out; of two nobody can say which one is right.
bool disagree(std::span<const Marks> leads) {
    std::vector<double> ends_s;
    for (const Marks& lead : leads) {
        if (lead.t_off) ends_s.push_back(*lead.t_off);
    }
    return ends_s.size() == 2 && std::abs(ends_s[0] - ends_s[1]) >= kDisagree_s;
}

}  // namespace

std::optional<double> outermostEdge(std::vector<double> edges_s, bool earliest) {
    if (edges_s.empty()) return std::nullopt;
    const std::size_t count = edges_s.size();
    const std::size_t outliers = count < 3 ? 0 : std::max<std::size_t>(2, (count + 3) / 4) - 1;
    std::sort(edges_s.begin(), edges_s.end());
    return earliest ? edges_s[outliers] : edges_s[count - 1 - outliers];
}

GlobalMarks globalMarks(std::span<const Marks> leads) {
    GlobalMarks global;
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        if (!leads[lead].readable) continue;
        global.leads.push_back(lead);
        if (leads[lead].has_p) global.p_leads.push_back(lead);
        if (leads[lead].has_t) global.t_leads.push_back(lead);
    }
    if (global.leads.empty()) return global;
    const auto edge = [&](std::optional<double> Marks::*mark, bool earliest) {
        std::vector<double> edges_s;
        for (const Marks& lead : leads) {
            if (lead.*mark) edges_s.push_back(*(lead.*mark));
        }
        return outermostEdge(std::move(edges_s), earliest);
    };
    const auto peak = [&](std::optional<double> Marks::*mark) -> std::optional<double> {
        std::vector<double> peaks_s;
        for (const Marks& lead : leads) {
            if (lead.*mark) peaks_s.push_back(*(lead.*mark));
        }
        if (peaks_s.empty()) return std::nullopt;
        return beats::medianInPlace(std::span(peaks_s));
    };
    Marks& marks = global.marks;
    marks.readable = true;
    marks.qrs_on = edge(&Marks::qrs_on, true);
    marks.qrs_peak = peak(&Marks::qrs_peak);
    marks.qrs_off = edge(&Marks::qrs_off, false);
    marks.has_p = enough(global.p_leads.size(), global.leads.size());
    marks.has_t = enough(global.t_leads.size(), global.leads.size());
    if (marks.has_p) {
        marks.p_on = edge(&Marks::p_on, true);
        marks.p_peak = peak(&Marks::p_peak);
        marks.p_off = edge(&Marks::p_off, false);
    }
    if (marks.has_t) {
        marks.t_on = edge(&Marks::t_on, true);
        marks.t_peak = peak(&Marks::t_peak);
        if (!disagree(leads)) marks.t_off = edge(&Marks::t_off, false);
    }
    return global;
}

}  // namespace triptych::measure
