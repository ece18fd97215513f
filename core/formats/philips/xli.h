// The XLI compression of Philips Sierra ECG files: second differences, their bytes split into a high and a low half, in
// LZW codes of ten bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::formats {

// One channel's block of the data, as many blocks as channels are stored.
struct XliBlock {
    std::span<const std::uint8_t> codes;
    std::int16_t first_difference = 0;
};

// Splits the data into blocks. Each begins with the size of its codes (32 bits, little-endian), two bytes that are not
// needed, and the first difference (16 bits). Stops at a block that the data do not hold in full.
[[nodiscard]] std::vector<XliBlock> xliBlocks(std::span<const std::uint8_t> data);

// The samples of a block that should have `expected` of them; fewer where its codes end early or make no sense.
[[nodiscard]] std::vector<std::int32_t> decodeXli(const XliBlock& block, std::size_t expected);

}  // namespace triptych::formats
