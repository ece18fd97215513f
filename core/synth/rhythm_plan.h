// When the heart beats in stretches of other rhythms, and what the atria and a pacemaker do meanwhile.
#pragma once

#include "core/synth/beat_plan.h"
#include "core/synth/made_rhythm.h"

#include <span>
#include <vector>

namespace triptych::synth {

// What is added to the beats: each at its own time, whatever the ventricles do.
struct AddedWaves {
    std::vector<double> p_s;         // peaks of P waves
    std::vector<double> spikes_s;    // of a pacemaker
    std::vector<RhythmPart> parts;   // stretches of f waves, saw or fibrillating ventricles
    std::vector<double> saw_from_s;  // [parts] a time at which the saw of flutter begins a tooth
};

// Puts the parts, ascending and apart, into a plan of sinus rhythm: its beats there go, those of the part come, none
// within 0.35 s of a beat that stays.
[[nodiscard]] AddedWaves putRhythms(std::vector<PlannedBeat>& beats, std::span<const RhythmPart> parts,
                                    double mean_rate_bpm, Random& random);

}  // namespace triptych::synth
