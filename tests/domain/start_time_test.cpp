#include "core/domain/start_time.h"

#include <gtest/gtest.h>

namespace triptych {
namespace {

TEST(StartTime, DayTimeAndOffset) {
    const auto start = parseStart("2002-03-02T10:20:30.25+01:00");
    ASSERT_TRUE(start);
    EXPECT_EQ(start->day, std::chrono::sys_days(std::chrono::year(2002) / 3 / 2));
    EXPECT_EQ(start->of_day.count(), ((10 * 60 + 20) * 60 + 30) * 1'000'000LL + 250'000);
    EXPECT_EQ(start->offset, "+01:00");
    EXPECT_EQ(parseStart("2002-03-02T10:20:30Z")->offset, "Z");
    const auto of_day = parseStart("22:14:09");
    ASSERT_TRUE(of_day);
    EXPECT_FALSE(of_day->day);
    for (const char* none : {"", "2002-03-02", "2002-13-02T10:20:30", "2002-02-30T10:20:30", "24:00:00", "10:20",
                             "10:20:30x", "x10:20:30", "10:60:30", "10:20:30."}) {
        EXPECT_FALSE(parseStart(none)) << none;
    }
}

TEST(StartTime, MovesOverMidnightWithOrWithoutADay) {
    EXPECT_EQ(startMovedBy("2003-12-31T23:59:59", 1.5), "2004-01-01T00:00:00.5");
    EXPECT_EQ(startMovedBy("2004-01-01T00:00:00+02:00", -1), "2003-12-31T23:59:59+02:00");
    EXPECT_EQ(startMovedBy("23:59:59", 1.5), "00:00:00.5");
    EXPECT_EQ(startMovedBy("nonsense", 5), "nonsense");
    EXPECT_EQ(startMovedBy("10:00:00", 1e300), "10:00:00");
}

TEST(StartTime, TheClockAndTheDayAtAMoment) {
    const auto start = *parseStart("2002-03-02T23:00:00.5");
    EXPECT_EQ(clockAt(start, 0), "23:00:01") << "rounded, never cut";
    EXPECT_EQ(clockAt(start, 0, 2), "23:00:00.50");
    EXPECT_EQ(clockAt(start, 3599.4, 3), "23:59:59.900");
    EXPECT_EQ(clockAt(start, 3599.4), "00:00:00") << "59.9 s are never shown as 60";
    EXPECT_EQ(daysSinceStart(start, 3599), 0);
    EXPECT_EQ(daysSinceStart(start, 3600), 1);
    EXPECT_EQ(daysSinceStart(start, 3600 + 86'400), 2);
}

TEST(TypedTime, ByTheClockSinceTheBeginningAndInSeconds) {
    const auto start = parseStart("2002-03-02T13:50:00");
    const double day_s = 86'400;
    EXPECT_EQ(typedTime("14:03", start, 7200).time_s, 780);
    EXPECT_EQ(typedTime(" 14:03:20.5 ", start, 7200).time_s, 800.5);
    EXPECT_EQ(typedTime("+1:20:00", start, 7200).time_s, 4800);
    EXPECT_EQ(typedTime("+90", start, 7200).time_s, 90);
    EXPECT_EQ(typedTime("83.5", start, 7200).time_s, 83.5);
    EXPECT_EQ(typedTime("83.5 s", start, 7200).time_s, 83.5);
    // Beyond midnight.
    EXPECT_EQ(typedTime("02:00", start, day_s).time_s, 12 * 3600 + 600);
    EXPECT_EQ(typedTime("day 2 14:03", start, 2 * day_s).time_s, day_s + 780);
    EXPECT_EQ(typedTime("day 1, 14:03", start, 2 * day_s).time_s, 780);
    // Without a start, the beginning is the only clock.
    EXPECT_EQ(typedTime("0:03", std::nullopt, 7200).time_s, 180);
    // In a recording of less than an hour, as its axis shows it.
    EXPECT_EQ(typedTime("21:05", std::nullopt, 1805.56).time_s, 1265);
    EXPECT_EQ(typedTime("+21:05", std::nullopt, 1805.56).time_s, 1265);
    EXPECT_EQ(typedTime("0:21:05", std::nullopt, 1805.56).time_s, 1265);
    EXPECT_EQ(typedTime("abc", std::nullopt, 1805).complaint.text().find("clock"), std::string::npos)
        << "no clock is known";
    EXPECT_EQ(typedTime("1:20:00", std::nullopt, 7200).time_s, 4800);
}

TEST(TypedTime, SaysWhyItGoesNowhere) {
    const auto start = parseStart("2002-03-02T13:50:00");
    EXPECT_EQ(typedTime("13:00", start, 7200).complaint, "the recording runs from 13:50:00 to 15:50:00");
    EXPECT_EQ(typedTime("+3:00:00", start, 7200).complaint, "the recording ends at +2:00:00");
    EXPECT_NE(typedTime("13:00", start, 86'400 * 1.5).time_s, std::nullopt);
    EXPECT_EQ(typedTime("25:00", start, 7200).complaint, "a day has no such time");
    for (const char* nonsense : {"", "ten", "14:", ":03", "14:63", "1:2:3:4", "+", "-5", "+-5", "14:03x", "day 14:03",
                                 "day 0 14:03", "1e999", "nan", "inf", "day 2 90"}) {
        EXPECT_FALSE(typedTime(nonsense, start, 7200).time_s) << nonsense;
        EXPECT_NE(typedTime(nonsense, start, 7200).complaint, "") << nonsense;
    }
}

}  // namespace
}  // namespace triptych
