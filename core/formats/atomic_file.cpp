#include "core/formats/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace triptych::formats {
namespace {

std::unexpected<Error> failure(int error, const std::string& path) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return fail(ErrorCode::not_found, "there is no such folder", path, "create it first");
        case EACCES:
        case EPERM:
        case EROFS:
            return fail(ErrorCode::not_readable, "the system does not allow writing here", path,
                        "check the folder's permissions or choose another folder");
        case EEXIST:
            return fail(ErrorCode::refused, "the file exists already", path, "choose another name or remove it first");
        case EISDIR:
            return fail(ErrorCode::not_a_file, "a folder has this name", path, "choose another name");
        case ENOSPC:
        case EDQUOT:
            return fail(ErrorCode::io_failed, "there is no space left to write the file", path, "free some space");
        default:
            return fail(ErrorCode::io_failed, std::string("the file cannot be written: ") + std::strerror(error), path,
                        "try another folder");
    }
}

int writeAll(int descriptor, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

int moveInPlace(const std::string& from, const std::string& to, WriteMode mode) {
    if (mode == WriteMode::create_new) {
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
        if (errno != EINVAL && errno != ENOSYS) return errno;
        if (::access(to.c_str(), F_OK) == 0) return EEXIST;  // a file system that cannot rename so
    }
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

// The rename itself must reach the disk too. A file system that cannot do this has done what it can.
void flushFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    (void)::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

Result<void> writeFile(const std::string& path, std::span<const std::byte> bytes, WriteMode mode) {
    namespace fs = std::filesystem;
    static std::atomic<unsigned> serial = 0;
    std::error_code ignored;
    fs::path target(path);
    if (mode == WriteMode::replace && fs::is_symlink(target, ignored)) {
        if (const fs::path real = fs::weakly_canonical(target, ignored); !real.empty()) target = real;
    }
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    struct stat before {};
    const bool exists = ::stat(target.c_str(), &before) == 0;
    if (exists && S_ISDIR(before.st_mode)) return failure(EISDIR, path);
    if (exists && mode == WriteMode::create_new) return failure(EEXIST, path);

    const std::string temporary = (folder / ('.' + target.filename().string() + '.' + std::to_string(::getpid()) + '-' +
                                             std::to_string(serial++) + ".tmp"))
                                      .string();
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0) return failure(errno, path);
    int error = writeAll(descriptor, bytes);
    if (error == 0 && exists) (void)::fchmod(descriptor, before.st_mode & 07777);
    if (::close(descriptor) != 0 && error == 0) error = errno;
    if (error == 0) error = moveInPlace(temporary, target.string(), mode);
    if (error != 0) {
        ::unlink(temporary.c_str());
        return failure(error, path);
    }
    flushFolder(folder);
    return {};
}

}  // namespace triptych::formats
