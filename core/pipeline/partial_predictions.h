// Predictions while they arrive: parts of a running classification put in their places, so that a window can show the
// beats in view long before the last one is done.
#pragma once

#include "core/domain/prediction.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace triptych::pipeline {

// One thread. Shapes come with the first part; a part of another shape, or one that leaves the list, is dropped.
class PartialPredictions {
public:
    explicit PartialPredictions(std::size_t beats = 0) : known_(beats, 0) {}

    // Returns false when the part did not fit.
    bool merge(std::size_t first, const Predictions& part);

    // Rows that have not arrived are zero: isAnswered() tells them apart.
    [[nodiscard]] const Predictions& predictions() const { return all_; }
    [[nodiscard]] const std::vector<std::uint8_t>& known() const { return known_; }  // [beats] 1: has arrived
    [[nodiscard]] std::size_t knownCount() const { return known_count_; }

private:
    Predictions all_;
    std::vector<std::uint8_t> known_;
    std::size_t known_count_ = 0;
};

}  // namespace triptych::pipeline
