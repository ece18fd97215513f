// Small, strict tools of everything that reads text: words, edges, letters, and what is shown of a stranger's bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace triptych::text {

// The next word between blanks, removed from `text` together with the blanks before it; "" at the end.
[[nodiscard]] std::string_view takeWord(std::string_view& text);

// Without blanks and NULs on both sides.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// Letters A-Z to a-z; other bytes as they are.
[[nodiscard]] std::string lowered(std::string_view text);

// The runs of bytes of which `is_part` holds, lowered.
[[nodiscard]] std::vector<std::string> loweredWords(std::string_view text, bool (*is_part)(char));
// a-z and 0-9, of lowered text.
[[nodiscard]] constexpr bool isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// For messages: `raw` as UTF-8, cut to a readable length and in quotation marks.
[[nodiscard]] std::string inQuotes(std::string_view raw);

}  // namespace triptych::text
