// triptych-cli: the work of the window as one command in the terminal, with the same numbers.
#include "app/cli/arguments.h"
#include "app/cli/command_list.h"
#include "app/cli/commands/commands.h"
#include "app/cli/console/catalogue.h"
#include "app/cli/console/interrupt.h"
#include "app/cli/console/text.h"
#include "core/inference/library_settings.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <span>
#include <string_view>

namespace triptych::cli {
namespace {

enum ExitStatus : int { kFine = 0, kFailed = 1, kWrongUse = 2 };

int complain(const std::string& text, ExitStatus status) {
    const std::string line = "triptych-cli: " + printable(text) + '\n';
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    return status;
}

// Is the command of a row (of command_list.h) called so?
bool isCalled(std::string_view row, std::string_view asked) {
    return std::ranges::equal(row, asked,
                              [](char of_row, char of_name) { return (of_row == '_' ? '-' : of_row) == of_name; });
}

// `asked`: the first word of the command line. Where it is a command's name only that one is declared: to make all of
// them takes as long as to read a small recording.
void declare(CLI::App& program, Action& action, std::string_view asked) {
    program.description(
        "Triptych reads ECG recordings with a model at the reader's side.\n"
        "Research use - not for diagnosis.");
    program.set_version_flag("--version", "triptych-cli " TRIPTYCH_VERSION);
    program.require_subcommand(1);
    program.get_formatter()->column_width(34);
    program.get_formatter()->label("SUBCOMMAND", "COMMAND");
    program.get_formatter()->label("Subcommands", "Commands");
    program.footer(text::Said("Every command has --help with examples. Exit status: 0 fine, 1 failed, 2 wrong use."));
    bool is_known = asked == "--version";  // which asks for none
#define TRIPTYCH_ASKED(file, add) is_known = is_known || isCalled(#file, asked);
    TRIPTYCH_COMMANDS(TRIPTYCH_ASKED)
#undef TRIPTYCH_ASKED
#define TRIPTYCH_ADDED(file, add) \
    if (!is_known || isCalled(#file, asked)) add(program, action);
    TRIPTYCH_COMMANDS(TRIPTYCH_ADDED)
#undef TRIPTYCH_ADDED
}

// CLI11's messages start with a capital and may run over lines; ours are one line and say what to do.
int complainOfUse(const CLI::App& program, const CLI::ParseError& error) {
    std::string command;
    for (const CLI::App* at = &program; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        command += ' ' + at->get_name();
    }
    std::string what = error.what();
    for (char& character : what) {
        if (character == '\n') character = ' ';
    }
    while (!what.empty() && (what.back() == ' ' || what.back() == '.')) what.pop_back();
    return complain(text::say("{1}; see triptych-cli{2} --help.", what, command), kWrongUse);
}

// What a window would ask for is an option here.
Error withOption(Error error) {
    if (error.wants == Wants::rate) error.hint = text::say("{1}, as in {2}", error.hint, std::string("--rate 360"));
    if (error.wants == Wants::record)
        error.hint = text::say("{1}, as in {2}", error.hint, std::string("--record NAME"));
    return error;
}

int perform(const Action& action, Output& out) {
    std::stop_source stop;
    const Interrupt interrupt(stop);
    ProgressLine progress;
    Session session{out, progress, Job{stop.get_token(), [&progress](double fraction, std::string_view stage) {
                                           progress.update(fraction, stage);
                                       }}};
    Result<void> done = action(session);
    if (done) done = out.finish();
    progress.clear();
    if (done) return kFine;
    return complain(sentence(withOption(done.error())),
                    done.error().code == ErrorCode::wrong_use ? kWrongUse : kFailed);
}

int run(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is then an error of write(), which Output understands
    if (const auto set = setCatalogueOfEnvironment(); !set) return complain(sentence(set.error()), kFailed);
    Output out(STDOUT_FILENO);
    CLI::App program("", "triptych-cli");
    Action action;
    declare(program, action, argc > 1 ? argv[1] : "");
    takeListsByWord(program);
    translateHelp(program);
    if (const auto missing =
            missingValue(program, std::span<const char* const>(argv, static_cast<std::size_t>(argc)).subspan(1))) {
        return complain(text::say("{1}; see triptych-cli{2} --help.", missing->what, missing->command), kWrongUse);
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        std::string name = "triptych-cli";  // and the commands above the one that was asked about
        const CLI::App* asked = &program;
        while (!asked->get_subcommands().empty()) {
            if (asked != &program) name += ' ' + asked->get_name();
            asked = asked->get_subcommands().front();
        }
        out.write(asked == &program ? program.help() : asked->help(name));
        return kFine;
    } catch (const CLI::CallForVersion& version) {
        out.write(std::string(version.what()) + '\n');
        return kFine;
    } catch (const CLI::ParseError& error) {
        return complainOfUse(program, error);
    }
    return perform(action, out);
}

}  // namespace
}  // namespace triptych::cli

int main(int argc, char** argv) {
    using triptych::cli::complain;
    triptych::inference::settleLibraries();
    try {
        return triptych::cli::run(argc, argv);
    } catch (const std::bad_alloc&) {
        return complain(triptych::text::Said("there is not enough memory for this; ask for a shorter stretch."),
                        triptych::cli::kFailed);
    } catch (const std::exception& defect) {
        return complain(triptych::text::say("a defect of triptych-cli: {1}.", std::string(defect.what())),
                        triptych::cli::kFailed);
    }
}
