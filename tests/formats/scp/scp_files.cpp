#include "tests/formats/scp/scp_files.h"

namespace triptych::test {
namespace {

// CRC-CCITT bit by bit, apart from the reader's table.
std::uint16_t checksum(const std::string& bytes) {
    unsigned crc = 0xffff;
    for (const char byte : bytes) {
        for (int bit = 7; bit >= 0; --bit) {
            const bool in = (static_cast<unsigned char>(byte) >> bit & 1) != 0;
            const bool out = (crc & 0x8000) != 0;
            crc = crc << 1 & 0xffff;
            if (in != out) crc ^= 0x1021;
        }
    }
    return static_cast<std::uint16_t>(crc);
}

std::string inBits(std::int32_t value, int bits) {
    std::string out;
    for (int i = bits - 1; i >= 0; --i) out += (static_cast<std::uint32_t>(value) >> i & 1) != 0 ? '1' : '0';
    return out;
}

std::vector<std::int32_t> differencesOf(const std::vector<std::int32_t>& values, int order) {
    std::vector<std::int32_t> out = values;
    for (std::size_t i = values.size(); i-- > static_cast<std::size_t>(order);) {
        if (order == 1) out[i] = values[i] - values[i - 1];
        if (order == 2) out[i] = values[i] - 2 * values[i - 1] + values[i - 2];
    }
    return out;
}

std::string section(int id, int protocol, const std::string& content) {
    const std::string even = content + std::string(content.size() % 2, '\0');
    const std::string body = le16(id) + le32(static_cast<std::uint32_t>(even.size() + 16)) +
                             static_cast<char>(protocol) + static_cast<char>(protocol) +
                             (id == 0 ? "SCPECG" : std::string(6, '\0')) + even;
    return le16(checksum(body)) + body;
}

}  // namespace

std::string le16(int value) {
    return {static_cast<char>(value & 0xff), static_cast<char>(value >> 8 & 0xff)};
}

std::string le32(std::uint32_t value) {
    return le16(static_cast<int>(value & 0xffff)) + le16(static_cast<int>(value >> 16));
}

std::string packedBits(const std::string& bits) {
    std::string out((bits.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < bits.size(); ++i) {
        if (bits[i] == '1') out[i / 8] = static_cast<char>(out[i / 8] | 0x80 >> i % 8);
    }
    return out;
}

std::string defaultBits(std::int32_t value) {
    if (value == 0) return "0";
    const int size = value < 0 ? -value : value;
    if (size <= 8) return std::string(static_cast<std::size_t>(size), '1') + '0' + (value < 0 ? '1' : '0');
    if (value >= -128 && value <= 127) return "1111111110" + inBits(value, 8);
    return "1111111111" + inBits(value, 16);
}

std::string huffmanCoded(const std::vector<std::int32_t>& values, int differences) {
    std::string bits;
    for (const std::int32_t value : differencesOf(values, differences)) bits += defaultBits(value);
    const std::string bytes = packedBits(bits);
    return bytes + std::string(bytes.size() % 2, '\0');
}

std::string wordCoded(const std::vector<std::int32_t>& values, int differences) {
    std::string out;
    for (const std::int32_t value : differencesOf(values, differences)) out += le16(value);
    return out;
}

std::string samplesSection(int nanovolts, int interval_us, int differences, int decimated,
                           const std::vector<std::string>& coded) {
    std::string out =
        le16(nanovolts) + le16(interval_us) + static_cast<char>(differences) + static_cast<char>(decimated);
    for (const std::string& lead : coded) out += le16(static_cast<int>(lead.size()));
    for (const std::string& lead : coded) out += lead;
    return out;
}

std::string leadsSection(const std::vector<ScpMadeLead>& leads, int flags) {
    std::string out = {static_cast<char>(leads.size()), static_cast<char>(flags)};
    for (const ScpMadeLead& lead : leads) out += le32(lead.start) + le32(lead.end) + static_cast<char>(lead.number);
    return out;
}

std::string defaultTableSection() {
    return le16(19'999);
}

std::string scpFile(const std::map<int, std::string>& sections, int protocol) {
    std::string behind;
    std::string pointers;
    const std::uint32_t first = 6 + 16 + 12 * 10 + 1;
    for (int id = 1; id < 12; ++id) {
        const auto found = sections.find(id);
        if (found == sections.end()) {
            pointers += le16(id) + le32(0) + le32(0);
            continue;
        }
        const std::string whole = section(id, protocol, found->second);
        pointers += le16(id) + le32(static_cast<std::uint32_t>(whole.size())) +
                    le32(first + static_cast<std::uint32_t>(behind.size()));
        behind += whole;
    }
    pointers = le16(0) + le32(16 + 12 * 10) + le32(7) + pointers;
    const std::string body = section(0, protocol, pointers) + behind;
    const std::string counted = le32(static_cast<std::uint32_t>(body.size() + 6)) + body;
    return le16(checksum(counted)) + counted;
}

}  // namespace triptych::test
