// The entropy coding of SCP-ECG (EN 1064 §5.5 and annex C): Huffman codes, from the standard's table or a file's own,
// and the differences under them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace triptych::formats {

// One code structure: a prefix, and behind it, where `total_bits` exceeds `prefix_bits`, the value itself in two's
// complement.
struct ScpCode {
    int prefix_bits = 0;
    int total_bits = 0;
    bool switches_table = false;  // `value` then is the number of the table to go on with, from 1
    std::int32_t value = 0;
    std::uint32_t prefix = 0;  // its first bit lowest
};

using ScpTable = std::vector<ScpCode>;

// Annex C.3's table, which files name by the number 19999.
[[nodiscard]] const ScpTable& defaultScpTable();

// Section 2 without its header. nullopt where it is damaged, or a code is the beginning of another.
[[nodiscard]] std::optional<std::vector<ScpTable>> parseScpTables(std::span<const std::byte> section);

// At most `most` values; fewer where the bits end or are no code.
[[nodiscard]] std::vector<std::int32_t> decodeScpBits(std::span<const std::byte> bytes,
                                                      const std::vector<ScpTable>& tables, std::size_t most);

// The values whose differences of this order (0, 1, 2) were stored; the first `order` are stored as they are.
void undoScpDifferences(std::vector<std::int32_t>& values, int order);

}  // namespace triptych::formats
