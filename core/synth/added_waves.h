// P waves that no beat follows, f waves, the saw of flutter, fibrillating ventricles and the spikes of a pacemaker,
// added to the model's leads.
#pragma once

#include "core/synth/dynamical_model.h"
#include "core/synth/rhythm_plan.h"

namespace triptych::synth {

// `leads` from time 0 on, in mV. Adds nothing outside the parts but P waves at their times.
void addWaves(ModelLeads& leads, double rate_hz, double mean_rate_bpm, const AddedWaves& added, std::uint64_t seed);

}  // namespace triptych::synth
