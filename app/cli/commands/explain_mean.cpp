#include "app/cli/commands/explain_mean.h"

#include "app/cli/commands/explanation_text.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "core/formats/numpy/npz_writer.h"
#include "core/pipeline/map_scale.h"
#include "core/pipeline/map_words.h"
#include "core/pipeline/mean_map.h"
#include "core/text/said.h"

#include <utility>

namespace triptych::cli {
namespace {

using pipeline::MeanMap;

std::vector<std::size_t> shapeOf(const Attribution& input) {
    std::vector<std::size_t> shape;
    for (const auto& axis : input.axes) shape.push_back(axis.names.empty() ? axis.values.size() : axis.names.size());
    return shape;
}

// What all these beats are called; empty where they are called differently.
std::string commonClass(const Classification& said, const std::vector<std::size_t>& beats) {
    std::string out;
    for (const std::size_t beat : beats) {
        const std::string& called = said.model.classes[said.predictions.winner(beat)];
        if (!out.empty() && called != out) return {};
        out = called;
    }
    return out;
}

// One beat does not deviate from its own mean: there is no deviation, not one of zero.
bool hasDeviation(const MeanMap& mean) {
    return mean.beats > 1;
}

Json scoreDeviation(const MeanMap& mean) {
    return hasDeviation(mean) ? jsonNumber(mean.score_deviation) : Json(nullptr);
}

Json meanJson(const MeanMap& mean) {
    Json deviation = hasDeviation(mean) ? Json::object() : Json(nullptr);
    for (std::size_t i = 0; hasDeviation(mean) && i < mean.mean.inputs.size(); ++i)
        deviation[mean.mean.inputs[i].input] = jsonNested(mean.deviation[i], shapeOf(mean.mean.inputs[i]));
    return {{"mean_of",
             {{"beats", mean.beats},
              {"left_out", mean.left_out},
              {"score_deviation", scoreDeviation(mean)},
              {"deviation", std::move(deviation)},
              {"trace",
               {{"lead", mean.trace.lead},
                {"unit", mean.trace.unit},
                {"first_s", jsonNumber(mean.trace.first_s)},
                {"step_s", jsonNumber(mean.trace.step_s)},
                {"mean", jsonNumbers(mean.trace.mean)},
                {"deviation", hasDeviation(mean) ? jsonNumbers(mean.trace.deviation) : Json(nullptr)}}}}}};
}

Json axesJson(const Attribution& input) {
    Json axes = Json::array();
    for (const AttributionAxis& axis : input.axes) {
        axes.push_back({{"name", axis.name},
                        {"unit", axis.unit},
                        {"values", axis.names.empty() ? jsonNumbers(axis.values) : Json(axis.names)}});
    }
    return axes;
}

Result<void> writeMeans(const std::string& path, const std::vector<MeanMap>& means, const MeanRun& run) {
    formats::NpzWriter out;
    Json axes = Json::object(), methods = Json::array();
    std::vector<std::int64_t> beats, samples;
    for (const std::size_t beat : run.chosen) {
        beats.push_back(static_cast<std::int64_t>(beat));
        samples.push_back(run.beats.beats[beat].sample);
    }
    const auto count = static_cast<std::int64_t>(beats.size());
    out.add("beat", {count}, beats);
    out.add("sample", {count}, samples);
    for (const MeanMap& mean : means) {
        methods.push_back({{"method", mean.mean.method},
                           {"beats", mean.beats},
                           {"left_out", mean.left_out},
                           {"score", jsonNumber(mean.mean.score)},
                           {"score_deviation", scoreDeviation(mean)}});
        for (std::size_t i = 0; i < mean.mean.inputs.size(); ++i) {
            const Attribution& input = mean.mean.inputs[i];
            formats::NpzWriter::Shape shape;
            for (const std::size_t side : shapeOf(input)) shape.push_back(static_cast<std::int64_t>(side));
            const std::string name = mean.mean.method + '.' + input.input;
            out.add("mean." + name, shape, input.values);
            if (hasDeviation(mean)) out.add("sd." + name, shape, mean.deviation[i]);
            axes[name] = axesJson(input);
        }
    }
    const pipeline::AlignedTrace& trace = means.front().trace;
    out.add("trace.mean", {static_cast<std::int64_t>(trace.mean.size())}, trace.mean);
    if (hasDeviation(means.front()))
        out.add("trace.sd", {static_cast<std::int64_t>(trace.deviation.size())}, trace.deviation);
    const ModelInfo& model = run.model->info();
    out.addText("meta.json", jsonText({{"model", {{"name", model.name}, {"hash", model.hash}}},
                                       {"explained_class", means.front().mean.class_name},
                                       {"against", means.front().mean.against},
                                       {"baseline", means.front().mean.baseline},
                                       {"means", std::move(methods)},
                                       {"trace",
                                        {{"lead", trace.lead},
                                         {"unit", trace.unit},
                                         {"first_s", jsonNumber(trace.first_s)},
                                         {"step_s", jsonNumber(trace.step_s)}}},
                                       {"axes", std::move(axes)}}));
    return out.write(path);
}

}  // namespace

Result<std::vector<inference::ExplainRequest>> requestsOfMean(std::vector<inference::ExplainRequest> requests,
                                                              const std::string& every, const Classification& said,
                                                              const std::vector<std::size_t>& chosen) {
    const std::string common = every.empty() ? commonClass(said, chosen) : every;
    for (inference::ExplainRequest& what : requests) {
        if (what.class_name.empty()) what.class_name = common;
        if (what.class_name.empty()) {
            return fail(ErrorCode::wrong_use, "the mean of maps of different classes says nothing", {},
                        "name the class with --class, or the beats with --every");
        }
        what.badge = false;
    }
    return requests;
}

Result<void> explainMean(const MeanRun& run, Session& session) {
    const std::shared_ptr<const inference::RecordingAnalysis> analysis(std::shared_ptr<const void>(), &run.analysis);
    const std::shared_ptr<const BeatList> beats(std::shared_ptr<const void>(), &run.beats);
    std::vector<MeanMap> means;
    for (const inference::ExplainRequest& what : run.requests) {
        pipeline::MeanMapGathering gathering(
            pipeline::mapsOfBeats({run.model, analysis, beats, what}, run.said, run.chosen),
            run.analysis.recordingPtr(), run.beats.lead);
        if (auto done = gathering.goOn(run.chosen.size(), session.job); !done) {
            if (done.error().code == ErrorCode::unsupported && run.leaves_out) continue;
            return done;
        }
        if (auto mean = gathering.mean()) means.push_back(std::move(*mean));
    }
    if (means.empty()) {
        return fail(ErrorCode::unsupported, "no method could explain these beats", run.analysis.recording().name,
                    "name other beats or another method");
    }
    if (!run.figure.path.empty()) {
        std::vector<Explanation*> maps;
        for (MeanMap& mean : means) maps.push_back(&mean.mean);
        const auto source = [&](const std::string& method) {
            inference::ExplainRequest what = run.requests.front();
            what.method = method;
            what.class_name.clear();
            return pipeline::mapsOfBeats({run.model, analysis, beats, what}, run.said,
                                         pipeline::answeredBeats(run.said, {}, pipeline::kScaleBeats));
        };
        if (auto done = scaleByRecording(std::move(maps), source, session.job); !done) return done;
        std::vector<pages::FigureMap> figures;
        for (const MeanMap& mean : means)
            figures.push_back(figureOf(mean, run.beats, run.analysis.recording(), run.model->info()));
        if (auto done = writeFigure(run.figure, std::move(figures)); !done) return done;
    }
    if (!run.arrays.empty()) {
        if (auto done = writeMeans(run.arrays, means, run); !done) return done;
    }
    std::string text;
    for (const MeanMap& mean : means) {
        if (run.format == Format::json) {
            text += explanationJson(mean.mean, nullptr, run.model->info(), run.warnings, meanJson(mean));
        } else if (run.format == Format::csv) {
            text += explanationCsv(mean.mean);
        } else {
            text += (text.empty() ? "" : "\n") +
                    pipeline::meanPlace(mean, run.beats, run.analysis.recording().name).text() + '\n' +
                    (hasDeviation(mean)
                         ? text::say("score {1} ± {2}", fixed(mean.mean.score, 4), fixed(mean.score_deviation, 4))
                         : text::say("score {1}", fixed(mean.mean.score, 4)))
                        .text() +
                    '\n' + explanationTable(mean.mean, nullptr);
        }
    }
    session.out.write(text);
    if (run.format != Format::json) session.warn(run.warnings);
    return {};
}

}  // namespace triptych::cli
