// Rational-or-not resampling by windowed sinc, for leads that a model wants at 125 Hz.
#pragma once

#include "core/domain/job.h"
#include "core/dsp/sample_reader.h"

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::dsp {

// Band-limited (Kaiser-windowed sinc, ≥ 60 dB stop band, cut at 0.45 of the lower rate; zero phase): output sample k
// lies at time k / to_hz of the input's clock. NaN inputs are bridged linearly first. Output: ceil(n·to/from) samples.
// Flat up to 0.40 of the lower rate, -6 dB at 0.45, below -60 dB from 0.50 (its Nyquist frequency); a constant stays
// that constant, and the signal is taken as going on with its first and last value beyond its ends. Equal rates return
// the bridged input; a signal without any finite sample returns NaN throughout. Rates must be positive, finite and
// within a factor of 1,000 of each other: otherwise the result is empty. Any thread; 650,000 samples take about 3 ms.
[[nodiscard]] std::vector<float> resample(std::span<const float> signal, double from_hz, double to_hz);

// The same of `count` samples that are read in blocks, in order and once: a day of a lead is never held at its own
// rate. Empty when stopped, too.
[[nodiscard]] std::vector<float> resample(const SampleReader& read, std::int64_t count, double from_hz, double to_hz,
                                          const Job& job = {});

}  // namespace triptych::dsp
