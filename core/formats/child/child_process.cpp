#include "core/formats/child/child_process.h"

#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "triptych-reader";
constexpr auto kLongest = std::chrono::minutes(3);
constexpr int kLook_ms = 50;  // between two looks at whether we are to stop
constexpr std::size_t kLongestSentence_bytes = 500;

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

Result<Pipe> makePipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail(ErrorCode::io_failed, text::say("no pipe can be made: {1}", std::string(std::strerror(errno))),
                    kProgram, "close other programs and try again");
    }
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// The child, waited for whatever happens.
class Child {
public:
    explicit Child(pid_t id) : id_(id) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (id_ > 0) (void)end();
    }
    // Its status, after it has been told to go.
    int end() {
        ::kill(id_, SIGKILL);
        return wait();
    }
    int wait() {
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
        id_ = -1;
        return status;
    }

private:
    pid_t id_;
};

// Sanitizers look for what libraries leak, which is none of our concern there.
std::vector<std::string> environment() {
    return {"LC_ALL=C", "PATH=/usr/bin:/bin", "HDF5_USE_FILE_LOCKING=FALSE", "ASAN_OPTIONS=detect_leaks=0"};
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

Result<pid_t> spawn(const std::string& program, std::vector<std::string> arguments, const Pipe& out, const Pipe& said) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out.write.number(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, said.write.number(), STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    arguments.insert(arguments.begin(), program);
    auto given = environment();
    pid_t id = 0;
    const int status =
        ::posix_spawn(&id, program.c_str(), &actions, nullptr, pointersTo(arguments).data(), pointersTo(given).data());
    posix_spawn_file_actions_destroy(&actions);
    if (status == 0) return id;
    return fail(ErrorCode::io_failed,
                text::say("the reading program cannot be started: {1}", std::string(std::strerror(status))), program,
                "build or install Triptych again");
}

// What it ended by, in words; "" where all went well.
text::Said faultOf(int status, const std::string& said) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    // A sentence of its own, in English, comes with 1; anything else is a library that broke down.
    if (WIFEXITED(status) && WEXITSTATUS(status) == 1 && !said.empty()) {
        return text::foreign(text::translated(text::asUtf8(text::trimmed(said))));
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) return "reading it takes longer than any recording would";
    return "the library that reads such files broke down over it";
}

}  // namespace

Result<std::string> readerProgram() {
    if (const char* const asked = std::getenv("TRIPTYCH_READER"); asked != nullptr && *asked != '\0') return asked;
    std::error_code status;
    const fs::path beside = fs::read_symlink("/proc/self/exe", status).parent_path();
    for (const fs::path& place : {beside / kProgram, beside / ".." / "lib" / "triptych" / kProgram}) {
        if (!status && fs::is_regular_file(place, status)) return place.string();
        status.clear();
    }
    return fail(ErrorCode::not_found, "the program that reads such files is missing", (beside / kProgram).string(),
                "build the target triptych-reader, or name it in TRIPTYCH_READER");
}

Result<void> runReader(const std::vector<std::string>& arguments, const std::string& where, const Job& job,
                       const std::function<bool(std::span<const std::byte>)>& take) {
    const auto program = readerProgram();
    if (!program) return std::unexpected(program.error());
    auto out = makePipe();
    if (!out) return std::unexpected(out.error());
    auto said = makePipe();
    if (!said) return std::unexpected(said.error());
    const auto id = spawn(*program, arguments, *out, *said);
    if (!id) return std::unexpected(id.error());
    Child child(*id);
    out->write.close();
    said->write.close();

    const auto refused = [&where](const text::Said& why) {
        return fail(ErrorCode::malformed, text::say("the file cannot be read: {1}", why), where,
                    "restore the file from its source, or save it anew");
    };
    const auto until = std::chrono::steady_clock::now() + kLongest;
    std::string sentence;
    std::vector<std::byte> block(1 << 16);
    std::array<pollfd, 2> watched{pollfd{out->read.number(), POLLIN, 0}, pollfd{said->read.number(), POLLIN, 0}};
    while (watched[0].fd >= 0 || watched[1].fd >= 0) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "opening was stopped", where);
        if (std::chrono::steady_clock::now() > until)
            return refused("reading it takes longer than any recording would");
        if (::poll(watched.data(), watched.size(), kLook_ms) <= 0) continue;
        for (pollfd& watch : watched) {
            if (watch.fd < 0 || watch.revents == 0) continue;
            const ssize_t count = ::read(watch.fd, block.data(), block.size());
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) {
                watch.fd = -1;
                continue;
            }
            const auto bytes = std::span(block).first(static_cast<std::size_t>(count));
            if (&watch == &watched[0]) {
                if (!take(bytes)) return refused("its reader answers more than it was asked for");
            } else if (sentence.size() < kLongestSentence_bytes) {
                sentence.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
                sentence.resize(std::min(sentence.size(), kLongestSentence_bytes));
            }
        }
    }
    const text::Said fault = faultOf(child.wait(), sentence);
    return fault.empty() ? Result<void>() : refused(fault);
}

}  // namespace triptych::formats
