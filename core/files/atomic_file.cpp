#include "core/files/file_writer.h"
#include "core/text/said.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace triptych::files {
namespace {

constexpr std::size_t kPiece_bytes = 1 << 18;

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
            return fail(ErrorCode::refused, "the file exists already", path, "choose another name or remove it first",
                        Wants::to_replace);
        case EISDIR:
            return fail(ErrorCode::not_a_file, "a folder has this name", path, "choose another name");
        case ENOSPC:
        case EDQUOT:
            return fail(ErrorCode::io_failed, "there is no space left to write the file", path, "free some space");
        default:
            return fail(ErrorCode::io_failed,
                        text::say("the file cannot be written: {1}", std::string(std::strerror(error))), path,
                        "try another folder");
    }
}

int writeAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

int moveInPlace(const std::string& from, const std::string& to, WriteMode mode) {
    if (mode == WriteMode::create_new) {
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
        if (errno != EINVAL && errno != ENOSYS) return errno;
        if (::access(to.c_str(), F_OK) == 0) return EEXIST;  // a file system that cannot rename so
    }
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

// Whether a project of labels, or another data base, stands there: what people wrote for hours, and no program again.
bool isDatabase(const std::string& path) {
    constexpr std::string_view kMark = "SQLite format 3";
    std::array<char, kMark.size()> begins{};
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const ssize_t got = ::read(descriptor, begins.data(), begins.size());
    ::close(descriptor);
    return got == static_cast<ssize_t>(begins.size()) && std::string_view(begins.data(), begins.size()) == kMark;
}

// The rename itself must reach the disk too. A file system that cannot do this has done what it can.
void flushFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    (void)::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

Result<FileWriter> FileWriter::create(const std::string& path, WriteMode mode) {
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
    if (exists && !S_ISREG(before.st_mode)) {  // a device or a pipe: a rename would take its place
        return fail(ErrorCode::refused, "this is a device or a pipe, and no file", path, "name a file");
    }
    if (exists && mode == WriteMode::create_new) return failure(EEXIST, path);
    if (exists && isDatabase(target.string())) {
        return fail(ErrorCode::refused, "this is a data base, as projects of labels are, and it is left as it is", path,
                    "choose another name");
    }

    FileWriter writer;
    writer.path_ = path;
    writer.target_ = target.string();
    writer.mode_ = mode;
    writer.replaces_ = exists;
    writer.permissions_ = before.st_mode & 07777;
    writer.temporary_ = (folder / ('.' + target.filename().string() + '.' + std::to_string(::getpid()) + '-' +
                                   std::to_string(serial++) + ".tmp"))
                            .string();
    writer.descriptor_ = ::open(writer.temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (writer.descriptor_ < 0) return failure(errno, path);
    return writer;
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      waiting_(std::move(other.waiting_)),
      mode_(other.mode_),
      descriptor_(std::exchange(other.descriptor_, -1)),
      permissions_(other.permissions_),
      replaces_(other.replaces_) {}

FileWriter::~FileWriter() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

int FileWriter::flush() {
    const int error = writeAll(descriptor_, waiting_);
    waiting_.clear();
    return error;
}

Result<void> FileWriter::write(std::span<const std::byte> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    int error = 0;
    if (waiting_.size() + text.size() > kPiece_bytes) error = flush();
    if (text.size() > kPiece_bytes) {
        if (error == 0) error = writeAll(descriptor_, text);
    } else {
        waiting_ += text;
    }
    if (error != 0) return failure(error, path_);
    return {};
}

Result<void> FileWriter::commit() {
    int error = flush();
    if (error == 0 && ::fsync(descriptor_) != 0) error = errno;
    if (error == 0 && replaces_) (void)::fchmod(descriptor_, permissions_);
    if (::close(std::exchange(descriptor_, -1)) != 0 && error == 0) error = errno;
    if (error == 0) error = moveInPlace(temporary_, target_, mode_);
    if (error != 0) {
        ::unlink(temporary_.c_str());
        return failure(error, path_);
    }
    const std::filesystem::path target(target_);
    flushFolder(target.has_parent_path() ? target.parent_path() : std::filesystem::path("."));
    return {};
}

Result<void> writeFile(const std::string& path, std::span<const std::byte> bytes, WriteMode mode) {
    auto writer = FileWriter::create(path, mode);
    if (!writer) return std::unexpected(writer.error());
    if (auto written = writer->write(bytes); !written) return written;
    return writer->commit();
}

}  // namespace triptych::files
