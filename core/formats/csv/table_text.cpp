#include "core/formats/csv/table_text.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::size_t kLongestLine_bytes = std::size_t{1} << 24;
constexpr std::int64_t kLongestUtf16_bytes = std::int64_t{1} << 31;
constexpr std::int64_t kPiece_bytes = 1 << 20;

bool readFrom(const files::MappedFile& file, std::int64_t offset, std::span<char> out) {
    char* const to = out.data();
    return out.empty() ||
           file.withBytes(offset, static_cast<std::int64_t>(out.size()),
                          [to](std::span<const std::byte> bytes) { std::memcpy(to, bytes.data(), bytes.size()); });
}

// Piece by piece, so that the file and its text do not both lie in memory.
Result<std::string> convertedFrom(const files::MappedFile& file, const Utf16& kind) {
    const bool is_little_endian = kind.is_little_endian;
    if (file.size() > kLongestUtf16_bytes) {
        return fail(ErrorCode::malformed, "this table in UTF-16 is longer than 2 GiB", file.path(), "save it as UTF-8");
    }
    std::string text;
    std::string piece;
    for (std::int64_t at = kind.mark_bytes; at < file.size();) {
        piece.resize(static_cast<std::size_t>(std::min(kPiece_bytes, file.size() - at)));
        if (!readFrom(file, at, piece)) {
            return fail(ErrorCode::io_failed, "the file's bytes cannot be read", file.path(), "copy it again");
        }
        // The first half of a surrogate pair waits for the second.
        const bool is_full = static_cast<std::int64_t>(piece.size()) == kPiece_bytes;
        const char high = is_full ? piece[piece.size() - (is_little_endian ? 1 : 2)] : '\0';
        const bool is_split = (static_cast<unsigned char>(high) & 0xfc) == 0xd8;
        if (is_split) piece.resize(piece.size() - 2);
        text += text::utf8OfUtf16(piece, is_little_endian);
        at += static_cast<std::int64_t>(piece.size());
    }
    return text;
}

}  // namespace

Result<std::shared_ptr<const TableText>> TableText::open(const std::string& path) {
    auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    const std::shared_ptr<TableText> text(new TableText);
    text->file_ = *file;
    text->size_ = (*file)->size();
    if (text->size_ == 0) return fail(ErrorCode::empty, "the file is empty", path, "restore it from its source");
    constexpr std::int64_t kMarks_bytes = 512;
    std::string mark(static_cast<std::size_t>(std::min<std::int64_t>(kMarks_bytes, text->size_)), '\0');
    if (!readFrom(**file, 0, mark)) {
        return fail(ErrorCode::io_failed, "the file's bytes cannot be read", path, "copy it again");
    }
    if (mark.starts_with("\xef\xbb\xbf")) {
        text->begin_ = 3;
        text->size_ -= 3;
    } else if (const auto utf16 = utf16Of(mark)) {
        auto converted = convertedFrom(**file, *utf16);
        if (!converted) return std::unexpected(converted.error());
        text->converted_ = std::move(*converted);
        text->file_ = nullptr;
        text->size_ = static_cast<std::int64_t>(text->converted_.size());
    }
    text->leaveOutZeros();
    return std::shared_ptr<const TableText>(text);
}

std::shared_ptr<const TableText> TableText::of(std::string text) {
    const std::shared_ptr<TableText> made(new TableText);
    made->converted_ = std::move(text);
    made->size_ = static_cast<std::int64_t>(made->converted_.size());
    return made;
}

void TableText::leaveOutZeros() {
    std::string piece;
    const std::int64_t whole = size_;
    while (size_ > 0) {
        piece.resize(static_cast<std::size_t>(std::min(kPiece_bytes, size_)));
        if (!read(size_ - static_cast<std::int64_t>(piece.size()), piece)) return;
        const std::size_t last = piece.find_last_not_of('\0');
        size_ -= static_cast<std::int64_t>(last == std::string::npos ? piece.size() : piece.size() - last - 1);
        if (last != std::string::npos) break;
    }
    zeros_ = whole - size_;
}

bool TableText::read(std::int64_t offset, std::span<char> out) const {
    const auto count = static_cast<std::int64_t>(out.size());
    if (offset < 0 || count > size_ || offset > size_ - count) return false;
    if (file_) return readFrom(*file_, begin_ + offset, out);
    std::memcpy(out.data(), converted_.data() + offset, out.size());
    return true;
}

std::string TableText::beginning(std::int64_t limit) const {
    std::string bytes(static_cast<std::size_t>(std::min(limit, size_)), '\0');
    if (!read(0, bytes)) bytes.clear();
    return bytes;
}

std::optional<Utf16> utf16Of(std::string_view beginning) {
    constexpr std::size_t kLooked = 512;
    constexpr std::size_t kFewest = 16;
    if (beginning.starts_with("\xff\xfe")) return Utf16{true, 2};
    if (beginning.starts_with("\xfe\xff")) return Utf16{false, 2};
    const std::string_view looked = beginning.substr(0, kLooked & ~std::size_t{1});
    if (looked.size() < kFewest || beginning.size() % 2 != 0) return std::nullopt;
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < looked.size(); ++i) zeros[i % 2] += looked[i] == '\0' ? 1 : 0;
    // Names of channels may be of other letters; numbers, marks and blanks have zeros.
    const auto most = [&](std::size_t at) { return zeros[1 - at] == 0 && zeros[at] >= looked.size() / 2 * 6 / 10; };
    if (most(1)) return Utf16{true, 0};
    if (most(0)) return Utf16{false, 0};
    return std::nullopt;
}

std::optional<std::string> fromUtf16(std::string_view bytes) {
    const auto found = utf16Of(bytes);
    if (!found) return std::nullopt;
    return text::utf8OfUtf16(bytes.substr(static_cast<std::size_t>(found->mark_bytes)), found->is_little_endian);
}

TableLines::TableLines(const TableText& text, std::int64_t offset, char end, std::size_t block)
    : text_(text), end_(end), block_(block), base_(offset) {}

bool TableLines::next(std::string_view& line) {
    begin_ = at_;
    return take(line, 0);
}

bool TableLines::extend(std::string_view& line) {
    if (nextOffset() >= text_.size()) return false;
    return take(line, at_ - begin_);
}

// The line from begin_ on, whose end lies behind the bytes that were searched.
bool TableLines::take(std::string_view& line, std::size_t searched) {
    while (true) {
        const char* const from = buffer_.data() + begin_;
        const std::size_t left = buffer_.size() - begin_;
        const void* const found = left > searched ? std::memchr(from + searched, end_, left - searched) : nullptr;
        if (found != nullptr) {
            line = {from, static_cast<std::size_t>(static_cast<const char*>(found) - from)};
            at_ = begin_ + line.size() + 1;
            break;
        }
        searched = left;
        if (base_ + static_cast<std::int64_t>(buffer_.size()) < text_.size()) {
            if (!fill()) return false;
            continue;
        }
        if (left == 0) return false;
        line = {from, left};
        at_ = buffer_.size();
        break;
    }
    offset_ = base_ + static_cast<std::int64_t>(begin_);
    while (line.ends_with('\r')) line.remove_suffix(1);
    return true;
}

bool TableLines::fill() {
    buffer_.erase(0, begin_);
    base_ += static_cast<std::int64_t>(begin_);
    begin_ = 0;
    const std::size_t kept = buffer_.size();
    const std::int64_t left = text_.size() - base_ - static_cast<std::int64_t>(kept);
    const auto more = static_cast<std::size_t>(std::min(static_cast<std::int64_t>(block_), left));
    failed_ = kept > kLongestLine_bytes;
    if (failed_) return false;
    buffer_.resize(kept + more);
    failed_ = !text_.read(base_ + static_cast<std::int64_t>(kept), std::span(buffer_).subspan(kept));
    return !failed_;
}

std::string_view takeLine(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (text.starts_with("\r\n")) {
        text.remove_prefix(2);
    } else if (!text.empty()) {
        text.remove_prefix(1);
    }
    return line;
}

}  // namespace triptych::formats
