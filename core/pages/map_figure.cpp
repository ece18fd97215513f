#include "core/pages/map_figure.h"

#include "core/text/said.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace triptych::pages {
namespace {

constexpr double kWidth_mm = 180, kManyWidth_mm = 90;
constexpr double kHead_mm = 16, kTrace_mm = 32, kOneOfLeads_mm = 15, kProfile_mm = 26, kPicture_mm = 38, kFoot_mm = 8;
constexpr double kFeature_mm = 4.4;
constexpr std::size_t kFeatures = 10;

bool has(const FigureRequest& request, std::string_view input) {
    return std::ranges::any_of(request.maps,
                               [&](const FigureMap& map) { return inputNamed(map.map, input) != nullptr; });
}

bool isTime(const AttributionAxis& axis) {
    return axis.name == "time" && axis.unit == "s" && axis.values.size() > 1;
}

}  // namespace

Result<FigureFormat> figureFormat(const std::string& path) {
    std::string ending = path.size() > 4 ? path.substr(path.size() - 4) : std::string();
    for (char& letter : ending) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    if (ending == ".svg") return FigureFormat::svg;
    if (ending == ".pdf") return FigureFormat::pdf;
    if (ending == ".png") return FigureFormat::png;
    return fail(ErrorCode::wrong_use, "the name of the figure says no format", path,
                "let it end in .svg, .pdf or .png");
}

FigureSize figureSize(const FigureRequest& request) {
    FigureSize out;
    const auto maps = static_cast<double>(std::max<std::size_t>(1, request.maps.size()));
    out.width_mm = request.width_mm > 0 ? request.width_mm : maps > 2 ? kManyWidth_mm * maps : kWidth_mm;
    std::size_t traces = 0;
    for (const FigureMap& map : request.maps) traces = std::max(traces, map.traces.size());
    out.height_mm = kHead_mm + kFoot_mm;
    out.height_mm += traces > 1 ? kOneOfLeads_mm * static_cast<double>(traces) : kTrace_mm;
    if (has(request, "time")) out.height_mm += kProfile_mm;
    if (has(request, "time_frequency") || has(request, "scalogram")) out.height_mm += kPicture_mm;
    if (has(request, "rr")) out.height_mm += 8 + kFeature_mm * static_cast<double>(kFeatures);
    return out;
}

std::optional<std::pair<double, double>> mapStretch_s(const Explanation& explanation) {
    for (const char* const name : {"leads", "time", "time_frequency", "scalogram"}) {
        const Attribution* const input = inputNamed(explanation, name);
        if (input == nullptr) continue;
        const auto found = std::ranges::find_if(input->axes, isTime);
        if (found != input->axes.end()) return std::pair(found->values.front(), found->values.back());
    }
    return std::nullopt;
}

namespace {

std::vector<FigureTrace> tracesOf(const Recording& recording, std::size_t lead, const Explanation& explanation) {
    std::vector<FigureTrace> out;
    const auto stretch = mapStretch_s(explanation);
    if (!stretch) return out;
    std::vector<std::size_t> leads;
    if (const Attribution* const of_all = inputNamed(explanation, "leads");
        of_all != nullptr && !of_all->axes.empty()) {
        for (const std::string& name : of_all->axes.front().names) {
            const auto found = std::ranges::find(recording.leads, name, &Lead::name);
            if (found != recording.leads.end())
                leads.push_back(static_cast<std::size_t>(found - recording.leads.begin()));
        }
    } else if (lead < recording.leads.size()) {
        leads.push_back(lead);
    }
    for (const std::size_t one : leads) {
        const Lead& of = recording.leads[one];
        if (!(of.rate_hz > 0)) continue;
        const auto first = static_cast<std::int64_t>(std::floor(stretch->first * of.rate_hz));
        const auto past = static_cast<std::int64_t>(std::ceil(stretch->second * of.rate_hz)) + 1;
        FigureTrace trace{of.name, of.unit, static_cast<double>(first) / of.rate_hz, 1 / of.rate_hz, {}, {}};
        trace.values.resize(static_cast<std::size_t>(std::max<std::int64_t>(0, past - first)));
        if (recording.source) recording.source->readPhysical(one, first, trace.values);
        out.push_back(std::move(trace));
    }
    return out;
}

}  // namespace

FigureMap figureMap(const Recording& recording, std::size_t lead, Explanation explanation,
                    std::optional<double> mark_s) {
    FigureMap out;
    out.traces = tracesOf(recording, lead, explanation);
    out.map = std::move(explanation);
    if (!mark_s) return out;
    out.from_mark = true;
    for (FigureTrace& trace : out.traces) trace.first_s -= *mark_s;
    for (Attribution& input : out.map.inputs) {
        for (AttributionAxis& axis : input.axes) {
            if (axis.unit != "s") continue;
            for (double& value : axis.values) value -= *mark_s;
        }
    }
    return out;
}

}  // namespace triptych::pages
