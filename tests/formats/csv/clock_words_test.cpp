// What the clocks of tables are called and counted in: units of time in words, dates without marks, ticks, times of the
// day, clocks that no word names; and what is asked for because no ECG is so fast or slow.
#include "core/formats/csv/stamps.h"
#include "core/formats/csv/time_units.h"
#include "core/formats/open.h"
#include "tests/formats/csv/tables.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace triptych::formats {
namespace {

using namespace test;

std::string table(const std::string& head, const std::function<std::string(int)>& time, int rows = kRows) {
    std::string text = head + ";ECG\n";
    for (int i = 0; i < rows; ++i) text += time(i) + ';' + number(waveAt(i), 2) + '\n';
    return text;
}

TEST(ClockWords, UnitsOfTimeInTheWordsOfManyLanguages) {
    const std::vector<std::pair<double, std::vector<std::string>>> all = {
        {1,
         {"Time (s)", "time_s", "Zeit in Sekunden", "Time [sec]", "seconds", "t/s", "Tiempo (segundos)", "Time(sec.)"}},
        {1e-3,
         {"Time (ms)", "Zeit [msec]", "millis", "millis()", "Time, ms", "\u0412\u0440\u0435\u043c\u044f, \u043c\u0441",
          "Millisekunden", "\u6642\u9593(\u30df\u30ea\u79d2)"}},
        {1e-6, {"Time (\u00b5s)", "micros", "time_us", "Time (microseconds)"}},
        {60,
         {"Time (min)", "Zeit (Min.)", "Zeit in Minuten", "Time (minute)", "Time (m)", "minutes", "time_min", "MIN",
          "\u0412\u0440\u0435\u043c\u044f, \u043c\u0438\u043d", "minutos"}},
        {3600, {"Time (h)", "hrs", "time_h", "Time [hr]", "Stunden", "t/h", "Time (hours)"}},
        {86'400, {"Time (days)", "Time [d]", "Tage"}},
    };
    for (const auto& [scale_s, heads] : all) {
        for (const std::string& head : heads) {
            const auto recording =
                mustOpenTable(table(head, [scale = scale_s](int i) { return number(i / 250.0 / scale, 12); }));
            ASSERT_TRUE(recording) << head;
            EXPECT_EQ(namesOf(*recording), "ECG") << head;
            EXPECT_EQ(recording->leads[0].rate_hz, 250) << head;
            EXPECT_EQ(warningsOf(*recording).find("taken for"), std::string::npos) << warningsOf(*recording);
            expectWave(*recording, 0, kRows);
        }
    }
    EXPECT_EQ(secondsPer("m"), 0) << "metres, but behind a time";
    EXPECT_EQ(secondsPer("m", true), 60);
    EXPECT_EQ(secondsPer("[Min.]"), 60);
    EXPECT_EQ(secondsPer("s/256"), 1.0 / 256);
    EXPECT_EQ(secondsPer("mV"), 0);
    EXPECT_EQ(loweredLetters("\u0412\u0420\u0415\u041c\u042f \u00c9T\u00c9 \u03a3"),
              "\u0432\u0440\u0435\u043c\u044f \u00e9t\u00e9 \u03c3");
}

TEST(ClockWords, DatesAndTimesWithoutMarksBetween) {
    const auto second = [](int i, double from_s, int decimals) {
        std::string text = number(std::fmod(from_s + i / 250.0, 60), decimals);
        return text.size() < static_cast<std::size_t>(3 + decimals) ? '0' + text : text;
    };
    const auto minute = [](int i, double from_s) { return from_s + i / 250.0 < 60 ? "1259" : "1300"; };
    const auto date = mustOpenTable(table("Time", [&](int i) {
        std::string time = minute(i, 58) + second(i, 58, 3);
        return "20240314" + time.erase(time.find('.'), 1);
    }));
    ASSERT_TRUE(date);
    EXPECT_EQ(date->leads[0].rate_hz, 250);
    EXPECT_EQ(date->start, "2024-03-14T12:59:58");
    expectWave(*date, 0, kRows);
    const auto hms = mustOpenTable(table("Time", [&](int i) { return minute(i, 58) + second(i, 58, 3); }));
    ASSERT_TRUE(hms);
    EXPECT_EQ(hms->leads[0].rate_hz, 250);
    EXPECT_EQ(hms->start, "12:59:58");
    EXPECT_NE(warningsOf(*hms).find("hours, minutes and seconds"), std::string::npos) << warningsOf(*hms);
    expectWave(*hms, 0, kRows);
    const auto seconds = mustOpenTable(table("Time (s)", [&](int i) { return number(125'955 + i / 250.0, 3); }));
    ASSERT_TRUE(seconds);
    EXPECT_EQ(seconds->leads[0].rate_hz, 250) << "seconds that state it are";
    EXPECT_EQ(seconds->start, std::nullopt);
    EXPECT_EQ(secondsOfHms(125'959.5), 46'799.5);
    EXPECT_EQ(secondsOfHms(126'000), std::nullopt);
    EXPECT_EQ(clockTime("20240314125959500"), clockTime("2024-03-14 12:59:59.5"));
    EXPECT_EQ(clockTime("Thu, 14 Mar 2024 12:59:59.5 GMT"), clockTime("2024-03-14 12:59:59.5"));
    EXPECT_EQ(clockTime("Thu Mar 14 12:59:59.5 2024"), clockTime("2024-03-14 12:59:59.5"));
    EXPECT_EQ(clockTime("12345678901234567"), std::nullopt) << "of no year of ours";
}

TEST(ClockWords, TicksOfWindowsAndStampsOfMinutes) {
    const auto ticks =
        mustOpenTable(table("timestamp", [](int i) { return std::to_string(133'537'680'000'000'000 + 40'000LL * i); }));
    ASSERT_TRUE(ticks);
    EXPECT_NEAR(ticks->leads[0].rate_hz, 250, 1e-3);
    EXPECT_EQ(ticks->start.value_or("").substr(0, 10), "2024-03-01");
    expectWave(*ticks, 0, kRows);
    constexpr int kLong = 40'000;
    const auto minutes = mustOpenTable(table(
        "time", [](int i) { return "10:0" + std::to_string(i / 15'000); }, kLong));
    ASSERT_TRUE(minutes);
    EXPECT_EQ(minutes->leads[0].rate_hz, 250);
    EXPECT_EQ(minutes->leads[0].samples, kLong);
    EXPECT_NE(warningsOf(*minutes).find("hours and minutes"), std::string::npos) << warningsOf(*minutes);
    const auto seconds = mustOpenTable(table("time", [](int i) { return "10:0" + std::to_string(i / 250); }));
    ASSERT_TRUE(seconds);
    EXPECT_EQ(seconds->leads[0].rate_hz, 250);
}

TEST(ClockWords, ARateThatNoEcgHasIsAskedForWhereTheUnitWasGuessed) {
    for (const double step : {0.1, 1.0 / 86'400 / 10}) {
        const auto refused = openedTable(table("time", [step](int i) { return number(step * i, 9); }));
        ASSERT_FALSE(refused) << step;
        EXPECT_EQ(refused.error().hint, kRateHint);
        EXPECT_NE(sentence(refused.error()).find("does not state their unit"), std::string::npos)
            << sentence(refused.error());
        const auto given =
            mustOpenTable(table("time", [step](int i) { return number(step * i, 9); }), "t.csv", {.rate_hz = 250});
        ASSERT_TRUE(given);
        EXPECT_EQ(given->leads[0].rate_hz, 250);
    }
    const auto stated = mustOpenTable(table("time (s)", [](int i) { return number(0.1 * i, 1); }));
    ASSERT_TRUE(stated);
    EXPECT_EQ(stated->leads[0].rate_hz, 10);
}

TEST(ClockWords, AColumnThatOnlyCountsIsNoLeadWhateverItIsCalled) {
    for (const char* head : {"millis", "datenum", "\u0412\u0440\u0435\u043c\u044f, \u043c\u0441", "horloge", "tick"}) {
        const auto recording =
            mustOpenTable(table(head, [](int i) { return std::to_string(4 * i); }), "t.csv", {.rate_hz = 250});
        ASSERT_TRUE(recording) << head;
        EXPECT_EQ(namesOf(*recording), "ECG") << head;
        expectWave(*recording, 0, kRows);
    }
}

TEST(ClockWords, TimesOfTheDayAndASecondClock) {
    const auto midnight = mustOpenTable(table("Clock", [](int i) {
        const double time_s = 58 + i / 250.0;
        return (time_s < 60 ? "23:59:" : "00:00:0") + number(time_s < 60 ? time_s : time_s - 60, 3);
    }));
    ASSERT_TRUE(midnight);
    EXPECT_EQ(midnight->start, "23:59:58");
    EXPECT_EQ(midnight->leads[0].rate_hz, 250);
    expectWave(*midnight, 0, kRows);
    const auto two = mustOpenTable(table("elapsed;timestamp", [](int i) {
        return number(i / 250.0, 3) + ';' + std::to_string(1'709'287'200'000 + 4LL * i);
    }));
    ASSERT_TRUE(two);
    EXPECT_EQ(namesOf(*two), "ECG");
    EXPECT_EQ(two->start, "2024-03-01T10:00:00Z");
}

}  // namespace
}  // namespace triptych::formats
