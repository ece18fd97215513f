#include "core/formats/crc_ccitt.h"

#include <array>

namespace triptych::formats {

std::uint16_t crcCcitt(std::span<const std::byte> bytes) {
    static const auto table = [] {
        std::array<std::uint16_t, 256> entries{};
        for (unsigned i = 0; i < 256; ++i) {
            unsigned crc = i << 8;
            for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            entries[i] = static_cast<std::uint16_t>(crc);
        }
        return entries;
    }();
    unsigned crc = 0xffff;
    for (const std::byte byte : bytes) {
        crc = (crc << 8 ^ table[(crc >> 8 ^ std::to_integer<unsigned>(byte)) & 0xff]) & 0xffff;
    }
    return static_cast<std::uint16_t>(crc);
}

}  // namespace triptych::formats
