// Short-time Fourier picture of one beat, exactly as V's time-frequency branch sees it (docs/methods.md §1).
#pragma once

#include <array>
#include <span>
#include <vector>

namespace triptych::dsp {

inline constexpr std::size_t kStftWindow = 32;
inline constexpr std::size_t kStftHop = 4;
inline constexpr std::size_t kStftRows = 32;  // all FFT rows, fft-shifted: row r is (r - 16)/32 of the rate

// Columns of a beat of `length` samples: 1 + (length - 32) / 4; 39 for 187, 43 for 200.
[[nodiscard]] constexpr std::size_t stftColumns(std::size_t length) {
    return length < kStftWindow ? 0 : 1 + (length - kStftWindow) / kStftHop;
}

// Symmetric Blackman(32), hop 4, 32-point FFT, 20·log10(|X|²), -inf → 0, clip to [μ, μ + 9σ] over the beat (μ and the
// population σ over all 32 rows). Returns [32 × columns] row-major; row 16 is 0 Hz, row 0 the Nyquist frequency, and
// rows 16 - k and 16 + k are equal, as the beat is real. `authors_real_part` uses Re(X)² in place of |X|² as the
// released code does. A beat shorter than 32 samples gives an empty picture, one that holds a NaN gives NaN throughout.
// Any thread.
[[nodiscard]] std::vector<float> stftOfBeat(std::span<const float> beat, bool authors_real_part = false);

}  // namespace triptych::dsp
