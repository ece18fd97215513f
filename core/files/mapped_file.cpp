#include "core/files/mapped_file.h"

#include "core/text/said.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstring>
#include <mutex>

namespace triptych::files {
namespace {

struct Guard {
    sigjmp_buf resume;
    const std::byte* first;
    const std::byte* last;
};

// Initial-exec: reading it inside a signal handler must never allocate, not even in a module loaded later.
__attribute__((tls_model("initial-exec"))) thread_local Guard* volatile current_guard = nullptr;

struct sigaction previous_action;

void onBusError(int signal, siginfo_t* info, void* context) {
    Guard* const guard = current_guard;
    const auto* const address = static_cast<const std::byte*>(info->si_addr);
    if (guard != nullptr && address >= guard->first && address < guard->last) {
        // The signals that were blocked for this handler, as they were before it: saving them at every guard instead
        // would cost a system call per read.
        ::pthread_sigmask(SIG_SETMASK, &static_cast<const ucontext_t*>(context)->uc_sigmask, nullptr);
        siglongjmp(guard->resume, 1);
    }
    if ((previous_action.sa_flags & SA_SIGINFO) != 0) {
        previous_action.sa_sigaction(signal, info, context);
    } else if (previous_action.sa_handler != SIG_DFL && previous_action.sa_handler != SIG_IGN) {
        previous_action.sa_handler(signal);
    } else {
        ::signal(SIGBUS, SIG_DFL);  // the access is repeated on return, and ends the program as it would have
    }
}

void installHandler() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action {};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        ::sigaction(SIGBUS, &action, &previous_action);
    });
}

ErrorCode codeOf(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return ErrorCode::not_found;
        case EACCES:
        case EPERM:
            return ErrorCode::not_readable;
        case EISDIR:
        case ENXIO:
            return ErrorCode::not_a_file;
        default:
            return ErrorCode::io_failed;
    }
}

std::unexpected<Error> openFailure(int error, const std::string& path) {
    switch (const ErrorCode code = codeOf(error)) {
        case ErrorCode::not_found:
            return fail(code, "there is no such file", path, "check its name and folder");
        case ErrorCode::not_readable:
            return fail(code, "the system does not allow reading this file", path, "check its permissions");
        case ErrorCode::not_a_file:
            return fail(code, "this is not a regular file", path, "name a recording's file");
        default:
            return fail(code, text::say("the file cannot be opened: {1}", std::string(std::strerror(error))), path,
                        "try again");
    }
}

struct Opened {
    int descriptor;
    std::int64_t size;
    struct stat status;
};

// NONBLOCK: opening a named pipe would otherwise wait for its writer for ever.
Result<Opened> openRegular(const std::string& path) {
    if (path.find('\0') != std::string::npos) return openFailure(ENOENT, path);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) return openFailure(errno, path);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        const int error = errno;
        ::close(descriptor);
        return openFailure(error, path);
    }
    if (!S_ISREG(status.st_mode)) {
        ::close(descriptor);
        if (S_ISDIR(status.st_mode)) {
            return fail(ErrorCode::not_a_file, "this is a folder", path, "name one of the recordings in it");
        }
        return openFailure(ENXIO, path);
    }
    return Opened{descriptor, status.st_size, status};
}

// What the file holds now, where that is less.
Result<std::string> readAndClose(const Opened& opened, std::int64_t count, const std::string& path) {
    std::string bytes(static_cast<std::size_t>(count), '\0');
    std::size_t done = 0;
    int error = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(opened.descriptor, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) error = errno;
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    ::close(opened.descriptor);
    if (error != 0) return openFailure(error, path);
    bytes.resize(done);
    return bytes;
}

}  // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path) {
    installHandler();
    const auto opened = openRegular(path);
    if (!opened) return std::unexpected(opened.error());
    const std::byte* data = nullptr;
    if (opened->size > 0) {
        void* const mapped =
            ::mmap(nullptr, static_cast<std::size_t>(opened->size), PROT_READ, MAP_SHARED, opened->descriptor, 0);
        if (mapped == MAP_FAILED) {
            const int error = errno;
            ::close(opened->descriptor);
            return openFailure(error, path);
        }
        data = static_cast<const std::byte*>(mapped);
    }
    return std::shared_ptr<const MappedFile>(
        new MappedFile(path, opened->descriptor, data, opened->size, identityOf(opened->status)));
}

MappedFile::MappedFile(std::string path, int descriptor, const std::byte* data, std::int64_t size, Identity identity)
    : path_(std::move(path)), descriptor_(descriptor), data_(data), size_(size), identity_(identity) {}

MappedFile::Identity MappedFile::identityOf(const struct ::stat& status) {
    return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), static_cast<std::size_t>(size_));
    ::close(descriptor_);
}

std::int64_t MappedFile::currentSize() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return 0;
    return std::min<std::int64_t>(status.st_size, size_);
}

FileState MappedFile::state() const {
    struct stat opened {};
    if (::fstat(descriptor_, &opened) != 0 || opened.st_size < size_) return FileState::cut;
    struct stat named {};
    if (::stat(path_.c_str(), &named) != 0) return FileState::gone;
    const Identity now = identityOf(named);
    if (now.device != identity_.device || now.inode != identity_.inode) return FileState::replaced;
    if (opened.st_size > size_) return FileState::grown;
    return identityOf(opened).written_ns != identity_.written_ns ? FileState::rewritten : FileState::same;
}

bool MappedFile::guarded(std::int64_t offset, std::int64_t count, Call call, const void* context) const {
    if (offset < 0 || count < 0 || offset > size_ || count > size_ - offset) return false;
    if (count == 0) {
        call(context, {});
        return true;
    }
    Guard guard;
    guard.first = data_ + offset;
    guard.last = guard.first + count;
    Guard* const outer = current_guard;
    if (sigsetjmp(guard.resume, 0) != 0) {
        current_guard = outer;
        return false;
    }
    current_guard = &guard;
    call(context, {guard.first, static_cast<std::size_t>(count)});
    current_guard = outer;
    return true;
}

Result<Excerpt> readExcerpt(const std::string& path, std::int64_t limit) {
    const auto opened = openRegular(path);
    if (!opened) return std::unexpected(opened.error());
    auto bytes = readAndClose(*opened, std::min(limit, opened->size), path);
    if (!bytes) return std::unexpected(bytes.error());
    return Excerpt{std::move(*bytes), opened->size};
}

Result<std::string> readWhole(const std::string& path, std::int64_t limit, const text::Said& kind) {
    const auto opened = openRegular(path);
    if (!opened) return std::unexpected(opened.error());
    if (opened->size > limit) {
        ::close(opened->descriptor);
        return fail(
            ErrorCode::malformed,
            text::say("this is no {1}: it has {2} bytes, and {3} are the most there can be", kind, opened->size, limit),
            path, "restore it from its source");
    }
    return readAndClose(*opened, opened->size, path);
}

}  // namespace triptych::files
