// Power spectral density of a stretch by Welch's method.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/scalogram.h"

#include <span>
#include <string>

namespace triptych::dsp {

inline constexpr double kWelchSegment_s = 4;  // 0.375 Hz effective resolution: parts a heart rate from its harmonics

// One-sided density in unit²/Hz (P.D. Welch, IEEE Trans. Audio Electroacoust. 15, 1967): segments less their mean under
// a periodic Hann window, overlapping by half, averaged. A stretch up to `segment_s` long is one segment; a longer one
// is cut into equal segments, no longer than that, which cover it. The sum over all bins times the bin width is the
// mean square of the de-meaned, windowed signal over that of the window (Parseval). resolution_hz is the window's
// effective noise bandwidth, 1.5 bins. Segments with a missing sample are left out; where every one has
// some, the longest part of the stretch without any is taken as if it were the stretch.
//
// `unit` is the samples' unit. Errors: wrong_use (rate or segment length not positive), empty (fewer than 8 samples, or
// nowhere 8 in a row), cancelled. Any thread.
[[nodiscard]] Result<Spectrum> welch(std::span<const float> samples, double rate_hz, const std::string& unit = "mV",
                                     double segment_s = kWelchSegment_s, const Job& job = {});

}  // namespace triptych::dsp
