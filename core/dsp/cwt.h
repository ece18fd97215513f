// Scalogram of a view: the continuous wavelet transform (complex Morlet, Morse or Mexican hat), computed only as finely
// as its pixels need.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/domain/scalogram.h"
#include "core/dsp/sample_reader.h"
#include "core/dsp/wavelet.h"

#include <cstddef>
#include <string>

namespace triptych::dsp {

struct ScalogramSpec {
    double min_hz = 0.5;
    double max_hz = 60;  // lowered to half the lead's rate, where that is less; frequency_hz of the result tells
    std::size_t rows = 64;
    bool log_spaced = true;
    double w0 = 6;  // cycles in the wavelet: 4..40, more is finer in frequency and coarser in time
    WaveletKind wavelet = WaveletKind::morlet;  // core/dsp/wavelet.h

    friend bool operator==(const ScalogramSpec&, const ScalogramSpec&) = default;
};

// Signal needed on either side of a view, in seconds: 4.5 standard deviations of the lowest row's wavelet.
// `w0`: cyclesOf() the wavelet.
[[nodiscard]] double marginSeconds(double min_hz, double w0 = 6);

// `columns` columns over [from_s, to_s) of the lead, and the margin beside it where the recording has it; the view
// may leave the recording. A column holds the largest modulus within it (or the modulus at its edges, where it is
// narrower than the wavelet can change). Missing samples are bridged; coi_hz is about the nearest end of the *data* —
// the recording's or a gap's — not of the view: √2·s (Torrence & Compo 1998), at most half the rate, which masks a
// column whole (one that touches missing samples), and 0 where no such end is near. Values are always finite.
//
// Cost: a forward transform of the view for low rows and one or two of less for high ones, and, per row, an inverse one
// of only the row's band; long views go in blocks.
// Memory does not grow with the view. The stop is looked at once per row and block. Errors: out_of_range (no such lead;
// a view that is empty or beyond 4·10⁹ samples; no rows or
// columns, or more than 65,536), wrong_use (frequencies or w0 that make no
// wavelet), cancelled. Any thread.
[[nodiscard]] Result<Scalogram> scalogramOfView(const Recording& recording, std::size_t lead, double from_s,
                                                double to_s, std::size_t columns, const ScalogramSpec& spec = {},
                                                const Job& job = {});

// The same of any samples, such as a filtered lead; time 0 is sample 0 of the reader, and `unit` that of the samples.
[[nodiscard]] Result<Scalogram> scalogramOfSamples(const SampleReader& reader, double rate_hz, double from_s,
                                                   double to_s, std::size_t columns, const ScalogramSpec& spec = {},
                                                   const std::string& unit = "mV", const Job& job = {});

}  // namespace triptych::dsp
