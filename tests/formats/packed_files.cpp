#include "tests/formats/packed_files.h"

#include <zlib.h>

#include <cstdint>

namespace triptych::test {
namespace {

// `window_bits` of zlib: 31 with gzip's header, -15 bare.
std::string deflated(std::string_view bytes, int window_bits) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string little(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i);
    return out;
}

}  // namespace

std::string gzipped(std::string_view bytes) {
    return deflated(bytes, 31);
}

std::string zipped(const std::vector<std::pair<std::string, std::string>>& entries, bool packed) {
    std::string out;
    std::string directory;
    for (const auto& [name, bytes] : entries) {
        const std::string data = packed ? deflated(bytes, -15) : bytes;
        const auto crc = crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
        // Version, flags (UTF-8 names), method, time, date, checksum, both sizes, lengths of name and extra field.
        const std::string common = little(20, 2) + little(0x800, 2) + little(packed ? 8 : 0, 2) + little(0, 2) +
                                   little(0x21, 2) + little(crc, 4) + little(data.size(), 4) + little(bytes.size(), 4) +
                                   little(name.size(), 2) + little(0, 2);
        directory += std::string("PK\1\2", 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) +
                     little(0, 4) + little(out.size(), 4) + name;
        out += std::string("PK\3\4", 4) + common + name + data;
    }
    const std::size_t at = out.size();
    return out + directory + std::string("PK\5\6", 4) + little(0, 4) + little(entries.size(), 2) +
           little(entries.size(), 2) + little(directory.size(), 4) + little(at, 4) + little(0, 2);
}

}  // namespace triptych::test
