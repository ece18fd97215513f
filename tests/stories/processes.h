// Other programs, as the stories need them: started with an environment of their own, spoken to, killed.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace triptych::stories {

struct Program {
    std::vector<std::string> arguments;                            // the first is the program, sought in PATH
    std::vector<std::pair<std::string, std::string>> environment;  // added to ours
    bool quiet = true;                                             // its output goes nowhere
    long most_bytes_of_a_file = 0;  // RLIMIT_FSIZE; 0: none. Writes beyond it fail, as on a full disk.
};

// A child process; killed, and waited for, when the object goes.
class Process {
public:
    explicit Process(const Program& program);
    // One that reads what send() writes.
    static Process listening(const Program& program);
    Process(Process&& other) noexcept;
    Process& operator=(Process&&) = delete;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    void send(const std::string& line) const;  // and a newline
    void kill(int signal);                     // and waits for its end
    [[nodiscard]] bool runs();

private:
    Process() = default;
    pid_t id_ = -1;
    int input_ = -1;
};

// An X server of its own, without a window manager: its name is ":N". Empty where it could not be started.
class Display {
public:
    explicit Display(const std::string& size);
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    std::string name_;
    std::vector<Process> server_;
};

// What a program writes to its standard output.
[[nodiscard]] std::string outputOf(const Program& program);

}  // namespace triptych::stories
