#include "core/text/visible.h"

#include "core/text/digest.h"

#include <cstddef>
#include <cstdint>

namespace triptych::text {
namespace {

struct Letter {
    std::uint32_t code = 0;
    std::size_t size = 1;
};

// The letter at the front; a byte that begins none stands for itself, as a letter that is shown.
Letter letterAt(std::string_view text) {
    constexpr std::uint32_t kShown = 0xfffd;
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {first, 1};
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
    if (size == 1 || first > 0xf4 || text.size() < size) return {kShown, 1};
    std::uint32_t code = first & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0U) != 0x80U) return {kShown, 1};
        code = (code << 6U) | (byte & 0x3fU);
    }
    return {code, size};
}

bool isHidden(std::uint32_t code) {
    const auto within = [code](std::uint32_t first, std::uint32_t last) { return code >= first && code <= last; };
    return code < 0x20 || within(0x7f, 0x9f) || code == 0x200b || within(0x2028, 0x202e) || within(0x2060, 0x2064) ||
           within(0x2066, 0x206f) || code == 0xfeff || within(0xfff9, 0xfffb) || within(0xe0000, 0xe007f);
}

void appendCode(std::string& out, std::uint32_t code) {
    const bool is_byte = code <= 0xff;
    out += is_byte ? "\\x" : code <= 0xffff ? "\\u" : "\\U";
    for (int digit = is_byte ? 1 : code <= 0xffff ? 3 : 7; digit >= 0; --digit)
        out += kHexDigits[(code >> (4U * static_cast<unsigned>(digit))) & 15U];
}

}  // namespace

bool hasHidden(std::string_view text) {
    while (!text.empty()) {
        const Letter letter = letterAt(text);
        if (isHidden(letter.code)) return true;
        text.remove_prefix(letter.size);
    }
    return false;
}

std::string visible(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Letter letter = letterAt(text);
        if (isHidden(letter.code)) {
            appendCode(out, letter.code);
        } else {
            out += text.substr(0, letter.size);
        }
        text.remove_prefix(letter.size);
    }
    return out;
}

}  // namespace triptych::text
