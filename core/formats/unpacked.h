// Where packed recordings are unpacked: a folder of our own that goes with the recording, and a file that refuses to
// grow beyond what its packed bytes can honestly hold.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace triptych::formats {

// A day of twelve leads at 1000 Hz has half of it.
inline constexpr std::int64_t kMostUnpacked_bytes = std::int64_t{4} << 30;
// Below this much nobody is harmed; beyond it no recording shrinks to a 200th, and what does is a bomb.
inline constexpr std::int64_t kUnpackedAlways_bytes = std::int64_t{16} << 20;
inline constexpr std::int64_t kMostGrowth = 200;

// Under the system's temporary folder, for this user alone; removed with the last owner. What programs that ended early
// left behind is removed first.
class UnpackedFolder {
public:
    // Error: io_failed.
    [[nodiscard]] static Result<std::shared_ptr<const UnpackedFolder>> create();
    ~UnpackedFolder();
    UnpackedFolder(const UnpackedFolder&) = delete;
    UnpackedFolder& operator=(const UnpackedFolder&) = delete;

    // Of a file in it; `name` loses its folders.
    [[nodiscard]] std::string place(const std::string& name) const;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    explicit UnpackedFolder(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

// A file that is being unpacked. `archive` names the packed file in errors; `packed_bytes` is the size of what it is
// unpacked from. One thread.
class UnpackedFile {
public:
    [[nodiscard]] static Result<UnpackedFile> create(const std::string& path, std::string archive,
                                                     std::int64_t packed_bytes);
    UnpackedFile(UnpackedFile&& other) noexcept;
    UnpackedFile& operator=(UnpackedFile&&) = delete;
    UnpackedFile(const UnpackedFile&) = delete;
    UnpackedFile& operator=(const UnpackedFile&) = delete;
    ~UnpackedFile();

    // Errors: refused (a bomb), io_failed (the disk is full).
    [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);
    [[nodiscard]] std::int64_t size() const { return size_; }

private:
    UnpackedFile(int descriptor, std::string archive, std::int64_t packed_bytes)
        : descriptor_(descriptor), archive_(std::move(archive)), packed_bytes_(packed_bytes) {}
    int descriptor_ = -1;
    std::string archive_;
    std::int64_t packed_bytes_ = 0;
    std::int64_t size_ = 0;
};

// How the recording that was unpacked is known.
struct Packed {
    std::string path;   // of the recording: "day.zip/a.edf", or the archive's own
    std::string how;    // "in a ZIP file", for the recording's description
    std::string where;  // that was unpacked, and no reader should be told of
    std::vector<Warning> warnings = {};
};

// Opens a file of `folder`, which lives as long as the recording does. Errors: those of open(), with the archive's path
// in place of ours; refused, where it is packed a third time.
[[nodiscard]] Result<RecordingPtr> openUnpacked(const std::shared_ptr<const UnpackedFolder>& folder,
                                                const Packed& packed, const Job& job, OpenHints hints);

}  // namespace triptych::formats
