#include "core/pipeline/map_words.h"

#include "core/inference/explanation_methods.h"
#include "core/text/numbers.h"

#include <algorithm>

namespace triptych::pipeline {
namespace {

constexpr std::size_t kHashDigits = 12;

std::string titleOf(const std::string& method) {
    const auto known = inference::methodOf(method);
    return known ? text::translated((*known)->title) : method;
}

}  // namespace

text::Said mapHeading(const Explanation& explanation) {
    const std::string by = titleOf(explanation.method), score = text::fixedText(explanation.score, 2);
    if (!explanation.against.empty()) {
        return text::say("{1} and not {2}, {3}, by {4}", explanation.class_name, explanation.against, score, by);
    }
    return text::say("{1}, score {2}, by {3}", explanation.class_name, score, by);
}

text::Said mapPlace(const Explanation& explanation, const BeatList& beats, const std::string& recording) {
    if (explanation.of_recording || explanation.beat >= beats.beats.size() || !(beats.rate_hz > 0)) {
        for (const Attribution& input : explanation.inputs) {
            for (const AttributionAxis& axis : input.axes) {
                if (axis.unit != "s" || axis.values.empty()) continue;
                return text::say("from {1} to {2} s of {3}", text::fixedText(axis.values.front(), 2),
                                 text::fixedText(axis.values.back(), 2), recording);
            }
        }
        return text::foreign(recording);
    }
    const double at_s = static_cast<double>(beats.beats[explanation.beat].sample) / beats.rate_hz;
    return text::say("beat at {1} s, lead {2}, {3}", text::fixedText(at_s, 2), beats.lead_name, recording);
}

text::Said meanPlace(const MeanMap& mean, const BeatList& beats, const std::string& recording) {
    const std::string called = mean.mean.class_name;
    if (mean.beats == 1 && mean.left_out == 0)
        return text::say("one beat called {1}, no mean of several, lead {2}, {3}", called, beats.lead_name, recording);
    if (mean.beats == 1) {
        return text::say("one beat called {1}, no mean of several, {2} left out, lead {3}, {4}", called, mean.left_out,
                         beats.lead_name, recording);
    }
    if (mean.left_out > 0) {
        return text::say("mean ± SD of {1} beats called {2}, {3} left out, lead {4}, {5}", mean.beats, called,
                         mean.left_out, beats.lead_name, recording);
    }
    return text::say("mean ± SD of {1} beats called {2}, lead {3}, {4}", mean.beats, called, beats.lead_name,
                     recording);
}

text::Said mapModel(const ModelInfo& model) {
    const std::string hash = model.hash.substr(0, std::min(kHashDigits, model.hash.size()));
    return text::say("{1}, sha256 {2}", model.name, hash);
}

}  // namespace triptych::pipeline
