#include "app/cli/commands/choose.h"
#include "app/cli/commands/waves_files.h"
#include "app/cli/commands/waves_text.h"
#include "app/cli/console/text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/find_waves.h"
#include "core/text/said.h"

#include <filesystem>
#include <memory>

namespace triptych::cli {
namespace {

struct WavesOptions {
    RecordingOptions recording;
    BeatsOptions beats;
    FormatOptions format;
    bool all_leads = false;
    std::string model;  // a folder; empty: the shipped one
    int threads = 2;
    WavesFiles files;
};

Result<waves::DelineatorPtr> delineatorOf(const WavesOptions& options) {
    return options.model.empty() ? waves::shippedDelineator() : waves::loadDelineator(options.model);
}

// The list of beats belongs to the recording and not to the lead that is asked about: the same on every lead.
Result<void> waves(const WavesOptions& options, Session& session) {
    if (auto allowed = mayWrite(options.files, "waves"); !allowed) return allowed;
    auto chosen = options.recording;
    chosen.lead.clear();
    auto input = openLead(chosen, session.job);
    if (!input) return std::unexpected(input.error());
    waves::WavesRequest request;
    request.threads = options.threads;
    if (!options.all_leads) {
        if (options.recording.lead.empty()) {
            request.leads = {input->lead};
        } else {
            const auto lead = findLead(*input->recording, options.recording.lead);
            if (!lead) return std::unexpected(lead.error());
            request.leads = {*lead};
        }
    }
    const auto delineator = delineatorOf(options);
    if (!delineator) return std::unexpected(delineator.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto choice = options.beats.value() == BeatOrigin::reference ? pipeline::BeatChoice::reference
                                                                       : pipeline::BeatChoice::detected;
    const auto found = pipeline::findWaves(analysis, input->lead, choice, **delineator, request, session.job);
    if (!found) return std::unexpected(found.error());
    const Recording& recording = *input->recording;
    if (!options.files.folder.empty()) {
        const auto written = writeWaves(recording, *found, options.files);
        if (!written) return std::unexpected(written.error());
        for (const std::string& file : *written) session.progress.log(text::say("wrote {1}", printable(file)));
    }
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText(wavesJson(recording, *found, input->warnings)));
            return {};
        case Format::csv:
            session.out.write(wavesCsv(recording, *found));
            break;
        case Format::table:
            session.out.write(wavesTable(recording, *found));
            break;
    }
    session.warn(input->warnings);
    return {};
}

}  // namespace

void addWaves(CLI::App& program, Action& action) {
    auto options = std::make_shared<WavesOptions>();
    auto* command = program.add_subcommand("waves", "Find where P, QRS and T of each beat begin, peak and end");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording);
    command->add_flag("--all-leads", options->all_leads, "Every lead of electrocardiogram")
        ->excludes(command->get_option("--lead"));
    addBeatsOption(*command, options->beats);
    command
        ->add_option("--model", options->model,
                     "Folder of a network that \"train waves\" made (default: the one that comes with Triptych)")
        ->type_name("FOLDER");
    command->add_option("--threads", options->threads, "Threads")->check(CLI::Range(1, 16))->capture_default_str();
    command
        ->add_option("--output", options->files.folder,
                     "Also write WFDB annotation files into this folder, a file a lead: RECORD.ii, RECORD.v1, ...")
        ->type_name("FOLDER");
    command
        ->add_option("--annotator", options->files.annotator,
                     "Write one file with all leads instead, RECORD.NAME; each mark's channel says of which lead it is")
        ->type_name("NAME");
    command->add_flag("--force", options->files.replaces, "Replace files of waves that were written here");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli waves ludb/1.hea --all-leads\n"
                "  triptych-cli waves ludb/1.hea --lead V1 --json | jq '.leads.V1[0].qrs'\n"
                "  triptych-cli waves mitdb/100.hea --all-leads --output waves --annotator waves\n"
                "Waves that are not there, or not certain, are null. Samples are those of each lead's own clock.");
    whenCalled(*command, action, options, &waves);
}

}  // namespace triptych::cli
