#include "core/explain/explain.h"

#include "core/explain/beat_subject.h"
#include "core/explain/faithfulness.h"
#include "core/explain/methods.h"
#include "core/explain/recording_subject.h"
#include "core/text/said.h"

#include <algorithm>
#include <optional>

namespace triptych::explain {
namespace {

std::string scoreName(inference::Fusion fusion, const std::string& of_class) {
    switch (fusion) {
        case inference::Fusion::late_attention:
            return text::say("fused score of class {1} (Σ over branches of weight × probability)", of_class);
        case inference::Fusion::late_average:
            return text::say("logarithm of class {1}'s probability, averaged over the branches", of_class);
        case inference::Fusion::joint:
            return text::say("logit of class {1}", of_class);
    }
    return of_class;
}

// The methods that ask nothing that the subject has not, by id.
std::string fitting(const Subject& subject) {
    std::string out;
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        if (method.needs.convolution && !subject.hasConvolution()) continue;
        if (method.needs.attention && !subject.hasAttention()) continue;
        out += (out.empty() ? "" : " or ") + std::string(method.id);
    }
    return out;
}

Result<Target> chosenTarget(const ModelInfo& model, const inference::ExplainRequest& request) {
    const auto of_class = classIndex(model, request.class_name);
    if (!of_class) return std::unexpected(of_class.error());
    if (const auto known = inference::methodFor(request); !known) return std::unexpected(known.error());
    Target out{*of_class, {}, {}};
    if (!request.against.empty()) {
        const auto other = classIndex(model, request.against);
        if (!other) return std::unexpected(other.error());
        out.against = *other;
    }
    if (request.branch.empty()) return out;
    const auto found = std::ranges::find(model.branches, request.branch);
    if (found == model.branches.end()) {
        std::string known;
        for (const std::string& of : model.branches) known += (known.empty() ? "" : " ") + of;
        return fail(ErrorCode::out_of_range, text::say("the model has no branch \"{1}\"", request.branch), model.name,
                    known.empty() ? text::Said("explain the whole model")
                                  : text::say("choose one of {1}, or explain the whole model", known));
    }
    out.branch = static_cast<std::size_t>(found - model.branches.begin());
    return out;
}

// Where the model's maps are measured, how strong they are as a rule.
void scaleMaps(const inference::Bundle& bundle, Explanation& explanation) {
    if (!bundle.aids || !explanation.branch.empty()) return;
    const auto of_method = bundle.aids->scales.find(explanation.method);
    if (of_method == bundle.aids->scales.end()) return;
    for (Attribution& input : explanation.inputs) {
        const auto found = of_method->second.find(input.input);
        if (found != of_method->second.end()) input.scale = found->second;
    }
}

// A failure that does not say where is the model's.
Result<Explanation> placed(Result<Explanation> failed, const std::string& model) {
    if (failed.error().where.empty()) failed.error().where = model;
    return failed;
}

}  // namespace

Result<std::size_t> classIndex(const ModelInfo& model, const std::string& class_name) {
    const auto found = std::ranges::find(model.classes, class_name);
    if (found != model.classes.end()) return static_cast<std::size_t>(found - model.classes.begin());
    std::string known;
    for (const std::string& of : model.classes) known += (known.empty() ? "" : " ") + of;
    return fail(ErrorCode::out_of_range, text::say("the model has no class \"{1}\"", class_name), model.name,
                text::say("choose one of {1}", known));
}

Result<Explanation> explain(const Subject& subject, const inference::ExplainRequest& request, const Job& job) {
    const auto info = inference::methodFor(request);
    if (!info) return std::unexpected(info.error());
    const inference::MethodNeeds& needs = (*info)->needs;
    if (needs.convolution && !subject.hasConvolution()) {
        return fail(ErrorCode::unsupported,
                    text::say("{1} looks at a network's last convolution, which a TorchScript model does not show",
                              std::string((*info)->title)),
                    {}, text::say("use {1}", fitting(subject)));
    }
    if (needs.attention && !subject.hasAttention()) {
        return fail(ErrorCode::unsupported,
                    text::say("{1} shows a network's own attention, and this one has none to show",
                              std::string((*info)->title)),
                    {}, text::say("use {1}", fitting(subject)));
    }
    const auto method = std::ranges::find(methods(), *info, &Method::info);
    auto explanation = method->explain(subject, request, job);
    if (!explanation) return explanation;
    explanation->method = (*info)->id;
    explanation->is_signed = (*info)->gives.is_signed;
    explanation->class_name = request.class_name;
    explanation->against = request.against;
    explanation->branch = request.branch;
    if ((*info)->gives.draws) explanation->seed = request.seed;
    if (!request.badge) return explanation;
    auto tested = testMap(subject, *method, request, *explanation, job);
    if (!tested) return std::unexpected(tested.error());
    explanation->badge = std::move(*tested);
    if (!explanation->badge) {
        explanation->remarks.push_back(
            text::say("{1} draws no map along the trace, so there is none to be tested", std::string((*info)->title)));
    }
    return explanation;
}

Result<Explanation> explainBeat(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                                const inference::ExplainRequest& request, const Job& job) {
    const ModelInfo& model = bundle.card.info;
    const auto target = chosenTarget(model, request);
    if (!target) return std::unexpected(target.error());
    const auto subject = BeatSubject::of(bundle, inputs, beat, *target, request.baseline);
    if (!subject) return placed(std::unexpected(subject.error()), model.name);
    auto explanation = explain(**subject, request, job);
    if (!explanation) return placed(std::move(explanation), model.name);
    explanation->beat = beat;
    explanation->score_name = target->branch
                                  ? text::say("logit of class {1} of branch {2}", request.class_name, request.branch)
                                  : text::foreign(scoreName(bundle.card.fusion, request.class_name));
    if (target->against) explanation->score_name += text::say(", less the same of class {1}", request.against).text();
    scaleMaps(bundle, *explanation);
    if (inputs.usable()[beat] == 0) {
        explanation->remarks.push_back(
            text::say("the beat has no class, for more than a quarter of what the model looks at is not there (an edge "
                      "of the recording, or samples are missing): what is explained is what the networks make of the "
                      "rest"));
    }
    if (model.rhythm_rules && !target->branch) explanation->score_name += ", before the rules of rhythm";
    return explanation;
}

Result<Explanation> explainRecording(const inference::Bundle& bundle, const Recording& recording, double time_s,
                                     const inference::ExplainRequest& request, const Job& job) {
    const ModelInfo& model = bundle.card.info;
    const auto target = chosenTarget(model, request);
    if (!target) return std::unexpected(target.error());
    if (!request.baseline.empty() && request.baseline != "silence") {
        return fail(ErrorCode::unsupported,
                    text::say("model {1} has no mean training beat to hold this one against", model.name), model.name,
                    "use the baseline silence");
    }
    const auto windows = inference::RecordingWindows::of(recording, model);
    if (!windows) return std::unexpected(windows.error());
    std::size_t window = 0;
    while (window + 1 < windows->count() && windows->start_s(window + 1) <= time_s) ++window;
    const RecordingSubject subject(bundle, *windows, window, *target);
    auto explanation = explain(subject, request, job);
    if (!explanation) return placed(std::move(explanation), model.name);
    explanation->of_recording = true;
    explanation->score_name = text::say("logit of {1}", request.class_name);
    if (target->against) explanation->score_name += text::say(", less that of {1}", request.against).text();
    if (windows->count() > 1) {
        explanation->remarks.push_back(
            text::say("it is of stretch {1} of {2}, not of the whole recording", window + 1, windows->count()));
    }
    return explanation;
}

}  // namespace triptych::explain
