#include "core/explain/explain.h"

#include "core/text/said.h"

namespace triptych::explain {
namespace {

std::string scoreName(inference::Fusion fusion, const std::string& class_name) {
    switch (fusion) {
        case inference::Fusion::late_attention:
            return text::say("fused score of class {1} (Σ over branches of weight × probability)", class_name);
        case inference::Fusion::late_average:
            return text::say("logarithm of class {1}'s probability, averaged over the branches", class_name);
        case inference::Fusion::joint:
            return text::say("logit of class {1}", class_name);
    }
    return class_name;
}

}  // namespace

Result<Explanation> explainBeat(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                                std::size_t class_index, inference::Method method, const Job& job) {
    auto explanation = method == inference::Method::integrated_gradients
                           ? integratedGradients(bundle, inputs, beat, class_index, job)
                           : gradCam(bundle, inputs, beat, class_index);
    if (!explanation) return explanation;
    explanation->method = inference::name(method);
    explanation->class_name = bundle.card.info.classes[class_index];
    explanation->beat = beat;
    explanation->score_name = scoreName(bundle.card.fusion, explanation->class_name);
    if (bundle.card.info.rhythm_rules) explanation->score_name += ", before the rules of rhythm";
    return explanation;
}

}  // namespace triptych::explain
