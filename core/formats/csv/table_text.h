// A table's text in pieces: of the mapped file, so that it is never held in memory, or, where the file is in UTF-16, of
// its text in UTF-8.
#pragma once

#include "core/domain/error.h"
#include "core/files/mapped_file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace triptych::formats {

// Any thread.
class TableText {
public:
    // Errors: those of MappedFile::open; empty; malformed, where a file in UTF-16 is too long to be converted.
    [[nodiscard]] static Result<std::shared_ptr<const TableText>> open(const std::string& path);
    // A text in memory.
    [[nodiscard]] static std::shared_ptr<const TableText> of(std::string text);

    // In bytes, without the mark that says that it is UTF-8, and without zeros at the end.
    [[nodiscard]] std::int64_t size() const { return size_; }
    [[nodiscard]] std::int64_t zeros() const { return zeros_; }
    // Fills `out` from `offset` on; false where it goes beyond the end or can no longer be read.
    [[nodiscard]] bool read(std::int64_t offset, std::span<char> out) const;
    // The first `limit` bytes at most.
    [[nodiscard]] std::string beginning(std::int64_t limit) const;

private:
    TableText() = default;
    void leaveOutZeros();
    std::shared_ptr<const files::MappedFile> file_;  // null where `converted_` is the text
    std::string converted_;
    std::int64_t begin_ = 0;  // in the file
    std::int64_t size_ = 0;
    std::int64_t zeros_ = 0;  // bytes
};

// Is text UTF-16, by the mark that spreadsheets write or by the zeros of its ASCII letters?
struct Utf16 {
    bool is_little_endian = true;
    std::int64_t mark_bytes = 0;
};
[[nodiscard]] std::optional<Utf16> utf16Of(std::string_view beginning);

// Such text as UTF-8; nullopt for other text.
[[nodiscard]] std::optional<std::string> fromUtf16(std::string_view bytes);

// The lines of a table one after the other. The text must outlive it; one thread.
class TableLines {
public:
    // From `offset` on, where a line begins; `end` is what ends a line. Reads `block` bytes at once.
    TableLines(const TableText& text, std::int64_t offset, char end, std::size_t block);

    // The next line, without its end; valid until the next call. False behind the last, and where failed().
    [[nodiscard]] bool next(std::string_view& line);
    // The line that next() gave last goes on: `line` becomes it, what ended it and the next one. False where there is
    // none.
    [[nodiscard]] bool extend(std::string_view& line);
    // The line that next() gave last has but `size` bytes after all, and the next one begins `behind` its beginning.
    [[nodiscard]] std::string_view endAt(std::size_t size, std::size_t behind) {
        at_ = begin_ + behind;
        return std::string_view(buffer_).substr(begin_, size);
    }
    // Of the line that next() gave last, and of the one behind it.
    [[nodiscard]] std::int64_t offset() const { return offset_; }
    [[nodiscard]] std::int64_t nextOffset() const { return base_ + static_cast<std::int64_t>(at_); }
    // Bytes that cannot be read, or a line of more than 16 MiB.
    [[nodiscard]] bool failed() const { return failed_; }

private:
    bool take(std::string_view& line, std::size_t searched);
    bool fill();

    const TableText& text_;
    char end_;
    std::size_t block_;
    std::string buffer_;
    std::size_t begin_ = 0;  // of the line, in the buffer
    std::size_t at_ = 0;     // behind it
    std::int64_t base_;      // of the buffer
    std::int64_t offset_ = 0;
    bool failed_ = false;
};

// The next line of `text` and its end, of whatever kind, are removed.
[[nodiscard]] std::string_view takeLine(std::string_view& text);

}  // namespace triptych::formats
