#include "app/cli/commands/choose.h"
#include "app/cli/console/forced.h"
#include "app/cli/console/json.h"
#include "app/cli/console/text.h"
#include "app/cli/options.h"
#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "core/pipeline/saved_labels.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace triptych::cli {
namespace {

struct ConvertOptions {
    RecordingOptions recording;
    std::string out;
    std::string format;
    bool anonymise = false;
    bool force = false;
    bool json = false;
};

Result<formats::ExportFormat> formatOf(const ConvertOptions& options) {
    const auto format =
        options.format.empty() ? formats::exportFormatFor(options.out) : formats::exportFormatNamed(options.format);
    if (format) return *format;
    return fail(ErrorCode::wrong_use, "the name does not say in which format to write", options.out,
                "end it in .hea, .edf, .bdf, .dcm, .csv or .json, or name one with --format");
}

Result<void> convert(const ConvertOptions& options, Session& session) {
    const auto format = formatOf(options);
    if (!format) return std::unexpected(format.error());
    const auto recording = formats::open(options.recording.file, session.job, options.recording.hints());
    if (!recording) return std::unexpected(recording.error());
    const pipeline::LabelledRecording labelled = pipeline::withSavedLabels(*recording);
    auto done = formats::exportRecording(*labelled.recording, options.out, *format, {options.anonymise, options.force},
                                         session.job);
    if (!done) return orForced(done.error());
    std::vector<Warning> warnings = (*recording)->warnings;
    warnings.insert(warnings.end(), labelled.warnings.begin(), labelled.warnings.end());
    warnings.insert(warnings.end(), done->warnings.begin(), done->warnings.end());
    if (options.json) {
        session.out.write(jsonText({{"files", done->files}, {"warnings", jsonWarnings(warnings)}}));
        return {};
    }
    session.warn(warnings);
    for (const std::string& file : done->files) session.out.write(printable(file) + '\n');
    return {};
}

}  // namespace

void addConvert(CLI::App& program, Action& action) {
    auto options = std::make_shared<ConvertOptions>();
    auto* command = program.add_subcommand("convert", "Write a recording in another format");
    addFileOption(*command, options->recording);
    command
        ->add_option("out", options->out, "File to write; its ending says the format: .hea .edf .bdf .dcm .csv .json")
        ->required()
        ->type_name("OUT");
    command->add_option("--format", options->format, "Format, where the ending does not say it")
        ->check(CLI::IsMember({"wfdb", "edf", "bdf", "dicom", "csv", "json"}));
    command->add_flag("--anonymise", options->anonymise, "Leave out comments and the start time");
    command->add_flag("--force", options->force,
                      "Replace files that exist; annotations of another recording there are renamed");
    command->add_flag("--json", options->json, "Name the files and warnings as JSON");
    addExamples(*command,
                "  triptych-cli convert mitdb/208.hea 208.edf\n"
                "  triptych-cli convert holter.edf night.hea --anonymise\n"
                "Labels that a reader saved beside the recording (NAME.triptych) are written along.\n"
                "WFDB and CSV write several files; nothing is replaced without --force, the recording itself never.");
    whenCalled(*command, action, options, &convert);
}

}  // namespace triptych::cli
