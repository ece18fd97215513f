#include "core/formats/csv/clock.h"

#include "core/formats/csv/cells.h"
#include "core/formats/csv/columns.h"
#include "core/formats/csv/days.h"
#include "core/formats/csv/stamps.h"
#include "core/formats/csv/time_units.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

constexpr std::size_t kLookedAt_rows = 1000;
constexpr std::size_t kUnnamedRows = 4;  // fewer equal steps make no clock of a column without a name
constexpr std::size_t kFewestRows = 50;
constexpr std::size_t kMostValues = 1'000'000;
constexpr double kDay_s = 86'400;

using Values = std::vector<double>;

// The first values of every column of numbers or stamps; empty fields and what is none of its kind left out. Of wide
// tables fewer rows are looked at.
std::vector<Values> valuesOf(const TableBeginning& beginning, const CsvLayout& layout) {
    const std::size_t columns = layout.columns.size();
    const std::size_t most = std::clamp<std::size_t>(kMostValues / columns, kFewestRows, kLookedAt_rows);
    std::vector<Values> values(columns);
    const std::size_t end = std::min(beginning.lines.size(), layout.dialect.first_row + most);
    for (std::size_t i = layout.dialect.first_row; i < end; ++i) {
        std::string_view row = beginning.lines[i];
        for (std::size_t k = 0; k < columns && !row.empty(); ++k) {
            const std::string_view field = takeCsvField(row, layout.dialect.delimiter);
            CsvNumber number;
            if (layout.columns[k].look == CsvLook::number) {
                if (csvCellOf(field, layout.dialect.decimal_comma, number) == CsvCell::number)
                    values[k].push_back(number.value);
            } else if (layout.columns[k].look == CsvLook::stamp) {
                if (const auto time_s = clockTime(field)) values[k].push_back(*time_s);
            }
        }
    }
    return values;
}

// 125959.5 is 12:59:59.5 where no value has sixty seconds or minutes and the minutes turn over.
bool areHms(const TableBeginning& beginning, const CsvLayout& layout, std::size_t column) {
    double last = -1;
    bool turns = false;
    for (std::size_t i = layout.dialect.first_row; i < beginning.lines.size(); ++i) {
        std::string_view row = beginning.lines[i];
        skipCsvFields(row, layout.dialect.delimiter, column);
        const std::string_view field = takeCsvField(row, layout.dialect.delimiter);
        CsvNumber number;
        if (csvCellOf(field, layout.dialect.decimal_comma, number) != CsvCell::number) continue;
        if (!secondsOfHms(number.value)) return false;
        // "093005.5": no other number begins with a zero. From 125959.9 on only a clock goes to 130000.
        turns = turns || (field.size() >= 6 && field.starts_with('0') && number.value >= 1000) ||
                (last >= 0 && std::fmod(last, 100) >= 58 && std::fmod(number.value, 100) < 2 &&
                 number.value - last >= 40 && number.value - last < 4100);
        last = number.value;
    }
    return turns;
}

Values stepsOf(const Values& values) {
    Values steps;
    for (std::size_t i = 1; i < values.size(); ++i) steps.push_back(values[i] - values[i - 1]);
    return steps;
}

double medianOf(Values values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// The step of a clock; where many rows share a stamp, the mean.
double stepOf(const Values& values) {
    if (values.size() < 2) return 0;
    const double middle = medianOf(stepsOf(values));
    return middle > 0 ? middle : (values.back() - values.front()) / static_cast<double>(values.size() - 1);
}

bool ascends(const Values& values) {
    return values.size() >= 2 && values.back() > values.front() && std::is_sorted(values.begin(), values.end());
}

// How far, in rows, the stamps stray from even ones.
double strayOf(const Values& values) {
    if (!ascends(values)) return std::numeric_limits<double>::infinity();
    const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
    double stray = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        stray = std::max(stray, std::abs(values[i] - values.front() - static_cast<double>(i) * step) / step);
    }
    return stray;
}

template <std::size_t N>
bool isOneOf(const std::string& name, const std::array<std::string_view, N>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool holdsOneOf(const std::string& name, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&name](std::string_view word) { return name.find(word) != std::string::npos; });
}

// Names that say "time" in the languages that instruments speak, and such as say it only where the values agree.
bool isTimeName(const std::string& name) {
    return name.starts_with("time") || name.ends_with("time") || name.ends_with("zeit") ||
           holdsOneOf(name,
                      {"timestamp", "time stamp", "zeit", "elapsed", "datetime", "epoch", "unix", "uhrzeit", "_time",
                       "time_", " time", "time ", "\u65f6\u95f4", "\u6642\u9593", "\u0432\u0440\u0435\u043c\u044f"}) ||
           isOneOf(name, std::to_array<std::string_view>({"date", "datum", "clock", "fecha", "hora", "datenum"}));
}
bool isPerhapsTimeName(const std::string& name) {
    return secondsPer(name) > 0 ||
           isOneOf(name, std::to_array<std::string_view>({"t", "x", "temps", "tempo", "tiempo", "tid", "czas", "aika",
                                                          "tijd", "zaman", "ts", "tst"}));
}
// Clocks on the wall: what they show is a time of day, not one since the beginning.
bool isWallClockName(const std::string& name) {
    return isOneOf(name, std::to_array<std::string_view>({"clock", "uhrzeit", "time of day", "time_of_day", "timeofday",
                                                          "tod", "wall clock", "wallclock", "hora", "heure",
                                                          "clock time", "local time", "localtime"}));
}
bool isIndexName(const std::string& name) {
    return isOneOf(name,
                   std::to_array<std::string_view>({"sample", "samples", "sample #", "sample number", "sample index",
                                                    "sample_index", "samplenumber", "sampleindex", "sample no", "index",
                                                    "idx", "#", "row", "nseq", "row number", "record number"}));
}
bool isPerhapsIndexName(const std::string& name) {
    return isOneOf(
        name, std::to_array<std::string_view>({"n", "no", "no.", "nr", "nr.", "i", "k", "id", "seq", "seqno", "counter",
                                               "count", "packet", "frame", "unnamed: 0", "v1", "var1"}));
}

// Counts up by one, apart from where it begins anew.
bool countsRows(const Values& values) {
    const Values steps = stepsOf(values);
    const auto ones = std::count(steps.begin(), steps.end(), 1.0);
    return steps.size() >= 2 && static_cast<double>(ones) >= 0.8 * static_cast<double>(steps.size());
}

// No ECG has two samples a second: such a unit is too long.
constexpr double kLongestStep_s = 0.5;

// As seconds, such steps would be of more than 200,000 samples each.
constexpr double kFractionStep = 5e-6;

bool isRecentDate(double unix_s) {
    return unix_s > 631'152'000 && unix_s < 4'102'444'800;  // 1990 to 2100
}

// What 0 is where a value counts 100 ns since 1601, as Windows does, or since the year 1.
std::optional<double> epochOfTicks(double value) {
    for (const double since_s : {-11'644'473'600.0, -62'135'596'800.0}) {
        if (isRecentDate(value * 1e-7 + since_s)) return since_s;
    }
    return std::nullopt;
}

// Seconds since 1970 that a value of whatever unit means.
std::optional<double> recentDateOf(double value) {
    for (const double scale_s : {1.0, 1e-3, 1e-6, 1e-9}) {
        if (isRecentDate(value * scale_s)) return value * scale_s;
    }
    return std::nullopt;
}

// The unit of a clock in numbers, and whether they are dates.
void findScale(const Values& values, CsvLayout& layout) {
    CsvClock& clock = layout.clock;
    const CsvColumn& column = layout.columns[*clock.column];
    const std::string name = loweredLetters(column.name);
    const double first = values.front();
    const double step = stepOf(values);
    const double stated_s = secondsPer(column.unit, true) > 0 ? secondsPer(column.unit, true) : secondsPer(name);
    clock.is_guessed = !(stated_s > 0);
    if (stated_s > 0) {
        clock.scale_s = stated_s;
    } else if (const auto since = epochOfTicks(first); since && step * 1e-7 < kLongestStep_s) {
        clock.scale_s = 1e-7;
        clock.epoch_s = *since;
        layout.guesses.emplace_back("the times were taken for ticks of 100 ns");
        return;
    } else if (step > 0 && step * kDay_s < kLongestStep_s && first > 20'000 && first < 80'000 &&
               first + step != first && step < 1e-4) {
        clock.scale_s = kDay_s;
        clock.epoch_s = -25'569 * kDay_s;
        layout.guesses.emplace_back("the times were taken for days as spreadsheets count them");
        return;
    } else if (step > 0 && step * kDay_s < kLongestStep_s && first > 690'000 && first < 780'000 && step < 1e-4) {
        clock.scale_s = kDay_s;
        clock.epoch_s = -719'529 * kDay_s;
        layout.guesses.emplace_back("the times were taken for days as MATLAB counts them");
        return;
    } else if (step > 0 && step < kFractionStep && first >= 0 && first < 1) {
        clock.scale_s = kDay_s;
        layout.guesses.emplace_back("the times were taken for fractions of a day, as spreadsheets count them");
        return;
    } else {
        struct Unit {
            double scale_s;
        };
        constexpr auto kUnits = std::to_array<Unit>({{1}, {1e-3}, {1e-6}, {1e-9}});
        // A unit in which the numbers are dates of our days, else the longest that leaves steps of an ECG.
        const Unit* best = nullptr;
        for (const Unit& unit : kUnits) {
            if (step * unit.scale_s >= kLongestStep_s) continue;
            if (best == nullptr) best = &unit;
            if (isRecentDate(first * unit.scale_s)) {
                best = &unit;
                break;
            }
        }
        if (best == nullptr) best = &kUnits.back();
        clock.scale_s = best->scale_s;
        if (best->scale_s != 1) {
            layout.guesses.push_back(
                best->scale_s == 1e-3   ? text::Said("the times state no unit and were taken for milliseconds")
                : best->scale_s == 1e-6 ? text::Said("the times state no unit and were taken for microseconds")
                                        : text::Said("the times state no unit and were taken for nanoseconds"));
        }
    }
    if (isRecentDate(first * clock.scale_s)) clock.epoch_s = 0;
}

// A first column without a name whose values grow in equal steps.
bool growsEvenly(const Values& values) {
    const std::size_t count = std::min<std::size_t>(values.size(), 8);
    if (count < kUnnamedRows) return false;
    const double step = (values[count - 1] - values[0]) / static_cast<double>(count - 1);
    if (!(step > 0)) return false;
    for (std::size_t i = 1; i < count; ++i) {
        if (std::abs(values[i] - values[i - 1] - step) > 0.51 * step) return false;
    }
    return true;
}

// In steps of one size from the first to the last value that is looked at, as no signal does.
bool risesEvenly(const Values& values) {
    constexpr std::size_t kSureRows = 20;
    if (values.size() < kSureRows || !ascends(values)) return false;
    const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
    const Values steps = stepsOf(values);
    return std::all_of(steps.begin(), steps.end(),
                       [step](double each) { return std::abs(each - step) <= 0.51 * step; });
}

struct Candidate {
    std::size_t column = 0;
    Values values;
    double stray = 0;
};

}  // namespace

void findClock(const TableBeginning& beginning, const std::vector<std::size_t>& kept, CsvLayout& layout) {
    if (layout.columns.size() < 2) return;
    const bool has_names = std::any_of(layout.columns.begin(), layout.columns.end(),
                                       [](const CsvColumn& column) { return !column.name.empty(); });
    std::vector<Values> all = valuesOf(beginning, layout);
    std::vector<Candidate> candidates;
    std::optional<std::size_t> day;
    bool has_index = false;
    Values first_values;
    Values unknown;  // of a first column that only a clock can be, by whatever name
    const auto signals = std::count_if(layout.columns.begin(), layout.columns.end(), [](const CsvColumn& column) {
        return column.look == CsvLook::number && column.use == CsvUse::lead;
    });
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        CsvColumn& column = layout.columns[i];
        if (column.use != CsvUse::lead || std::find(kept.begin(), kept.end(), i) != kept.end()) continue;
        const std::string name = loweredLetters(column.name);
        if (column.look == CsvLook::day) {
            day = day.value_or(i);
            column.use = CsvUse::left_out;
            continue;
        }
        if (column.look == CsvLook::stamp) {
            Candidate found{i, std::move(all[i]), 0};
            found.stray = strayOf(found.values);
            candidates.push_back(std::move(found));
            continue;
        }
        if (column.look != CsvLook::number) continue;
        Values values = std::move(all[i]);
        const bool is_unnamed_first = i == 0 && name.empty();
        if ((isIndexName(name) && (i == 0 || countsRows(values))) ||
            ((isPerhapsIndexName(name) || (is_unnamed_first && has_names)) && i == 0 && countsRows(values))) {
            column.use = CsvUse::index;
            has_index = true;
            continue;
        }
        const bool is_time_unit = secondsPer(column.unit) > 0 && i == 0;
        const bool is_named = isTimeName(name) || (isPerhapsTimeName(name) && is_time_unit);
        const bool may_be = isPerhapsTimeName(name) || (is_time_unit && name.empty());
        if ((is_named && (i == 0 || ascends(values))) || (may_be && ascends(values))) {
            Candidate found{i, std::move(values), 0};
            found.stray = strayOf(found.values);
            candidates.push_back(std::move(found));
        } else if (isTimeName(name) && !values.empty() && recentDateOf(values.front())) {
            column.use = CsvUse::left_out;  // when a packet came, out of order
        } else if (i == 0 && !name.empty() && signals > 1 && risesEvenly(values)) {
            column.use = CsvUse::left_out;  // a clock or a counter in a word that is not known
            unknown = countsRows(values) ? Values() : values;
        }
        if (i == 0) first_values = std::move(values);
    }
    // Of several clocks the first, unless another is far more even: one that a sensor keeps, beside when its packets
    // came.
    const Candidate* best = nullptr;
    for (const Candidate& candidate : candidates) {
        if (candidate.values.empty()) continue;
        if (best == nullptr || (best->stray > 1.5 && candidate.stray < 0.5 * best->stray)) best = &candidate;
    }
    for (const Candidate& candidate : candidates) layout.columns[candidate.column].use = CsvUse::left_out;
    if (best != nullptr) {
        layout.clock.column = best->column;
        layout.clock.is_stamp = layout.columns[best->column].look == CsvLook::stamp;
        layout.columns[best->column].use = CsvUse::clock;
        if (layout.clock.is_stamp) {
            layout.clock.day = day;
            if (day) layout.columns[*day].use = CsvUse::clock;
            std::string_view row = beginning.lines[layout.dialect.first_row];
            skipCsvFields(row, layout.dialect.delimiter, best->column);
            const auto stamp = stampOf(takeCsvField(row, layout.dialect.delimiter));
            layout.clock.is_short = stamp && stamp->is_short;
            layout.clock.is_wall_clock = isWallClockName(loweredLetters(layout.columns[best->column].name));
        } else if (secondsPer(layout.columns[best->column].unit, true) == 0 &&
                   areHms(beginning, layout, best->column)) {
            layout.clock.is_hms = true;
            layout.clock.is_wall_clock = true;
            layout.guesses.emplace_back("the times were taken for hours, minutes and seconds without marks between");
        } else {
            findScale(best->values, layout);
        }
        // The other clock may say what day it is.
        for (const Candidate& other : candidates) {
            if (layout.start || &other == best || layout.clock.epoch_s || other.values.empty()) continue;
            if (layout.columns[other.column].look == CsvLook::number) {
                if (const auto unix_s = recentDateOf(other.values.front())) layout.start = isoOf(*unix_s, 0);
                continue;
            }
            std::string_view row = beginning.lines[layout.dialect.first_row];
            skipCsvFields(row, layout.dialect.delimiter, other.column);
            const auto stamp = stampOf(takeCsvField(row, layout.dialect.delimiter));
            if (stamp && stamp->has_date && stamp->is_certain) layout.start = isoOf(stamp->time_s, stamp->zone_min);
        }
        return;
    }
    CsvColumn& first = layout.columns.front();
    const auto takeFirst = [&](const Values& values) {
        first.use = CsvUse::clock;
        layout.clock.column = 0;
        const std::size_t guesses = layout.guesses.size();
        findScale(values, layout);
        if (layout.guesses.size() == guesses) layout.guesses.emplace_back("it was taken for the time in seconds");
        layout.guesses.back() = text::say("the first column grows in equal steps: {1}", layout.guesses.back());
    };
    if (!unknown.empty() && !layout.rate_hz) return takeFirst(unknown);
    if (has_index || !first.name.empty() || first.look != CsvLook::number || first.use != CsvUse::lead ||
        std::find(kept.begin(), kept.end(), std::size_t{0}) != kept.end()) {
        return;
    }
    const Values& values = first_values;
    if (!growsEvenly(values)) return;
    const Values steps = stepsOf(values);
    if (std::all_of(steps.begin(), steps.end(), [](double step) { return step == 1; })) {
        first.use = CsvUse::index;
        layout.guesses.emplace_back("the first column counts up by one and was taken for a sample number");
        return;
    }
    if (ascends(values)) takeFirst(values);
}

bool isClockOrCounterName(std::string_view raw) {
    const std::string name = loweredLetters(namedColumnOf(raw).name);
    // "I" is a lead.
    if (name == "i") return false;
    return isTimeName(name) || isPerhapsTimeName(name) || isIndexName(name) || isPerhapsIndexName(name);
}

}  // namespace triptych::formats
