// Cutting beats out of a lead for the models, at the models' own rate.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::beats {

inline constexpr double kModelRateHz = 125.0;
inline constexpr std::size_t kParityLength = 187;   // samples at 125 Hz, zero-padded
inline constexpr std::size_t kProductLength = 200;  // R - 0.8 s ... R + 0.8 s at 125 Hz
inline constexpr std::size_t kProductMark = 100;    // column of the R mark in a product window

// Sample at 125 Hz nearest to the beat's mark; `rate_hz` is the beat list's. Both window functions cut around it.
[[nodiscard]] std::int64_t modelSample(const Beat& beat, double rate_hz);

// Product profile: [beats × 200], in the lead's unit minus the window's median; sample 100 is the R mark. A window
// that leaves the recording is filled with its edge value. `signal_125` is the whole lead at 125 Hz. Every beat of the
// list gives a row, in order; a sample that is not finite gives 0 (the window's median); an empty lead gives zeros.
[[nodiscard]] std::vector<float> productWindows(std::span<const float> signal_125, const BeatList& beats);

// The same beat by beat, for those who keep the lead rather than its windows: what a window is measured from (the
// median of its finite samples, 0 where there is none), and the window of kProductLength samples, less that.
[[nodiscard]] float productMiddle(std::span<const float> signal_125, const Beat& beat, double rate_hz);
void productWindow(std::span<const float> signal_125, const Beat& beat, double rate_hz, float middle,
                   std::span<float> out);

// Parity profile after Kachuee et al. 2018: the lead is cut into 10 s windows, each min-max scaled to [0, 1]; a beat
// starts AT its R mark, lasts 1.2 × the median RR of its 10 s window, and is zero-padded to 187: [beats × 187].
// `signal_125` is the whole lead at 125 Hz. Every beat of the list gives a row, in order. What the paper leaves open:
// - The remainder of the lead after its last whole window is read with the *last* ten seconds of the lead as its
//   window, so that no scale and no median rests on a second or two. A lead shorter than 10 s is one window.
// - RR intervals count to a window when both their beats lie in it. A window without any takes the median RR of the
//   whole list; a list without any (fewer than two beats) leaves the beat its full 187 samples.
// - A beat longer than 187 samples (1.5 s) is cut there.
// - A beat that passes the end of its window reads on, scaled as its own window and then clamped to [0, 1]: on
//   the far side the lead may be higher or lower. Past the end of the lead it is zero, as padding is.
// - A flat window, and a sample that is not finite, give 0.
[[nodiscard]] std::vector<float> parityWindows(std::span<const float> signal_125, const BeatList& beats);

}  // namespace triptych::beats
