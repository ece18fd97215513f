#include "core/inference/module/fitting_aids.h"

#include "core/inference/input_kinds.h"
#include "core/text/said.h"

#include <torch/types.h>

#include <filesystem>
#include <vector>

namespace triptych::inference {
namespace {

// Empty: the profile has no such input.
std::vector<std::int64_t> sidesOf(const std::string& input, const InputShape& shape) {
    if (input == "rr")
        return shape.rr > 0 ? std::vector{static_cast<std::int64_t>(shape.rr)} : std::vector<std::int64_t>();
    const auto kind = inputKindOf(input);
    return kind ? dimensions(shape, *kind) : std::vector<std::int64_t>();
}

bool isMeanOf(const torch::Tensor& mean, const std::string& input, const Card& card) {
    auto sides = sidesOf(input, shapeOf(card.profile));
    if (sides.empty()) return false;
    sides.insert(sides.begin(), static_cast<std::int64_t>(card.info.classes.size()));
    return mean.scalar_type() == torch::kFloat && mean.sizes() == at::IntArrayRef(sides);
}

bool isScale(double scale) {
    return scale >= 0 && scale <= static_cast<double>(kLargestLearnt);
}

}  // namespace

bool isLearntSize(const torch::Tensor& tensor) {
    if (!tensor.is_floating_point() || tensor.numel() == 0) return true;
    return (tensor.to(torch::kFloat).abs() <= kLargestLearnt).all().item<bool>();  // NaN is not
}

Result<std::shared_ptr<const ExplanationAids>> loadFittingAids(const std::string& model_folder, const Card& card) {
    auto aids = loadExplanationAids(model_folder, card.info.hash);
    if (!aids || !*aids) return aids;
    const auto refused = [&](const text::Said& what) {
        return fail(ErrorCode::malformed, what, (std::filesystem::path(model_folder) / kAidsFile).string(),
                    "make it again with triptych-cli study explanations");
    };
    const auto of_no_size = [](const std::string& name) {
        return text::say("\"{1}\" holds values that no training gives", name);
    };
    for (const auto& [input, mean] : (*aids)->class_means) {
        if (!isMeanOf(mean, input, card))
            return refused(text::say("\"{1}\" is not of the shape of the model's inputs", "mean." + input));
        if (!isLearntSize(mean)) return refused(of_no_size("mean." + input));
    }
    for (const auto& [method, inputs] : (*aids)->scales) {
        for (const auto& [input, scale] : inputs) {
            if (!isScale(scale)) return refused(of_no_size("scale." + method + '.' + input));
        }
    }
    for (const auto& [name, tensor] : (*aids)->fitted) {
        if (!isLearntSize(tensor)) return refused(of_no_size(name));
    }
    return aids;
}

}  // namespace triptych::inference
