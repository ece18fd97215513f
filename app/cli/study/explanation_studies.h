// `study faithfulness` and `study explanations`: what the maps of each method are worth, and what they rest on.
#pragma once

#include "app/cli/commands/commands.h"

namespace triptych::cli {

void addFaithfulness(CLI::App& study, Action& action);
void addExplanations(CLI::App& study, Action& action);

}  // namespace triptych::cli
