// A model's card.json (docs/models.md): what the model is, what it was trained on, how it was tested, and the hash of
// its weights. Read without Torch, so that models can be listed before the inference module is loaded.
#pragma once

#include "core/domain/error.h"
#include "core/domain/prediction.h"
#include "core/inference/model_inputs.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference {

inline constexpr const char* kCardFile = "card.json";
inline constexpr const char* kWeightsFile = "weights.safetensors";
inline constexpr const char* kCodeFile = "model.pt";        // TorchScript, in place of weights
inline constexpr const char* kCodeEncoder = "torchscript";  // what its card calls the network

// How a model comes from its networks to one answer (docs/methods.md §3).
enum class Fusion {
    late_attention,  // weights per branch and class on the branches' probabilities
    late_average,    // one weight a branch, on the simplex
    joint            // one network: early or intermediate fusion, or a single domain
};
[[nodiscard]] std::string_view name(Fusion fusion);  // as in card.json

struct BranchCard {
    std::string name;     // "time"; "joint" for a joint network
    std::string encoder;  // a row of the zoo: "v_time_transformer", "v_concat"
    std::int64_t parameters = 0;
};

// How often a set that tests was read in the life of a model.
struct Reading {
    std::string set;
    int times = 0;
};

struct Card {
    ModelInfo info;  // hash is the one that the card promises
    Profile profile = Profile::product;
    Conditioning conditioning = Conditioning::none;  // of what the networks are given
    Fusion fusion = Fusion::late_attention;
    std::vector<BranchCard> branches;
    std::vector<std::string> code_inputs;  // of a TorchScript model: what it reads, in order ("time", "rr")
    std::vector<double> omega;             // simplex weights chosen on validation, for comparison
    std::string data;                      // "MIT-BIH Arrhythmia Database 1.0.0 (ODC-By 1.0)"
    std::string split;                     // in words
    std::uint64_t seed = 0;
    std::vector<std::string> test_records;
    int test_reads = 0;                      // how often the test set was read for this model
    std::vector<std::string> augmentations;  // what was done to the beats that it learnt from, a sentence each
    std::vector<Reading> readings;           // of every test set there is
    std::vector<float> doubt;                // weights of doubt.h; empty where the model has none
    std::string figures_json;                // the "figures" object as it stands, for people and reports
    [[nodiscard]] Representation representation() const { return {profile, conditioning}; }
};

// Errors: not_found, not_readable, malformed (a field is missing, of the wrong type, or contradicts another).
[[nodiscard]] Result<Card> readCardFile(const std::string& model_folder);
// Everything that is wrong with a card, as readCardFile would find it one by one; empty when nothing is.
[[nodiscard]] std::vector<Error> cardProblems(const std::string& model_folder);
// Writes card.json atomically. Errors: io_failed.
[[nodiscard]] Result<void> writeCardFile(const std::string& model_folder, const Card& card);

}  // namespace triptych::inference
