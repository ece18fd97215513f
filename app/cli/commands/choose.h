// The last step of declaring a command: what happens when it is the one that was called.
#pragma once

#include "app/cli/commands/commands.h"
#include "app/cli/options.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace triptych::cli {

// `action` outlives the program; it keeps the options alive. Options that have a `given` (app/cli/options.h) learn
// there which of them were.
template <class Options>
void whenCalled(CLI::App& command, Action& action, std::shared_ptr<Options> options,
                Result<void> (*run)(const Options&, Session&)) {
    if constexpr (requires { options->given; }) options->given = Given(command);
    command.callback([options = std::move(options), run, &action] {
        action = [options, run](Session& session) { return run(*options, session); };
    });
}

}  // namespace triptych::cli
