// The mean map of many beats and how far single ones lie from it, as text, arrays and figure.
#pragma once

#include "app/cli/commands/explain_figure.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/domain/beat.h"
#include "core/domain/prediction.h"
#include "core/inference/engine.h"
#include "core/inference/explanation_methods.h"

#include <memory>
#include <string>
#include <vector>

namespace triptych::cli {

// Each with its class: where it names none, that of `every` beat, or what all the `chosen` are called. Errors:
// wrong_use (they are called differently).
[[nodiscard]] Result<std::vector<inference::ExplainRequest>> requestsOfMean(
    std::vector<inference::ExplainRequest> requests, const std::string& every, const Classification& said,
    const std::vector<std::size_t>& chosen);

struct MeanRun {
    std::shared_ptr<const inference::Model> model;
    const inference::RecordingAnalysis& analysis;
    const BeatList& beats;
    const Classification& said;
    std::vector<std::size_t> chosen;
    std::vector<inference::ExplainRequest> requests;  // with their class; a method each
    bool leaves_out = false;                          // methods that the model lacks something for
    Format format = Format::table;
    std::string arrays;  // NPZ file; empty: none
    const FigureOptions& figure;
    std::vector<Warning> warnings;
};
// Errors: those of a map where none could be made, of the arrays and of the figure; cancelled.
[[nodiscard]] Result<void> explainMean(const MeanRun& run, Session& session);

}  // namespace triptych::cli
