// A folder of recordings that were labelled here, to train on: a list beside them says which, whose labels they carry,
// and how far their log had come.
#pragma once

#include "core/domain/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace triptych::inference {

inline constexpr std::string_view kTrainingSetFile = "training-set.json";

struct TrainingRecord {
    std::string record;    // its name in the folder
    std::string identity;  // of the recording that it was written from (core/store/recording_identity.h)
    std::vector<std::string> readers;
    std::int64_t log_place = 0;  // of the last event that counts in it
    std::size_t beats = 0;       // that stand in it
    std::size_t labelled = 0;    // of these, by a reader and outside of noise; the others are "?", which nobody learns
    std::size_t in_noise = 0;    // labelled, and left out for lying in a reader's noise
};

struct TrainingSet {
    std::vector<TrainingRecord> records;  // by name
    [[nodiscard]] std::size_t labelled() const;
};

[[nodiscard]] std::string toJson(const TrainingSet& set);
// nullopt: the folder has no such list. Errors: malformed, not_readable.
[[nodiscard]] Result<std::optional<TrainingSet>> readTrainingSet(const std::string& folder);

}  // namespace triptych::inference
