// What explanations of a model rest on beside its weights, learnt from its training beats and shipped beside the card:
// the mean beat of each class, and how strong the maps of each method are as a rule.
#pragma once

#include "core/domain/error.h"
#include "core/inference/module/safetensors.h"

#include <torch/types.h>

#include <map>
#include <memory>
#include <string>

namespace triptych::inference {

inline constexpr const char* kAidsFile = "explanation.safetensors";

struct ExplanationAids {
    // By input ("time", "rr"): [K × …] the mean of the training beats of each class.
    std::map<std::string, torch::Tensor> class_means;
    // By method and input: 99th percentile of the attributions' size over held-out beats.
    std::map<std::string, std::map<std::string, double>> scales;
    // Whatever else was fitted, by name; "cluster." and so on.
    TensorMap fitted;
};

// Nothing where the folder has none. Errors: those of readSafetensors(); model_mismatch (made for other weights:
// `hash` is the model's).
[[nodiscard]] Result<std::shared_ptr<const ExplanationAids>> loadExplanationAids(const std::string& model_folder,
                                                                                 const std::string& hash);
// Errors: io_failed.
[[nodiscard]] Result<void> saveExplanationAids(const std::string& model_folder, const std::string& hash,
                                               const ExplanationAids& aids);

}  // namespace triptych::inference
