// `study attributions`: whether a method's maps add up, and how much they share with the signal.
#pragma once

#include "app/cli/commands/commands.h"

namespace triptych::cli {

void addAttributions(CLI::App& study, Action& action);

}  // namespace triptych::cli
