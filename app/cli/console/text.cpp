#include "app/cli/console/text.h"
#include "core/text/digest.h"

namespace triptych::cli {
namespace {

void appendEscaped(std::string& out, unsigned char byte) {
    out += "\\x";
    out += text::kHexDigits[byte >> 4U];
    out += text::kHexDigits[byte & 15U];
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (byte < 0x20 || byte == 0x7f) {
            appendEscaped(out, byte);
        } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
            appendEscaped(out, static_cast<unsigned char>(next));
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::size_t width(std::string_view text) {
    std::size_t count = 0;
    for (const char character : text) count += (static_cast<unsigned char>(character) & 0xc0U) != 0x80U ? 1 : 0;
    return count;
}

std::string fileName(std::string_view path) {
    const auto slash = path.find_last_of('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

}  // namespace triptych::cli
