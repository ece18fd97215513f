// The beats that a reader is asked to look at: ordered by how much a look is worth, and no more than the reader has
// time for. A queue without an end is not walked.
#pragma once

#include "core/domain/prediction.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace triptych::pipeline {

// Of a recording's beats, at most this share and at most so many: the tenth in most doubt holds two errors in three
// (models/README.md), and three hundred beats are ten minutes' work.
struct ReviewBudget {
    double share = 0.1;
    std::size_t most = 300;
    friend bool operator==(const ReviewBudget&, const ReviewBudget&) = default;
};

struct ReviewQueue {
    std::vector<std::size_t> beats;    // the one whose answer is likeliest wrong first; equals by time
    std::vector<std::uint8_t> places;  // [beats of the recording] 1: it is in the queue
    std::size_t borderline = 0;        // beats that there is a reason to look at, those beyond the budget too

    [[nodiscard]] bool holds(std::size_t beat) const { return beat < places.size() && places[beat] != 0; }
};

// As many beats as are borderline (borderline.h), however large the budget: where nothing speaks against the answers
// nobody is asked. Which ones they are the model's doubt says, for reasons that are many hold few errors
// (docs/decisions/0103-reasons-say-how-many.md). The share counts beats that the model answered; of a few beats, one at
// least. `margin`: the model's borderline_margin. Any thread; 100,000 beats in some 20 ms.
[[nodiscard]] ReviewQueue makeReviewQueue(const Predictions& predictions, double margin,
                                          const ReviewBudget& budget = {});
// Of what a model said with its own margin; null where it has said nothing.
[[nodiscard]] std::shared_ptr<const ReviewQueue> queueOf(const Classification* said, const ReviewBudget& budget);

// How far a reader has come. `decided` [beats of the recording]: 1 where the reader has said what the beat is.
struct ReviewProgress {
    std::size_t looked_at = 0, all = 0;
    [[nodiscard]] std::size_t left() const { return all - looked_at; }
};
[[nodiscard]] ReviewProgress progressOf(const ReviewQueue& queue, std::span<const std::uint8_t> decided);

// The next beat of the queue that is not decided, behind the place of `from` and round to the beginning; from the
// beginning where `from` is not in the queue. `backward`: before it, whether decided or not, for who wants to see the
// last one again; no further than the first. nullopt: none.
[[nodiscard]] std::optional<std::size_t> nextInQueue(const ReviewQueue& queue, std::optional<std::size_t> from,
                                                     std::span<const std::uint8_t> decided);
[[nodiscard]] std::optional<std::size_t> previousInQueue(const ReviewQueue& queue, std::optional<std::size_t> from);

// Seconds from one decision to the next: the median of the last twenty pauses, those of more than a minute left out
// (the reader was elsewhere); nullopt where there are fewer than three. `decided_s`: when, ascending.
[[nodiscard]] std::optional<double> paceOf(std::span<const double> decided_s);

}  // namespace triptych::pipeline
