#include "core/explain/explain.h"

namespace triptych::explain {

Result<Explanation> explainBeat(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                                std::size_t class_index, inference::Method method, const Job& job) {
    auto explanation = method == inference::Method::integrated_gradients
                           ? integratedGradients(bundle, inputs, beat, class_index, job)
                           : gradCam(bundle, inputs, beat, class_index);
    if (!explanation) return explanation;
    explanation->method = inference::name(method);
    explanation->class_name = bundle.card.info.classes[class_index];
    explanation->beat = beat;
    explanation->score_name =
        "fused score of class " + explanation->class_name + " (Σ over branches of weight × probability)";
    return explanation;
}

}  // namespace triptych::explain
