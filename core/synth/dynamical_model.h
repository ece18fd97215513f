// The dynamical ECG model itself, integrated: a point on the limit cycle pushes the voltage up and down as it passes
// the angles of the waves, and the voltage relaxes to a wandering baseline.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/synth/beat_plan.h"
#include "core/synth/beat_shapes.h"

#include <array>
#include <cstdint>
#include <vector>

namespace triptych::synth {

struct ModelRequest {
    double from_s = 0;         // the integration starts here, before 0, to forget where it started
    std::int64_t samples = 0;  // from time 0 on
    double rate_hz = 360;
    double mean_rate_bpm = 60;
    double wander_mv = 0;
};

using ModelLeads = std::array<std::vector<float>, kModelLeads>;

// Voltage in millivolts of each model lead at each sample, without noise and hum. `beats` from before from_s to behind
// the end. Error: cancelled.
//
// McSharry et al. 2003, eq. 1, with the limit cycle in polar form: r' = r(1 - r), θ' = ω, and r = 1 from the start.
// Of each lead z' = -Σ a Δθ exp(-Δθ² / 2b²) - (z - z0), where a = (height / b²)·ω: then a wave is as tall as its height
// whatever ω, in the paper a·b²/ω. Fourth-order Runge-Kutta at 500 Hz or more.
[[nodiscard]] Result<ModelLeads> integrate(const ModelRequest& request, const std::vector<PlannedBeat>& beats,
                                           const Job& job);

}  // namespace triptych::synth
