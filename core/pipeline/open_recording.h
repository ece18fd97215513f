// The first step of the journey: a file name becomes a recording with the lead to analyse, the labels that a reader
// saved earlier, and everything worth saying about it.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/layer.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"
#include "core/review/triptych_annotations.h"
#include "core/text/said.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::pipeline {

struct OpenedRecording {
    RecordingPtr recording;
    std::size_t lead = 0;                       // to analyse (choose_lead.h)
    text::Said lead_stated;                     // how it was chosen, where its name alone does not say it
    text::Said lead_because;                    // the reason alone, for what reads no beats
    std::vector<bool> is_ecg;                   // of each lead
    text::Said others_stated;                   // which leads are no ECG and why (choose_lead.h)
    std::shared_ptr<const BeatList> annotated;  // beats of a reference annotator on `lead`, null where none are
    Layers layers;                              // what its files say of the time line
    std::optional<review::SavedLabels> saved;   // from the .triptych file beside the record
    std::vector<Warning> warnings;              // the recording's own, unreadable saved labels
    std::vector<Warning> beat_warnings;         // what only matters where beats are read: calibration pulses
};

// Any thread. Errors: those of formats::open; empty when the recording has no leads or no samples.
[[nodiscard]] Result<OpenedRecording> openRecording(const std::string& path, const Job& job = {},
                                                    const formats::OpenHints& hints = {});

// The built-in sample: two minutes of made-up ECG with ectopic beats, the same on every machine. It lives in memory.
[[nodiscard]] Result<OpenedRecording> openSample(const Job& job = {});

}  // namespace triptych::pipeline
