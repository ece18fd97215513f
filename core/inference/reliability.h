// What an evaluation says beside its counts: whether probabilities and promises hold, and where the errors lie.
#pragma once

#include "core/domain/prediction.h"
#include "core/inference/calibration.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::inference {

// Answered beats of known class, as they are gathered record by record.
struct JudgedBeats {
    std::vector<float> probability;     // [n × K]
    std::vector<std::uint8_t> truth;    // [n]
    std::vector<std::uint32_t> set;     // [n] likely classes; empty where the model has none
    std::vector<double> uncertainty;    // [n] Predictions::uncertainty
    std::vector<std::uint32_t> record;  // [n]

    void add(const Predictions& predictions, std::size_t beat, std::size_t true_class, std::size_t record_index);
    void append(const JudgedBeats& other, std::size_t record_index);
};

struct Coverage {
    std::string name;  // class or record
    std::int64_t beats = 0;
    std::int64_t covered = 0;  // whose true class is in their set
};

struct Reliability {
    std::int64_t beats = 0, errors = 0;
    Calibration calibration;
    RiskCoverage selective;  // beats in order of uncertainty; last_tenth_errors: what the borderline tenth holds
    double promised_coverage = 0;
    double mean_set_size = 0;
    std::vector<Coverage> by_class, by_record;  // empty where the model has no sets
};
// `records` names JudgedBeats::record; may be empty.
[[nodiscard]] Reliability reliabilityOf(const JudgedBeats& beats, const ModelInfo& model,
                                        const std::vector<std::string>& records);

}  // namespace triptych::inference
