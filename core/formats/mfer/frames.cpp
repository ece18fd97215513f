#include "core/formats/mfer/frames.h"

#include "core/text/unicode.h"
#include "core/text/words.h"

#include <cmath>

namespace triptych::formats {
namespace {

std::uint8_t byteAt(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

// The names that ISO 22077-1 gives to Japan's character codes, as iconv knows them; nullptr for others.
const char* japaneseCode(const std::string& characters) {
    const auto has = [&characters](std::string_view word) { return characters.find(word) != std::string::npos; };
    if (has("shift") || has("sjis") || has("0201")) return "SHIFT_JIS";
    if (has("euc")) return "EUC-JP";
    if (has("2022") || has("1468") || has("0208") || has("0212")) return "ISO-2022-JP";
    return nullptr;
}

// Is it one of the standard's?
bool isTag(std::uint8_t tag) {
    return tag <= 0x18 || tag == kMferWave || (tag >= kMferChannel && tag <= 0x46) || tag == kMferGroup ||
           (tag >= kMferEnd && tag <= 0x88);
}

}  // namespace

std::optional<MferFrame> takeMferFrame(std::string_view& bytes) {
    std::size_t at = 0;
    while (at < bytes.size() && bytes[at] == 0) ++at;  // filling
    if (at + 2 > bytes.size()) return std::nullopt;
    MferFrame frame;
    frame.tag = byteAt(bytes, at++);
    if (frame.tag == kMferEnd) return std::nullopt;
    if (frame.tag == kMferChannel) {
        // Seven bits a byte, the highest first; the eighth says that more follow.
        for (int i = 0; i < 4 && at < bytes.size(); ++i) {
            const std::uint8_t byte = byteAt(bytes, at++);
            frame.channel = frame.channel << 7 | (byte & 0x7f);
            if (byte < 0x80) break;
        }
    }
    if (at >= bytes.size()) return std::nullopt;
    const std::uint8_t first = byteAt(bytes, at++);
    std::uint64_t length = first;
    if (first == 0x80) {
        // Of unknown length: until two NULs.
        const std::size_t end = bytes.find(std::string_view("\0\0", 2), at);
        frame.is_cut = end == std::string_view::npos;
        frame.value = bytes.substr(at, frame.is_cut ? std::string_view::npos : end - at);
        bytes.remove_prefix(frame.is_cut ? bytes.size() : end + 2);
        return frame;
    }
    if (first > 0x80) {
        const std::size_t width = first & 0x7f;
        if (width > 8 || width > bytes.size() - at) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < width; ++i) length = length << 8 | byteAt(bytes, at++);
    }
    frame.is_cut = length > bytes.size() - at;
    frame.value = bytes.substr(at, frame.is_cut ? std::string_view::npos : static_cast<std::size_t>(length));
    bytes.remove_prefix(at + frame.value.size());
    return frame;
}

bool looksLikeMfer(std::string_view beginning) {
    constexpr std::size_t kMark_bytes = 12;
    if (beginning.size() > 6 && static_cast<std::uint8_t>(beginning[0]) == kMferPreamble) {
        const std::string_view mark = beginning.substr(2, kMark_bytes);
        return mark.find("MFR ") != std::string_view::npos || mark.find("MFER") != std::string_view::npos;
    }
    if (!beginning.starts_with(std::string_view("\x01\x01\x00", 3)) && !beginning.starts_with("\x01\x01\x01"))
        return false;
    int sampling = 0;
    int frames = 0;
    for (auto frame = takeMferFrame(beginning); frame; frame = takeMferFrame(beginning)) {
        if (!isTag(frame->tag)) return false;
        const std::size_t size = frame->value.size();
        const bool is_quantity = frame->tag == kMferInterval || frame->tag == kMferSensitivity;
        const bool is_count =
            frame->tag == kMferChannels || frame->tag == kMferBlockLength || frame->tag == kMferSequences;
        if ((is_quantity && (size < 3 || size > 6)) || (is_count && (size < 1 || size > 4))) return false;
        if (is_quantity || is_count || frame->tag == kMferChannel) ++sampling;
        ++frames;
        if (frame->tag == kMferWave || frame->is_cut) break;
    }
    return frames >= 4 && sampling >= 2;
}

std::int64_t mferInteger(std::string_view value, bool is_little_endian, bool is_signed) {
    std::uint64_t bits = 0;
    const std::size_t width = std::min<std::size_t>(value.size(), 8);
    for (std::size_t i = 0; i < width; ++i) bits = bits << 8 | byteAt(value, is_little_endian ? width - 1 - i : i);
    if (!is_signed || width == 0 || width == 8) return static_cast<std::int64_t>(bits);
    const std::uint64_t sign = std::uint64_t{1} << (8 * width - 1);
    return static_cast<std::int64_t>((bits ^ sign) - sign);
}

std::optional<MferQuantity> mferQuantity(std::string_view value, bool is_little_endian) {
    if (value.size() < 3 || value.size() > 10) return std::nullopt;
    const auto exponent = static_cast<int>(mferInteger(value.substr(1, 1), is_little_endian, true));
    const auto mantissa = static_cast<double>(mferInteger(value.substr(2), is_little_endian, true));
    MferQuantity quantity{byteAt(value, 0), 0};
    // Divided, not multiplied by a power that is no binary number: 4e-3 is then the nearest double.
    quantity.value = exponent < 0 ? mantissa / std::pow(10.0, -exponent) : mantissa * std::pow(10.0, exponent);
    return quantity;
}

std::string mferText(std::string_view value, const std::string& characters) {
    if (const char* const code = japaneseCode(text::lowered(characters))) {
        if (auto text = text::utf8From(code, text::trimmed(value.substr(0, value.find('\0'))))) return *text;
    }
    if (!text::lowered(characters).starts_with("utf-16"))
        return text::asUtf8(text::trimmed(value.substr(0, value.find('\0'))));
    const std::string text = text::utf8OfUtf16(value, !text::lowered(characters).ends_with("be"));
    return std::string(text::trimmed(std::string_view(text).substr(0, text.find('\0'))));
}

}  // namespace triptych::formats
