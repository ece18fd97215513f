// What commands read: a recording, the lead to analyse, a stretch of it, its beats.
#pragma once

#include "app/cli/options.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/inference/recording_analysis.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace triptych::cli {

// An open recording and one of its leads. `warnings` starts with the recording's own; where the lead was chosen for
// want of II or MLII, it says so.
struct LeadInput {
    RecordingPtr recording;
    std::size_t lead = 0;
    std::vector<Warning> warnings;

    [[nodiscard]] const Lead& leadInfo() const { return recording->leads[lead]; }
};

// What a lead is wanted for: whoever reads no beats is not told where they are read from, and whoever takes the whole
// recording not which lead.
enum class LeadUse { beats, signal, whole };

// Errors: those of pipeline::openRecording(); not_found (no such lead).
[[nodiscard]] Result<LeadInput> openLead(const RecordingOptions& options, const Job& job, LeadUse use = LeadUse::beats);

// Samples [first, last) of a lead.
struct SampleRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
// The samples whose times lie in [from, to), cut to the recording. Errors: wrong_use (to ≤ from), out_of_range (no
// sample lies there).
[[nodiscard]] Result<SampleRange> sampleRange(const LeadInput& input, const RangeOptions& options);

// May be empty. Errors: those of pipeline::findBeats().
[[nodiscard]] Result<BeatList> beatsOf(const LeadInput& input, BeatOrigin origin, const Job& job);
// The same, found once for all that asks `analysis`.
[[nodiscard]] Result<std::shared_ptr<const BeatList>> beatsOf(const inference::RecordingAnalysis& analysis,
                                                              std::size_t lead, BeatOrigin origin, const Job& job);

// "detected", "reference"
[[nodiscard]] std::string name(BeatOrigin origin);

}  // namespace triptych::cli
