// A model in memory: its card, its networks and its fusion weights, checked against each other when loaded.
#pragma once

#include "core/domain/error.h"
#include "core/inference/card.h"
#include "core/inference/module/explanation_aids.h"
#include "core/inference/module/familiarity.h"
#include "core/inference/module/zoo/network.h"

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace triptych::inference {

// One network of a late fusion, or the one joint network of a model without.
struct Branch {
    std::string name;
    std::vector<InputKind> inputs;
    std::shared_ptr<zoo::Network> network;  // in eval mode, weights frozen
};

struct Bundle {
    Card card;
    std::vector<Branch> branches;
    torch::Tensor fusion;  // [M × K] weights of the branches, per class; ones for a joint network
    Familiarity familiarity;
    std::shared_ptr<const ExplanationAids> aids;  // null where the model came without
    [[nodiscard]] bool reads(InputKind kind) const;
};

// Errors: those of the card and of safetensors, model_mismatch (hash, missing or surplus tensors, shapes, class count),
// and refused: TorchScript without trust.
[[nodiscard]] Result<Bundle> loadBundle(const std::string& model_folder, bool trust_code = false);
// Everything that is wrong with a folder, and a card that claims more than it can (a patient on both sides); empty when
// nothing is.
[[nodiscard]] std::vector<Error> bundleProblems(const std::string& model_folder, bool trust_code);
// Writes weights first, then the card with their hash: an interrupted save never pairs a card with other weights
// unnoticed. Errors: io_failed.
[[nodiscard]] Result<void> saveBundle(const std::string& model_folder, Bundle& bundle);

}  // namespace triptych::inference
