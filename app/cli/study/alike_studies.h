// `study clusters` and `study nearest`: what is learnt once for a model so that it can say what it takes for alike.
#pragma once

#include "app/cli/commands/commands.h"

namespace triptych::cli {

void addClusters(CLI::App& study, Action& action);
void addNearest(CLI::App& study, Action& action);

}  // namespace triptych::cli
