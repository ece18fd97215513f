// Comma-separated values after RFC 4180, with LF line ends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace triptych::cli {

// Quoted where the field holds a comma, a quote or a line break.
[[nodiscard]] std::string csvField(std::string_view text);
// One record, newline included.
[[nodiscard]] std::string csvLine(const std::vector<std::string>& fields);

}  // namespace triptych::cli
