// A made-up ECG whose truth is known: the dynamical model of McSharry, Clifford, Tarassenko & Smith 2003 (IEEE Trans
// Biomed Eng 50:289), with ectopic beats, noise, baseline wander and 2 or 12 leads. Sample file, demo and the tests'
// ground truth.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/synth/made_rhythm.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::synth {

struct SynthRequest {
    double duration_s = 60;
    double rate_hz = 360;
    int leads = 2;  // 2 (MLII, V5) or 12
    double mean_rate_bpm = 68;
    double rate_sd_bpm = 2;
    double lf_hf_ratio = 0.5;    // of the RR spectrum's two bands
    double pvc_fraction = 0.06;  // premature ventricular beats, with compensatory pause
    double apc_fraction = 0.04;  // premature atrial beats, with resetting pause
    double noise_mv = 0.01;      // standard deviation of white muscle-like noise
    double wander_mv = 0.05;     // amplitude of respiratory baseline wander
    double mains_mv = 0.0;       // amplitude of a 50 Hz hum
    std::uint64_t seed = 1;
    // Stretches of other rhythms, ascending and apart; empty: sinus rhythm throughout, with the premature beats.
    std::vector<RhythmPart> rhythms = {};
};

// True times of one beat, in seconds from the start: where lead II (MLII), free of noise, has its peaks, to the sample.
// P is NaN where the beat has none; so is every wave whose peak lies outside the recording.
struct BeatTruth {
    double p_s, q_s, r_s, s_s, t_s;
    char symbol;  // 'N', 'V' or 'A'; in stretches of other rhythms also 'S', '/' and 'j'
};

struct Synthetic {
    RecordingPtr recording;  // annotation set "atr" holds the beats, and the changes of rhythm where there are any
    std::vector<BeatTruth> truth;
    std::vector<RhythmPart> episodes = {};  // those asked for
};

// Deterministic for a seed on every machine. Half an hour of two leads takes a fifth of a second. The fractions are of
// all beats and hold to one beat. Any thread. Errors: wrong_use (rates, durations, lead counts out of range),
// cancelled.
[[nodiscard]] Result<Synthetic> synthesize(const SynthRequest& request, const Job& job = {});

// Writes NAME.hea, NAME.dat (format 16) and NAME.atr into `folder`. Never overwrites: refused where one exists.
[[nodiscard]] Result<void> writeRecord(const Synthetic& synthetic, const std::string& folder, const std::string& name);

}  // namespace triptych::synth
