#include "core/formats/csv/stamps.h"

#include "core/formats/csv/days.h"
#include "core/formats/csv/time_units.h"
#include "core/text/numbers.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace triptych::formats {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr double kDay_s = 86'400;

struct Clock {
    double time_s = 0;
    int decimals = 0;
    std::size_t seconds_at = std::string_view::npos;  // where "30.5" of "10:20:30.5" begins
    bool is_short = false;
};

// "h:m", "h:m:s", "h:m:s:ms"; of two parts minutes and seconds, unless `has_hours`.
std::optional<Clock> clockOf(std::string_view body, bool has_hours) {
    std::array<std::string_view, 4> parts{};
    std::size_t count = 0;
    std::string_view rest = body;
    Clock clock;
    while (true) {
        if (count == parts.size()) return std::nullopt;
        const std::size_t colon = std::min(rest.find(':'), rest.size());
        if (count == 2) clock.seconds_at = body.size() - rest.size();
        parts[count++] = rest.substr(0, colon);
        if (colon == rest.size()) break;
        rest.remove_prefix(colon + 1);
    }
    if (count < 2) return std::nullopt;
    double milliseconds = 0;
    if (count == 4) {
        const auto behind = text::wholeNumber<int>(parts[3]);
        if (!behind || *behind < 0 || parts[3].size() > 6) return std::nullopt;
        const int digits = std::max<int>(3, static_cast<int>(parts[3].size()));
        milliseconds = *behind / std::pow(10.0, digits - 3);
        clock.decimals = digits;
        clock.seconds_at = std::string_view::npos;
        count = 3;
    }
    const bool is_whole = has_hours && count == 2;  // no seconds
    double total = 0;
    for (std::size_t i = 0; i + (is_whole ? 0 : 1) < count; ++i) {
        const auto part = text::wholeNumber<int>(parts[i]);
        if (!part || *part < 0 || (i > 0 && *part >= 60)) return std::nullopt;
        total = (total + *part) * 60;
    }
    if (!is_whole) {
        std::string last(parts[count - 1].substr(0, 20));
        std::replace(last.begin(), last.end(), ',', '.');
        const auto seconds = text::wholeNumber<double>(last);
        if (!seconds || *seconds < 0 || *seconds >= 60) return std::nullopt;
        total += *seconds;
        if (const std::size_t point = last.find('.'); point != std::string::npos) {
            clock.decimals = static_cast<int>(last.size() - point - 1);
        }
    }
    clock.time_s = total + milliseconds / 1000;
    clock.is_short = count == 2 && !is_whole && clock.decimals == 0;
    return clock;
}

// "+02:00", "+0200", "-5", "Z", "UTC", "GMT+1", in minutes.
std::optional<int> zoneOf(std::string_view zone) {
    if (zone == "Z" || zone == "z" || zone == "UTC" || zone == "GMT") return 0;
    if (zone.starts_with("UTC") || zone.starts_with("GMT")) zone.remove_prefix(3);
    if (zone.size() < 2 || (zone.front() != '+' && zone.front() != '-')) return std::nullopt;
    const int sign = zone.front() == '-' ? -1 : 1;
    zone.remove_prefix(1);
    const std::size_t colon = zone.find(':');
    const std::size_t hours_size = colon != std::string_view::npos ? colon
                                   : zone.size() > 2               ? zone.size() - 2
                                                                   : zone.size();
    const auto hours = text::wholeNumber<int>(zone.substr(0, hours_size));
    std::string_view rest = zone.substr(hours_size);
    if (rest.starts_with(':')) rest.remove_prefix(1);
    const auto minutes = rest.empty() ? std::optional(0) : text::wholeNumber<int>(rest);
    if (!hours || !minutes || *hours > 18 || *hours < 0 || *minutes < 0 || *minutes >= 60) return std::nullopt;
    return sign * (*hours * 60 + *minutes);
}

// What stands behind a time: "PM", "+02:00", "pm UTC", "[Europe/Berlin]".
struct Tail {
    std::optional<bool> is_afternoon;
    std::optional<int> zone_min;
    std::string_view year{};  // "Fri Mar 1 10:20:30 2024"
    std::string_view date{};  // "10:20:30 01/03/2024"
};
std::optional<Tail> tailOf(std::string_view tail) {
    Tail found;
    for (std::string_view word = text::takeWord(tail); !word.empty(); word = text::takeWord(tail)) {
        if (const std::size_t bracket = word.find('['); bracket != std::string_view::npos && word.ends_with(']')) {
            word = word.substr(0, bracket);
            if (word.empty()) continue;
        }
        if (found.year.empty() && word.size() == 4 && word.find_first_not_of(kDigits) == std::string_view::npos) {
            found.year = word;
            continue;
        }
        const std::string letters = text::lowered(word);
        if (letters == "am" || letters == "a.m." || letters == "pm" || letters == "p.m.") {
            if (found.is_afternoon) return std::nullopt;
            found.is_afternoon = letters.front() == 'p';
            continue;
        }
        if (found.date.empty() && word.size() >= 6 &&
            word.find_first_not_of("0123456789/.-") == std::string_view::npos && dayOf(word)) {
            found.date = word;
            continue;
        }
        found.zone_min = zoneOf(word);
        // "CET": which of several zones is meant is not known.
        const bool is_name =
            word.size() >= 3 && word.size() <= 5 &&
            std::all_of(word.begin(), word.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
        if (!found.zone_min && !is_name) return std::nullopt;
    }
    return found;
}

// "0.004 sec": a duration as MATLAB's timetables are written.
std::optional<Stamp> durationOf(std::string_view field) {
    const std::size_t blank = field.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const double scale_s = secondsPer(field.substr(blank));
    const std::string_view digits = field.substr(0, blank);
    const auto value = scale_s > 0 ? text::wholeNumber<double>(digits) : std::nullopt;
    if (!value) return std::nullopt;
    const std::size_t point = std::min(digits.find('.') + 1, digits.size());
    return Stamp{*value * scale_s, point == 0 ? 0 : static_cast<int>(digits.size() - point)};
}

// "20240301100000004": fourteen digits to the second, and three or six of its fraction, of our days.
std::optional<std::string> withMarksBetween(std::string_view field) {
    const std::size_t digits = std::min(field.find_first_not_of(kDigits), field.size());
    if (digits != 14 && digits != 17 && digits != 20) return std::nullopt;
    if (digits != field.size() && (digits != 14 || field[digits] != '.')) return std::nullopt;
    const int year = text::wholeNumber<int>(field.substr(0, 4)).value_or(0);
    if (year < 1980 || year > 2099) return std::nullopt;
    std::string marked(field.substr(0, 8));
    marked += 'T' + std::string(field.substr(8, 2)) + ':' + std::string(field.substr(10, 2)) + ':' +
              std::string(field.substr(12, 2));
    if (digits > 14) marked += '.';
    return marked + std::string(field.substr(14));
}

// "2024-03-01_10-00-00.004", as names of files have it, and "01/Mar/2024:10:00:00", as logs of servers do.
std::optional<std::string> withUsualMarks(std::string_view field) {
    constexpr std::size_t kTime = 11;
    if (field.size() < kTime + 8) return std::nullopt;
    const auto isAt = [field](char mark, std::size_t first, std::size_t second) {
        return field[first] == mark && field[second] == mark;
    };
    std::string marked(field);
    if (isAt('-', 4, 7) && std::string_view("_T -").find(field[kTime - 1]) != std::string_view::npos &&
        (isAt('-', kTime + 2, kTime + 5) || isAt('.', kTime + 2, kTime + 5))) {
        marked[kTime - 1] = 'T';
        marked[kTime + 2] = marked[kTime + 5] = ':';
        return marked;
    }
    if (isAt('/', 2, 6) && isAt(':', kTime, kTime + 3) && field[kTime + 6] == ':') {
        marked[kTime] = ' ';
        return marked;
    }
    return std::nullopt;
}

// "20240301T100000.004+01:00": the date and the time without marks between their parts.
std::optional<std::string> withMarks(std::string_view field) {
    if (field.size() < 13) return std::nullopt;
    if (field[2] == '/' || field[4] == '-') return withUsualMarks(field);
    if (const std::size_t digits = field.find_first_not_of(kDigits); digits != 8) return withMarksBetween(field);
    if (std::string_view("T _-").find(field[8]) == std::string_view::npos) return std::nullopt;
    const std::string_view time = field.substr(9);
    const std::size_t digits = std::min(time.find_first_not_of(kDigits), time.size());
    if (digits != 6 && digits != 4) return std::nullopt;
    std::string marked(field.substr(0, 8));
    marked += 'T' + std::string(time.substr(0, 2)) + ':' + std::string(time.substr(2, 2));
    if (digits == 6) marked += ':' + std::string(time.substr(4, 2));
    return marked + std::string(time.substr(digits));
}

// Without the day of the week at its front: "Fri, 1 Mar 2024".
std::string_view withoutWeekday(std::string_view date) {
    constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const std::size_t end = date.find_first_of(", ");
    if (end == std::string_view::npos || end < 3 || end > 9) return date;
    const std::string day = text::lowered(date.substr(0, 3));
    if (std::find(kDays.begin(), kDays.end(), day) == kDays.end()) return date;
    return date.substr(std::min(date.find_first_not_of(", ", end), date.size()));
}

struct Found {
    Stamp stamp;
    std::size_t seconds_from = std::string_view::npos;  // the digits of its seconds in the field
    std::size_t seconds_to = 0;
    double seconds = 0;

    void takeSeconds(const Clock& clock, std::size_t begin, std::size_t end) {
        if (clock.seconds_at == std::string_view::npos) return;
        seconds_from = begin + clock.seconds_at;
        seconds_to = begin + end;
        seconds = std::fmod(clock.time_s, 60);
    }
};

std::optional<Found> foundIn(std::string_view field, bool is_bracketed = false) {
    // "[10:20:30.000 01/03/2024]", as WFDB's programs write an absolute time.
    if (field.size() > 2 && field.front() == '[' && field.back() == ']') {
        auto found = foundIn(field.substr(1, field.size() - 2), true);
        if (found && found->seconds_from != std::string_view::npos) {
            ++found->seconds_from;
            ++found->seconds_to;
        }
        return found;
    }
    const std::size_t colon = field.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::size_t begin = colon;
    while (begin > 0 && kDigits.find(field[begin - 1]) != std::string_view::npos) --begin;
    Found found;
    std::string_view date = field.substr(0, begin);
    const std::string_view rest = field.substr(begin);
    const std::size_t end = std::min(rest.find_first_not_of("0123456789:.,"), rest.size());
    const auto tail = tailOf(rest.substr(end));
    if (!tail || (!tail->year.empty() && date.empty())) return std::nullopt;
    if (date.empty() && !tail->date.empty()) {
        // Brackets are WFDB's, which puts the day first.
        const auto day = dayOf(tail->date);
        const auto clock = clockOf(rest.substr(0, end), true);
        if (!clock || tail->is_afternoon) return std::nullopt;
        found.stamp = {.time_s = day->time_s + clock->time_s - tail->zone_min.value_or(0) * 60.0,
                       .decimals = clock->decimals,
                       .has_date = true,
                       .is_certain = day->is_certain || is_bracketed,
                       .zone_min = tail->zone_min};
        found.takeSeconds(*clock, begin, end);
        return found;
    }
    if (!tail->date.empty()) return std::nullopt;
    std::string whole_date;
    double day_s = 0;
    bool is_month_first = false;
    if (!date.empty()) {
        const char last = date.back();
        if (last != 'T' && last != ' ' && last != '_' && last != ',' && last != '\t' && last != ';')
            return std::nullopt;
        date = text::trimmed(date.substr(0, date.size() - 1));
        if (date.ends_with(',')) date.remove_suffix(1);
        date = withoutWeekday(date);
        if (!tail->year.empty()) {
            whole_date = std::string(date) + ' ' + std::string(tail->year);
            date = whole_date;
        }
        const std::size_t days = std::min(date.find(" day"), date.size());
        if (days < date.size() && date.size() - days <= 5) {
            const auto count = text::wholeNumber<int>(date.substr(0, days));
            if (!count) return std::nullopt;
            day_s = *count * kDay_s;
        } else {
            const auto day = dayOf(date);
            if (!day) return std::nullopt;
            found.stamp.has_date = true;
            found.stamp.is_certain = day->is_certain;
            day_s = day->time_s;
            is_month_first = date.find('/') != std::string_view::npos && !day->is_certain;
        }
    }
    const auto clock = clockOf(rest.substr(0, end), found.stamp.has_date || tail->is_afternoon);
    if (!clock) return std::nullopt;
    double time_s = clock->time_s;
    if (tail->is_afternoon) {
        constexpr double kNoon_s = kDay_s / 2;
        if (time_s >= kNoon_s + 3600) return std::nullopt;
        if (time_s >= kNoon_s) time_s -= kNoon_s;
        if (*tail->is_afternoon) time_s += kNoon_s;
        // Whoever counts the hours to twelve and writes 3/1/2024 puts the month first.
        if (is_month_first) {
            const auto other = dayOf(date, true);
            if (other) {
                day_s = other->time_s;
                found.stamp.is_certain = true;
            }
        }
    }
    found.stamp.time_s = day_s + time_s - tail->zone_min.value_or(0) * 60.0;
    found.stamp.decimals = clock->decimals;
    found.stamp.zone_min = tail->zone_min;
    found.stamp.is_short = clock->is_short;
    found.stamp.is_of_day = tail->is_afternoon.has_value();
    found.takeSeconds(*clock, begin, end);
    return found;
}

}  // namespace

std::optional<Stamp> stampOf(std::string_view field) {
    field = text::trimmed(field);
    if (field.size() < 3 || field.size() > 64) return std::nullopt;
    if (const auto marked = withMarks(field)) {
        const auto found = foundIn(*marked);
        return found ? std::optional(found->stamp) : std::nullopt;
    }
    if (const auto found = foundIn(field)) return found->stamp;
    return durationOf(field);
}

std::optional<double> secondsOfHms(double number) {
    if (!(number >= 0) || number >= 240'000) return std::nullopt;
    const double hours = std::floor(number / 10'000);
    const double minutes = std::floor(std::fmod(number, 10'000) / 100);
    const double seconds = std::fmod(number, 100);
    if (minutes >= 60 || seconds >= 60) return std::nullopt;
    return (hours * 60 + minutes) * 60 + seconds;
}

std::optional<double> clockTime(std::string_view field) {
    const auto stamp = stampOf(field);
    return stamp ? std::optional(stamp->time_s) : std::nullopt;
}

std::optional<Stamp> StampReader::read(std::string_view field) {
    if (!before_.empty() && field.size() > before_.size() + behind_.size() && field.starts_with(before_) &&
        field.ends_with(behind_)) {
        const std::string_view digits = field.substr(before_.size(), field.size() - before_.size() - behind_.size());
        const std::size_t point = std::min(digits.find_first_of(".,"), digits.size());
        double seconds = 0;
        bool is_plain = point > 0 && point <= 2 && digits.size() < point + 17;
        for (std::size_t i = 0; i < point && is_plain; ++i) {
            is_plain = digits[i] >= '0' && digits[i] <= '9';
            seconds = 10 * seconds + (digits[i] - '0');
        }
        double fraction = 0;
        double scale = 1;
        for (std::size_t i = point + 1; i < digits.size() && is_plain; ++i) {
            is_plain = digits[i] >= '0' && digits[i] <= '9';
            fraction = 10 * fraction + (digits[i] - '0');
            scale *= 10;
        }
        if (is_plain && seconds < 60) {
            last_.time_s = minute_s_ + seconds + fraction / scale;
            last_.decimals = static_cast<int>(digits.size() - std::min(point + 1, digits.size()));
            return last_;
        }
    }
    before_.clear();
    field = text::trimmed(field);
    if (field.size() >= 3 && field.size() <= 64 && !withMarks(field)) {
        if (const auto found = foundIn(field)) {
            last_ = found->stamp;
            if (found->seconds_from != std::string_view::npos) {
                before_ = field.substr(0, found->seconds_from);
                behind_ = field.substr(found->seconds_to);
                minute_s_ = last_.time_s - found->seconds;
            }
            return last_;
        }
    }
    return stampOf(field);
}

}  // namespace triptych::formats
