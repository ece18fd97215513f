#include "app/cli/console/numbers.h"
#include "app/cli/review/sub_commands.h"
#include "core/review/vocabulary.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace triptych::cli {

void addProjectOption(CLI::App& command, std::string& project) {
    command.add_option("--project", project, "Project file; your own when none is named")->type_name("FILE");
}

std::string projectPath(const std::string& project) {
    return project.empty() ? store::defaultProjectPath() : project;
}

void addAtOption(CLI::App& command, std::string& at) {
    command
        .add_option("--at", at,
                    "As it was then: a moment (2026-11-20T11:40:12Z), or a place in the log, as 'labels --history' "
                    "counts them")
        ->type_name("TIME|PLACE");
}

Result<Upto> uptoOf(const std::string& at) {
    if (at.empty()) return Upto{};
    if (const auto place = text::wholeNumber<std::int64_t>(at); place && *place >= 0) return Upto{*place};
    if (const auto moment = store::utcOf(at)) return Upto{*moment};
    return fail(ErrorCode::wrong_use, text::say("\"{1}\" is neither a moment nor a place in the log", at), {},
                "write a moment as 2026-11-20T11:40:12Z, in UTC, or a place as a whole number");
}

std::vector<store::EventGroup> cutAt(std::vector<store::EventGroup> log, const Upto& upto) {
    if (const auto* place = std::get_if<std::int64_t>(&upto)) return review::asOf(std::move(log), *place);
    if (const auto* moment = std::get_if<2>(&upto)) return review::asOf(std::move(log), *moment);
    return log;
}

Result<RecordingWithLog> openWithLog(const RecordingOptions& options, const std::string& project, const Job& job) {
    auto input = openLead(options, job, LeadUse::whole);
    if (!input) return std::unexpected(input.error());
    auto opened = store::Project::openForReading(projectPath(project));
    if (!opened) return std::unexpected(opened.error());
    RecordingWithLog all{std::move(*input), {}, opened->path(), 0, {}};
    all.card = store::cardOf(*all.input.recording);
    all.rate_hz = all.input.leadInfo().rate_hz;
    auto known = opened->find(all.card, {});
    if (!known) return std::unexpected(known.error());
    if (known->changed) {
        all.input.warnings.push_back(
            {"the file has changed since it was labelled: what was given then is of another "
             "recording, and not shown",
             all.input.recording->path});
    }
    useVocabularyOf(project, all.input.warnings);
    all.log = std::move(known->groups);
    return all;
}

void useVocabularyOf(const std::string& project, std::vector<Warning>& warnings) {
    auto used = review::useVocabulary(project);
    warnings.insert(warnings.end(), used.warnings.begin(), used.warnings.end());
}

Result<std::vector<review::Reading>> readingsOf(const std::vector<store::EventGroup>& log, double rate_hz,
                                                const std::vector<std::string>& only) {
    auto readings = review::readingsOf(log, rate_hz);
    std::erase_if(readings, [](const review::Reading& reading) { return reading.labels.empty(); });
    if (only.empty()) return readings;
    for (const std::string& name : only) {
        if (std::ranges::find(readings, name, &review::Reading::reader) != readings.end()) continue;
        std::string there;
        for (const review::Reading& reading : readings)
            there += (there.empty() ? "" : ", ") + readerText(reading.reader);
        return fail(ErrorCode::not_found, text::say("no reader named \"{1}\" has labelled this", name), {},
                    there.empty() ? text::Said("nobody has labelled it yet") : text::say("name one of {1}", there));
    }
    std::erase_if(readings, [&](const review::Reading& reading) {
        return std::ranges::find(only, reading.reader) == only.end();
    });
    return readings;
}

std::string readerText(const std::string& reader) {
    return reader.empty() ? text::Said("(nobody)").text() : reader;
}

review::ReaderLabels labelsIn(const std::vector<store::EventGroup>& log, double rate_hz,
                              const std::optional<std::string>& reader) {
    return review::LabelJournal(rate_hz, {}, reader ? review::ofReader(log, *reader) : log).labels();
}

store::EventGroup newGroup(const std::string& reader, std::string_view tool) {
    static store::EventKeys keys;
    store::EventGroup group;
    group.key = keys.next();
    group.reader = reader;
    group.time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    group.tool = tool;
    return group;
}

}  // namespace triptych::cli
