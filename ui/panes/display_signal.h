// The signal as the reader asked to see it: the lead's samples through the display filter, for any stretch of any
// length. Trace, scalogram and spectrum all read it here, so that three views show one signal.
#pragma once

#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/dsp/filter.h"
#include "ui/state/display_state.h"
#include "ui/state/viewport.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace triptych::ui {

// The filter that the reader chose, as numbers; nothing for raw.
[[nodiscard]] dsp::FilterSpec displayFilter(const DisplayState& display);

// Samples of a lead in its own unit, filtered, and where they lie.
struct SignalPiece {
    std::int64_t first = 0;
    double rate_hz = 0;
    std::vector<float> samples;  // NaN where the lead has none

    [[nodiscard]] bool empty() const { return samples.empty(); }
};

// The samples of [from_s, to_s] and one on either side, so that a curve reaches both edges; never beyond the lead's
// ends. Empty when the lead has no samples there or the job was stopped. Any thread.
[[nodiscard]] SignalPiece readDisplayed(const Recording& recording, std::size_t lead, const Stretch& stretch,
                                        const dsp::FilterSpec& filter, const Job& job = {});

// What the piece says of a moment, the signal being straight between two samples; nullopt outside it and beside NaN.
[[nodiscard]] std::optional<double> valueBetween(const SignalPiece& piece, double time_s);

// Any stretch of a lead as it is displayed: each piece is filtered with its own margin, so a day never lies in memory.
[[nodiscard]] dsp::SampleReader displayedReader(const RecordingPtr& recording, std::size_t lead,
                                                const dsp::FilterSpec& filter, const Job& job);

// "raw", "0.5–40 Hz", "0.05–150 Hz, notch 50 Hz": what the filter does at the lead's rate.
[[nodiscard]] QString filterText(const dsp::FilterSpec& filter, double rate_hz);

// Millivolts of one unit of a voltage ("mV" 1, "uV" 0.001, "V" 1000), else nullopt: such a lead cannot be drawn in
// mm/mV.
[[nodiscard]] std::optional<double> millivoltsPer(std::string_view unit);

}  // namespace triptych::ui
