// What a model said of one list of beats, kept for another: when a reader adds, moves or takes away a beat, the answers
// to all others stay on screen until the model has spoken again.
#pragma once

#include "core/domain/prediction.h"

#include <cstddef>
#include <span>

namespace triptych::pipeline {

inline constexpr std::size_t kNoBeat = static_cast<std::size_t>(-1);

// `of` [beats of the new list]: the beat of the old one, or kNoBeat, which is left without an answer.
[[nodiscard]] Classification carriedOver(const Classification& said, const BeatList& beats,
                                         std::span<const std::size_t> of);

// `coming`'s answers where it has any, `before`'s elsewhere; both are of one list of beats and of one model, else it is
// `coming` alone.
[[nodiscard]] Classification laidOver(const Classification& before, const Classification& coming);

}  // namespace triptych::pipeline
