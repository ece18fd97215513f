// Rhythms that textbooks describe and the training records hardly hold: conduction block, sinus arrest, sick sinus and
// atrial fibrillation, made from their definitions. Lent to real beats while learning (batches.cpp), they teach what a
// handful of patients cannot: that a beat may come early and be normal, and that most beats of a record may be ectopic.
#pragma once

#include "core/domain/beat_class.h"
#include "core/statistics/random.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference::training {

enum class RhythmKind {
    mobitz,        // second-degree block: one to one and two to one take turns; all N
    wenckebach,    // intervals shorten, then one beat is missing; all N
    pauses,        // sinus rhythm that misses beats; all N
    sick_sinus,    // slow sinus, most beats are atrial runs: N and S
    fibrillation,  // intervals without memory; all N
};
inline constexpr std::size_t kRhythmKinds = 5;

struct MadeRhythm {
    std::vector<double> time_s;
    std::vector<BeatClass> label;  // N or S
};
// About `beats` beats of one made patient, whose rate, restlessness and habits are drawn from `random`.
[[nodiscard]] MadeRhythm makeRhythm(RhythmKind kind, std::size_t beats, Random& random);

// Rhythm features (beats/rr_features.h) of made beats by their label, for lending: [n × rhythmFeatures()] of N and of
// S.
struct MadeRhythms {
    std::vector<float> normal, supraventricular;
    // A row drawn at random; `label` is N or S.
    [[nodiscard]] std::span<const float> draw(BeatClass label, Random& random) const;
};
// The same for every run: 40 patients of each kind, 300 beats each. Made at the first call; thread-safe.
[[nodiscard]] const MadeRhythms& madeRhythms();

}  // namespace triptych::inference::training
