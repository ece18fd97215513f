#include "app/cli/commands/explanation_text.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych::cli {
namespace {

std::size_t cells(const AttributionAxis& axis) {
    return axis.names.empty() ? axis.values.size() : axis.names.size();
}

std::vector<std::size_t> shapeOf(const Attribution& input) {
    std::vector<std::size_t> shape;
    for (const auto& axis : input.axes) shape.push_back(cells(axis));
    return shape;
}

Json inputJson(const Attribution& input) {
    Json axes = Json::array();
    for (const auto& axis : input.axes) {
        axes.push_back({{"name", axis.name},
                        {"unit", axis.unit},
                        {"values", axis.names.empty() ? jsonNumbers(axis.values) : Json(axis.names)}});
    }
    const auto shape = shapeOf(input);
    return {{"name", input.input},
            {"axes", std::move(axes)},
            {"shape", shape},
            {"values", jsonNested(input.values, shape)},
            {"seen", input.seen.size() == input.values.size() ? jsonNested(input.seen, shape) : Json(nullptr)},
            {"sum", jsonNumber(input.sum)}};
}

Json completenessJson(const Explanation& explanation) {
    if (!explanation.has_completeness) return nullptr;
    return {{"baseline_score", jsonNumber(explanation.baseline_score)},
            {"error", jsonNumber(explanation.completeness_error)},
            {"relative", jsonNumber(explanation.completeness_relative)},
            {"converged", explanation.converged},
            {"steps", explanation.steps}};
}

std::string cellName(const AttributionAxis& axis, std::size_t i) {
    return axis.names.empty() ? shortest(axis.values[i]) : axis.names[i];
}

// Calls sink(flat index, index on each axis) for every cell, row-major.
template <class Sink>
void forEachCell(const Attribution& input, Sink&& sink) {
    const auto shape = shapeOf(input);
    std::vector<std::size_t> at(shape.size(), 0);
    for (std::size_t flat = 0; flat < input.values.size(); ++flat) {
        sink(flat, at);
        for (std::size_t axis = shape.size(); axis-- > 0;) {
            if (++at[axis] < shape[axis]) break;
            at[axis] = 0;
        }
    }
}

}  // namespace

std::string explanationJson(const Explanation& explanation, const BeatList* beats, const ModelInfo& model,
                            const std::vector<Warning>& warnings, const Json& more) {
    Json inputs = Json::array();
    for (const auto& input : explanation.inputs) inputs.push_back(inputJson(input));
    Json out = {{"model", {{"name", model.name}, {"hash", model.hash}}},
                {"method", explanation.method},
                {"class", explanation.class_name},
                {"against", explanation.against.empty() ? Json(nullptr) : Json(explanation.against)},
                {"seed", explanation.seed ? Json(*explanation.seed) : Json(nullptr)}};
    if (beats != nullptr) {
        const std::int64_t sample = beats->beats[explanation.beat].sample;
        out["lead"] = beats->lead_name;
        out["beats_origin"] = name(beats->origin);
        out["beat"] = explanation.beat;
        out["sample"] = sample;
        out["time_s"] = jsonNumber(static_cast<double>(sample) / beats->rate_hz);
    }
    out["score_name"] = explanation.score_name;
    out["score"] = jsonNumber(explanation.score);
    out["signed"] = explanation.is_signed;
    out["completeness"] = completenessJson(explanation);
    out["remarks"] = explanation.remarks;
    out.update(more);
    out["inputs"] = std::move(inputs);
    out["warnings"] = jsonWarnings(warnings);
    return jsonText(out);
}

std::string explanationCsv(const Explanation& explanation) {
    std::string out = csvLine({"input", "axes", "at", "attribution", "seen"});
    for (const auto& input : explanation.inputs) {
        std::string axes;
        for (const auto& axis : input.axes) {
            axes += (axes.empty() ? "" : ";") + axis.name + (axis.unit.empty() ? "" : " " + axis.unit);
        }
        forEachCell(input, [&](std::size_t flat, const std::vector<std::size_t>& at) {
            std::string where;
            for (std::size_t i = 0; i < at.size(); ++i) where += (i > 0 ? ";" : "") + cellName(input.axes[i], at[i]);
            out += csvLine({input.input, axes, where, shortest(input.values[flat]),
                            flat < input.seen.size() ? shortest(input.seen[flat]) : ""});
        });
    }
    return out;
}

std::string explanationTable(const Explanation& explanation, const BeatList* beats) {
    std::vector<std::pair<text::Said, std::string>> lines;
    if (beats != nullptr) {
        const double time_s = static_cast<double>(beats->beats[explanation.beat].sample) / beats->rate_hz;
        lines.emplace_back("Beat",
                           text::say("{1} at {2}, lead {3}", explanation.beat, clock(time_s), beats->lead_name));
    }
    lines.emplace_back("Method", explanation.method);
    lines.emplace_back("Explained", explanation.score_name + " = " + fixed(explanation.score, 4));
    if (explanation.has_completeness) {
        lines.emplace_back("Baseline", fixed(explanation.baseline_score, 4));
        lines.emplace_back(
            "Completeness",
            explanation.converged
                ? text::say("{1} off after {2} steps", percent(explanation.completeness_relative), explanation.steps)
                : text::say("{1} off after {2} steps, not converged", percent(explanation.completeness_relative),
                            explanation.steps));
    }
    for (const std::string& remark : explanation.remarks) lines.emplace_back("Remark", remark);
    Table table({{"input", Align::left}, {"sum"}, {"strongest"}, {"at", Align::left}});
    for (const auto& input : explanation.inputs) {
        const auto strongest = std::max_element(input.values.begin(), input.values.end(),
                                                [](float a, float b) { return std::abs(a) < std::abs(b); });
        if (strongest == input.values.end()) continue;
        const auto strongest_flat = static_cast<std::size_t>(strongest - input.values.begin());
        std::string where;
        forEachCell(input, [&](std::size_t flat, const std::vector<std::size_t>& at) {
            if (flat != strongest_flat) return;
            for (std::size_t i = 0; i < at.size(); ++i) {
                const auto& axis = input.axes[i];
                const std::string value = axis.names.empty() ? fixed(axis.values[at[i]], 3) : axis.names[at[i]];
                where += (i > 0 ? ", " : "") + value + (axis.unit.empty() ? "" : ' ' + axis.unit);
            }
        });
        table.add({input.input, fixed(input.sum, 4), fixed(*strongest, 4), where});
    }
    return pairs(lines) + '\n' + table.text();
}

}  // namespace triptych::cli
