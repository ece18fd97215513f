#include "app/cli/commands/choose.h"
#include "app/cli/commands/classification_text.h"
#include "app/cli/commands/recording_answer_text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/model_notices.h"
#include "core/pipeline/silences.h"

#include <memory>

namespace triptych::cli {
namespace {

struct ClassifyOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    ModelOptions model;
    Given given;
};

// By a model of whole recordings: no beats are sought.
Result<void> judge(const ClassifyOptions& options, Session& session) {
    if (auto idle = refuseIdle(options.given, {"--lead", "--beats"}, "this model judges whole recordings"); !idle)
        return idle;
    const auto input = openLead(options.recording, session.job, LeadUse::whole);
    if (!input) return std::unexpected(input.error());
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    const auto answer = loaded->model->judge(inference::RecordingAnalysis(input->recording), session.job);
    if (!answer) return std::unexpected(answer.error());
    const std::vector<Warning> warnings = mergedWarnings({input->warnings, loaded->warnings, answer->warnings,
                                                          pipeline::modelNotices(answer->model, *input->recording)});
    switch (options.format.format()) {
        case Format::json:
            session.out.write(recordingAnswerJson(*answer, warnings));
            return {};
        case Format::csv:
            session.out.write(recordingAnswerCsv(*answer));
            session.out.flush();
            break;
        case Format::table:
            session.out.write(recordingAnswerTable(*answer));
            break;
    }
    session.warn(warnings);
    return {};
}

Result<void> classify(const ClassifyOptions& options, Session& session) {
    const auto task = pipeline::taskOf(options.model.name);
    if (task && *task == Task::recording) return judge(options, session);
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto beats = beatsOf(analysis, input->lead, options.beats.value(), session.job);
    if (!beats) return std::unexpected(beats.error());
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) return std::unexpected(loaded.error());
    const auto classified = pipeline::classify(*loaded->model, analysis, **beats, session.job);
    if (!classified) return std::unexpected(classified.error());

    const std::vector<Warning> warnings =
        mergedWarnings({input->warnings, loaded->warnings, classified->warnings,
                        pipeline::modelNotices(classified->model, *input->recording)});
    switch (options.format.format()) {
        case Format::json:
            writeClassificationJson(*classified, warnings, session.out);
            return {};
        case Format::csv:
            writeClassificationCsv(*classified, session.out);
            session.out.flush();  // no warning amid the rows
            break;
        case Format::table:
            session.out.write(classificationTable(*classified));
            break;
    }
    session.warn(warnings);
    return {};
}

}  // namespace

void addClassify(CLI::App& program, Action& action) {
    auto options = std::make_shared<ClassifyOptions>();
    auto* command = program.add_subcommand("classify", "Classify every beat, or the whole recording, with a model");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording);
    addModelOption(*command, options->model);
    addBeatsOption(*command, options->beats);
    addFormatOptions(*command, options->format);
    addExamples(
        *command,
        "  triptych-cli classify mitdb/208.hea\n"
        "  triptych-cli classify mitdb/208.hea --beats reference --json | jq '.beats[0]'\n"
        "  triptych-cli classify mitdb/208.hea --model parity --csv > beats.csv\n"
        "  triptych-cli classify ecg.dcm --model my-12-lead-model --trust-code --json | jq '.labels'\n"
        "The classification is advisory. \"symbol\" is the reference label, or, for detected beats, the label that\n"
        "the class, or its having none, would be written as. \"attention\" is a constant of the model; \"share\" is "
        "the beat's own.");
    whenCalled(*command, action, options, &classify);
}

}  // namespace triptych::cli
