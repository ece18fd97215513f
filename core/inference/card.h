// A model's card.json: what the model is, what it was trained on, how it was tested, and the hash of its weights. Read
// without Torch, so that models can be listed before the inference module is loaded.
#pragma once

#include "core/domain/error.h"
#include "core/domain/prediction.h"
#include "core/inference/model_inputs.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference {

inline constexpr const char* kCardFile = "card.json";
inline constexpr const char* kWeightsFile = "weights.safetensors";

struct BranchCard {
    std::string name;     // "time"
    std::string encoder;  // a row of the zoo: "v_time_transformer"
    std::int64_t parameters = 0;
};

struct Card {
    ModelInfo info;  // hash is the one that the card promises
    Profile profile = Profile::product;
    std::vector<BranchCard> branches;
    std::vector<double> omega;  // simplex weights chosen on validation, for comparison
    std::string data;           // "MIT-BIH Arrhythmia Database 1.0.0 (ODC-By 1.0)"
    std::string split;          // in words
    std::uint64_t seed = 0;
    std::vector<std::string> test_records;
    int test_reads = 0;        // how often the test set was read for this model
    std::vector<float> doubt;  // weights of doubt.h; empty where the model has none
    std::string figures_json;  // the "figures" object as it stands, for people and reports
};

// Errors: not_found, not_readable, malformed (a field is missing, of the wrong type, or contradicts another).
[[nodiscard]] Result<Card> readCardFile(const std::string& model_folder);
// Writes card.json atomically. Errors: io_failed.
[[nodiscard]] Result<void> writeCardFile(const std::string& model_folder, const Card& card);

}  // namespace triptych::inference
