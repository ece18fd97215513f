// review training: the reviewed beats as a set that `train` takes.
#include "app/cli/console/json.h"
#include "app/cli/console/table.h"
#include "app/cli/review/sub_commands.h"
#include "core/files/atomic_file.h"
#include "core/inference/training_set.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/training_record.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <set>
#include <span>

namespace triptych::cli {
namespace {

namespace fs = std::filesystem;

struct TrainingOptions {
    std::string out, project, reader, at;
    bool only_signed_off = false, json = false;
};

// A record's name in the set: letters, digits, "_" and "-", told apart by a number where two share it.
std::string nameFor(const std::string& wanted, std::set<std::string>& taken) {
    std::string name;
    for (const char character : wanted) {
        const bool plain = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                           (character >= '0' && character <= '9') || character == '-';
        name += plain ? character : '_';
    }
    if (name.empty()) name = "record";
    std::string free = name;
    for (int i = 2; !taken.insert(free).second; ++i) free = name + '-' + std::to_string(i);
    return free;
}

bool isSignedOff(const std::vector<review::Reading>& readings, const std::string& reader) {
    return std::ranges::any_of(readings, [&](const review::Reading& reading) {
        return reading.signed_off && (reader.empty() || reading.reader == reader);
    });
}

// One recording of the project; nothing where it has no label that counts.
Result<std::optional<inference::TrainingRecord>> writeOne(const TrainingOptions& options,
                                                          const store::ListedRecording& listed,
                                                          const std::vector<store::EventGroup>& log,
                                                          std::set<std::string>& taken, std::vector<Warning>& warnings,
                                                          Session& session) {
    using Written = std::optional<inference::TrainingRecord>;
    const auto reader = options.reader.empty() ? std::nullopt : std::optional(options.reader);
    if (labelsIn(log, 0, reader).empty()) return Written();
    if (options.only_signed_off && !isSignedOff(review::readingsOf(log, 0), options.reader)) return Written();
    RecordingOptions recording{listed.card.path, {}};
    const auto input = openLead(recording, session.job);
    if (!input) {
        warnings.push_back({text::say("{1} is left out: {2}", listed.card.name, input.error().what), listed.card.path});
        return Written();
    }
    if (store::cardOf(*input->recording).identity != listed.card.identity) {
        warnings.push_back({text::say("{1} is left out: the file has changed since it was labelled", listed.card.name),
                            listed.card.path});
        return Written();
    }
    const bool marked = pipeline::referenceOf(*input->recording) != nullptr;
    const auto beats = beatsOf(*input, marked ? BeatOrigin::reference : BeatOrigin::detected, session.job);
    if (!beats) return std::unexpected(beats.error());
    return pipeline::writeTrainingRecord(input->recording, listed.card.identity, *beats, log, reader, options.out,
                                         nameFor(listed.card.name, taken), session.job);
}

Result<void> training(const TrainingOptions& options, Session& session) {
    const auto upto = uptoOf(options.at);
    if (!upto) return std::unexpected(upto.error());
    auto project = store::Project::openForReading(projectPath(options.project));
    if (!project) return std::unexpected(project.error());
    const auto listed = project->recordings();
    if (!listed) return std::unexpected(listed.error());
    std::error_code error;
    if (fs::exists(options.out, error) && !fs::is_empty(options.out, error)) {
        return fail(ErrorCode::refused, "the folder is not empty, and what is in it is left as it is", options.out,
                    "name a new folder");
    }
    fs::create_directories(options.out, error);
    if (error) {
        return fail(ErrorCode::io_failed, text::say("the folder cannot be made ({1})", error.message()), options.out,
                    "name one that can be written to");
    }
    inference::TrainingSet set;
    std::vector<Warning> warnings;
    useVocabularyOf(options.project, warnings);
    std::set<std::string> taken;
    for (const store::ListedRecording& one : *listed) {
        auto groups = project->groupsOf(one.id, 0);
        if (!groups) return std::unexpected(groups.error());
        auto written = writeOne(options, one, cutAt(std::move(*groups), *upto), taken, warnings, session);
        if (!written) return std::unexpected(written.error());
        if (*written) set.records.push_back(std::move(**written));
    }
    if (set.records.empty()) {
        fs::remove(options.out, error);
        session.warn(warnings);
        return fail(ErrorCode::empty, "no beat of the project is labelled and can be read", project->path(),
                    "label some, or name another project");
    }
    std::ranges::sort(set.records, {}, &inference::TrainingRecord::record);
    const std::string list = inference::toJson(set);
    const std::string path = (fs::path(options.out) / inference::kTrainingSetFile).string();
    if (auto kept = files::writeFile(path, std::as_bytes(std::span(list)), files::WriteMode::create_new); !kept) {
        return kept;
    }
    if (options.json) {
        session.out.write(list);
    } else {
        Table table({{"Record", Align::left}, {"Beats"}, {"Labelled"}, {"In noise"}, {"Readers", Align::left}});
        for (const inference::TrainingRecord& record : set.records) {
            std::string readers;
            for (const std::string& name : record.readers) readers += (readers.empty() ? "" : ", ") + readerText(name);
            table.add({record.record, std::to_string(record.beats), std::to_string(record.labelled),
                       std::to_string(record.in_noise), readers});
        }
        session.out.write(table.text());
    }
    session.warn(warnings);
    return {};
}

}  // namespace

void addReviewTraining(CLI::App& review, Action& action) {
    auto options = std::make_shared<TrainingOptions>();
    auto* command = review.add_subcommand("training", "Write the labelled beats as a set that 'train' takes as it is");
    command->add_option("out", options->out, "Folder to make")->required()->type_name("FOLDER");
    addProjectOption(*command, options->project);
    command->add_option("--reader", options->reader, "This reader's labels (default: those in force)")
        ->type_name("NAME");
    command->add_flag("--signed-off", options->only_signed_off, "Recordings alone that a reader has signed off");
    addAtOption(*command, options->at);
    command->add_flag("--json", options->json, "Write the set's list as JSON");
    addExamples(*command,
                "  triptych-cli review training my-set --project study.triptych-project\n"
                "  triptych-cli train parity --data my-set --out my-model\n"
                "Beats that nobody labelled, and those in a stretch that a reader called unreadable, are \"?\": they\n"
                "keep the rhythm and teach nothing. Reader and place in the log stand in the list and the labels.");
    whenCalled(*command, action, options, &training);
}

}  // namespace triptych::cli
