// The checksum of SCP-ECG (EN 1064 §5.2.5) and of ISHNE: CRC-CCITT, polynomial 0x1021, starting with ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace triptych::formats {

[[nodiscard]] std::uint16_t crcCcitt(std::span<const std::byte> bytes);

}  // namespace triptych::formats
