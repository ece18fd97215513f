#include "core/explain/subject.h"

#include "core/statistics/random.h"

#include <torch/types.h>
#include <torch/utils.h>

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

torch::Tensor Subject::masked(const torch::Tensor& mask, const torch::Tensor& by) const {
    return torch::where(mask.unsqueeze(0), by, trace_);
}

void Subject::move(std::uint64_t seed, double radius) {
    Random random(seed);
    const auto moved = [&](const torch::Tensor& value) {
        auto by = torch::empty_like(value);
        for (float *at = by.data_ptr<float>(), *end = at + by.numel(); at != end; ++at)
            *at = static_cast<float>(random.uniform(-1, 1));
        return value + by * (radius * (value.max() - value.min()).item<double>());
    };
    const auto by = moved(trace_.contiguous());
    trace_ = masked(torch::ones({trace_.size(1)}, torch::kBool), by);
    auto values = withTraces(trace_.unsqueeze(0));
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        const bool is_features = inputs_[i].name == "rr" || inputs_[i].name == "neighbours";
        inputs_[i].value = is_features ? moved(inputs_[i].value.contiguous()) : values[i].contiguous();
    }
}

torch::Tensor Subject::chosen(const torch::Tensor& scores) const {
    const auto of_class = scores.select(1, static_cast<std::int64_t>(target_.of_class));
    if (!target_.against) return of_class;
    return of_class - scores.select(1, static_cast<std::int64_t>(*target_.against));
}

std::vector<float> plainValues(const torch::Tensor& of) {
    const auto flat = of.to(torch::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

Attribution attributionOf(const SubjectInput& input, const torch::Tensor& values) {
    return {input.name, input.axes, plainValues(values), plainValues(input.value), values.sum().item<double>(), 0};
}

}  // namespace triptych::explain
