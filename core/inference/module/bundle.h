// A model in memory: its card, its branches and its fusion weights, checked against each other when loaded.
#pragma once

#include "core/domain/error.h"
#include "core/inference/card.h"
#include "core/inference/module/familiarity.h"
#include "core/inference/module/zoo/encoder.h"

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

namespace triptych::inference {

struct Branch {
    std::string name;
    zoo::InputKind input = zoo::InputKind::time;
    std::shared_ptr<zoo::Encoder> encoder;  // in eval mode, weights frozen
};

struct Bundle {
    Card card;
    std::vector<Branch> branches;
    torch::Tensor fusion;  // [M × K] late-attention weights
    Familiarity familiarity;
};

// Errors: those of the card and of safetensors, and model_mismatch: hash, missing or surplus tensors, shapes, class
// count.
[[nodiscard]] Result<Bundle> loadBundle(const std::string& model_folder);
// Writes weights first, then the card with their hash: an interrupted save never pairs a card with other weights
// unnoticed. Errors: io_failed.
[[nodiscard]] Result<void> saveBundle(const std::string& model_folder, Bundle& bundle);

}  // namespace triptych::inference
