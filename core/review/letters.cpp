#include "core/review/letters.h"

#include "core/domain/own_labels.h"
#include "core/review/provenance.h"

#include <chrono>

namespace triptych::review {
namespace {

constexpr std::string_view kReaderPrefix = "reader: ";

}  // namespace

std::optional<std::uint8_t> codeOfLetter(std::string_view letter) {
    if (const auto code = codeOfSymbol(letter)) return code;
    return knowOwnLetter(letter);
}

std::optional<std::uint8_t> ownLetterIn(const Annotation& mark) {
    if (!mark.aux.starts_with(kReaderPrefix) || !(isBeat(mark.code) || mark.code == kNote)) return std::nullopt;
    const std::string_view said = std::string_view(mark.aux).substr(kReaderPrefix.size());
    const std::string_view letter = said.substr(0, said.find(' '));
    // A note of a reader's may begin like that, too, but names no moment.
    if (!isOwnLetter(letter) || toldBy(mark.aux).time == decltype(ToldOf::time){}) return std::nullopt;
    return knowOwnLetter(letter);
}

}  // namespace triptych::review
