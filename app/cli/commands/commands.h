// The commands of triptych-cli: each add...() declares one with its options and examples, and, when it is the one that
// was called, puts what is to be done into `action`.
#pragma once

#include "app/cli/command_list.h"
#include "app/cli/session.h"

#include <functional>

namespace CLI {
class App;
}

namespace triptych::cli {

// Errors: wrong_use ends with exit status 2, any other with 1.
using Action = std::function<Result<void>(Session&)>;

#define TRIPTYCH_DECLARED(file, add) void add(CLI::App& program, Action& action);
TRIPTYCH_COMMANDS(TRIPTYCH_DECLARED)
#undef TRIPTYCH_DECLARED

}  // namespace triptych::cli
