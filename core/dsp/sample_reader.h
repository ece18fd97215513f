// Samples on demand, wherever they come from: one lead of a recording, or an array that was filtered beforehand. What
// reads through this never holds a whole lead.
#pragma once

#include "core/domain/recording.h"

#include <cstdint>
#include <functional>
#include <span>

namespace triptych::dsp {

// Fills `out` with the samples from index `first` on; NaN where there are none, before the start and after the end
// included. Must be callable from any thread.
using SampleReader = std::function<void(std::int64_t first, std::span<float> out)>;

// Reads one lead in its physical unit; shares ownership of the recording's source. `lead` must be one of its leads.
[[nodiscard]] SampleReader readerOf(const Recording& recording, std::size_t lead);

// Reads an array that outlives the reader.
[[nodiscard]] SampleReader readerOf(std::span<const float> samples);

}  // namespace triptych::dsp
