#include "core/explain/explain.h"

#include "core/explain/beat_subject.h"
#include "core/explain/methods.h"

#include <algorithm>
#include <optional>

namespace triptych::explain {
namespace {

std::string scoreName(inference::Fusion fusion, const std::string& of_class) {
    switch (fusion) {
        case inference::Fusion::late_attention:
            return "fused score of class " + of_class + " (Σ over branches of weight × probability)";
        case inference::Fusion::late_average:
            return "logarithm of class " + of_class + "'s probability, averaged over the branches";
        case inference::Fusion::joint:
            return "logit of class " + of_class;
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

}  // namespace

Result<std::size_t> classIndex(const ModelInfo& model, const std::string& class_name) {
    const auto found = std::ranges::find(model.classes, class_name);
    if (found != model.classes.end()) return static_cast<std::size_t>(found - model.classes.begin());
    std::string known;
    for (const std::string& of : model.classes) known += (known.empty() ? "" : " ") + of;
    return fail(ErrorCode::out_of_range, "the model has no class \"" + class_name + '"', model.name,
                "choose one of " + known);
}

Result<Explanation> explain(const Subject& subject, const inference::ExplainRequest& request, const Job& job) {
    const auto info = inference::methodFor(request);
    if (!info) return std::unexpected(info.error());
    const inference::MethodNeeds& needs = (*info)->needs;
    if (needs.convolution && !subject.hasConvolution()) {
        return fail(ErrorCode::unsupported,
                    std::string((*info)->title) +
                        " looks at a network's last convolution, which a TorchScript model does not show",
                    {}, "use " + fitting(subject));
    }
    if (needs.attention && !subject.hasAttention()) {
        return fail(ErrorCode::unsupported,
                    std::string((*info)->title) + " shows a network's own attention, and this one has none to show", {},
                    "use " + fitting(subject));
    }
    const auto method = std::ranges::find(methods(), *info, &Method::info);
    auto explanation = method->explain(subject, request, job);
    if (!explanation) return explanation;
    explanation->method = (*info)->id;
    explanation->is_signed = (*info)->gives.is_signed;
    explanation->class_name = request.class_name;
    explanation->against = request.against;
    if ((*info)->gives.draws) explanation->seed = request.seed;
    return explanation;
}

Result<Explanation> explainBeat(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                                const inference::ExplainRequest& request, const Job& job) {
    const ModelInfo& model = bundle.card.info;
    const auto of_class = classIndex(model, request.class_name);
    if (!of_class) return std::unexpected(of_class.error());
    std::optional<std::size_t> against;
    if (!request.against.empty()) {
        const auto other = classIndex(model, request.against);
        if (!other) return std::unexpected(other.error());
        against = *other;
    }
    const BeatSubject subject(bundle, inputs, beat, *of_class, against);
    auto explanation = explain(subject, request, job);
    if (!explanation) {
        if (explanation.error().where.empty()) explanation.error().where = model.name;
        return explanation;
    }
    explanation->beat = beat;
    explanation->score_name = scoreName(bundle.card.fusion, request.class_name);
    if (against) explanation->score_name += ", less the same of class " + request.against;
    if (model.rhythm_rules) explanation->score_name += ", before the rules of rhythm";
    return explanation;
}

}  // namespace triptych::explain
