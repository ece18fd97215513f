// A ZIP file's directory and its entries, read within limits. libzip reads the format; what we believe of it is bounded
// here.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/formats/unpacked.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct zip;

namespace triptych::formats {

struct ZipEntry {
    std::uint64_t index = 0;
    std::string name;  // UTF-8, folders and all
    std::int64_t packed_bytes = 0;
    std::int64_t bytes = 0;  // as the directory states
    bool is_locked = false;  // by a password
};

// One thread.
class ZipArchive {
public:
    // Errors: those of MappedFile::open; malformed (no directory), refused (more entries than a ZIP of recordings has).
    [[nodiscard]] static Result<ZipArchive> open(const std::string& path);

    // Files alone; what systems put beside them ("__MACOSX/", ".DS_Store") is left out.
    [[nodiscard]] const std::vector<ZipEntry>& entries() const { return entries_; }
    // nullptr where there is none of that name.
    [[nodiscard]] const ZipEntry* find(const std::string& name) const;

    // The first `limit` bytes of an entry at most; "" where it cannot be read.
    [[nodiscard]] std::string beginning(const ZipEntry& entry, std::size_t limit) const;
    // Into a file of that folder. Errors: those of UnpackedFile; malformed (damaged, checksum), unsupported (password,
    // a method of packing that is not known), cancelled.
    [[nodiscard]] Result<void> unpack(const ZipEntry& entry, const std::string& to, const Job& job) const;

private:
    struct Closer {
        void operator()(struct zip* archive) const;
    };
    ZipArchive(std::string path, struct zip* archive) : path_(std::move(path)), archive_(archive) {}
    std::string path_;
    std::unique_ptr<struct zip, Closer> archive_;
    std::vector<ZipEntry> entries_;
};

}  // namespace triptych::formats
