#include "core/text/unicode.h"

#include "core/text/words.h"

#include <iconv.h>

#include <array>

namespace triptych::text {
namespace {

// RFC 3629: well-formed sequences only, no surrogates, nothing over U+10FFFF.
bool isUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i++]);
        if (lead < 0x80) continue;
        const int more = lead >= 0xc2 && lead < 0xe0   ? 1
                         : lead >= 0xe0 && lead < 0xf0 ? 2
                         : lead >= 0xf0 && lead < 0xf5 ? 3
                                                       : 0;
        if (more == 0) return false;
        for (int k = 0; k < more; ++k, ++i) {
            if (i >= text.size()) return false;
            const auto byte = static_cast<std::uint8_t>(text[i]);
            std::uint8_t low = 0x80;
            std::uint8_t high = 0xbf;
            if (k == 0 && lead == 0xe0) low = 0xa0;
            if (k == 0 && lead == 0xed) high = 0x9f;
            if (k == 0 && lead == 0xf0) low = 0x90;
            if (k == 0 && lead == 0xf4) high = 0x8f;
            if (byte < low || byte > high) return false;
        }
    }
    return true;
}

}  // namespace

void appendUtf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
        return;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr std::array<std::uint32_t, 4> kLead = {0, 0xc0, 0xe0, 0xf0};
    out += static_cast<char>(kLead[static_cast<std::size_t>(more)] | code >> (6 * more));
    for (int k = more - 1; k >= 0; --k) out += static_cast<char>(0x80 | (code >> (6 * k) & 0x3f));
}

std::string utf8OfUtf16(std::string_view bytes, bool is_little_endian) {
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<std::uint8_t>(bytes[at]);
        const auto second = static_cast<std::uint8_t>(bytes[at + 1]);
        return static_cast<std::uint32_t>(is_little_endian ? second << 8 | first : first << 8 | second);
    };
    std::string out;
    out.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        std::uint32_t code = unit(at);
        if (code >= 0xd800 && code < 0xe000) {
            const std::uint32_t low = code < 0xdc00 && at + 3 < bytes.size() ? unit(at + 2) : 0;
            const bool is_pair = low >= 0xdc00 && low < 0xe000;
            code = is_pair ? 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00)) : 0xfffd;
            if (is_pair) at += 2;
        }
        appendUtf8(out, code);
    }
    return out;
}

std::optional<std::string> utf8From(const char* charset, std::string_view text) {
    const iconv_t conversion = ::iconv_open("UTF-8", charset);
    if (conversion == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string from(text);
    std::string out(4 * from.size() + 16, '\0');
    char* next = from.data();
    char* to = out.data();
    std::size_t left = from.size();
    std::size_t room = out.size();
    const bool is_converted = ::iconv(conversion, &next, &left, &to, &room) != static_cast<std::size_t>(-1);
    ::iconv_close(conversion);
    if (!is_converted) return std::nullopt;
    out.resize(out.size() - room);
    return asUtf8(trimmed(out));
}

std::string asUtf8(std::string_view text) {
    if (isUtf8(text)) return std::string(text);
    std::string out;
    for (const char letter : text) {
        const auto byte = static_cast<std::uint8_t>(letter);
        if (byte < 0x80) {
            out += letter;
        } else {
            out += static_cast<char>(0xc0 | byte >> 6);
            out += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return out;
}

}  // namespace triptych::text
