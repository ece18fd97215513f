#include "core/store/event.h"

#include "core/text/digest.h"
#include "core/text/numbers.h"

#include <array>
#include <cstdio>
#include <random>

namespace triptych::store {
namespace {

constexpr std::array<std::pair<EventKind, std::string_view>, 4> kKinds = {{{EventKind::edit, "edit"},
                                                                           {EventKind::undo, "undo"},
                                                                           {EventKind::redo, "redo"},
                                                                           {EventKind::taken_over, "taken over"}}};

// Exactly `digits` decimal digits from the front of `text`.
std::optional<int> takeDigits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    const auto value = text::wholeNumber<unsigned>(text.substr(0, digits));
    if (!value || text[0] == '+') return std::nullopt;
    text.remove_prefix(digits);
    return static_cast<int>(*value);
}

bool take(std::string_view& text, char character) {
    if (text.empty() || text.front() != character) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::string_view name(EventKind kind) {
    for (const auto& [known, text] : kKinds) {
        if (known == kind) return text;
    }
    return "edit";
}

std::optional<EventKind> eventKindOf(std::string_view kind_name) {
    for (const auto& [kind, text] : kKinds) {
        if (text == kind_name) return kind;
    }
    return std::nullopt;
}

std::string utcText(std::chrono::sys_time<std::chrono::milliseconds> time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text.data();
}

std::optional<std::chrono::sys_time<std::chrono::milliseconds>> utcOf(std::string_view text) {
    const auto year = takeDigits(text, 4);
    const bool dash = year && take(text, '-');
    const auto month = dash ? takeDigits(text, 2) : std::nullopt;
    const bool second_dash = month && take(text, '-');
    const auto day = second_dash ? takeDigits(text, 2) : std::nullopt;
    const bool t = day && take(text, 'T');
    const auto hour = t ? takeDigits(text, 2) : std::nullopt;
    const bool colon = hour && take(text, ':');
    const auto minute = colon ? takeDigits(text, 2) : std::nullopt;
    const bool second_colon = minute && take(text, ':');
    const auto second = second_colon ? takeDigits(text, 2) : std::nullopt;
    if (!second) return std::nullopt;
    int milliseconds = 0;
    if (take(text, '.')) {
        const auto fraction = takeDigits(text, 3);
        if (!fraction) return std::nullopt;
        milliseconds = *fraction;
    }
    if (!take(text, 'Z') || !text.empty()) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second) + std::chrono::milliseconds(milliseconds);
}

bool isPossible(const EventMark& mark) {
    constexpr std::int64_t kFarthest = std::int64_t{1} << 40;
    constexpr double kFastest_hz = 1e7;
    if (mark.sample < 0 || mark.sample > kFarthest) return false;
    return mark.rate_hz == 0 || (mark.rate_hz >= 1e-3 && mark.rate_hz <= kFastest_hz);
}

EventKeys::EventKeys() {
    std::random_device random;
    for (int word = 0; word < 4; ++word) {
        std::uint32_t bits = random();
        for (int digit = 0; digit < 8; ++digit, bits >>= 4U) writer_ += text::kHexDigits[bits & 15U];
    }
}

std::string EventKeys::next() {
    return writer_ + '-' + std::to_string(++count_);
}

bool EventKeys::isOwn(std::string_view key) const {
    return key.size() > writer_.size() && key.starts_with(writer_) && key[writer_.size()] == '-';
}

}  // namespace triptych::store
