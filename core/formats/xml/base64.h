// Bytes in an XML file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace triptych::formats {

// RFC 4648, section 4; blanks and line ends between characters are skipped. nullopt where a character is none of the
// alphabet's or text follows the padding.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> fromBase64(std::string_view text);

}  // namespace triptych::formats
