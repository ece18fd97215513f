#include "core/text/words.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <cstdint>

namespace triptych::text {
namespace {

constexpr std::string_view kBlanks = " \t\v\f\r\n";

}  // namespace

std::string_view takeWord(std::string_view& text) {
    const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kEdges(" \t\v\f\r\n\0", 7);
    const std::size_t begin = text.find_first_not_of(kEdges);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kEdges) - begin + 1);
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& letter : out) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return out;
}

std::vector<std::string> loweredWords(std::string_view text, bool (*is_part)(char)) {
    std::vector<std::string> words(1);
    for (const char c : lowered(text)) {
        if (is_part(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::string inQuotes(std::string_view raw) {
    constexpr std::size_t kReadable = 60;
    const std::string text = asUtf8(raw);
    if (text.size() <= kReadable) return '"' + text + '"';
    std::size_t cut = kReadable;
    while (cut > 0 && (static_cast<std::uint8_t>(text[cut]) & 0xc0) == 0x80) --cut;  // not inside a character
    return '"' + text.substr(0, cut) + "...\"";
}

}  // namespace triptych::text
