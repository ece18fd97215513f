#include "core/measure/global_marks.h"

#include "core/beats/median.h"

#include <algorithm>

namespace triptych::measure {
namespace {

// Do so many of so many leads make a wave?
bool enough(std::size_t with, std::size_t readable) {
    return with >= (readable >= 3 ? 2U : 1U) && 3 * with >= readable;
}

}  // namespace

std::optional<double> outermostEdge(std::vector<double> edges_s, bool earliest, double near_s) {
    if (edges_s.empty()) return std::nullopt;
    // A latest end is an earliest onset seen from behind.
    const double sign = earliest ? 1 : -1;
    for (double& edge : edges_s) edge *= sign;
    std::sort(edges_s.begin(), edges_s.end());
    const std::size_t others = edges_s.size() >= 5 ? 2 : edges_s.size() >= 3 ? 1 : 0;
    for (std::size_t i = 0; i + others < edges_s.size(); ++i) {
        // A hair more, for what sums of doubles lose.
        if (edges_s[i + others] - edges_s[i] <= near_s + 1e-9) return sign * edges_s[i];
    }
    return sign * beats::medianInPlace(std::span(edges_s));
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
    const auto edge = [&](std::optional<double> Marks::*mark, bool earliest, double near_s) {
        std::vector<double> edges_s;
        for (const Marks& lead : leads) {
            if (lead.*mark) edges_s.push_back(*(lead.*mark));
        }
        return outermostEdge(std::move(edges_s), earliest, near_s);
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
    marks.qrs_on = edge(&Marks::qrs_on, true, kQrsEdge_s);
    marks.qrs_peak = peak(&Marks::qrs_peak);
    marks.qrs_off = edge(&Marks::qrs_off, false, kQrsEdge_s);
    marks.has_p = enough(global.p_leads.size(), global.leads.size());
    marks.has_t = enough(global.t_leads.size(), global.leads.size());
    if (marks.has_p) {
        marks.p_on = edge(&Marks::p_on, true, kPEdge_s);
        marks.p_peak = peak(&Marks::p_peak);
        marks.p_off = edge(&Marks::p_off, false, kPEdge_s);
    }
    if (marks.has_t) {
        marks.t_on = edge(&Marks::t_on, true, kTEdge_s);
        marks.t_peak = peak(&Marks::t_peak);
        marks.t_off = edge(&Marks::t_off, false, kTEdge_s);
    }
    return global;
}

}  // namespace triptych::measure
