#include "app/cli/review/sub_commands.h"

#include <CLI/CLI.hpp>

namespace triptych::cli {

void addReview(CLI::App& program, Action& action) {
    auto* review = program.add_subcommand("review", "Readers and their work: what is to be read, who agrees with whom");
    review->require_subcommand(1);
    addReviewList(*review, action);
    addReviewImport(*review, action);
    addReviewExport(*review, action);
    addReviewTraining(*review, action);
    addReviewKappa(*review, action);
    addReviewConflicts(*review, action);
    addReviewDecide(*review, action);
    addReviewEc57(*review, action);
    addReviewReplay(*review, action);
    addReviewMerge(*review, action);
    addReviewBackup(*review, action);
    addReviewRestore(*review, action);
    addReviewVocabulary(*review, action);
    addExamples(*review,
                "  triptych-cli review list mitdb --reader ann              # what is to be read, and how far it is\n"
                "  triptych-cli review import mitdb/208.hea others/208.atr --reader bob\n"
                "  triptych-cli review kappa --project study.triptych-project\n"
                "  triptych-cli review replay mitdb/208.hea --at 2026-11-20T12:00:00Z\n"
                "  triptych-cli review merge from-the-ward.triptych-project");
}

}  // namespace triptych::cli
