// How a scalogram is made and coloured, apart from its axis, which it shares with the spectrum.
#pragma once

#include "core/dsp/wavelet.h"

#include <cstddef>

namespace triptych::ui {

struct ScalogramLook {
    dsp::Wavelet wavelet;
    std::size_t rows = 64;       // frequencies from 0.5 to 60 Hz: 9 voices an octave there and elsewhere; 128: 18
    bool locks_colours = false;  // the scale in force holds for the stretches that follow; else each has its own
    bool ridge = false;          // the strongest frequency of each moment as a line

    friend bool operator==(const ScalogramLook&, const ScalogramLook&) = default;
};

// A box drawn on a scalogram: the band alone of it stands in the trace.
struct FrequencyBand {
    double low_hz = 0, high_hz = 0;
    dsp::Wavelet wavelet;  // whose inverse gives it back

    friend bool operator==(const FrequencyBand&, const FrequencyBand&) = default;
};

}  // namespace triptych::ui
