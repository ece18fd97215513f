// The classes that rhythm and variability are told with, from the labels in force: the window and the command line
// count alike what a model, an annotator or a reader said of each beat.
#pragma once

#include "core/domain/silence.h"
#include "core/pipeline/beat_labels.h"
#include "core/pipeline/find_rhythm.h"
#include "core/review/noise_spans.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace triptych::pipeline {

// What is in force of one beat.
struct SaidOfBeat {
    std::uint8_t code = 0;  // 0: nobody said anything
    bool by_reader = false;
    Silence silence = Silence::none;
};

// `said` [beats]. A beat that a model could not read is normal, unless a reader named it; one of which nobody has
// spoken is what its shape is (`by_shape`, RhythmGround::by_shape), or normal where `all_told`. Where nobody said
// anything the classes stay empty. `by`: whose classes the others are.
[[nodiscard]] ClassedBeats classedBy(std::shared_ptr<const BeatList> beats, std::span<const SaidOfBeat> said,
                                     std::span<const BeatClass> by_shape, bool all_told, std::string by);

// A reader's noise: no interval ends there, no model's word counts, and nobody is asked to look at it again.
void heedNoise(BeatLabel& label, const std::vector<review::NoiseSpan>& noise);

}  // namespace triptych::pipeline
