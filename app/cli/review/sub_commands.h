// The commands under `triptych-cli review`, and what they share: a recording with its log, or the log alone.
#pragma once

#include "app/cli/commands/choose.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/review/readers.h"
#include "core/store/project.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace triptych::cli {

void addReviewList(CLI::App& review, Action& action);
void addReviewImport(CLI::App& review, Action& action);
void addReviewExport(CLI::App& review, Action& action);
void addReviewTraining(CLI::App& review, Action& action);
void addReviewKappa(CLI::App& review, Action& action);
void addReviewConflicts(CLI::App& review, Action& action);
void addReviewDecide(CLI::App& review, Action& action);
void addReviewEc57(CLI::App& review, Action& action);
void addReviewReplay(CLI::App& review, Action& action);
void addReviewMerge(CLI::App& review, Action& action);
void addReviewBackup(CLI::App& review, Action& action);
void addReviewRestore(CLI::App& review, Action& action);
void addReviewVocabulary(CLI::App& review, Action& action);

// --project, which every one of them has.
void addProjectOption(CLI::App& command, std::string& project);
[[nodiscard]] std::string projectPath(const std::string& project);

// A moment, or a place in the log.
using Upto = std::variant<std::monostate, std::int64_t, std::chrono::sys_time<std::chrono::milliseconds>>;
void addAtOption(CLI::App& command, std::string& at);
// "" (now), "41" (a place), "2026-11-20T11:40:12Z". Errors: wrong_use.
[[nodiscard]] Result<Upto> uptoOf(const std::string& at);
[[nodiscard]] std::vector<store::EventGroup> cutAt(std::vector<store::EventGroup> log, const Upto& upto);

struct RecordingWithLog {
    LeadInput input;
    store::RecordingCard card;
    std::string project;
    double rate_hz = 0;  // of the lead: the clock that labels are told on
    std::vector<store::EventGroup> log;
};
// Errors: those of openLead() and of the project.
[[nodiscard]] Result<RecordingWithLog> openWithLog(const RecordingOptions& options, const std::string& project,
                                                   const Job& job);

// The labels of one's own that go with a project (empty: the reader's own) are in force from here on; files that cannot
// be taken are added to `warnings`.
void useVocabularyOf(const std::string& project, std::vector<Warning>& warnings);

// The readings of a log, adjudicators and those without a label left out; of `only` alone where any are named. Errors:
// not_found (a name that is not there).
[[nodiscard]] Result<std::vector<review::Reading>> readingsOf(const std::vector<store::EventGroup>& log, double rate_hz,
                                                              const std::vector<std::string>& only);
// As tables and sentences call a reader: one without a name is "(nobody)".
[[nodiscard]] std::string readerText(const std::string& reader);

// Labels of one reader, or (nullopt) those in force.
[[nodiscard]] review::ReaderLabels labelsIn(const std::vector<store::EventGroup>& log, double rate_hz,
                                            const std::optional<std::string>& reader);

// An event group of this moment that nobody has made yet.
[[nodiscard]] store::EventGroup newGroup(const std::string& reader, std::string_view tool);

}  // namespace triptych::cli
