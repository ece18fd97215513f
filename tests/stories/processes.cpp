#include "tests/stories/processes.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace triptych::stories {
namespace {

constexpr int kDisplayPatience_ms = 20'000;

// In the child, after fork: only what may be called there.
[[noreturn]] void become(const Program& program, int input, int output) {
    if (input >= 0) ::dup2(input, STDIN_FILENO);
    if (output >= 0) ::dup2(output, STDOUT_FILENO);
    if (program.quiet) {
        const int nowhere = ::open("/dev/null", O_RDWR);
        if (output < 0) ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
    }
    if (program.most_bytes_of_a_file > 0) {
        // Ignored, the signal becomes an error of write().
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{static_cast<rlim_t>(program.most_bytes_of_a_file),
                           static_cast<rlim_t>(program.most_bytes_of_a_file)};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    for (const auto& [variable, value] : program.environment) ::setenv(variable.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    for (const std::string& argument : program.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

}  // namespace

Process::Process(const Program& program) : id_(::fork()) {
    if (id_ == 0) become(program, -1, -1);
}

Process Process::listening(const Program& program) {
    ::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    Process made;
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return made;
    made.id_ = ::fork();
    if (made.id_ == 0) become(program, ends[0], -1);
    ::close(ends[0]);
    made.input_ = ends[1];
    return made;
}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, -1)), input_(std::exchange(other.input_, -1)) {}

Process::~Process() {
    kill(SIGKILL);
    if (input_ >= 0) ::close(input_);
}

void Process::send(const std::string& line) const {
    const std::string text = line + '\n';
    (void)!::write(input_, text.data(), text.size());
}

void Process::kill(int signal) {
    if (id_ <= 0) return;
    ::kill(id_, signal);
    ::waitpid(std::exchange(id_, -1), nullptr, 0);
}

bool Process::runs() {
    if (id_ <= 0) return false;
    if (::waitpid(id_, nullptr, WNOHANG) == 0) return true;
    id_ = -1;
    return false;
}

Display::Display(const std::string& size) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return;  // the server inherits the writing end
    ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    // -noreset: whoever looks first and leaves again does not take the server from under a window that is just coming.
    // Without keys that repeat: one that was down when its sender was killed would go on in the next window.
    server_.emplace_back(Program{{"Xvfb", "-r", "-displayfd", std::to_string(ends[1]), "-screen", "0", size + "x24",
                                  "-nolisten", "tcp", "-ac", "-noreset"},
                                 {},
                                 true,
                                 0});
    ::close(ends[1]);
    std::string number;
    pollfd reading{ends[0], POLLIN, 0};
    char byte = 0;
    while (::poll(&reading, 1, kDisplayPatience_ms) == 1 && ::read(ends[0], &byte, 1) == 1 && byte != '\n') {
        number += byte;
    }
    ::close(ends[0]);
    if (!number.empty()) name_ = ':' + number;
}

std::string outputOf(const Program& program) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    const pid_t id = ::fork();
    if (id == 0) become(program, -1, ends[1]);
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = ::read(ends[0], part.data(), part.size())) > 0;) {
        text.append(part.data(), static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    ::waitpid(id, nullptr, 0);
    return text;
}

}  // namespace triptych::stories
