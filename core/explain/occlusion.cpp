#include "core/explain/occlusion.h"

#include "core/explain/ask.h"
#include "core/inference/model_inputs.h"

#include <torch/types.h>

#include <algorithm>
#include <array>

namespace triptych::explain {
namespace {

constexpr std::int64_t kWindow = 10, kApart = 5;  // samples of the trace
constexpr std::int64_t kPatchRows = 4, kPatchColumns = 6;
constexpr std::int64_t kBins = 6;               // of a spectrum
constexpr std::int64_t kStretchesOfALead = 25;  // of a recording

// A box of cells of one input: [from, to) along each of its axes.
struct Window {
    std::size_t input = 0;
    std::vector<std::array<std::int64_t, 2>> box;
    bool of_trace = false;
};

torch::Tensor cellsOf(const torch::Tensor& input, const Window& window) {  // without batch axis
    auto out = input;
    for (std::size_t axis = 0; axis < window.box.size(); ++axis) {
        const auto& [from, to] = window.box[axis];
        out = out.narrow(static_cast<std::int64_t>(axis), from, to - from);
    }
    return out;
}

using Steps = std::vector<std::array<std::int64_t, 2>>;

Steps steps(std::int64_t length, std::int64_t window, std::int64_t apart) {
    Steps out;
    for (std::int64_t from = 0; from < length; from += apart) {
        out.push_back({from, std::min(length, from + window)});
        if (from + window >= length) break;
    }
    return out;
}

std::vector<Window> windowsOf(const Subject& subject) {
    std::vector<Window> out;
    for (std::size_t i = 0; i < subject.inputs().size(); ++i) {
        const SubjectInput& input = subject.inputs()[i];
        const auto sides = input.value.sizes().slice(1);
        if (input.name == "time") {
            for (const auto& at : steps(sides[1], kWindow, kApart)) out.push_back({i, {{0, sides[0]}, at}, true});
        } else if (input.name == "leads") {
            const std::int64_t length = std::max<std::int64_t>(1, sides[1] / kStretchesOfALead);
            for (std::int64_t lead = 0; lead < sides[0]; ++lead)
                for (const auto& at : steps(sides[1], length, length)) out.push_back({i, {{lead, lead + 1}, at}});
        } else if (input.name == "rr") {
            for (std::int64_t row = 0; row < sides[0]; ++row) out.push_back({i, {{row, row + 1}}});
        } else if (input.name == "neighbours") {
            const auto rhythm = static_cast<std::int64_t>(inference::rhythmFeatures());
            const auto p_wave = static_cast<std::int64_t>(inference::pWaveColumn());
            for (const auto& rows : Steps{{0, rhythm}, {rhythm, p_wave}, {p_wave, sides[0]}})
                for (std::int64_t column = 0; column < sides[1]; ++column)
                    if (rows[0] < rows[1]) out.push_back({i, {rows, {column, column + 1}}});
        } else if (sides.size() == 2) {  // a spectrum
            for (const auto& at : steps(sides[1], kBins, kBins / 2)) out.push_back({i, {{0, sides[0]}, at}});
        } else {
            for (const auto& rows : steps(sides[1], kPatchRows, kPatchRows))
                for (const auto& columns : steps(sides[2], kPatchColumns, kPatchColumns / 2))
                    out.push_back({i, {{0, sides[0]}, rows, columns}});
        }
    }
    return out;
}

// [1 × …] the inputs without the window.
std::vector<torch::Tensor> without(const Subject& subject, const Window& window) {
    const SubjectInput& input = subject.inputs()[window.input];
    if (window.of_trace) {
        auto mask = torch::zeros({subject.trace().size(1)}, torch::kBool);
        mask.narrow(0, window.box[1][0], window.box[1][1] - window.box[1][0]).fill_(true);
        return subject.withTraces(subject.masked(mask, input.baseline[0]).unsqueeze(0));
    }
    auto out = subject.values();
    auto changed = input.value.clone();
    cellsOf(changed[0], window).copy_(cellsOf(input.baseline[0], window));
    out[window.input] = changed;
    return out;
}

}  // namespace

Result<Explanation> occlusion(const Subject& subject, const inference::ExplainRequest& /*request*/, const Job& job) {
    const auto windows = windowsOf(subject);
    const auto make = [&](std::size_t first, std::size_t past) {
        std::vector<std::vector<torch::Tensor>> rows(subject.inputs().size());
        for (std::size_t at = first; at < past; ++at) {
            const auto variant = without(subject, windows[at]);
            for (std::size_t i = 0; i < variant.size(); ++i) rows[i].push_back(variant[i]);
        }
        std::vector<torch::Tensor> out;
        for (const auto& of_input : rows) out.push_back(torch::cat(of_input));
        return out;
    };
    const auto scores = scoresOf(subject, windows.size(), make, job);
    if (!scores) return std::unexpected(scores.error());
    Explanation out = withoutSum(subject);
    out.baseline = subject.baselineName();
    out.baseline_score = subject.scoreOf(subject.baselines());
    std::vector<torch::Tensor> values, counts;
    for (const SubjectInput& input : subject.inputs()) {
        values.push_back(torch::zeros_like(input.value[0], torch::kDouble));
        counts.push_back(torch::zeros_like(input.value[0], torch::kDouble));
    }
    for (std::size_t at = 0; at < windows.size(); ++at) {
        const auto cells = cellsOf(values[windows[at].input], windows[at]);
        cells.add_((out.score - (*scores)[at]) / static_cast<double>(cells.numel()));
        cellsOf(counts[windows[at].input], windows[at]).add_(1);
    }
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = values[i] / counts[i].clamp_min(1);
    addInputs(subject, values, out);
    return out;
}

}  // namespace triptych::explain
