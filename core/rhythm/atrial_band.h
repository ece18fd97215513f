// What is left of a stretch of the lead when its beats are taken away: the waves of fibrillating or fluttering atria,
// where there are any.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::rhythm {

struct AtrialBand {
    double size = 0;           // root mean square in 4 to 9 Hz, of the QRS
    double below = 0;          // the same in 1 to 4 Hz
    double above = 0;          // and in 12 to 40 Hz: muscle, mains
    double peak_hz = 0;        // where 3.5 to 9 Hz have most
    double concentration = 0;  // share of 3 to 12 Hz within 0.6 Hz of it and of its double
    double disorder = 0;       // entropy of 3 to 12 Hz over its largest
};

// `samples` at kView_hz, `beats` the R marks in it. Each beat's QRS and T, 0.1 s before to 0.45 s behind its mark, are
// taken away as the median of the stretch's beats, scaled to fit; what cannot fit (too few beats) leaves all zero.
[[nodiscard]] AtrialBand atrialBand(std::span<const float> samples, std::span<const std::ptrdiff_t> beats);

// The two steps of it.
[[nodiscard]] std::vector<float> withoutBeats(std::span<const float> samples, std::span<const std::ptrdiff_t> beats);

}  // namespace triptych::rhythm
