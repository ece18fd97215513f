#include "core/explain/explain.h"

namespace triptych::explain {
namespace {

std::string scoreName(inference::Fusion fusion, const std::string& class_name) {
    switch (fusion) {
        case inference::Fusion::late_attention:
            return "fused score of class " + class_name + " (Σ over branches of weight × probability)";
        case inference::Fusion::late_average:
            return "logarithm of class " + class_name + "'s probability, averaged over the branches";
        case inference::Fusion::joint:
            return "logit of class " + class_name;
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
