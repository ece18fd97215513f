#include "app/cli/commands/choose.h"
#include "app/cli/commands/differences_text.h"
#include "app/cli/commands/measurements_text.h"
#include "app/cli/commands/waves_files.h"
#include "app/cli/console/text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/measure_whole.h"
#include "core/text/said.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace triptych::cli {
namespace {

struct MeasureOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    double step_s = 0;
    bool leads_of_beats = false;
    WavesFiles files;
    std::string beside;  // another recording; empty: none
};

struct Measured {
    LeadInput input;
    pipeline::WholeMeasured whole;
};

Result<Measured> measured(const MeasureOptions& options, const RecordingOptions& recording, Session& session) {
    auto input = openLead(recording, session.job);
    if (!input) return std::unexpected(std::move(input.error()));
    const inference::RecordingAnalysis analysis(input->recording);
    const auto choice = options.beats.value() == BeatOrigin::reference ? pipeline::BeatChoice::reference
                                                                       : pipeline::BeatChoice::detected;
    auto whole = pipeline::measureWhole(analysis, input->lead, choice, options.step_s, session.job);
    if (!whole) return std::unexpected(std::move(whole.error()));
    return Measured{std::move(*input), std::move(*whole)};
}

// By what the other recording's figures differ from this one's.
Result<void> differences(const MeasureOptions& options, const Measured& first, Session& session) {
    RecordingOptions of_other = options.recording;
    of_other.file = options.beside;
    auto second = measured(options, of_other, session);
    // What a table leaves unsaid, a file of another format may say itself.
    if (!second && second.error().code == ErrorCode::wrong_use)
        second = measured(options, {options.beside, options.recording.lead}, session);
    if (!second) return std::unexpected(second.error());
    std::vector<Warning> warnings = first.input.warnings;
    warnings.insert(warnings.end(), second->input.warnings.begin(), second->input.warnings.end());
    const DifferencesText text{options.recording.file, options.beside,
                               measure::differencesOf(*first.whole.figures, *second->whole.figures),
                               measure::leadDifferencesOf(*first.whole.figures, *second->whole.figures), warnings};
    switch (options.format.format()) {
        case Format::json:
            writeDifferencesJson(text, session.out);
            return {};
        case Format::csv:
            writeDifferencesCsv(text, session.out);
            break;
        case Format::table:
            session.out.write(differencesTable(text));
            break;
    }
    session.warn(warnings);
    return {};
}

Result<void> measureCommand(const MeasureOptions& options, Session& session) {
    if (auto allowed = mayWrite(options.files, "measure"); !allowed) return allowed;
    if (!options.beside.empty() && (!options.files.folder.empty() || options.leads_of_beats)) {
        return fail(ErrorCode::wrong_use, "two recordings are measured against each other and nothing else", "--beside",
                    "leave --output and --beat-leads to a measurement of each");
    }
    const auto all = measured(options, options.recording, session);
    if (!all) return std::unexpected(all.error());
    if (!options.beside.empty()) return differences(options, *all, session);
    const auto& [input, whole] = *all;
    if (!options.files.folder.empty()) {
        const auto written = writeWaves(*input.recording, whole.waves, options.files);
        if (!written) return std::unexpected(written.error());
        for (const std::string& file : *written) session.progress.log(text::say("wrote {1}", printable(file)));
    }
    const MeasurementsText text{*input.recording, *whole.waves.beats, *whole.figures, input.warnings,
                                options.leads_of_beats};
    switch (options.format.format()) {
        case Format::json:
            writeMeasurementsJson(text, session.out);
            return {};
        case Format::csv:
            writeMeasurementsCsv(text, session.out);
            break;
        case Format::table:
            session.out.write(measurementsTable(text));
            break;
    }
    session.warn(input.warnings);
    return {};
}

}  // namespace

void addMeasure(CLI::App& program, Action& action) {
    auto options = std::make_shared<MeasureOptions>();
    auto* command =
        program.add_subcommand("measure", "Measure intervals, amplitudes, ST and axes, beside what the device states");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording,
                  "Lead that the beats are found on (default: MLII or II, else the first)");
    addBeatsOption(*command, options->beats);
    auto* const step = command
                           ->add_option("--step", options->step_s,
                                        "With --json: seconds of a step of the trends (default: 10 to 60, by duration)")
                           ->check(numberWithin({1, 86'400}))
                           ->type_name("S");
    auto* const beat_leads = command->add_flag("--beat-leads", options->leads_of_beats,
                                               "With --json: every lead's figures of every beat, too");
    command
        ->add_option("--output", options->files.folder,
                     "Also write the waves as WFDB annotation files into this folder, as the command waves does")
        ->type_name("FOLDER");
    command->add_option("--annotator", options->files.annotator, "One file with all leads instead, RECORD.NAME")
        ->type_name("NAME");
    command
        ->add_option("--beside", options->beside,
                     "Another recording: what is measured in both, and by how much the other differs")
        ->excludes(step)
        ->type_name("FILE");
    command->add_flag("--force", options->files.replaces, "Replace files of waves that were written here");
    addFormatOptions(*command, options->format);
    for (CLI::Option* of_json : {step, beat_leads}) of_json->needs(command->get_option("--json"));
    addExamples(*command,
                "  triptych-cli measure ecg.xml\n"
                "  triptych-cli measure ecg.dcm --json | jq '.global'\n"
                "  triptych-cli measure 2024.xml --beside 2026.xml\n"
                "  triptych-cli measure holter.ecg --json --step 60 | jq '.trends.leads.V5.st_mv.j60'");
    whenCalled(*command, action, options, &measureCommand);
}

}  // namespace triptych::cli
