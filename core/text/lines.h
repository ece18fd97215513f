// Text that is a list of lines.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::text {

// The lines between line feeds. A line feed at the end begins no further line; empty lines in between stay.
[[nodiscard]] inline std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

}  // namespace triptych::text
