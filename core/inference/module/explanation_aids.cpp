#include "core/inference/module/explanation_aids.h"

#include "core/text/said.h"

#include <torch/types.h>

#include <filesystem>
#include <string_view>

namespace triptych::inference {
namespace {

constexpr std::string_view kMean = "mean.";
constexpr std::string_view kScale = "scale.";  // then METHOD.INPUT
constexpr const char* kHash = "model_hash";

std::string pathIn(const std::string& folder) {
    return (std::filesystem::path(folder) / kAidsFile).string();
}

}  // namespace

Result<std::shared_ptr<const ExplanationAids>> loadExplanationAids(const std::string& model_folder,
                                                                   const std::string& hash) {
    const std::string path = pathIn(model_folder);
    std::error_code status;
    if (!std::filesystem::exists(path, status)) return std::shared_ptr<const ExplanationAids>();
    std::map<std::string, std::string> metadata;
    auto tensors = readSafetensors(path, &metadata);
    if (!tensors) return std::unexpected(tensors.error());
    if (metadata[kHash] != hash) {
        return fail(ErrorCode::model_mismatch, "what explanations rest on was learnt for other weights", path,
                    "make it again with triptych-cli study explanations");
    }
    auto out = std::make_shared<ExplanationAids>();
    for (const auto& [name, tensor] : *tensors) {
        if (tensor.is_floating_point() && !torch::isfinite(tensor).all().item<bool>()) {
            return fail(ErrorCode::malformed, text::say("\"{1}\" holds values that are no numbers", name), path,
                        "make it again with triptych-cli study explanations");
        }
        if (name.starts_with(kMean)) {
            out->class_means[name.substr(kMean.size())] = tensor;
        } else if (name.starts_with(kScale)) {
            const std::string rest = name.substr(kScale.size());
            const std::size_t dot = rest.find('.');
            if (dot == std::string::npos || tensor.numel() != 1) {
                return fail(ErrorCode::malformed, text::say("\"{1}\" is not one number for an input of a method", name),
                            path, "make it again with triptych-cli study explanations");
            }
            out->scales[rest.substr(0, dot)][rest.substr(dot + 1)] = tensor.item<double>();
        } else {
            out->fitted[name] = tensor;
        }
    }
    return out;
}

Result<void> saveExplanationAids(const std::string& model_folder, const std::string& hash,
                                 const ExplanationAids& aids) {
    TensorMap tensors = aids.fitted;
    for (const auto& [input, mean] : aids.class_means) tensors[std::string(kMean) + input] = mean;
    for (const auto& [method, inputs] : aids.scales) {
        for (const auto& [input, scale] : inputs)
            tensors[std::string(kScale) + method + '.' + input] = torch::tensor({static_cast<float>(scale)});
    }
    return writeSafetensors(pathIn(model_folder), tensors, {{kHash, hash}});
}

}  // namespace triptych::inference
