#include "core/formats/wfdb/aha_annotations.h"

#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <optional>

namespace triptych::formats {
namespace {

constexpr std::size_t kRecord_bytes = 16;
constexpr std::byte kEndMark{0xff};
constexpr std::size_t kAux_bytes = 6;

struct Letter {
    char aha;
    std::uint8_t code;
};
// Ventricular flutter's limits come last: no file may begin with them.
constexpr std::array<Letter, 11> kLetters = {
    Letter{'N', kNormal}, {'V', kPvc},         {'F', kFusion},    {'E', kVentricularEscape},
    {'P', kPaced},        {'Q', kUnknownBeat}, {'U', kNoise},     {'R', kROnT},
    {'O', kNote},         {'[', kFlutterOn},   {']', kFlutterOff}};
constexpr std::size_t kFirstLetters = 9;

std::uint8_t byteAt(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<std::uint8_t>(bytes[at]);
}

std::optional<std::uint8_t> codeOfLetter(char letter) {
    const auto* const found =
        std::find_if(kLetters.begin(), kLetters.end(), [letter](const Letter& known) { return known.aha == letter; });
    return found == kLetters.end() ? std::nullopt : std::optional(found->code);
}

// The letter that stands for a code of WFDB's: beats that AHA does not tell apart are normal ones, marks are 'O'.
char letterOf(std::uint8_t code) {
    for (const Letter& known : kLetters) {
        if (known.code == code) return known.aha;
    }
    if (code == kLearn) return 'Q';
    return isBeat(code) ? 'N' : 'O';
}

// 0, letter, time in the PDP-11's order, serial number, subtype, WFDB's code or 0, six bytes of text.
std::optional<Annotation> parseRecord(std::span<const std::byte> record) {
    const auto letter = static_cast<char>(byteAt(record, 1));
    const auto code = codeOfLetter(letter);
    if (byteAt(record, 0) != 0 || !code) return std::nullopt;
    const std::uint32_t high = byteAt(record, 2) | static_cast<std::uint32_t>(byteAt(record, 3)) << 8;
    const std::uint32_t low = byteAt(record, 4) | static_cast<std::uint32_t>(byteAt(record, 5)) << 8;
    Annotation annotation;
    annotation.sample = static_cast<std::int32_t>(high << 16 | low);
    annotation.code = *code;
    annotation.subtype = static_cast<std::int8_t>(byteAt(record, 8));
    if (letter == 'U' && annotation.subtype == 0) annotation.subtype = -1;  // unreadable, as WFDB says it
    const std::uint8_t own = byteAt(record, 9);
    if (own > kNotQrs && own < kAnnotationCodes && letterOf(own) == letter) annotation.code = own;
    for (std::size_t i = 0; i < kAux_bytes && byteAt(record, 10 + i) != 0; ++i) {
        annotation.aux += static_cast<char>(byteAt(record, 10 + i));
    }
    return annotation;
}

}  // namespace

bool looksLikeAha(std::span<const std::byte> bytes) {
    if (bytes.size() < 2 || bytes[0] != std::byte{0}) return false;
    const auto letter = static_cast<char>(byteAt(bytes, 1));
    return std::any_of(kLetters.begin(), kLetters.begin() + kFirstLetters,
                       [letter](const Letter& known) { return known.aha == letter; });
}

Result<SalvagedAnnotations> salvageAha(std::span<const std::byte> bytes, const std::string& where, double rate_hz) {
    SalvagedAnnotations out;
    out.set.rate_hz = rate_hz;
    text::Said fault;
    std::size_t at = 0;
    for (; at < bytes.size() && bytes[at] != kEndMark; at += kRecord_bytes) {
        if (bytes.size() - at < kRecord_bytes) {
            fault = "the annotation file ends within an annotation";
            break;
        }
        auto annotation = parseRecord(bytes.subspan(at, kRecord_bytes));
        if (!annotation) {
            fault = text::say("this is no annotation in AHA format (byte {1})", at);
            break;
        }
        out.set.annotations.push_back(std::move(*annotation));
    }
    if (out.set.annotations.empty()) {
        return fail(ErrorCode::malformed, fault.empty() ? "the annotation file holds no annotation" : fault, where,
                    "restore the file from its source");
    }
    if (!fault.empty()) {
        out.warnings.push_back(
            {text::say("{1}; the {2} annotations before the fault are shown", fault, out.set.annotations.size()),
             where});
    }
    std::stable_sort(out.set.annotations.begin(), out.set.annotations.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    return out;
}

}  // namespace triptych::formats
