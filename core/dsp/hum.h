// Takes mains hum out of a lead where there is hum, and leaves the lead alone where there is none: what a model looks
// at must not depend on the country's mains. A fixed notch would ring after every QRS of every lead; this one follows
// what is there, its frequency, its size and its coming and going.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <span>
#include <vector>

namespace triptych::dsp {

// Hum that was found and taken out.
struct Hum {
    double nominal_hz = 0;    // 50, 60 or one of their multiples
    double frequency_hz = 0;  // as measured, the mean over where it is there
    double amplitude = 0;     // of its sine, the largest second's, in the lead's unit
    double share = 0;         // 0 ... 1: of the lead's seconds, those in which it stands out
};

// 50 and 60 Hz and their multiples under 0.49 of the rate, each wherever it stands out of what lies 3 to 5 Hz beside it
// (seen through Hann windows of 2 s, one a second). Its frequency may lie within 0.4 Hz of the nominal one and drift;
// its size may change within seconds. A sine A of a constant frequency there leaves less than A/500, whatever its
// phase; one farther than 3 Hz away stays as it is. An ECG without hum changes by less than a hundredth of a millivolt
// per millivolt of QRS. Zero phase. Missing samples (NaN) are bridged for the measurement and stay missing; less than 2
// s of signal stays as it is. In place. Errors: wrong_use (a rate that is not positive), cancelled (then the signal is
// in an unspecified state). Any thread.
[[nodiscard]] Result<std::vector<Hum>> removeHum(std::span<float> signal, double rate_hz, const Job& job = {});

// The band that a model's input is brought to before anything else is done with it: without hum, without the wander of
// breath and electrodes, and no wider than what a handheld recorder stores. High-pass of zero phase, gain 1/√2 at
// kWanderEdge_hz and 1 / (1 + 0.41 (edge/f)^4) under it: of a wander of 0.3 Hz, a twentieth stays; a QRS complex keeps
// its height to 2 %, an ST segment bends. Low-pass likewise, gain 1/√2 at kBandEdge_hz.
inline constexpr double kWanderEdge_hz = 0.8, kBandEdge_hz = 40;
struct Conditioned {
    std::vector<float> samples;
    std::vector<Hum> hum;
};
// Errors: as removeHum() and filterLead(). Any thread.
[[nodiscard]] Result<Conditioned> conditionLead(std::span<const float> signal, double rate_hz, const Job& job = {});

}  // namespace triptych::dsp
