#include "app/cli/commands/explain_figure.h"

#include "app/cli/console/forced.h"
#include "core/pages/page_border.h"
#include "core/pipeline/map_scale.h"
#include "core/pipeline/map_words.h"
#include "core/text/said.h"

#include <map>
#include <optional>
#include <utility>

namespace triptych::cli {
namespace {

constexpr std::size_t kMostMaps = 4;

}  // namespace

void addFigureOptions(CLI::App& command, FigureOptions& options) {
    command
        .add_option("--figure", options.path,
                    "Write the maps beside each other, four at most, as a figure there: .svg, .pdf or .png")
        ->type_name("FILE");
    command.add_flag("--absolute", options.absolute, "Draw how much each place matters, not whether for or against");
    command.add_flag("--force", options.force, "Replace a figure, or arrays, that are there");
}

pages::FigureMap figureOf(const Recording& recording, const BeatList* beats, const Explanation& explanation,
                          const ModelInfo& model) {
    const BeatList none;
    std::optional<double> mark_s;
    if (beats != nullptr) mark_s = static_cast<double>(beats->beats[explanation.beat].sample) / beats->rate_hz;
    auto out = pages::figureMap(recording, beats != nullptr ? beats->lead : 0, explanation, mark_s);
    out.heading = pipeline::mapHeading(explanation).text();
    out.of = pipeline::mapPlace(explanation, beats != nullptr ? *beats : none, recording.name).text();
    out.by = pipeline::mapModel(model).text();
    return out;
}

pages::FigureMap figureOf(const pipeline::MeanMap& mean, const BeatList& beats, const Recording& recording,
                          const ModelInfo& model) {
    pages::FigureMap out;
    out.map = mean.mean;
    out.deviation = mean.deviation;
    out.from_mark = true;
    if (!mean.trace.mean.empty()) {
        out.traces = {{mean.trace.lead, mean.trace.unit, mean.trace.first_s, mean.trace.step_s, mean.trace.mean,
                       mean.trace.deviation}};
    }
    out.heading = pipeline::mapHeading(mean.mean).text();
    out.of = pipeline::meanPlace(mean, beats, recording.name).text();
    out.by = pipeline::mapModel(model).text();
    return out;
}

Result<void> scaleByRecording(std::vector<Explanation*> maps,
                              const std::function<pipeline::MapSource(const std::string& method)>& of, const Job& job) {
    std::map<std::string, pipeline::MapScales> known;
    for (Explanation* const map : maps) {
        if (!pipeline::wantsScales(*map)) continue;
        auto found = known.find(map->method);
        if (found == known.end()) {
            pipeline::MapSizes sizes;
            if (auto done = sizes.gather(of(map->method), job); !done) return done;
            found = known.emplace(map->method, sizes.scales()).first;
        }
        pipeline::putScales(found->second, *map);
    }
    return {};
}

Result<void> drawMaps(const FigureOptions& options, const Recording& recording, const BeatList* beats,
                      const ModelInfo& model, std::vector<Explanation> maps,
                      const std::function<pipeline::MapSource(const std::string& method)>& of, const Job& job) {
    std::vector<Explanation*> places;
    for (Explanation& map : maps) places.push_back(&map);
    if (auto done = scaleByRecording(places, of, job); !done) return done;
    std::vector<pages::FigureMap> figures;
    for (const Explanation& map : maps) figures.push_back(figureOf(recording, beats, map, model));
    return writeFigure(options, std::move(figures));
}

Result<void> drawStretches(const FigureOptions& options, const std::shared_ptr<const inference::Model>& model,
                           const inference::RecordingAnalysis& analysis, inference::ExplainRequest what,
                           std::vector<Explanation> maps, const Job& job) {
    const auto answer = model->judge(analysis, job);
    if (!answer) return std::unexpected(answer.error());
    what.badge = false;
    what.class_name.clear();
    const std::shared_ptr<const inference::RecordingAnalysis> borrowed(std::shared_ptr<const void>(), &analysis);
    const auto source = [&](const std::string& method) {
        what.method = method;
        return pipeline::mapsOfStretches({model, borrowed, nullptr, what}, *answer, pipeline::kScaleBeats);
    };
    return drawMaps(options, analysis.recording(), nullptr, model->info(), std::move(maps), source, job);
}

Result<void> mayWriteFigure(const FigureOptions& options, const Recording& recording) {
    if (options.path.empty()) return {};
    if (const auto format = pages::figureFormat(options.path); !format) return std::unexpected(format.error());
    return mayWriteAll({options.path}, recording, options.force);
}

Result<void> writeFigure(const FigureOptions& options, std::vector<pages::FigureMap> maps) {
    if (maps.empty() || maps.size() > kMostMaps) {
        return fail(ErrorCode::wrong_use,
                    text::say("a figure has {1} maps at most, and {2} were asked for", kMostMaps, maps.size()),
                    options.path, "name fewer beats or methods, or take their mean");
    }
    const auto printer = pages::loadPagePrinter();
    if (!printer) return std::unexpected(printer.error());
    pages::FigureRequest request;
    request.maps = std::move(maps);
    request.absolute = options.absolute;
    if (auto done = (*printer)->writeFigure(request, options.path, options.force); !done) return orForced(done.error());
    return {};
}

}  // namespace triptych::cli
