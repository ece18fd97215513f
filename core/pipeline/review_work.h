// What a reader's work is worth, simulated: a reader who knows the truth walks a recording in some order, and is asked
// how many of the model's errors were found after so much looking, and how many decisions it took until the labels were
// right. Pure, so that the same rules are measured by anybody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace triptych::pipeline {

// One recording's beats that have a true class. All [beats].
struct ReviewedRecord {
    std::vector<std::uint8_t> truth, answer;  // classes; an answer that is none of the true ones is wrong
    std::vector<std::size_t> queue;           // beats as the review queue would have them, all of them
    std::vector<double> margin;               // of the two best classes
    std::vector<double> doubt;                // Predictions::uncertainty
    std::vector<std::uint16_t> tile;          // cluster of shape, none of which holds two answers
};

[[nodiscard]] std::size_t errorsOf(const ReviewedRecord& record);
// By time, and by the margin, the smallest first.
[[nodiscard]] std::vector<std::size_t> beatByBeat(const ReviewedRecord& record);
[[nodiscard]] std::vector<std::size_t> byMargin(const ReviewedRecord& record);
[[nodiscard]] std::vector<std::size_t> atRandom(const ReviewedRecord& record, std::uint64_t seed);

// Errors among the first `share` (rounded up) of the beats in this order.
[[nodiscard]] std::size_t errorsFound(const ReviewedRecord& record, std::span<const std::size_t> order, double share);
// One key a beat, looked at or changed, until `agreement` of the beats are right; nullopt where the whole order does
// not do.
[[nodiscard]] std::optional<std::size_t> decisionsTo(const ReviewedRecord& record, std::span<const std::size_t> order,
                                                     double agreement);
// Queue and tiles together: first the tiles, the one with the most expected errors (the sum of its beats' doubt) first,
// as long as more than one is expected; each is one decision, which gives all of its beats the class of their majority,
// so that wrong members count as errors; then the queue, a key a beat.
[[nodiscard]] std::optional<std::size_t> decisionsWithTiles(const ReviewedRecord& record, double agreement);

}  // namespace triptych::pipeline
