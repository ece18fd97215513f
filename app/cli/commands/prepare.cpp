#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/table.h"
#include "app/cli/options.h"
#include "core/inference/laboratory.h"
#include "core/text/said.h"

#include <memory>

namespace triptych::cli {
namespace {

struct PrepareOptions {
    inference::PrepareRequest request;
    FormatOptions format;
};

Result<void> prepare(const PrepareOptions& options, Session& session) {
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    const auto prepared = (*laboratory)->prepare(options.request, session.job);
    if (!prepared) return std::unexpected(prepared.error());
    const std::string beats = std::to_string(prepared->beats);
    const std::string records = std::to_string(prepared->records);
    const std::string bytes = std::to_string(prepared->bytes);
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText({{"file", options.request.output_file},
                                        {"beats", prepared->beats},
                                        {"records", prepared->records},
                                        {"bytes", prepared->bytes}}));
            break;
        case Format::csv:
            session.out.write(csvLine({"file", "beats", "records", "bytes"}) +
                              csvLine({options.request.output_file, beats, records, bytes}));
            break;
        case Format::table:
            session.out.write(pairs({{"File", options.request.output_file},
                                     {"Beats", beats},
                                     {"Records", records},
                                     {"Size", text::say("{1} bytes", bytes)}}));
            break;
    }
    return {};
}

}  // namespace

void addPrepare(CLI::App& program, Action& action) {
    auto options = std::make_shared<PrepareOptions>();
    auto& request = options->request;
    auto* command = program.add_subcommand("prepare", "Cut the beats of a configuration into one file to train on");
    command->add_option("configuration", request.configuration, "Named configuration, as of train")
        ->required()
        ->type_name("NAME");
    command->add_option("--data", request.data_folder, "Folder of WFDB records or of heartbeat CSVs, or one such CSV")
        ->required()
        ->type_name("PATH");
    command->add_option("--out", request.output_file, "File to write; its name ends in .safetensors")
        ->required()
        ->check([](const std::string& name) {
            return name.ends_with(".safetensors") ? std::string() : "the file's name must end in .safetensors";
        })
        ->type_name("FILE");
    addFormatOptions(*command, options->format);
    addExamples(
        *command,
        "  triptych-cli prepare parity --data mitdb --out beats.safetensors\n"
        "  triptych-cli train parity --data beats.safetensors --out my-model\n"
        "The file holds the beats as half floats, their labels and whose they are: anyone who has it can train.");
    whenCalled(*command, action, options, &prepare);
}

}  // namespace triptych::cli
