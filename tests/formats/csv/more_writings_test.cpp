// Tables in writings that are rarer, each of a kind that some program makes: character sets without a mark, clocks that
// are changed for summer time, brackets around a time, blank lines, leads in rows.
#include "core/formats/csv/cells.h"
#include "core/formats/csv/stamps.h"
#include "core/formats/csv/turned.h"
#include "tests/formats/csv/tables.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <string>

namespace triptych::formats {
namespace {

using namespace test;

// "02:59:58.004" so many milliseconds after midnight.
std::string clockOf(std::int64_t ms) {
    char text[40];
    std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03d", static_cast<int>(ms / 3'600'000 % 24),
                  static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60), static_cast<int>(ms % 1000));
    return text;
}

constexpr std::int64_t kHour_ms = 3'600'000;

TEST(MoreWritings, StampsOfLogsFilesAndWfdb) {
    const auto noon = stampOf("2024-03-01 12:00:00.5");
    ASSERT_TRUE(noon);
    for (const char* text : {"2024-03-01_12-00-00.5", "2024-03-01T12-00-00.5", "01/Mar/2024:12:00:00.5",
                             "[12:00:00.5 01/03/2024]", "12:00:00.5 01/03/2024", "[2024-03-01 12:00:00.5]"}) {
        const auto stamp = stampOf(text);
        ASSERT_TRUE(stamp) << text;
        EXPECT_EQ(stamp->time_s, noon->time_s) << text;
        EXPECT_TRUE(stamp->has_date) << text;
    }
    EXPECT_TRUE(stampOf("[12:00:00.5 01/03/2024]")->is_certain) << "WFDB's dates begin with the day";
    EXPECT_FALSE(stampOf("12:00:00.5 01/03/2024")->is_certain);
    EXPECT_FALSE(stampOf("[12:00:00"));
    EXPECT_FALSE(stampOf("2024-03-01_12-00"));
    EXPECT_FALSE(stampOf("01/Mar/2024:12:00"));
    // One after the other, as a column is read.
    StampReader reader;
    for (int i = 0; i < 2000; ++i) {
        const std::string clock = clockOf(12 * kHour_ms + 4 * i);
        const auto stamp = reader.read("[" + clock + " 01/03/2024]");
        ASSERT_TRUE(stamp) << clock;
        EXPECT_NEAR(stamp->time_s, noon->time_s - 0.5 + 0.004 * i, 1e-6) << clock;
    }
}

TEST(MoreWritings, ThePhysiobankExportWithDates) {
    const auto recording =
        mustOpenTable("'Time and date','MLII','V5'\n'hh:mm:ss.mmm dd/mm/yyyy','mV','mV'\n" + rowsOf([](int i) {
                          return "'[" + clockOf(10 * kHour_ms + 4 * i) + " 01/03/2024]'," + number(waveAt(i), 2) + ',' +
                                 number(2 * waveAt(i), 2);
                      }));
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "MLII, V5");
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    EXPECT_EQ(recording->start, "2024-03-01T10:00:00");
    expectWave(*recording, 1, kRows, 2);
}

TEST(MoreWritings, AClockThatIsChangedForSummerTimeGoesOn) {
    struct Night {
        const char* day;
        std::int64_t change_ms;
        const char* said;
    };
    for (const Night& night :
         {Night{"2024-10-27", -kHour_ms, "goes back an hour"}, Night{"2024-03-31", kHour_ms, "goes forward an hour"}}) {
        for (const bool has_two_columns : {false, true}) {
            const auto recording = mustOpenTable(
                std::string(has_two_columns ? "date,time,ECG (mV)\n" : "time,ECG (mV)\n") + rowsOf([&](int i) {
                    const std::int64_t ms = 2 * kHour_ms - 2000 + 4 * i + (i >= 500 ? night.change_ms : 0);
                    return night.day + std::string(has_two_columns ? "," : " ") + clockOf(ms) + ',' +
                           number(waveAt(i), 2);
                }));
            ASSERT_TRUE(recording);
            EXPECT_EQ(recording->leads[0].rate_hz, 250);
            expectWave(*recording, 0, kRows);
            EXPECT_EQ(recording->start, std::string(night.day) + "T01:59:58");
            EXPECT_NE(warningsOf(*recording).find(night.said), std::string::npos) << warningsOf(*recording);
        }
    }
    // A pause of an hour by day is one, and a clock with a zone needs no guess.
    const auto paused = mustOpenTable("time,ECG (mV)\n" + rowsOf([](int i) {
                                          const std::int64_t ms = 12 * kHour_ms + 4 * i + (i >= 500 ? kHour_ms : 0);
                                          return "2024-03-31 " + clockOf(ms) + ',' + number(waveAt(i), 2);
                                      }));
    ASSERT_TRUE(paused);
    EXPECT_EQ(paused->leads[0].samples, kRows + 900'000);
    EXPECT_FALSE(openedTable("time,ECG (mV)\n" + rowsOf([](int i) {
                                 const std::int64_t ms = 2 * kHour_ms + 4 * i - (i >= 500 ? kHour_ms : 0);
                                 return "2024-10-27T" + clockOf(ms) + "Z," + number(waveAt(i), 2);
                             })))
        << "UTC is not put back";
}

TEST(MoreWritings, WhatIsSurelyATimeOfDayIsTheStart) {
    const auto half_days = mustOpenTable("time,ECG (mV)\n" + rowsOf([](int i) {
                                             return clockOf(10 * kHour_ms + 4 * i) + " PM," + number(waveAt(i), 2);
                                         }));
    ASSERT_TRUE(half_days);
    EXPECT_EQ(half_days->start, "22:00:00");
    const auto midnight = mustOpenTable("time,ECG (mV)\n" + rowsOf([](int i) {
                                            return clockOf(24 * kHour_ms - 2000 + 4 * i) + ',' + number(waveAt(i), 2);
                                        }));
    ASSERT_TRUE(midnight);
    EXPECT_EQ(midnight->start, "23:59:58");
    EXPECT_EQ(midnight->leads[0].rate_hz, 250);
    const auto elapsed =
        mustOpenTable("time,ECG (mV)\n" + rowsOf([](int i) { return clockOf(4 * i) + ',' + number(waveAt(i), 2); }));
    ASSERT_TRUE(elapsed);
    EXPECT_FALSE(elapsed->start);
}

TEST(MoreWritings, Utf16WithoutAMark) {
    const std::string table =
        "time,EKG (mV)\n" + rowsOf([](int i) { return number(i / 250.0, 3) + ',' + number(waveAt(i), 2); });
    for (const bool is_little : {true, false}) {
        std::string wide;
        for (const char letter : table) {
            wide += is_little ? std::string{letter, '\0'} : std::string{'\0', letter};
        }
        const auto recording = mustOpenTable(wide);
        ASSERT_TRUE(recording);
        EXPECT_EQ(namesOf(*recording), "EKG");
        EXPECT_EQ(recording->leads[0].rate_hz, 250);
        expectWave(*recording, 0, kRows);
    }
}

TEST(MoreWritings, AFirstColumnThatOnlyAClockCanBe) {
    // In a word that is not known, and in a character set that is not.
    for (const char* name : {"Aikaleima", "\xc2\xf0\xe5\xec\xff", "\x8e\x9e\x8a\xd4"}) {
        const auto recording = mustOpenTable(std::string(name) + ";EKG (mV);V5 (mV)\n" + rowsOf([](int i) {
                                                 return number(i / 250.0, 3, ',') + ';' + number(waveAt(i), 2, ',') +
                                                        ';' + number(2 * waveAt(i), 2, ',');
                                             }));
        ASSERT_TRUE(recording) << name;
        EXPECT_EQ(recording->leads.size(), 2U);
        EXPECT_EQ(recording->leads[0].rate_hz, 250);
        EXPECT_NE(warningsOf(*recording).find("taken for the time in seconds"), std::string::npos);
        expectWave(*recording, 1, kRows, 2);
    }
    const auto counter = openedTable("Laufnummer,EKG (mV),V5 (mV)\n" + rowsOf([](int i) {
                                         return std::to_string(i) + ',' + number(waveAt(i), 2) + ",1";
                                     }));
    ASSERT_FALSE(counter);
    EXPECT_EQ(counter.error().wants, Wants::rate) << "what counts rows is no clock";
}

TEST(MoreWritings, RateLinesWithoutAKeyOrAColon) {
    for (const char* line : {"1000 Hz", "# 1 kHz", "Fs 1000", "//Fs 1000", "Samples per second 1000 Hz",
                             "\"Messrate\",\"1000,000 Hertz\"", "% sampling rate 1000"}) {
        const auto recording =
            mustOpenTable(std::string(line) + "\nECG (mV)\n" + rowsOf([](int i) { return number(waveAt(i), 2); }));
        ASSERT_TRUE(recording) << line;
        EXPECT_EQ(recording->leads[0].rate_hz, 1000) << line;
        expectWave(*recording, 0, kRows);
    }
    // No ECG has half a million samples a second: the comma is a decimal one, whatever the samples have.
    const auto watch =
        mustOpenTable("Messrate,\"512,844 Hertz\"\n\n" + rowsOf([](int i) { return number(waveAt(i), 2); }));
    ASSERT_TRUE(watch);
    EXPECT_EQ(watch->leads[0].rate_hz, 512.844);
    EXPECT_FALSE(openedTable("50 Hz notch\nECG (mV)\n" + rowsOf([](int i) { return number(waveAt(i), 2); })));
}

TEST(MoreWritings, BlankLinesBetweenAllRows) {
    const auto recording = mustOpenTable(
        "time,ECG (mV)\n\n" + rowsOf([](int i) { return number(i / 250.0, 3) + ',' + number(waveAt(i), 2) + '\n'; }));
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    expectWave(*recording, 0, kRows);
}

TEST(MoreWritings, NumbersOfFortranSpreadsheetsAndTypographers) {
    struct Written {
        const char* text;
        double value;
    };
    for (const Written& written : {Written{"1.5D-03", 0.0015}, Written{"-2.5d+01", -25}, Written{"=\"0.25\"", 0.25},
                                   Written{"\xc2\xa0-0.5", -0.5}, Written{"0.5\xe2\x80\xaf", 0.5},
                                   Written{"\xa0"
                                           "7",
                                           7}}) {
        CsvNumber number;
        EXPECT_EQ(csvCellOf(written.text, false, number), CsvCell::number) << written.text;
        EXPECT_DOUBLE_EQ(number.value, written.value) << written.text;
    }
    CsvNumber number;
    for (const char* word : {"D", "1D", "12D3x", "AD12", "=\"x\"", "=1", "\xc2\xa0"}) {
        EXPECT_NE(csvCellOf(word, false, number), CsvCell::number) << word;
    }
}

std::string inRows(const std::string& delimiter, int leads, bool has_names) {
    std::string text;
    for (int lead = 0; lead < leads; ++lead) {
        if (has_names) text += "V" + std::to_string(lead + 1) + delimiter;
        for (int i = 0; i < kRows; ++i) {
            text += (i > 0 ? delimiter : "") + number((lead + 1) * waveAt(i), 2);
        }
        text += '\n';
    }
    return text;
}

TEST(MoreWritings, LeadsInTheRowsAreTurned) {
    for (const char* delimiter : {",", "\t", ";", " "}) {
        for (const int leads : {1, 2, 6}) {
            for (const bool has_names : {true, false}) {
                const auto recording = mustOpenTable(inRows(delimiter, leads, has_names), "t.csv", {.rate_hz = 500});
                ASSERT_TRUE(recording) << delimiter << leads;
                ASSERT_EQ(recording->leads.size(), static_cast<std::size_t>(leads));
                if (has_names) {
                    EXPECT_EQ(recording->leads.back().name, "V" + std::to_string(leads));
                }
                expectWave(*recording, static_cast<std::size_t>(leads) - 1, kRows, leads);
                EXPECT_NE(warningsOf(*recording).find("each row of the table was taken for a lead"), std::string::npos);
            }
        }
    }
    // What is said of the rows, above or below them, still counts.
    const auto rated = mustOpenTable(inRows(",", 2, true) + "sampling frequency hz,250\n");
    ASSERT_TRUE(rated);
    EXPECT_EQ(rated->leads[0].rate_hz, 250);
    expectWave(*rated, 1, kRows, 2);
    EXPECT_FALSE(turnedTable(rowsOf([](int i) { return number(waveAt(i), 2) + ",1"; }))) << "a usual table";
}

TEST(MoreWritings, TimesThatGoBackBesideRatesOfColumnsShowNothingBeyondTheEnd) {
    const auto recording =
        mustOpenTable("time_s,\"A (mV, 4 Hz)\",\"B ( Hz)\",start\n0,1,2,2024-03-01T10:00:00\n1.25,7,,\n0.5,2,3,\n",
                      "t.csv", {.rate_hz = 4});
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].samples, 6);
    const auto whole = physical(*recording, 0, 0, 8);
    EXPECT_EQ(whole[2], 2);
    EXPECT_EQ(whole[5], 7);
    EXPECT_TRUE(std::isnan(whole[6]) && std::isnan(whole[7]));
    EXPECT_EQ(physical(*recording, 0, 2, 1)[0], 2) << "the same in a part";
    EXPECT_EQ(physical(*recording, 0, 5, 1)[0], 7);
}

TEST(MoreWritings, VoltsInMoreLanguages) {
    struct Unit {
        const char* text;
        double scale;
    };
    for (const Unit& unit : {Unit{"\u6beb\u4f0f", 1}, Unit{"\u5fae\u4f0f", 1e-3}, Unit{"milivoltios", 1},
                             Unit{"mikrowolty", 1e-3}, Unit{"microvolti", 1e-3}}) {
        const auto recording = mustOpenTable("time (s),ECG (" + std::string(unit.text) + ")\n" + rowsOf([](int i) {
                                                 return number(i / 250.0, 3) + ',' + number(waveAt(i), 2);
                                             }));
        ASSERT_TRUE(recording) << unit.text;
        EXPECT_EQ(recording->leads[0].unit, "mV") << unit.text;
        expectWave(*recording, 0, kRows, unit.scale);
    }
}

TEST(MoreWritings, AThousandDamagedTables) {
    sweep(scratchFolder("csv-sweep") / "a.csv",
          "time_s,\"A (mV, 4 Hz)\",\"B (mV)\",start\n0,1,2,2024-03-01T10:00:00\n" +
              rowsOf([](int i) { return number((i + 1) / 4.0, 2) + ',' + number(waveAt(i), 2) + ",1,"; }, 60));
    sweep(scratchFolder("csv-sweep") / "b.csv", inRows(",", 2, true) + "sampling rate,250\n", 300);
}

}  // namespace
}  // namespace triptych::formats
