// `explain --clusters` and `explain --nearest`: what a model takes for alike, along a beat and among beats.
#pragma once

#include "app/cli/console/json.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/inference/engine.h"

#include <string>
#include <vector>

namespace triptych::cli {

struct AlikeOptions {
    bool clusters = false, nearest = false;  // in place of an explanation
    std::string index;                       // file; empty: the model's usual place
    std::size_t count = 5;                   // of near beats
    [[nodiscard]] bool asked() const { return clusters || nearest; }
};

// --clusters, --nearest, --index and --count of a command that has all options of maps already.
void addAlikeOptions(CLI::App& command, AlikeOptions& options);

// Clusters: {lead, beat, sample, time_s, moments_s, share [moments][clusters], uncertainty, clusters: [{name,
// mean_wave, speaks}], classes, row: {share, clusters}, mean_wave_rate_hz, checks, warnings}; near beats: {lead, beat,
// sample, time_s, nearest: [{record, time_s, label, distance}], of_beats, of_records, warnings}. A line of JSON a beat;
// CSV a line a moment and cluster, or a near beat; else tables. Errors: those of the model.
[[nodiscard]] Result<void> writeAlike(const AlikeOptions& options, Format format, const inference::Model& model,
                                      const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                      const std::vector<std::size_t>& chosen, const std::vector<Warning>& warnings,
                                      Session& session);

}  // namespace triptych::cli
