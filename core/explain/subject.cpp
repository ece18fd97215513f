#include "core/explain/subject.h"

#include <torch/torch.h>

namespace triptych::explain {

std::vector<torch::Tensor> Subject::values() const {
    std::vector<torch::Tensor> out;
    for (const SubjectInput& input : inputs_) out.push_back(input.value);
    return out;
}

std::vector<torch::Tensor> Subject::baselines() const {
    std::vector<torch::Tensor> out;
    for (const SubjectInput& input : inputs_) out.push_back(input.baseline);
    return out;
}

torch::Tensor Subject::score(const std::vector<torch::Tensor>& variants) const {
    return chosen(scores(variants));
}

double Subject::scoreOf(const std::vector<torch::Tensor>& variant) const {
    const torch::NoGradGuard guard;
    return score(variant)[0].item<double>();
}

TappedScore Subject::tapped() const {
    return {};
}

torch::Tensor Subject::chosen(const torch::Tensor& scores) const {
    const auto of_class = scores.select(1, static_cast<std::int64_t>(class_));
    return against_ == kNoClass ? of_class : of_class - scores.select(1, static_cast<std::int64_t>(against_));
}

std::vector<float> plainValues(const torch::Tensor& of) {
    const auto flat = of.to(torch::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

Attribution attributionOf(const SubjectInput& input, const torch::Tensor& values) {
    return {input.name, input.axes, plainValues(values), plainValues(input.value), values.sum().item<double>()};
}

}  // namespace triptych::explain
