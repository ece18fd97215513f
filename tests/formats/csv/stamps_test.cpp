// Times and days in the writings that tables have.
#include "core/formats/csv/stamps.h"
#include "core/formats/csv/days.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

constexpr double kDay_s = 86'400;
constexpr double kFirstOfMarch_s = 1'709'251'200;  // 2024-03-01

TEST(Stamps, OneMomentInManyWritings) {
    constexpr double kTenPastTen_s = kFirstOfMarch_s + 10 * 3600 + 10 * 60 + 5.25;
    for (const char* text : {"2024-03-01T10:10:05.25", "2024-03-01 10:10:05,25", "20240301T101005.25",
                             "20240301 101005.25", "01-Mar-2024 10:10:05.25", "01.03.2024 10:10:05.25",
                             "2024-03-01T10:10:05.25Z", "2024-03-01T12:10:05.25+02:00", "2024-03-01 04:40:05.25-0530",
                             "2024-03-01 10:10:05.25 UTC", "3/1/2024 10:10:05.25 AM", "2024/3/1 10:10:05.25",
                             "Mar 1, 2024 10:10:05.25", "1 mars 2024 10:10:05.25", "01. M\u00e4rz 2024 10:10:05.25",
                             "2024-03-01, 10:10:05:250", "2024-03-01T11:10:05.25+01:00[Europe/Berlin]"}) {
        const auto stamp = stampOf(text);
        ASSERT_TRUE(stamp) << text;
        EXPECT_NEAR(stamp->time_s, kTenPastTen_s, 1e-6) << text;
        EXPECT_TRUE(stamp->has_date) << text;
    }
}

TEST(Stamps, TimesOfDayAndDurations) {
    EXPECT_EQ(clockTime("10:00:00:004"), 36'000.004);
    EXPECT_EQ(clockTime("10:00:00:4"), 36'000.004) << "milliseconds without zeros in front";
    EXPECT_EQ(clockTime("12:00:00.5 AM"), 0.5);
    EXPECT_EQ(clockTime("12:00:00 pm"), kDay_s / 2);
    EXPECT_EQ(clockTime("1:02 p.m."), 13 * 3600 + 120) << "with a half of the day, hours stand first";
    EXPECT_EQ(clockTime("1:02.5"), 62.5);
    EXPECT_EQ(clockTime("0.004 sec"), 0.004);
    EXPECT_EQ(clockTime("1 days 00:00:00.5"), kDay_s + 0.5);
    for (const char* no_time :
         {"12", "1:75", "13:00:00 PM", "2024-03-01", "10:00:00 XM", "a 10:00:00", "10:00:00+99:00", "::", "10:", ":10",
          "1:2:3:4:5", "2024-13-01 10:00:00", "2024-02-30 10:00:00", "-1:00:00"}) {
        EXPECT_EQ(clockTime(no_time), std::nullopt) << no_time;
    }
}

TEST(Stamps, WhatCanBeReadInTwoWaysIsNotCertain) {
    EXPECT_FALSE(stampOf("01/03/2024 10:00:00")->is_certain);
    EXPECT_TRUE(stampOf("01/03/2024 10:00:00 AM")->is_certain) << "hours to twelve go with the month first";
    EXPECT_EQ(isoOf(stampOf("01/03/2024 10:00:00 AM")->time_s, std::nullopt), "2024-01-03T10:00:00");
    EXPECT_TRUE(stampOf("2024-03-01 10:00:00")->is_certain);
    EXPECT_TRUE(dayOf("1-dez-2024")->is_certain);
    EXPECT_EQ(dayOf("20240301")->time_s, kFirstOfMarch_s);
    EXPECT_EQ(dayOf("2024.3.1")->time_s, kFirstOfMarch_s);
    for (const char* no_day :
         {"", "1", "1.5", "2024", "2024-03", "rest", "20241301", "1-foo-2024", "1--2--2024--", "99999999"}) {
        EXPECT_FALSE(dayOf(no_day)) << no_day;
    }
}

TEST(Stamps, IsoTextsHaveTheOffsetThatTheFileStates) {
    const auto stamp = stampOf("2024-02-05 09:14:40 +0200");
    EXPECT_EQ(isoOf(stamp->time_s, stamp->zone_min), "2024-02-05T09:14:40+02:00");
    EXPECT_EQ(isoOf(kFirstOfMarch_s + 0.25, 0), "2024-03-01T00:00:00.25Z");
    EXPECT_EQ(isoOf(kFirstOfMarch_s, -330), "2024-02-29T18:30:00-05:30");
    EXPECT_EQ(isoOf(1e30, 0), "");
}

TEST(Stamps, ReadInARowTheyAreWhatTheyAreAlone) {
    StampReader reader;
    for (const char* text :
         {"2024-03-01T10:00:59.996+01:00", "2024-03-01T10:01:00.000+01:00", "2024-03-01T10:01:00.004+01:00",
          "2024-03-01T10:01:00.004+02:00", "10:01:00.5", "10:01:7", "10:01:60", "10:01:0x", "10:01:1.2.3",
          "10:02:00:004", "10:02:00:008", "0.004 sec", "nothing", "20240301T100000", "20240301T100001"}) {
        const auto read = reader.read(text);
        const auto alone = stampOf(text);
        ASSERT_EQ(read.has_value(), alone.has_value()) << text;
        if (!read) continue;
        EXPECT_NEAR(read->time_s, alone->time_s, 1e-6) << text;
        EXPECT_EQ(read->decimals, alone->decimals) << text;
        EXPECT_EQ(read->zone_min, alone->zone_min) << text;
    }
}

}  // namespace
}  // namespace triptych::formats
