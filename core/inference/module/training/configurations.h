// Named training configurations: everything that decides what `train` makes, in one visible table.
#pragma once

#include "core/domain/error.h"
#include "core/inference/card.h"
#include "core/inference/model_inputs.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::training {

struct BranchConfiguration {
    std::string name;     // "time", "time_frequency"
    std::string encoder;  // a row of the zoo
    int epochs = 10;
    double peak_learning_rate = 1e-3;  // of a one-cycle schedule with AdamW
    // Epochs without a better MCC on validation after which training stops; the best epoch's weights ship. 0: never,
    // and the last weights ship (the time branch starts too slowly for it, docs/methods.md §5).
    int patience = 0;
    bool made_atria = false;  // learns from the configuration's made recordings, too
};

enum class Protocol {
    stratified_beats,  // parity: beats of one patient on both sides; comparable with V, leaks patients
    patient_folds      // product: DS1 trains, cross-validated by record; DS2 tests
};

struct Configuration {
    std::string name;
    std::string title;
    Profile profile = Profile::parity;
    Fusion fusion = Fusion::late_attention;
    std::vector<std::string> classes;
    std::vector<BranchConfiguration> branches;
    Protocol protocol = Protocol::stratified_beats;
    std::span<const std::string_view> records;       // that training may see
    std::span<const std::string_view> test_records;  // patient_folds only
    std::size_t folds = 0;                           // patient_folds only
    bool all_leads = false;
    bool augments = false;
    Conditioning conditioning = Conditioning::none;
    std::size_t spoilt_copies = 0;     // of every record beside it (spoilt.h)
    bool strips = false;               // handheld strips teach what is not V (strips.h)
    double keep_normals = 1;           // share of ordinary N beats drawn anew for each epoch
    double keep_irregular = 1;         // the same for N beats that come early or late
    double class_weight_exponent = 0;  // of the branches' loss
    double fusion_class_weight_exponent = 0;
    double weight_decay = 1e-2;
    double label_smoothing = 0;
    bool made_atria = false;   // made recordings beside the real ones (made_atria.h)
    double average_decay = 0;  // of the exponential average of weights that ships; 0: the last weights ship
    std::int64_t batch = 256;
    std::span<const std::string_view> prior_records = {};  // whose class frequencies answers assume; none: training's
    bool rhythm_rules = false;                             // answers pass the rules of rhythm_rules.h
    bool lifts_prior = true;                               // ModelInfo::lifts_prior
    std::vector<std::string> limits = {};                  // ModelInfo::limits
    std::vector<std::string> augmentations = {};           // Card::augmentations
    std::vector<Reading> readings = {};                    // of the test sets, its own first, before this training
    std::string data = "MIT-BIH Arrhythmia Database 1.0.0 (PhysioNet, ODC-By 1.0)";
    bool adasyn =
        false;  // beats of rare classes are made up until each is as frequent as N; in the training part alone
    std::string trained_on;
};

[[nodiscard]] const std::vector<Configuration>& configurations();
// Errors: not_found, with the names there are.
[[nodiscard]] Result<Configuration> findConfiguration(const std::string& configuration_name);

}  // namespace triptych::inference::training
