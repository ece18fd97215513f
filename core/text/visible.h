// Characters that nobody sees, and that turn, hide or move what stands beside them: the controls of terminals, and
// those of Unicode that override the direction of text. A name with one of them can look like another's.
#pragma once

#include <string>
#include <string_view>

namespace triptych::text {

// Has it a control (C0, DEL, C1), a line or paragraph separator, an embedding, override or isolate of direction, a tag,
// or a blank without width that no script needs? Joiners and marks of direction, which names are written with, are
// none of them. What is no UTF-8 is taken byte by byte.
[[nodiscard]] bool hasHidden(std::string_view text);

// The text with each of them as what it is: "\x1b", "\u202e". On one line.
[[nodiscard]] std::string visible(std::string_view text);

}  // namespace triptych::text
