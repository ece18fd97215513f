#include "app/cli/study/paper_studies.h"

#include "app/cli/commands/choose.h"
#include "app/cli/options.h"
#include "app/cli/study/report_files.h"
#include "core/inference/laboratory.h"
#include "core/text/said.h"

#include <memory>

namespace triptych::cli {
namespace {

struct PaperStudyOptions {
    inference::StudyRequest request;
    bool json = false;
};

Result<void> makeStudy(const PaperStudyOptions& options, Session& session) {
    if (auto made = mayReportTo(options.request.output_folder); !made) return made;
    const auto laboratory = inference::loadLaboratory();
    if (!laboratory) return std::unexpected(laboratory.error());
    session.warn((*laboratory)->warnings());
    const auto made = (*laboratory)->study(options.request, session.job, [&](const std::string& line) {
        session.progress.log(line);
    });
    if (!made) return std::unexpected(made.error());
    session.out.write(options.json ? made->json : made->markdown);
    return {};
}

void addPaperStudy(CLI::App& study, Action& action, const inference::StudyInfo& info) {
    auto options = std::make_shared<PaperStudyOptions>();
    auto& request = options->request;
    request.name = info.name;
    auto* command = study.add_subcommand(request.name, info.describes);
    command->add_option("--data", request.data_folder, info.data)->required()->type_name("DIR");
    command
        ->add_option("-o,--out", request.output_folder,
                     "Folder for the report (Markdown, JSON, SVG) and, in work, what is done so far")
        ->required()
        ->type_name("DIR");
    if (info.run != nullptr) command->add_option("--run", request.run_folder, info.run)->required()->type_name("DIR");
    if (!info.parts.empty()) {
        command->add_option("--parts", request.parts, "Only these parts")
            ->check(CLI::IsMember(inference::partsOf(info)))
            ->delimiter(',')
            ->type_name("PART,...");
    }
    if (info.seeds > 0) {
        command
            ->add_option("--seeds", request.seeds,
                         text::say("How many trainings of each part; by default {1}", info.seeds).text())
            ->check(CLI::Range(1, 100))
            ->type_name("N");
        command->add_option("--epochs", request.epochs, "Epochs of each training, in place of the study's own")
            ->check(CLI::Range(1, 100'000))
            ->type_name("N");
        command->add_option("--threads", request.threads, "Trainings side by side")
            ->check(CLI::Range(1, 16))
            ->capture_default_str();
    }
    command->add_flag("--fresh", request.fresh, "Start anew: forget the parts that are done");
    command->add_flag("--json", options->json, "Print JSON in place of Markdown");
    const std::string run = info.run != nullptr ? " --run my-model" : "";
    addExamples(*command, text::say("  triptych-cli study {1} --data data{2} --out report\n"
                                    "Ctrl+C stops; the same command goes on with the part that is not done.",
                                    request.name, run));
    whenCalled(*command, action, options, &makeStudy);
}

}  // namespace

void addPaperStudies(CLI::App& study, Action& action) {
    for (const inference::StudyInfo& info : inference::studyList()) addPaperStudy(study, action, info);
}

}  // namespace triptych::cli
