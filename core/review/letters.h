// Letters of labels as logs and files of ours hold them: WFDB's, and a reader's own (core/domain/own_labels.h).
#pragma once

#include "core/domain/annotation.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace triptych::review {

// The code of a letter in a log; one of a vocabulary that is not here gets one, too. nullopt: it can be no letter.
[[nodiscard]] std::optional<std::uint8_t> codeOfLetter(std::string_view letter);

// The reader's own letter that a mark of our annotation file stands for: its code is WFDB's nearest, or a note, and its
// provenance says the letter. nullopt for every other mark.
[[nodiscard]] std::optional<std::uint8_t> ownLetterIn(const Annotation& mark);

}  // namespace triptych::review
