// The studies of the laboratory's table (core/inference/study_list.h) as commands of `study`.
#pragma once

#include "app/cli/commands/commands.h"

namespace triptych::cli {

// One command a row.
void addPaperStudies(CLI::App& study, Action& action);

}  // namespace triptych::cli
