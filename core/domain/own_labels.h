// Labels beyond WFDB's: letters that a reader or a study made up, with a name, a colour and, where they have one, the
// letter of WFDB's that says nearly the same. They take codes above WFDB's, so that a label is one byte wherever labels
// are; which code a letter has is this process's own affair and never written down: files and logs hold letters.
#pragma once

#include "core/domain/annotation.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych {

inline constexpr std::uint8_t kFirstOwnCode = 64;
inline constexpr std::size_t kMostOwnLetters = 192;  // that a process can tell apart

struct OwnLabel {
    std::string letter;     // one to four of A-Z, a-z, 0-9, and none of WFDB's
    std::string name;       // one line; empty: a letter that no vocabulary here explains
    std::string colour;     // "#rrggbb"; empty: of its class, as WFDB's letters
    std::uint8_t wfdb = 0;  // the beat letter that stands for it among WFDB's programs and in scores; 0: none

    friend bool operator==(const OwnLabel&, const OwnLabel&) = default;
};

// Can it be a letter of one's own?
[[nodiscard]] bool isOwnLetter(std::string_view letter);

[[nodiscard]] constexpr bool isOwn(std::uint8_t code) {
    return code >= kFirstOwnCode;
}

// The vocabulary in force from here on: its labels are offered in this order; letters known before that it does not
// have stay readable, and are not explained any more. Of a letter that comes twice the last counts. Returns how many
// found no room. Any thread; what was handed out before stays valid.
std::size_t setOwnLabels(const std::vector<OwnLabel>& labels);
// Codes of the vocabulary in force, in its order.
[[nodiscard]] std::vector<std::uint8_t> offeredOwnLabels();

// Any thread. The label of a code; nullptr where there is none.
[[nodiscard]] const OwnLabel* ownLabelOf(std::uint8_t code);
// The code of a letter that is known.
[[nodiscard]] std::optional<std::uint8_t> ownCodeOf(std::string_view letter);
// The code of a letter that a log or a file of ours holds, explained or not: what a reader said is never dropped for
// want of a vocabulary. nullopt where it can be no letter, or there is no room.
[[nodiscard]] std::optional<std::uint8_t> knowOwnLetter(std::string_view letter);

// What WFDB's programs are told: a code of WFDB's as it is; one's own by the letter that stands for it, else a note.
[[nodiscard]] std::uint8_t wfdbCodeOf(std::uint8_t code);
// Likewise the whole mark; one's own letter and its name then stand in its text, unless provenance says them.
[[nodiscard]] Annotation inWfdb(const Annotation& mark);

}  // namespace triptych
