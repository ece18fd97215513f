#include "core/formats/wfdb/start.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace triptych::formats {
namespace {

std::optional<int> monthOf(std::string_view& text) {
    constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};
    const std::string low = text::lowered(text);
    const std::size_t letters = std::min(low.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), low.size());
    if (letters < 3) return std::nullopt;
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (!kMonths[i].starts_with(std::string_view(low).substr(0, letters))) continue;
        text.remove_prefix(letters);
        return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> wfdbTime(std::string_view text) {
    std::array<int, 3> parts{};
    std::size_t count = 0;
    std::string fraction;
    while (true) {
        const auto part = text::takeNumber<int>(text);
        if (!part || *part < 0 || count == parts.size()) return std::nullopt;
        parts[count++] = *part;
        if (text.empty()) break;
        if (text.front() == '.') {
            fraction = std::string(text);
            if (fraction.size() < 2 || fraction.find_first_not_of("0123456789", 1) != std::string::npos) {
                return std::nullopt;
            }
            break;
        }
        if (text.front() != ':') return std::nullopt;
        text.remove_prefix(1);
    }
    const int seconds = parts[count - 1];
    const int minutes = count > 1 ? parts[count - 2] : 0;
    const int hours = count > 2 ? parts[0] : 0;
    if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "T%02d:%02d:%02d", hours, minutes, seconds);
    return out.data() + fraction;
}

std::optional<std::string> wfdbDate(std::string_view text) {
    const std::string_view separators = "/-.";
    const auto separator = [&text, separators](char wanted) {
        const bool fits = !text.empty() && (wanted == 0 ? separators.find(text.front()) != std::string_view::npos
                                                        : text.front() == wanted);
        const char found = fits ? text.front() : '\0';
        if (fits) text.remove_prefix(1);
        return found;
    };
    const bool year_first = text.size() > 4 && text.find_first_not_of("0123456789") == 4;
    const auto first = text::takeNumber<int>(text);
    const char mark = separator(0);
    if (!first || mark == 0) return std::nullopt;
    auto month = monthOf(text);
    if (!month) month = text::takeNumber<int>(text);
    if (!month || separator(mark) == 0) return std::nullopt;
    const auto last = text::wholeNumber<int>(text);
    if (!last) return std::nullopt;
    constexpr int kFirstOfLastCentury = 70;
    const int century = !year_first && text.size() == 2 ? (*last < kFirstOfLastCentury ? 2000 : 1900) : 0;
    const int year = year_first ? *first : *last + century;
    const int day = year_first ? *last : *first;
    if (year < 1 || year > 9999 || *month < 1 || *month > 12 || day < 1) return std::nullopt;
    constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int days = kDays[static_cast<std::size_t>(*month - 1)] + (*month == 2 && leap ? 1 : 0);
    if (day > days) return std::nullopt;
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year, *month, day);
    return out.data();
}

}  // namespace triptych::formats
