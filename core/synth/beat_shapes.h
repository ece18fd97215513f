// What a beat looks like: Gaussian waves on the cycle of the dynamical model, and how tall each is in each lead.
#pragma once

#include "core/synth/beat_plan.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace triptych::synth {

// The leads that the model integrates; the other four limb leads follow from I and II by Einthoven and Goldberger.
inline constexpr std::size_t kModelLeads = 8;
inline constexpr std::array<std::string_view, kModelLeads> kModelLeadNames = {"I",  "II", "V1", "V2",
                                                                              "V3", "V4", "V5", "V6"};
inline constexpr std::size_t kLeadI = 0;
inline constexpr std::size_t kLeadII = 1;
inline constexpr std::size_t kLeadV5 = 6;

enum WaveName : std::size_t { kP, kQ, kR, kS, kT, kWaves };

struct Wave {
    double angle = 0;    // of its centre, radians from the R wave, one sinus cycle being 2π
    double width = 0.1;  // standard deviation, radians
    std::array<double, kModelLeads> height_mv{};
};

using BeatShape = std::array<Wave, kWaves>;  // P Q R S T; a height of 0 in all leads: no such wave

// The shape at a mean heart rate. Angles of P and T grow with its fourth root, those of Q and S and all widths with its
// square root, relative to 60 per minute, as in the authors' program ECGSYN: intervals shorten less than the cycle.
[[nodiscard]] BeatShape shapeOf(BeatKind kind, double mean_rate_bpm);

// How much of the respiratory wander and of the mains hum each model lead picks up; 1 for II.
inline constexpr std::array<double, kModelLeads> kPickUp = {0.6, 1.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.8};

}  // namespace triptych::synth
