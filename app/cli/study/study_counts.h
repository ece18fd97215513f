// How answers agree with reference labels, for the rows of `study robustness`.
#pragma once

#include "core/domain/prediction.h"
#include "core/domain/recording.h"
#include "core/synth/noise_stress.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace triptych::cli {

// Of one class.
struct ClassTally {
    std::int64_t true_positive = 0, false_positive = 0, false_negative = 0;
    [[nodiscard]] double f1_percent() const;
};

struct AnswerTally {
    ClassTally s, v;
    std::int64_t beats = 0;          // of known class
    std::int64_t without_class = 0;  // of these
    std::int64_t unreadable = 0;     // of those
    std::int64_t false_v = 0, unflagged_false_v = 0;
    [[nodiscard]] double unreadable_percent() const;
};

// Beats of the reference that were answered as they are. With `within`, only those there.
void addAtReference(const Classification& said, const std::vector<synth::NoisyStretch>* within, AnswerTally& tally);
// Beats of a detector against `reference`: paired within 0.15 s; an S or V that is no beat is false, a beat that was
// not found is missed where something can be read, and counts as unreadable elsewhere.
void addDetected(const Classification& said, const AnnotationSet& reference,
                 const std::vector<synth::NoisyStretch>* within, AnswerTally& tally);

[[nodiscard]] double percentOf(std::int64_t part, std::int64_t of);
// The model's class of a beat: "" where it has none.
[[nodiscard]] std::string_view classOf(const Classification& said, std::size_t beat);

}  // namespace triptych::cli
