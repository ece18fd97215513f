#include "tests/cli/process.h"

#include "app/cli/command_list.h"
#include "tests/support/data.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

namespace triptych::test {
namespace {

[[noreturn]] void becomeProgram(const std::vector<std::string>& argv, int out, int err) {
    const int nothing = ::open("/dev/null", O_RDONLY);
    if (nothing >= 0) ::dup2(nothing, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const auto& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

// Reads both pipes until both are closed; false when the time is over.
bool drain(std::array<pollfd, 2>& pipes, Finished& finished, const RunOptions& options) {
    const auto deadline = std::chrono::steady_clock::now() + options.limit;
    std::array<char, 65536> block{};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        ::poll(pipes.data(), pipes.size(), static_cast<int>(left.count()));
        for (std::size_t i = 0; i < pipes.size(); ++i) {
            if (pipes[i].fd < 0 || pipes[i].revents == 0) continue;
            const auto got = ::read(pipes[i].fd, block.data(), block.size());
            std::string& text = i == 0 ? finished.out : finished.err;
            if (got > 0) text.append(block.data(), static_cast<std::size_t>(got));
            if (got <= 0 || (i == 0 && text.size() >= options.read_at_most)) {
                ::close(pipes[i].fd);
                pipes[i].fd = -1;
            }
        }
    }
    return true;
}

}  // namespace

std::vector<std::string> commands() {
#define TRIPTYCH_NAME(file, add) #file,
    std::vector<std::string> names = {TRIPTYCH_COMMANDS(TRIPTYCH_NAME)};
#undef TRIPTYCH_NAME
    for (std::string& name : names) std::ranges::replace(name, '_', '-');
    return names;
}

Finished runProgram(const std::vector<std::string>& argv, const RunOptions& options) {
    std::array<int, 2> out{-1, -1};
    std::array<int, 2> err{-1, -1};
    if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) return {};
    const int file =
        options.out_file.empty() ? -1 : ::open(options.out_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const pid_t process = ::fork();
    if (process == 0) becomeProgram(argv, file >= 0 ? file : out[1], err[1]);
    ::close(out[1]);
    ::close(err[1]);
    if (file >= 0) ::close(file);
    if (options.after_start) options.after_start(process);

    Finished finished;
    std::array<pollfd, 2> pipes{{{out[0], POLLIN, 0}, {err[0], POLLIN, 0}}};
    if (!drain(pipes, finished, options)) {
        finished.timed_out = true;
        ::kill(process, SIGKILL);
        for (auto& pipe : pipes) {
            if (pipe.fd >= 0) ::close(pipe.fd);
        }
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    if (WIFEXITED(status)) finished.status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) finished.signal = WTERMSIG(status);
    return finished;
}

Finished cli(std::vector<std::string> arguments, const RunOptions& options) {
    arguments.insert(arguments.begin(), TRIPTYCH_CLI);
    return runProgram(arguments, options);
}

void expectFailure(const Finished& finished, const std::vector<std::string>& words) {
    EXPECT_FALSE(finished.timed_out);
    EXPECT_EQ(finished.signal, 0);
    EXPECT_EQ(finished.status, 1) << finished.err;
    EXPECT_EQ(finished.out, "");
    EXPECT_EQ(std::ranges::count(finished.err, '\n'), 1) << finished.err;
    EXPECT_TRUE(finished.err.starts_with("triptych-cli: ")) << finished.err;
    EXPECT_TRUE(finished.err.ends_with(".\n")) << finished.err;
    EXPECT_EQ(finished.err.find("defect"), std::string::npos) << finished.err;
    for (const auto& word : words)
        EXPECT_NE(finished.err.find(word), std::string::npos) << word << " in " << finished.err;
}

const std::filesystem::path& syntheticRecord() {
    static const std::filesystem::path header = [] {
        const auto folder = scratchFolder("cli");
        const auto made = cli({"synth", "--out", folder.string(), "--name", "made", "--duration", "60", "--seed", "3"});
        EXPECT_EQ(made.status, 0) << made.err;
        return folder / "made.hea";
    }();
    return header;
}

}  // namespace triptych::test
