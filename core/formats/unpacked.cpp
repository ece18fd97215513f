#include "core/formats/unpacked.h"

#include "core/text/numbers.h"
#include "core/text/said.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrefix = "triptych-unpacked-";
constexpr int kDeepest = 2;  // "a.csv.gz" in a ZIP file

fs::path temporaryFolder() {
    std::error_code status;
    fs::path folder = fs::temp_directory_path(status);
    return status ? fs::path("/tmp") : folder;
}

// Of programs of this user that are no more: their names say which.
void removeLeftovers(const fs::path& folder) {
    std::error_code status;
    for (fs::directory_iterator it(folder, status), end; !status && it != end; it.increment(status)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with(kPrefix)) continue;
        std::string_view rest = std::string_view(name).substr(std::strlen(kPrefix));
        const auto process = text::takeNumber<int>(rest);
        struct ::stat found {};
        if (!process || *process <= 0 || ::lstat(it->path().c_str(), &found) != 0) continue;
        const bool is_ours = S_ISDIR(found.st_mode) && found.st_uid == ::geteuid();
        if (!is_ours || ::kill(*process, 0) == 0 || errno != ESRCH) continue;
        std::error_code ignored;
        fs::remove_all(it->path(), ignored);
    }
}

void replaceAll(std::string& words, const std::string& from, const std::string& to) {
    if (from.empty()) return;
    for (std::size_t at = words.find(from); at != std::string::npos; at = words.find(from, at + to.size())) {
        words.replace(at, from.size(), to);
    }
}

// A sentence that names a file within, in the same words.
void replaceAll(text::Said& said, const std::string& from, const std::string& to) {
    std::string words = said.text();
    replaceAll(words, from, to);
    said = text::foreign(std::move(words));
}

// The recording as it is known outside, and the folder with it.
RecordingPtr kept(const RecordingPtr& inner, const std::shared_ptr<const UnpackedFolder>& folder,
                  const Packed& packed) {
    struct Kept {
        std::shared_ptr<const UnpackedFolder> folder;
        std::shared_ptr<const SampleSource> source;  // goes first
    };
    auto recording = std::make_shared<Recording>(*inner);
    const auto owner = std::make_shared<const Kept>(folder, inner->source);
    recording->source = std::shared_ptr<const SampleSource>(owner, owner->source.get());
    for (Warning& warning : recording->warnings) {
        replaceAll(warning.where, packed.where, packed.path);
        replaceAll(warning.what, packed.where, packed.path);
        replaceAll(warning.where, folder->path(), packed.path);
        replaceAll(warning.what, folder->path(), packed.path);
    }
    recording->warnings.insert(recording->warnings.begin(), packed.warnings.begin(), packed.warnings.end());
    // What lies within may be one of several, which its path says.
    recording->path = packed.path + recording->path.substr(std::min(recording->path.size(), packed.where.size()));
    recording->format_detail += (recording->format_detail.empty() ? "" : ", ") + packed.how;
    return recording;
}

}  // namespace

Result<std::shared_ptr<const UnpackedFolder>> UnpackedFolder::create() {
    const fs::path under = temporaryFolder();
    removeLeftovers(under);
    std::string name = (under / (kPrefix + std::to_string(::getpid()) + "-XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr) {
        return fail(ErrorCode::io_failed,
                    text::say("there is no place to unpack to: {1}", std::string(std::strerror(errno))), under.string(),
                    "make room there, or name another folder in TMPDIR");
    }
    return std::shared_ptr<const UnpackedFolder>(new UnpackedFolder(std::move(name)));
}

UnpackedFolder::~UnpackedFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string UnpackedFolder::place(const std::string& name) const {
    std::string plain = fs::path(name).filename().string();
    if (plain.empty() || plain == "." || plain == "..") plain = "recording";
    return path_ + '/' + plain;
}

Result<UnpackedFile> UnpackedFile::create(const std::string& path, std::string archive, std::int64_t packed_bytes) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return fail(ErrorCode::io_failed,
                    text::say("the recording cannot be unpacked: {1}", std::string(std::strerror(errno))), archive,
                    "make room in the system's temporary folder, or name another one in TMPDIR");
    }
    return UnpackedFile(descriptor, std::move(archive), packed_bytes);
}

UnpackedFile::UnpackedFile(UnpackedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      archive_(std::move(other.archive_)),
      packed_bytes_(other.packed_bytes_),
      size_(other.size_) {}

UnpackedFile::~UnpackedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> UnpackedFile::write(std::span<const std::byte> bytes) {
    const std::int64_t grown = size_ + static_cast<std::int64_t>(bytes.size());
    const bool is_bomb = grown > kUnpackedAlways_bytes && grown / kMostGrowth > packed_bytes_;
    if (grown > kMostUnpacked_bytes || is_bomb) {
        return fail(
            ErrorCode::refused,
            is_bomb ? text::say("the file unpacks to more than {1} times its size, as no recording does", kMostGrowth)
                    : text::say("the file unpacks to more than {1} GiB", kMostUnpacked_bytes >> 30),
            archive_, "unpack it by hand if you trust it");
    }
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            return fail(ErrorCode::io_failed,
                        text::say("the recording cannot be unpacked: {1}", std::string(std::strerror(errno))), archive_,
                        "make room in the system's temporary folder, or name another one in TMPDIR");
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    size_ = grown;
    return {};
}

Result<RecordingPtr> openUnpacked(const std::shared_ptr<const UnpackedFolder>& folder, const Packed& packed,
                                  const Job& job, OpenHints hints) {
    if (++hints.wrapped > kDeepest) {
        return fail(ErrorCode::refused, "the file is packed more than twice", packed.path, "unpack it by hand");
    }
    auto opened = open(packed.where, job, hints);
    if (opened) return kept(*opened, folder, packed);
    Error error = opened.error();
    for (const std::string& within : {packed.where, folder->path()}) {
        replaceAll(error.what, within, packed.path);
        replaceAll(error.where, within, packed.path);
    }
    return std::unexpected(std::move(error));
}

}  // namespace triptych::formats
