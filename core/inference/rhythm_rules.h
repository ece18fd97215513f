// What every reader knows of rhythms and a few dozen training records cannot teach: in atrial fibrillation an early
// beat is no S, a run that began with an S goes on until the heart is slow again, and S is rare but in patients in whom
// it abounds. Three rules of answering, and a doubt: the networks learn without them. They hold for models whose first
// classes are N, S and V.
#pragma once

#include "core/domain/beat.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference {

enum class Rule : std::uint8_t { none, fibrillation, run };

// The share of its probability that S hands to N in a beat, from the product profile's features of it on each lead, the
// beats' own first: nearly 1 where P waves have no order on the lead that shows them best (beats/p_waves.h) and
// intervals change from one to the next, nearly 0 elsewhere. Constants by cross-validation over DS1 and svdb.
[[nodiscard]] float fibrillationShare(std::span<const std::span<const float>> leads);

// Answers [n × K] to a whole recording at a prior other than training's (`ratio`: ModelInfo::prior_ratio) go back to
// training's where kManyS of them or more are S: this patient is none of those in whom S is rare. `probability` is
// changed in place; true where it was. An empty ratio changes nothing.
inline constexpr double kManyS = 0.2;
bool liftPrior(std::span<float> probability, std::size_t classes, std::span<const double> ratio);

// Beats in order of time, each with its number in its list (a hole ends a run) and the interval before it.
struct BeatTimes {
    std::vector<std::uint32_t> number;
    std::vector<float> pre_rr_s;  // NaN where there is none
};
[[nodiscard]] BeatTimes timesOf(const BeatList& beats);

// A run: an S beat that came early, and the beats after it while they are no V or F and their interval stays under
// kRunUntil of the sinus interval before the run (median of the last eight between two N). Each takes over the run's
// probability of S where its own is smaller; the other classes keep their proportions. A heart that beats twice as fast
// to the beat has come out of a 2:1 block: no run. One of more than 200 beats is the rhythm. `probability` [n × K] is
// changed in place; returns [n] 1 where it was.
inline constexpr float kRunUntil = 0.83F;
[[nodiscard]] std::vector<std::uint8_t> continueRuns(const BeatTimes& times, std::span<float> probability,
                                                     std::size_t classes);

// No rule but a doubt: [n] 1 for a beat that is said to be S where the heart keeps no rhythm that it could be early in.
// The rhythm is looked for among the beats that are said to be N, so that ectopy, however frequent, is not taken for
// disorder: of the changes (|ln| of the ratio) between neighbouring intervals of four N in a row, within sixty beats
// either side, the third or so that change least. In sinus rhythm, also with some S missed, these are 1 or 2 %; from
// kNoRhythm on there is none. Where fewer than thirty changes can be seen (most beats are ectopic) nothing is said.
// On held-out records of DS1 and svdb three quarters of these S are none; on DS2, where 222 has S beats of its own
// between stretches of flutter, a third of the S found outside 232 are among them, so no answer is changed.
// `probability` [n × K].
inline constexpr float kNoRhythm = 0.04F;
[[nodiscard]] std::vector<std::uint8_t> earlyInNoRhythm(const BeatTimes& times, std::span<const float> probability,
                                                        std::size_t classes);

}  // namespace triptych::inference
