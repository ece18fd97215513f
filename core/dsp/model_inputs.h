// The beat as the frequency and scalogram branches see it (docs/methods.md §1): plain arrays, before any
// standardisation that needs training statistics. The STFT of the time-frequency branch is in stft.h.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::dsp {

inline constexpr std::size_t kBeatSamples = 187;   // of the parity profile, at 125 Hz
inline constexpr std::size_t kSpectrumBins = 94;   // 187 / 2 + 1
inline constexpr std::size_t kScalogramRows = 32;  // log-spaced 0.5..50 Hz
inline constexpr std::size_t kScalogramColumns = 39;

// ln(|X[k]| + 1e-4) of the beat less its mean under a periodic Hann window, k = 0..93: bin k is k·125/187 Hz. The
// 1e-4 keeps an empty bin finite; for beats in [0, 1] it lies 100 dB below a full-scale sine. A beat of another length,
// or with a missing sample, gives an empty array. Any thread; some 2 µs.
[[nodiscard]] std::vector<float> spectrumOfBeat(std::span<const float> beat);

// ln(1 + |W|) of the complex Morlet transform (ω0 = 6, a sine of amplitude A gives A) of the beat less its mean, zero
// outside it; brought to zero mean and unit spread over the whole picture (all zeros when it has no spread), then each
// of 39 columns is the mean over samples floor(187c/39) .. ceil(187(c+1)/39) - 1. Returns [32 × 39], lowest frequency
// first. The same refusals as above. Any thread; some 60 µs.
[[nodiscard]] std::vector<float> scalogramOfBeat(std::span<const float> beat);

// Centres of the rows of scalogramOfBeat in Hz.
[[nodiscard]] std::vector<double> scalogramRowFrequencies();

}  // namespace triptych::dsp
