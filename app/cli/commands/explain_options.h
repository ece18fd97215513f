// What `explain` is asked: its options, what of them goes together, and what they ask method by method.
#pragma once

#include "app/cli/commands/explain_alike.h"
#include "app/cli/commands/explain_figure.h"
#include "app/cli/commands/explain_masks.h"
#include "app/cli/options.h"
#include "core/domain/error.h"
#include "core/inference/explanation_methods.h"

#include <CLI/CLI.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace triptych::cli {

struct ExplainOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    ModelOptions model;
    std::vector<std::string> beat;
    std::string every;                 // each beat that the model calls so
    std::size_t most = 0;              // of them; 0: all
    std::optional<double> at_s;        // of a model of whole recordings
    std::string target;                // "V" or "V:S", in place of --class and --against
    std::vector<std::string> methods;  // ids, or "all"; empty: the default
    std::string arrays;                // NPZ file
    bool mean = false;                 // of all the beats
    FigureOptions figure;
    inference::ExplainRequest what;
    MaskOptions masks;
    AlikeOptions alike;
    Given given;
};

// They belong to the command, and live as long as it does.
void addExplainOptions(CLI::App& command, ExplainOptions& options);

// Every method that there is.
[[nodiscard]] bool asksAll(const ExplainOptions& options);
// What is asked, method by method. Errors: wrong_use.
[[nodiscard]] Result<std::vector<inference::ExplainRequest>> requestsOf(const ExplainOptions& options);
// Is something asked for that would be written nowhere? Errors: wrong_use, with what to leave out.
[[nodiscard]] Result<void> fitTogether(const ExplainOptions& options);
// Does a model lack what one of several methods needs? It is left out then, where all were asked for.
[[nodiscard]] bool isLeftOut(const ExplainOptions& options, const Error& error);

}  // namespace triptych::cli
