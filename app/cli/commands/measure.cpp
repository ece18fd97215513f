#include "app/cli/commands/choose.h"
#include "app/cli/commands/measurements_text.h"
#include "app/cli/commands/waves_files.h"
#include "app/cli/console/text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/find_waves.h"
#include "core/pipeline/measure_beats.h"
#include "core/text/said.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace triptych::cli {
namespace {

struct MeasureOptions {
    RecordingOptions recording;
    FormatOptions format;
    BeatsOptions beats;
    double step_s = 0;
    bool leads_of_beats = false;
    WavesFiles files;
};

Result<void> measureCommand(const MeasureOptions& options, Session& session) {
    if (options.step_s < 0) {
        return fail(ErrorCode::wrong_use, "a trend cannot have steps of less than no time", "--step",
                    "give the seconds of a step");
    }
    if (auto allowed = mayWrite(options.files, "measure"); !allowed) return allowed;
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto delineator = waves::shippedDelineator();
    if (!delineator) return std::unexpected(delineator.error());
    const auto choice = options.beats.value() == BeatOrigin::reference ? pipeline::BeatChoice::reference
                                                                       : pipeline::BeatChoice::detected;
    auto found = pipeline::findWaves(analysis, input->lead, choice, **delineator, {}, session.job);
    if (!found) return std::unexpected(found.error());
    // The lead that the beats are of is measured whatever its unit: a table that states none is an ECG all the same.
    const bool has_own = std::any_of(found->leads.begin(), found->leads.end(),
                                     [&](const LeadWavesPtr& lead) { return lead->lead == input->lead; });
    if (!has_own) {
        auto own = waves::delineate(*input->recording, input->lead, *found->beats, **delineator, session.job);
        if (!own) return std::unexpected(own.error());
        found->leads.insert(found->leads.begin(), std::move(*own));
    }
    const auto measured = pipeline::measureBeats(analysis, found->beats, found->leads, options.step_s, session.job);
    if (!measured) return std::unexpected(measured.error());
    if (!options.files.folder.empty()) {
        const auto written = writeWaves(*input->recording, *found, options.files);
        if (!written) return std::unexpected(written.error());
        for (const std::string& file : *written) session.progress.log(text::say("wrote {1}", printable(file)));
    }
    const MeasurementsText text{*input->recording, *found->beats, **measured, input->warnings, options.leads_of_beats};
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
    session.warn(input->warnings);
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
    addNumber(*command, "--step", options->step_s, "Seconds of a step of the trends (default: 10 to 60, by duration)");
    command->add_flag("--beat-leads", options->leads_of_beats, "With --json: every lead's figures of every beat, too");
    command
        ->add_option("--output", options->files.folder,
                     "Also write the waves as WFDB annotation files into this folder, as the command waves does")
        ->type_name("FOLDER");
    command->add_option("--annotator", options->files.annotator, "One file with all leads instead, RECORD.NAME")
        ->type_name("NAME");
    command->add_flag("--force", options->files.replaces, "Replace files that are there");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli measure ecg.xml\n"
                "  triptych-cli measure ecg.dcm --json | jq '.global'\n"
                "  triptych-cli measure holter.ecg --json --step 60 | jq '.trends.leads.V5.st_mv.j60'");
    whenCalled(*command, action, options, &measureCommand);
}

}  // namespace triptych::cli
