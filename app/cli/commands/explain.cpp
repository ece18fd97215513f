#include "app/cli/commands/choose.h"
#include "app/cli/commands/classification_text.h"
#include "app/cli/commands/explanation_text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/silences.h"
#include "core/text/said.h"

#include <memory>
#include <optional>

namespace triptych::cli {
namespace {

struct ExplainOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    ModelOptions model;
    std::optional<std::size_t> beat;
    double at_s = 0;
    inference::ExplainRequest what;
};

// Every method of the table on a line of its own.
std::string methodsHelp() {
    std::string out;
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        out += (out.empty() ? "  " : "\n  ") + std::string(method.id);
        if (!method.short_names.empty()) out += " (" + std::string(method.short_names) + ')';
        out += ": " + text::translated(method.describes);
        if (method.needs.convolution) out += text::say("; needs a convolution to look at").text();
        if (method.needs.attention) out += text::say("; needs a network with attention").text();
        if (method.gives.draws) out += text::say("; draws, by --seed").text();
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

void write(const ExplainOptions& options, const Explanation& explanation, const BeatList* beats, const ModelInfo& model,
           const std::vector<Warning>& warnings, Session& session) {
    switch (options.format.format()) {
        case Format::json:
            session.out.write(explanationJson(explanation, beats, model, warnings));
            return;
        case Format::csv:
            session.out.write(explanationCsv(explanation));
            break;
        case Format::table:
            session.out.write(explanationTable(explanation, beats));
            break;
    }
    session.warn(warnings);
}

// A label of a model of whole recordings: no beats are sought.
Result<void> explainRecording(const ExplainOptions& options, inference::ExplainRequest what, Session& session) {
    const auto input = openLead(options.recording, session.job, LeadUse::whole);
    if (!input) return std::unexpected(input.error());
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    const inference::RecordingAnalysis analysis(input->recording);
    if (what.class_name.empty()) {
        const auto answer = loaded->model->judge(analysis, session.job);
        if (!answer) return std::unexpected(answer.error());
        what.class_name = answer->model.classes[answer->winner()];
    }
    const auto explanation = loaded->model->explainRecording(analysis, options.at_s, what, session.job);
    if (!explanation) return std::unexpected(explanation.error());
    write(options, *explanation, nullptr, loaded->model->info(), mergedWarnings({input->warnings, loaded->warnings}),
          session);
    return {};
}

Result<void> explain(const ExplainOptions& options, Session& session) {
    inference::ExplainRequest what = options.what;
    const auto method = inference::methodFor(what);
    if (!method) return std::unexpected(method.error());
    what.method = (*method)->id;
    const auto task = pipeline::taskOf(options.model.name);
    if (task && *task == Task::recording) return explainRecording(options, std::move(what), session);
    if (!options.beat) {
        return fail(ErrorCode::wrong_use, "no beat is named that is to be explained", {},
                    "give --beat with its place in the list of beats, from 0");
    }
    const std::size_t beat = *options.beat;
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto list = beatsOf(analysis, input->lead, options.beats.value(), session.job);
    if (!list) return std::unexpected(list.error());
    const BeatList& beats = **list;
    if (beat >= beats.beats.size()) {
        return fail(ErrorCode::out_of_range, text::say("there is no beat {1}", beat), options.recording.file,
                    beats.beats.empty() ? "no beat was found; choose another lead with --lead"
                                        : text::say("beats count from 0 to {1}", beats.beats.size() - 1));
    }
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    if (what.class_name.empty()) {
        auto likeliest = likeliestClass(*loaded->model, analysis, beats, beat, session.job);
        if (!likeliest) return std::unexpected(likeliest.error());
        what.class_name = *likeliest;
    }
    const auto explanation = loaded->model->explain(analysis, beats, beat, what, session.job);
    if (!explanation) return std::unexpected(explanation.error());
    const auto silences = pipeline::silencesOf(analysis, beats, session.job);
    if (!silences) return std::unexpected(silences.error());
    std::vector<Warning> silent;
    if (const Silence silence = silences->of_beats[beat]; silence != Silence::none) {
        silent.push_back({text::say("the beat has no class ({1}): what is explained is what the networks make of its "
                                    "window",
                                    inWords(silence)),
                          input->recording->name});
    }

    write(options, *explanation, &beats, loaded->model->info(),
          mergedWarnings({input->warnings, loaded->warnings, silent}), session);
    return {};
}

}  // namespace

void addExplain(CLI::App& program, Action& action) {
    auto options = std::make_shared<ExplainOptions>();
    auto* command =
        program.add_subcommand("explain", "Show what a class score of one beat, or of a recording, rests on");
    addFileOption(*command, options->recording);
    command->add_option("--beat", options->beat, "Beat by its place in the list of beats, from 0")
        ->check(wholeNumber())
        ->type_name("I");
    command
        ->add_option("--at", options->at_s,
                     "Of a model of whole recordings: a time in the stretch to explain, in seconds")
        ->capture_default_str()
        ->type_name("S");
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
                text::say("  triptych-cli explain mitdb/208.hea --beat 12 --class V\n"
                          "  triptych-cli explain mitdb/208.hea --beat 12 --class V --method grad_cam --json\n"
                          "  triptych-cli explain mitdb/208.hea --beat 12 --class V --against N\n"
                          "Methods:\n{1}",
                          methodsHelp()));
    whenCalled(*command, action, options, &explain);
}

}  // namespace triptych::cli
