#include "app/cli/commands/choose.h"
#include "app/cli/commands/classification_text.h"
#include "app/cli/commands/explanation_text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/load_model.h"

#include <memory>

namespace triptych::cli {
namespace {

struct ExplainOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    ModelOptions model;
    std::size_t beat = 0;
    inference::ExplainRequest what;
};

// Every method of the table on a line of its own.
std::string methodsHelp() {
    std::string out;
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        out += (out.empty() ? "  " : "\n  ") + std::string(method.id);
        if (!method.short_names.empty()) out += " (" + std::string(method.short_names) + ')';
        out += ": " + std::string(method.describes);
        if (method.needs.convolution) out += "; needs a convolution to look at";
        if (method.needs.attention) out += "; needs a network with attention";
        if (method.gives.draws) out += "; draws, by --seed";
    }
    return out;
}

Result<std::string> likeliestClass(const inference::Model& model, const inference::RecordingAnalysis& analysis,
                                   const BeatList& beats, std::size_t beat, const Job& job) {
    // RR features need the neighbours, so the whole list is given, not the one beat.
    const auto classified = model.classify(analysis, beats, job, beat);
    if (!classified) return std::unexpected(classified.error());
    return classified->model.classes[classified->predictions.winner(beat)];
}

Result<void> explain(const ExplainOptions& options, Session& session) {
    inference::ExplainRequest what = options.what;
    const auto method = inference::methodFor(what);
    if (!method) return std::unexpected(method.error());
    what.method = (*method)->id;
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto list = beatsOf(analysis, input->lead, options.beats.value(), session.job);
    if (!list) return std::unexpected(list.error());
    const BeatList& beats = **list;
    if (options.beat >= beats.beats.size()) {
        return fail(ErrorCode::out_of_range, "there is no beat " + std::to_string(options.beat), options.recording.file,
                    beats.beats.empty() ? "no beat was found; choose another lead with --lead"
                                        : "beats count from 0 to " + std::to_string(beats.beats.size() - 1));
    }
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    if (what.class_name.empty()) {
        auto likeliest = likeliestClass(*loaded->model, analysis, beats, options.beat, session.job);
        if (!likeliest) return std::unexpected(likeliest.error());
        what.class_name = *likeliest;
    }
    const auto explanation = loaded->model->explain(analysis, beats, options.beat, what, session.job);
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
    command->add_option("--class", options->what.class_name, "Class by name (default: the likeliest)")->type_name("C");
    command->add_option("--against", options->what.against, "What speaks for the class rather than for this one")
        ->type_name("C");
    command->add_option("--method", options->what.method, "One of the methods below")
        ->capture_default_str()
        ->type_name("M");
    command->add_option("--seed", options->what.seed, "Of a method that draws")->capture_default_str()->type_name("N");
    addLeadOption(*command, options->recording);
    addModelOption(*command, options->model);
    addBeatsOption(*command, options->beats);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli explain mitdb/208.hea --beat 12 --class V\n"
                "  triptych-cli explain mitdb/208.hea --beat 12 --class V --method grad_cam --json\n"
                "  triptych-cli explain mitdb/208.hea --beat 12 --class V --against N\n"
                "Methods:\n" +
                    methodsHelp());
    whenCalled(*command, action, options, &explain);
}

}  // namespace triptych::cli
