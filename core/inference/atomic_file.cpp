#include "core/inference/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace triptych::inference {

Result<void> writeAtomically(const std::string& path, std::string_view bytes) {
    const std::string temporary = path + ".part-" + std::to_string(::getpid());
    const auto failed = [&](const char* doing) {
        const std::string reason = std::strerror(errno);
        ::unlink(temporary.c_str());
        return fail(ErrorCode::io_failed, std::string(doing) + " failed (" + reason + ')', path,
                    "make space or choose another folder; an older file there is untouched");
    };
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return failed("creating the file");
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            const int reason = errno;
            ::close(file);
            errno = reason;
            return failed("writing");
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    const bool flushed = ::fsync(file) == 0;
    if (::close(file) != 0 || !flushed) return failed("writing");
    if (std::rename(temporary.c_str(), path.c_str()) != 0) return failed("renaming the finished file");
    return {};
}

}  // namespace triptych::inference
