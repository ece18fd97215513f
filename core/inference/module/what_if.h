// One beat, or one stretch of a recording, asked about twice in one pass: as it is, and with parts of it masked.
#pragma once

#include "core/inference/lead_inputs.h"
#include "core/inference/module/bundle.h"
#include "core/inference/what_if.h"

#include <cstddef>

namespace triptych::inference {

// `beat` in range, `leads` as inputsOfLeads() gives them: masks hold for all of them. Rules that look at the whole
// recording have no part in it. A masked trace takes its difference from the typical beat, its pictures and the
// features of its shape along. Errors: wrong_use (a feature that the model has not). May throw what LibTorch throws.
[[nodiscard]] Result<WhatIfAnswer> whatIfBeat(const Bundle& bundle, const LeadInputs& leads, std::size_t beat,
                                              const WhatIfRequest& request);

// The stretch that holds `time_s`; the bundle's task is recording. Masks of the trace alone. Errors: those of
// RecordingWindows::of(); wrong_use (another kind of mask, a lead that the model has not).
[[nodiscard]] Result<WhatIfAnswer> whatIfRecording(const Bundle& bundle, const Recording& recording, double time_s,
                                                   const WhatIfRequest& request);

}  // namespace triptych::inference
