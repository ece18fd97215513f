#include "app/cli/commands/choose.h"
#include "app/cli/commands/classification_text.h"
#include "app/cli/commands/explanation_text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/load_model.h"
#include "core/text/said.h"

#include <memory>

namespace triptych::cli {
namespace {

struct ExplainOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    ModelOptions model;
    std::size_t beat = 0;
    std::string class_name;
    std::string method = "integrated_gradients";
};

Result<std::string> likeliestClass(const inference::Model& model, const inference::RecordingAnalysis& analysis,
                                   const BeatList& beats, std::size_t beat, const Job& job) {
    // RR features need the neighbours, so the whole list is given, not the one beat.
    const auto classified = model.classify(analysis, beats, job, beat);
    if (!classified) return std::unexpected(classified.error());
    return classified->model.classes[classified->predictions.winner(beat)];
}

Result<void> explain(const ExplainOptions& options, Session& session) {
    const auto method = inference::methodOf(options.method);
    if (!method) {
        return fail(ErrorCode::wrong_use, method.error().what, method.error().where, method.error().hint);
    }
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto list = beatsOf(analysis, input->lead, options.beats.value(), session.job);
    if (!list) return std::unexpected(list.error());
    const BeatList& beats = **list;
    if (options.beat >= beats.beats.size()) {
        return fail(ErrorCode::out_of_range, text::say("there is no beat {1}", options.beat), options.recording.file,
                    beats.beats.empty() ? "no beat was found; choose another lead with --lead"
                                        : text::say("beats count from 0 to {1}", beats.beats.size() - 1));
    }
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    std::string class_name = options.class_name;
    if (class_name.empty()) {
        auto likeliest = likeliestClass(*loaded->model, analysis, beats, options.beat, session.job);
        if (!likeliest) return std::unexpected(likeliest.error());
        class_name = *likeliest;
    }
    const auto explanation = loaded->model->explain(analysis, beats, options.beat, class_name, *method, session.job);
    if (!explanation) return std::unexpected(explanation.error());

    const auto warnings = mergedWarnings({input->warnings, loaded->warnings});
    switch (options.format.format()) {
        case Format::json:
            session.out.write(explanationJson(*explanation, beats, loaded->model->info(), warnings));
            return {};
        case Format::csv:
            session.out.write(explanationCsv(*explanation));
            break;
        case Format::table:
            session.out.write(explanationTable(*explanation, beats));
            break;
    }
    session.warn(warnings);
    return {};
}

}  // namespace

void addExplain(CLI::App& program, Action& action) {
    auto options = std::make_shared<ExplainOptions>();
    auto* command = program.add_subcommand("explain", "Show what a class score of one beat rests on");
    addFileOption(*command, options->recording);
    command->add_option("--beat", options->beat, "Beat by its place in the list of beats, from 0")
        ->required()
        ->check(wholeNumber())
        ->type_name("I");
    command->add_option("--class", options->class_name, "Class by name (default: the likeliest)")->type_name("C");
    command->add_option("--method", options->method, "integrated_gradients (ig) or grad_cam")
        ->capture_default_str()
        ->type_name("M");
    addLeadOption(*command, options->recording);
    addModelOption(*command, options->model);
    addBeatsOption(*command, options->beats);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli explain mitdb/208.hea --beat 12 --class V\n"
                "  triptych-cli explain mitdb/208.hea --beat 12 --class V --method grad_cam --json");
    whenCalled(*command, action, options, &explain);
}

}  // namespace triptych::cli
