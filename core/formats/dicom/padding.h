// A DICOM waveform may name a value that fills samples where there was no signal (PS3.3 C.10.9.1.7, Waveform Padding
// Value). Writers name values that the signal takes as well, zero above all, so what is padding is looked for.
#pragma once

#include "core/formats/dicom/source.h"

#include <span>
#include <vector>

namespace triptych::formats {

// Sets the padding of the group's lanes, which share their samples and lie at one rate. A value far outside of what a
// channel's other samples take, or the end of what its bits can say, is never signal. Any other value is missing only
// where no signal stays on it: for a second, or at the beginning or end of all channels together, longer than all of
// them do in between. Bounded work, whatever the length.
void findPadding(const DicomBytes& bytes, std::span<DicomLane> lanes, std::uint32_t padding, double rate_hz);

}  // namespace triptych::formats
