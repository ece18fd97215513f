// Runs the real triptych-cli as a shell would, and keeps what it wrote and how it ended.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace triptych::test {

struct Finished {
    int status = -1;  // exit status; -1 when a signal ended it
    int signal = 0;   // that signal; 0 when it ended by itself
    bool timed_out = false;
    std::string out;
    std::string err;
};

struct RunOptions {
    std::chrono::seconds limit{120};               // killed after that
    std::size_t read_at_most = SIZE_MAX;           // standard output is closed after so many bytes, as `head` would
    std::string out_file;                          // standard output goes there in place of the pipe
    std::function<void(int process)> after_start;  // called with the process id while it runs
};

// Every command of the list, as it is called.
[[nodiscard]] std::vector<std::string> commands();

// argv[0] is the program.
[[nodiscard]] Finished runProgram(const std::vector<std::string>& argv, const RunOptions& options = {});
// triptych-cli with these arguments.
[[nodiscard]] Finished cli(std::vector<std::string> arguments, const RunOptions& options = {});

// Exit 1, nothing on standard output, and one line of standard error that holds every one of `words`.
void expectFailure(const Finished& finished, const std::vector<std::string>& words = {});

// A record made by `triptych-cli synth` in a scratch folder; once per process. Gives the header's path.
[[nodiscard]] const std::filesystem::path& syntheticRecord();

}  // namespace triptych::test
