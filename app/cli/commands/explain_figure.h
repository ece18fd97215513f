// Maps as a figure fit for a paper: the options of `explain` that ask for one, and its writing by the module of pages.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/recording.h"
#include "core/inference/engine.h"
#include "core/pages/map_figure.h"
#include "core/pipeline/map_source.h"
#include "core/pipeline/mean_map.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace triptych::cli {

struct FigureOptions {
    std::string path;  // empty: none is asked for
    bool absolute = false, force = false;
};
// They belong to the command, and live as long as it does.
void addFigureOptions(CLI::App& command, FigureOptions& options);

// `beats` null: of a whole recording.
[[nodiscard]] pages::FigureMap figureOf(const Recording& recording, const BeatList* beats,
                                        const Explanation& explanation, const ModelInfo& model);
[[nodiscard]] pages::FigureMap figureOf(const pipeline::MeanMap& mean, const BeatList& beats,
                                        const Recording& recording, const ModelInfo& model);
// Gives maps whose scale nobody measured the recording's own, measured on `of` (made when it is needed). Errors: those
// of pipeline::MapSizes::gather().
[[nodiscard]] Result<void> scaleByRecording(std::vector<Explanation*> maps,
                                            const std::function<pipeline::MapSource(const std::string& method)>& of,
                                            const Job& job);

// Explained one by one, at the recording's scale where their model has none. Errors: those of both below.
[[nodiscard]] Result<void> drawMaps(const FigureOptions& options, const Recording& recording, const BeatList* beats,
                                    const ModelInfo& model, std::vector<Explanation> maps,
                                    const std::function<pipeline::MapSource(const std::string& method)>& of,
                                    const Job& job);

// The same of stretches of a whole recording, by a model of those; what `what` asks, of a scale.
[[nodiscard]] Result<void> drawStretches(const FigureOptions& options,
                                         const std::shared_ptr<const inference::Model>& model,
                                         const inference::RecordingAnalysis& analysis, inference::ExplainRequest what,
                                         std::vector<Explanation> maps, const Job& job);

// Whether the figure that was asked for, if one was, may be written. Errors: those of pages::figureFormat(), refused.
[[nodiscard]] Result<void> mayWriteFigure(const FigureOptions& options, const Recording& recording);

// Maps beside each other, four at most. Errors: wrong_use (none, or more), those of pages::loadPagePrinter() and
// PagePrinter::writeFigure().
[[nodiscard]] Result<void> writeFigure(const FigureOptions& options, std::vector<pages::FigureMap> maps);

}  // namespace triptych::cli
