#include "core/domain/start_time.h"

#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

namespace triptych {
namespace {

using std::chrono::microseconds;

constexpr std::int64_t kDay_us = 86'400'000'000;
constexpr double kFarthest_s = 1e9;

std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    const std::string_view part = text.substr(0, count);
    if (part.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    text.remove_prefix(count);
    return text::wholeNumber<int>(part);
}

bool take(std::string_view& text, char letter) {
    if (!text.starts_with(letter)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> takeDay(std::string_view& text) {
    const auto year = digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = digits(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day civil(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                            std::chrono::day(static_cast<unsigned>(*day)));
    if (!civil.ok()) return std::nullopt;
    return std::chrono::sys_days(civil);
}

std::optional<microseconds> takeClock(std::string_view& text) {
    const auto hour = digits(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = digits(text, 2);
    if (!minute || !take(text, ':')) return std::nullopt;
    const auto second = digits(text, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    std::int64_t us = ((std::int64_t{*hour} * 60 + *minute) * 60 + *second) * 1'000'000;
    if (take(text, '.')) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
        if (end == 0) return std::nullopt;
        std::int64_t unit = 100'000;
        for (const char digit : text.substr(0, end)) {
            us += (digit - '0') * unit;
            unit /= 10;
        }
        text.remove_prefix(end);
    }
    return microseconds(us);
}

std::int64_t sinceFirstMidnight_us(const StartTime& start, double time_s) {
    if (!(std::abs(time_s) < kFarthest_s)) return start.of_day.count();
    return start.of_day.count() + static_cast<std::int64_t>(std::llround(time_s * 1e6));
}

std::int64_t floorDays(std::int64_t us) {
    return us >= 0 ? us / kDay_us : -((-us + kDay_us - 1) / kDay_us);
}

std::string clockText(std::int64_t of_day_us) {
    const std::int64_t seconds = of_day_us / 1'000'000;
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    return out.data();
}

// "1:20:00" and "14:03" (hours first, as clocks are read), each part below 60 but the first.
std::optional<double> hoursFirst(std::string_view text) {
    std::vector<double> parts;
    while (true) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const bool is_last = end == text.size();
        const std::string_view part = text.substr(0, end);
        if (part.empty() || part.find_first_not_of(is_last ? "0123456789." : "0123456789") != std::string_view::npos) {
            return std::nullopt;
        }
        const auto value = text::wholeNumber<double>(part);
        if (!value || *value < 0 || (!parts.empty() && *value >= 60)) return std::nullopt;
        parts.push_back(*value);
        if (is_last) break;
        text.remove_prefix(end + 1);
    }
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    return parts[0] * 3600 + parts[1] * 60 + (parts.size() == 3 ? parts[2] : 0);
}

std::string lengthText(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::floor(seconds));
    std::array<char, 60> out{};
    std::snprintf(out.data(), out.size(), "%d:%02d:%02d", static_cast<int>(whole / 3600),
                  static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
    return out.data();
}

TypedTime since(double time_s, double duration_s) {
    if (time_s >= 0 && time_s <= duration_s) return {time_s, {}};
    return {std::nullopt, text::say("the recording ends at +{1}", lengthText(duration_s))};
}

TypedTime byTheClock(double of_day_s, std::optional<std::int64_t> day, const StartTime& start, double duration_s) {
    if (of_day_s >= 86'400) return {std::nullopt, "a day has no such time"};
    const double start_s = static_cast<double>(start.of_day.count()) * 1e-6;
    double time_s = of_day_s - start_s;
    if (day) {
        time_s += static_cast<double>(*day - 1) * 86'400;
    } else if (time_s < 0) {
        time_s += 86'400;
    }
    if (time_s >= 0 && time_s <= duration_s) return {time_s, {}};
    const std::int64_t days = daysSinceStart(start, duration_s);
    const std::string first = clockAt(start, 0);
    const std::string last = clockAt(start, duration_s);
    return {std::nullopt, days > 0 ? text::say("the recording runs from {1} to {2} on day {3}", first, last, days + 1)
                                   : text::say("the recording runs from {1} to {2}", first, last)};
}

}  // namespace

std::optional<StartTime> parseStart(std::string_view iso) {
    StartTime start;
    std::string_view rest = iso;
    if (iso.size() > 10 && iso[10] == 'T') {
        start.day = takeDay(rest);
        if (!start.day || !take(rest, 'T')) return std::nullopt;
    }
    const auto clock = takeClock(rest);
    if (!clock) return std::nullopt;
    start.of_day = *clock;
    if (!rest.empty() && rest != "Z" && rest[0] != '+' && rest[0] != '-') return std::nullopt;
    start.offset = std::string(rest);
    return start;
}

std::string startMovedBy(const std::string& start, double seconds) {
    const auto from = parseStart(start);
    if (!from || !(std::abs(seconds) < kFarthest_s)) return start;
    const std::int64_t us = sinceFirstMidnight_us(*from, seconds);
    const std::int64_t days = floorDays(us);
    const std::int64_t of_day = us - days * kDay_us;
    std::string text = clockText(of_day);
    if (const std::int64_t fraction = of_day % 1'000'000; fraction != 0) {
        text += '.' + std::to_string(1'000'000 + fraction).substr(1);
        while (text.back() == '0') text.pop_back();
    }
    if (from->day) {
        const std::chrono::year_month_day civil(*from->day + std::chrono::days(days));
        std::array<char, 80> out{};
        std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT", static_cast<int>(civil.year()),
                      static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
        text = out.data() + text;
    }
    return text + from->offset;
}

std::string clockAt(const StartTime& start, double time_s, int decimals) {
    std::int64_t unit = 1'000'000;
    for (int i = 0; i < std::clamp(decimals, 0, 6); ++i) unit /= 10;
    const std::int64_t exact = sinceFirstMidnight_us(start, time_s);
    // Rounded before it is cut into hours: 59.9996 s are never shown as 60.
    const std::int64_t us = (exact >= 0 ? (exact + unit / 2) / unit : -((-exact + unit / 2) / unit)) * unit;
    const std::int64_t of_day = us - floorDays(us) * kDay_us;
    std::string text = clockText(of_day);
    if (decimals > 0)
        text +=
            '.' +
            std::to_string(1'000'000 + of_day % 1'000'000).substr(1, static_cast<std::size_t>(std::min(decimals, 6)));
    return text;
}

std::int64_t daysSinceStart(const StartTime& start, double time_s) {
    return floorDays(sinceFirstMidnight_us(start, time_s));
}

TypedTime typedTime(std::string_view typed, const std::optional<StartTime>& start, double duration_s) {
    static constexpr char kClockForms[] = "type a time: 14:03 by the clock, +1:20:00 since the beginning, or seconds";
    static constexpr char kForms[] =
        "type a time since the beginning: 1:20:00, 20:05 in a recording of less than an hour, or seconds";
    const auto complaint = [&start] {
        return TypedTime{std::nullopt, start ? text::Said(kClockForms) : text::Said(kForms)};
    };
    // Two numbers are minutes and seconds where no hours can be meant, as the axis shows them.
    const auto lengthOf = [duration_s](std::string_view words) -> std::optional<double> {
        const auto length_s = hoursFirst(words);
        if (!length_s || duration_s >= 3600 || std::ranges::count(words, ':') != 1) return length_s;
        return *length_s / 60;
    };
    const std::string plain = text::lowered(text::trimmed(typed));
    std::string_view rest = plain;
    if (take(rest, '+')) {
        rest = text::trimmed(rest);
        if (const auto length_s = lengthOf(rest)) return since(*length_s, duration_s);
        const auto seconds = text::wholeNumber<double>(rest);
        return seconds && *seconds >= 0 ? since(*seconds, duration_s) : complaint();
    }
    std::optional<std::int64_t> day;
    if (rest.starts_with("day")) {
        rest = text::trimmed(rest.substr(3));
        day = text::takeNumber<std::int64_t>(rest);
        if (!day || *day < 1 || *day > 100'000) return complaint();
        take(rest, ',');
        rest = text::trimmed(rest);
    }
    if (const auto clock_s = start || day ? hoursFirst(rest) : lengthOf(rest)) {
        if (start) return byTheClock(*clock_s, day, *start, duration_s);
        return since(*clock_s + (day ? static_cast<double>(*day - 1) * 86'400 : 0), duration_s);
    }
    if (rest.ends_with('s')) rest = text::trimmed(rest.substr(0, rest.size() - 1));
    const auto seconds = text::wholeNumber<double>(rest);
    return !day && seconds && *seconds >= 0 ? since(*seconds, duration_s) : complaint();
}

}  // namespace triptych
