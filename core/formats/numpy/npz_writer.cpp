#include "core/formats/numpy/npz_writer.h"

#include "core/files/atomic_file.h"

#include <array>
#include <bit>
#include <limits>

namespace triptych::formats {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory");

// Little-endian, `bytes` of them.
void put(std::string& into, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) into += static_cast<char>(value >> (8 * i) & 0xFFU);
}

// CRC-32 of ZIP (IEEE 802.3), bytes of two texts in turn.
std::uint32_t checksumOf(std::string_view header, std::string_view bytes) {
    static const auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < table.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ (value & 1U ? 0xEDB88320U : 0U);
            table[i] = value;
        }
        return table;
    }();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const std::string_view part : {header, bytes})
        for (const char byte : part) crc = (crc >> 8U) ^ kTable[(crc ^ static_cast<unsigned char>(byte)) & 0xFFU];
    return ~crc;
}

template <class T>
std::string_view bytesOf(std::span<const T> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kDay = 0x21;  // the first that a ZIP knows: a file says nothing of when it was made

}  // namespace

void NpzWriter::add(const std::string& name, const Shape& shape, std::span<const float> values) {
    addArray(name, "<f4", shape, bytesOf(values));
}

void NpzWriter::add(const std::string& name, const Shape& shape, std::span<const double> values) {
    addArray(name, "<f8", shape, bytesOf(values));
}

void NpzWriter::add(const std::string& name, const Shape& shape, std::span<const std::int64_t> values) {
    addArray(name, "<i8", shape, bytesOf(values));
}

void NpzWriter::addText(const std::string& file_name, std::string_view text) {
    addFile(file_name, {}, text);
}

void NpzWriter::addArray(const std::string& name, const char* type, const Shape& shape, std::string_view bytes) {
    std::string says = std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (";
    for (const std::int64_t side : shape) says += std::to_string(side) + ", ";
    if (shape.size() > 1) says.resize(says.size() - 2);
    if (shape.size() == 1) says.resize(says.size() - 1);  // (5,)
    says += "), }";
    constexpr std::size_t kAligned = 64, kBefore = 10;
    says.append((kAligned - (kBefore + says.size() + 1) % kAligned) % kAligned, ' ');
    says += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    put(header, says.size(), 2);
    addFile(name + ".npy", header + says, bytes);
}

void NpzWriter::addFile(const std::string& name, std::string_view header, std::string_view bytes) {
    Entry entry{name, checksumOf(header, bytes), file_.size(), header.size() + bytes.size()};
    put(file_, 0x04034b50, 4);
    put(file_, 20, 2);      // needs version 2.0
    put(file_, 0x0800, 2);  // its name is UTF-8
    put(file_, 0, 2);       // stored
    put(file_, 0, 2);
    put(file_, kDay, 2);
    put(file_, entry.checksum, 4);
    put(file_, entry.bytes, 4);
    put(file_, entry.bytes, 4);
    put(file_, name.size(), 2);
    put(file_, 0, 2);
    file_ += name;
    file_ += header;
    file_ += bytes;
    entries_.push_back(std::move(entry));
}

Result<void> NpzWriter::write(const std::string& path) const {
    std::string whole = file_;
    for (const Entry& entry : entries_) {
        put(whole, 0x02014b50, 4);
        put(whole, 20, 2);
        put(whole, 20, 2);
        put(whole, 0x0800, 2);
        put(whole, 0, 2);
        put(whole, 0, 2);
        put(whole, kDay, 2);
        put(whole, entry.checksum, 4);
        put(whole, entry.bytes, 4);
        put(whole, entry.bytes, 4);
        put(whole, entry.name.size(), 2);
        put(whole, 0, 6);  // no extra field, no comment, first disk
        put(whole, 0, 6);  // attributes
        put(whole, entry.offset, 4);
        whole += entry.name;
    }
    const std::uint64_t directory = whole.size() - file_.size();
    put(whole, 0x06054b50, 4);
    put(whole, 0, 4);
    put(whole, entries_.size(), 2);
    put(whole, entries_.size(), 2);
    put(whole, directory, 4);
    put(whole, file_.size(), 4);
    put(whole, 0, 2);
    if (whole.size() > kMost || entries_.size() > std::numeric_limits<std::uint16_t>::max()) {
        return fail(ErrorCode::refused, "the arrays are more than a plain ZIP file holds", path,
                    "write fewer beats or fewer methods");
    }
    return files::writeFile(path, std::as_bytes(std::span(whole)), files::WriteMode::replace);
}

}  // namespace triptych::formats
