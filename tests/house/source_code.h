// A source as the compiler sees it, for rules that must not mistake a comment or a string for a call.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace triptych::house {

// Both texts have the length and the lines of the source: what is left out is blanks.
struct SourceCode {
    std::string text;  // without comments
    std::string bare;  // without comments and without what stands in string and character literals
};

[[nodiscard]] SourceCode codeOf(const std::vector<std::string>& lines);

// From 1, of a place in `code`.
[[nodiscard]] int lineOf(const SourceCode& code, std::size_t at);

// What stands between the parenthesis at `open` and its partner: [first, last). To the end where there is none.
struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
};
[[nodiscard]] Range argumentsAt(const SourceCode& code, std::size_t open);

}  // namespace triptych::house
