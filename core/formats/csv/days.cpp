#include "core/formats/csv/days.h"

#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr double kDay_s = 86'400;

// How months begin in the languages that instruments are set to; what begins alike is told by length.
constexpr auto kMonths = std::to_array<std::pair<std::string_view, int>>({{"jan", 1},
                                                                          {"ene", 1},
                                                                          {"gen", 1},
                                                                          {"feb", 2},
                                                                          {"f\xc3\xa9v", 2},
                                                                          {"fev", 2},
                                                                          {"mar", 3},
                                                                          {"mrz", 3},
                                                                          {"apr", 4},
                                                                          {"avr", 4},
                                                                          {"abr", 4},
                                                                          {"may", 5},
                                                                          {"mai", 5},
                                                                          {"maj", 5},
                                                                          {"mag", 5},
                                                                          {"jun", 6},
                                                                          {"juin", 6},
                                                                          {"giu", 6},
                                                                          {"jul", 7},
                                                                          {"juil", 7},
                                                                          {"lug", 7},
                                                                          {"aug", 8},
                                                                          {"ago", 8},
                                                                          {"sep", 9},
                                                                          {"set", 9},
                                                                          {"oct", 10},
                                                                          {"okt", 10},
                                                                          {"ott", 10},
                                                                          {"nov", 11},
                                                                          {"dec", 12},
                                                                          {"dez", 12},
                                                                          {"dic", 12},
                                                                          {"m\xc3\xa4r", 3},
                                                                          {"ao\xc3\xbb", 8},
                                                                          {"d\xc3\xa9"
                                                                           "c",
                                                                           12}});

std::optional<int> monthOf(std::string_view word) {
    const std::string name = text::lowered(word);
    for (const auto& [beginning, month] : kMonths) {
        if (name.starts_with(beginning)) return month;
    }
    return std::nullopt;
}

std::optional<double> secondsOf(int year, int month, int day) {
    using namespace std::chrono;
    const year_month_day civil{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                               std::chrono::day(static_cast<unsigned>(day))};
    if (!civil.ok() || year < 1000 || year > 9999) return std::nullopt;
    return static_cast<double>(sys_days(civil).time_since_epoch().count()) * kDay_s;
}

// Three numbers, or two and a month's name, and what stands between them.
struct DayParts {
    std::array<int, 3> value{};
    std::array<std::size_t, 3> length{};
    int named_month = 0;  // 0: none
    std::size_t count = 0;
};

std::optional<DayParts> partsOf(std::string_view date) {
    DayParts parts;
    while (!date.empty()) {
        const std::size_t end = std::min(date.find_first_not_of(kDigits), date.size());
        if (end > 0) {
            const auto part = text::wholeNumber<int>(date.substr(0, end));
            if (!part || parts.count == 3) return std::nullopt;
            parts.value[parts.count] = *part;
            parts.length[parts.count++] = end;
            date.remove_prefix(end);
        } else {
            const std::size_t word = std::min(date.find_first_of("0123456789-./ ,"), date.size());
            const auto month = monthOf(date.substr(0, word));
            if (word < 3 || !month || parts.named_month != 0) return std::nullopt;
            parts.named_month = *month;
            date.remove_prefix(word);
        }
        const std::size_t between = std::min(date.find_first_not_of("-./ ,"), date.size());
        if (between > 2 || (between == date.size()) != date.empty()) return std::nullopt;
        date.remove_prefix(between);
    }
    return parts;
}

}  // namespace

std::optional<DayStamp> dayOf(std::string_view field, bool is_month_first) {
    field = text::trimmed(field);
    if (field.size() == 8 && field.find_first_not_of(kDigits) == std::string_view::npos) {
        const auto number = text::wholeNumber<int>(field);
        const auto day_s = secondsOf(*number / 10'000, *number / 100 % 100, *number % 100);
        return day_s ? std::optional(DayStamp{*day_s, true}) : std::nullopt;
    }
    const auto parts = partsOf(field);
    if (!parts) return std::nullopt;
    auto value = parts->value;
    if (parts->named_month != 0) {
        if (parts->count != 2) return std::nullopt;
        const bool is_year_first = parts->length[0] == 4;
        const auto day_s = secondsOf(value[is_year_first ? 0 : 1], parts->named_month, value[is_year_first ? 1 : 0]);
        return day_s ? std::optional(DayStamp{*day_s, true}) : std::nullopt;
    }
    if (parts->count != 3) return std::nullopt;
    const bool is_year_first = parts->length[0] == 4;
    // Points stand between day, month and year nowhere in another order, and no month is the thirteenth.
    const bool is_certain = is_year_first || (field.find('.') != std::string_view::npos && value[1] <= 12) ||
                            value[0] > 12 || value[1] > 12 || value[0] == value[1];
    if (!is_year_first) {
        if (parts->length[2] == 2) value[2] += 2000;
        std::swap(value[0], value[2]);
    }
    if (!is_year_first && (is_month_first || value[1] > 12)) std::swap(value[1], value[2]);
    const auto day_s = secondsOf(value[0], value[1], value[2]);
    return day_s ? std::optional(DayStamp{*day_s, is_certain}) : std::nullopt;
}

std::string isoOf(double unix_s, std::optional<int> zone_min) {
    using namespace std::chrono;
    if (!(std::abs(unix_s) < 2e11)) return {};
    const auto moved = sys_time<microseconds>(microseconds(std::llround((unix_s + zone_min.value_or(0) * 60.0) * 1e6)));
    const auto midnight = floor<days>(moved);
    const year_month_day civil(midnight);
    if (static_cast<int>(civil.year()) < 1) return {};
    const auto clock = moved - midnight;
    std::array<char, 80> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(civil.year()),
                  static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()),
                  static_cast<int>(duration_cast<hours>(clock).count()),
                  static_cast<int>(duration_cast<minutes>(clock).count() % 60),
                  static_cast<int>(duration_cast<seconds>(clock).count() % 60));
    std::string text = out.data();
    if (const auto fraction = static_cast<int>(clock.count() % 1'000'000); fraction != 0) {
        std::snprintf(out.data(), out.size(), ".%06d", fraction);
        text += out.data();
        while (text.back() == '0') text.pop_back();
    }
    if (!zone_min) return text;
    if (*zone_min == 0) return text + 'Z';
    std::snprintf(out.data(), out.size(), "%c%02d:%02d", *zone_min < 0 ? '-' : '+', std::abs(*zone_min) / 60,
                  std::abs(*zone_min) % 60);
    return text + out.data();
}

}  // namespace triptych::formats
