// A file that is written piece by piece and appears whole or not at all.
#pragma once

#include "core/domain/error.h"
#include "core/files/atomic_file.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace triptych::files {

// Writes under a temporary name beside `path`; commit() flushes it to the disk and gives it its name. Without commit()
// nothing remains. A symbolic link is followed. Errors of every function: those of writeFile(). One thread.
class FileWriter {
public:
    [[nodiscard]] static Result<FileWriter> create(const std::string& path, WriteMode mode);
    FileWriter(FileWriter&& other) noexcept;
    FileWriter& operator=(FileWriter&&) = delete;
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;
    ~FileWriter();

    [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);
    [[nodiscard]] Result<void> write(std::string_view text) { return write(std::as_bytes(std::span(text))); }
    [[nodiscard]] Result<void> commit();

    [[nodiscard]] const std::string& path() const { return path_; }
    // The file that gets the name: where a link leads.
    [[nodiscard]] const std::string& target() const { return target_; }

private:
    FileWriter() = default;
    int flush();

    std::string path_;  // as it was asked for
    std::string target_;
    std::string temporary_;
    std::string waiting_;  // small pieces, until they are worth a system call
    WriteMode mode_ = WriteMode::create_new;
    int descriptor_ = -1;
    unsigned permissions_ = 0;  // of the file that is replaced
    bool replaces_ = false;
};

}  // namespace triptych::files
