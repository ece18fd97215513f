#include "app/cli/commands/explanation_text.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "core/inference/signal_information.h"
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
            {"sum", jsonNumber(input.sum)},
            {"scale", input.scale > 0 ? jsonNumber(input.scale) : Json(nullptr)}};
}

Json completenessJson(const Explanation& explanation) {
    if (!explanation.has_completeness) return nullptr;
    return {{"baseline_score", jsonNumber(explanation.baseline_score)},
            {"error", jsonNumber(explanation.completeness_error)},
            {"relative", jsonNumber(explanation.completeness_relative)},
            {"converged", explanation.converged},
            {"steps", explanation.steps}};
}

Json badgeJson(const std::optional<Faithfulness>& badge) {
    if (!badge) return nullptr;
    Json fillers = Json::array();
    for (const FillerGain& of : badge->fillers) {
        fillers.push_back({{"filler", of.filler},
                           {"deletion_gain", jsonNumber(of.deletion_gain)},
                           {"insertion_gain", jsonNumber(of.insertion_gain)}});
    }
    return {{"faithful", badge->beatsRandom()},
            {"deletion_gain", jsonNumber(badge->deletion_gain)},
            {"insertion_gain", jsonNumber(badge->insertion_gain)},
            {"windows", badge->windows},
            {"random_orders", badge->orders},
            {"share_beaten", jsonNumber(badge->beaten)},
            {"sensitivity_max", jsonNumber(badge->sensitivity_max)},
            {"sensitivity_draws", badge->sensitivity_draws},
            {"randomised_rho", jsonNumber(badge->randomised_rho)},
            {"fillers", std::move(fillers)}};
}

Json associationJson(const std::optional<statistics::AgainstChance>& shared) {
    if (!shared) return nullptr;
    return {{"of", "trace and size of its attributions"},
            {"mutual_information_nats", jsonNumber(shared->value)},
            {"null_mean", jsonNumber(shared->null_mean)},
            {"z", jsonNumber(shared->z)},
            {"p", jsonNumber(shared->p)},
            {"circular_shifts", shared->draws}};
}

Json partsJson(const std::vector<ExplainedPart>& parts) {
    Json out = Json::array();
    for (const ExplainedPart& part : parts) {
        const bool placed = part.from != 0 || part.to != 0;
        out.push_back({{"name", part.name},
                       {"input", part.input},
                       {"from", placed ? jsonNumber(part.from) : Json(nullptr)},
                       {"to", placed ? jsonNumber(part.to) : Json(nullptr)},
                       {"value", jsonNumber(part.value)},
                       {"standard_error", jsonNumber(part.standard_error)}});
    }
    return out;
}

text::Said badgeSentence(const Faithfulness& badge) {
    const auto beaten = static_cast<int>(std::lround(badge.beaten * badge.orders));
    const std::string gain = fixed(badge.deletion_gain, 4);
    return badge.beatsRandom()
               ? text::say(
                     "faithful: without what it names the score falls by {1} more than in random orders; better "
                     "than {2} of {3}",
                     gain, beaten, badge.orders)
               : text::say(
                     "not better than random: without what it names the score falls by {1} more than in random "
                     "orders; better than {2} of {3}",
                     gain, beaten, badge.orders);
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
                {"branch", explanation.branch.empty() ? Json(nullptr) : Json(explanation.branch)},
                {"baseline", explanation.baseline.empty() ? Json(nullptr) : Json(explanation.baseline)},
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
    out["test"] = badgeJson(explanation.badge);
    out["parts"] = partsJson(explanation.parts);
    out["association"] = associationJson(inference::signalInformation(explanation));
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
        lines.emplace_back("Baseline", explanation.baseline.empty()
                                           ? fixed(explanation.baseline_score, 4)
                                           : fixed(explanation.baseline_score, 4) + " (" + explanation.baseline + ')');
        lines.emplace_back(
            "Completeness",
            explanation.converged
                ? text::say("{1} off after {2} steps", percent(explanation.completeness_relative), explanation.steps)
                : text::say("{1} off after {2} steps, not converged", percent(explanation.completeness_relative),
                            explanation.steps));
    }
    if (explanation.badge) {
        lines.emplace_back("Test", badgeSentence(*explanation.badge));
        lines.emplace_back("Moved by 2 %", text::say("the map changes by up to {1} of its size ({2} draws)",
                                                     percent(explanation.badge->sensitivity_max),
                                                     explanation.badge->sensitivity_draws));
        lines.emplace_back("Weights shuffled", text::say("|ρ| {1} with the map of a model that has forgotten",
                                                         fixed(explanation.badge->randomised_rho, 2)));
    }
    if (const auto shared = inference::signalInformation(explanation)) {
        lines.emplace_back("Association",
                           text::say("{1} nats between trace and map, z {2} against shifts; it is no test of the map",
                                     fixed(shared->value, 3), fixed(shared->z, 1)));
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
    std::string out = pairs(lines) + '\n' + table.text();
    // Stretches of a way of integration are for programs.
    const auto is_told = [](const ExplainedPart& part) { return part.input != "way"; };
    if (std::ranges::none_of(explanation.parts, is_told)) return out;
    Table parts({{"part", Align::left}, {"input", Align::left}, {"value"}, {"± standard error"}});
    for (const ExplainedPart& part : explanation.parts)
        if (is_told(part)) parts.add({part.name, part.input, fixed(part.value, 4), fixed(part.standard_error, 4)});
    return out + '\n' + parts.text();
}

}  // namespace triptych::cli
