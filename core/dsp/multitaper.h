// Power spectral density by multitaper, with a confidence band: for a single beat, where Welch's method has one segment
// and its periodogram is as jagged as it is long.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/scalogram.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace triptych::dsp {

struct MultitaperSpec {
    std::size_t tapers = 5;
    double segment_s = 4;    // a longer stretch is cut into segments of this length, at most, which are averaged
    double coverage = 0.95;  // of the band
};

struct MultitaperSpectrum {
    Spectrum spectrum;              // unit²/Hz; resolution_hz is the width of the tapers' band
    std::vector<double> low, high;  // between which the density lies with that probability; unit²/Hz
    double degrees_of_freedom = 0;  // 2 · tapers · segments
};

// Sine tapers (K.S. Riedel & A. Sidorenko, IEEE Trans. Signal Process. 43, 1995): orthonormal in closed form, of K
// tapers the band is (K + 1) / (N + 1) of the rate wide. Segments follow each other without overlap, less their mean;
// those with a missing sample are left out, and where every one has some the longest part without any is taken. The
// sum over all bins times the bin width is the mean square of the tapered signal (Parseval). The band is that of a χ²
// with 2·K·segments degrees of freedom: exact for noise, and for a line as wide as the estimate's own shape allows.
// Errors: wrong_use (rate, segment length, no tapers, a coverage that is none), empty (fewer than 8 samples in a row),
// cancelled. Any thread.
[[nodiscard]] Result<MultitaperSpectrum> multitaper(std::span<const float> samples, double rate_hz,
                                                    const std::string& unit = "mV", const MultitaperSpec& spec = {},
                                                    const Job& job = {});

// The value that a χ² of `degrees` stays below with probability `p`, after Wilson & Hilferty (1931): to 3 % from six
// degrees on, to 1 % from ten.
[[nodiscard]] double chiSquareQuantile(double p, double degrees);

}  // namespace triptych::dsp
