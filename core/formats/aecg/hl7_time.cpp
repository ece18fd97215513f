#include "core/formats/aecg/hl7_time.h"

#include "core/text/words.h"

#include <chrono>

namespace triptych::formats {
namespace {

// Takes `digits` digits from the front; nullopt where they are not there.
std::optional<int> takeDigits(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

// Up to six places count; more are read and dropped.
std::int64_t takeMicroseconds(std::string_view& text) {
    std::int64_t us = 0;
    std::int64_t place = 100'000;
    while (const auto digit = takeDigits(text, 1)) {
        us += *digit * place;
        place /= 10;
    }
    return us;
}

std::string twoDigits(int value) {
    return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

}  // namespace

std::optional<Hl7Time> parseHl7Time(std::string_view text) {
    using namespace std::chrono;
    text = text::trimmed(text);
    const auto year = takeDigits(text, 4);
    if (!year || *year < 1600) return std::nullopt;
    const int month = takeDigits(text, 2).value_or(1);
    const int day = takeDigits(text, 2).value_or(1);
    const year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    const auto hour = takeDigits(text, 2);
    const int minute = takeDigits(text, 2).value_or(0);
    const int second = takeDigits(text, 2).value_or(0);
    if (hour.value_or(0) > 23 || minute > 59 || second > 60) return std::nullopt;
    std::int64_t fraction_us = 0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction_us = takeMicroseconds(text);
    }
    int offset_min = 0;
    std::string offset;
    if (text.starts_with('+') || text.starts_with('-')) {
        const char sign = text.front();
        text.remove_prefix(1);
        const auto offset_h = takeDigits(text, 2);
        const int rest_min = takeDigits(text, 2).value_or(0);
        if (!offset_h || *offset_h > 14 || rest_min > 59) return std::nullopt;
        offset_min = (*offset_h * 60 + rest_min) * (sign == '-' ? -1 : 1);
        offset = sign + twoDigits(*offset_h) + ':' + twoDigits(rest_min);
    }
    if (!text.empty()) return std::nullopt;
    Hl7Time time;
    time.us = duration_cast<microseconds>(sys_days(date).time_since_epoch() + hours(hour.value_or(0)) +
                                          minutes(minute - offset_min) + seconds(second))
                  .count() +
              fraction_us;
    if (!hour) return time;
    time.iso = twoDigits(*year / 100) + twoDigits(*year % 100) + '-' + twoDigits(month) + '-' + twoDigits(day) + 'T' +
               twoDigits(*hour) + ':' + twoDigits(minute) + ':' + twoDigits(second);
    if (fraction_us != 0) {
        const std::string digits = std::to_string(1'000'000 + fraction_us).substr(1);
        time.iso += '.' + digits.substr(0, digits.find_last_not_of('0') + 1);
    }
    time.iso += offset;
    return time;
}

}  // namespace triptych::formats
