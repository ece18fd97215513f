// Tables that are not quite even: delimiters at the ends of rows, names that are more or fewer than the fields, words
// where numbers should be, line breaks in fields, glitches, lines between and behind the rows.
#include "core/formats/csv/cells.h"
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

std::string timed(int i) {
    return number(i / 250.0, 3) + ',' + number(waveAt(i), 2);
}
std::string joined(const std::vector<std::string>& fields, const std::string& delimiter) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) line += (i > 0 ? delimiter : "") + fields[i];
    return line;
}

TEST(OddTables, ADelimiterAtTheEndOfRowsMovesNoName) {
    for (const std::string d : {",", ";", "\t"}) {
        const auto three = [&](int i) {
            return std::vector<std::string>{number(waveAt(i), 2), number(2 * waveAt(i), 2), number(3 * waveAt(i), 2),
                                            ""};
        };
        const auto with_time = [&](int i) {
            auto row = three(i);
            row.insert(row.begin(), number(i / 250.0, 3));
            return joined(row, d);
        };
        const std::string names = joined({"time", "I", "II", "V1"}, d) + '\n';
        for (const std::string& units : {std::string(), joined({"s", "mV", "mV", "mV"}, d) + '\n'}) {
            const auto recording = mustOpenTable(names + units + rowsOf(with_time));
            ASSERT_TRUE(recording);
            EXPECT_EQ(namesOf(*recording), "I, II, V1") << names + units;
            EXPECT_EQ(recording->leads[0].rate_hz, 250);
            EXPECT_EQ(recording->leads[2].unit, units.empty() ? "unstated" : "mV");
            expectWave(*recording, 0, kRows);
            expectWave(*recording, 2, kRows, 3);
        }
        const auto bare =
            mustOpenTable(joined({"I", "II", "V1"}, d) + '\n' + rowsOf([&](int i) { return joined(three(i), d); }),
                          "t.csv", {.rate_hz = 250});
        ASSERT_TRUE(bare);
        EXPECT_EQ(namesOf(*bare), "I, II, V1");
        expectWave(*bare, 1, kRows, 2);
    }
}

TEST(OddTables, AFieldWithoutANameIsTheLastUnlessTheFirstCountsRows) {
    for (const char* last : {"7", "x"}) {
        const auto behind = mustOpenTable(
            "time,I,II\n" + rowsOf([&](int i) { return timed(i) + ',' + number(2 * waveAt(i), 2) + ',' + last; }));
        ASSERT_TRUE(behind);
        EXPECT_EQ(behind->leads[0].name, "I");
        EXPECT_EQ(behind->leads[1].name, "II");
        EXPECT_EQ(behind->leads[0].rate_hz, 250);
        expectWave(*behind, 1, kRows, 2);
    }
    const auto counted =
        mustOpenTable("time,I\n" + rowsOf([](int i) { return std::to_string(i + 1) + ',' + timed(i); }));
    ASSERT_TRUE(counted);
    EXPECT_EQ(namesOf(*counted), "I");
    expectWave(*counted, 0, kRows);
}

TEST(OddTables, ADelimiterAtTheBeginningOfRowsMovesNoName) {
    const auto recording = mustOpenTable(
        "I,II,V1\n" +
            rowsOf([](int i) { return ',' + number(waveAt(i), 2) + ',' + number(2 * waveAt(i), 2) + ",0.5"; }),
        "t.csv", {.rate_hz = 250});
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "I, II, V1");
    expectWave(*recording, 1, kRows, 2);
}

TEST(OddTables, NamesForMoreFieldsThanRowsHave) {
    const auto none = mustOpenTable("time,I,II,V1\n" + rowsOf([](int i) { return timed(i) + ",0.5"; }));
    ASSERT_TRUE(none);
    EXPECT_EQ(namesOf(*none), "I, II");
    expectWave(*none, 0, kRows);
    // Rows that are longer now and then, the first among them or not.
    for (const int begin : {0, 1, 100}) {
        const auto some =
            mustOpenTable("time,ECG,HR\n" + rowsOf([&](int i) { return timed(i) + (i % 250 == begin ? ",75" : ""); }));
        ASSERT_TRUE(some);
        EXPECT_EQ(namesOf(*some), "ECG, HR") << begin;
        EXPECT_EQ(some->leads[0].rate_hz, 250);
        expectWave(*some, 0, kRows);
        EXPECT_EQ(physical(*some, 1, 250 + begin, 1)[0], 75);
    }
}

TEST(OddTables, WordsWhereNumbersAreMissing) {
    const auto missing = mustOpenTable(
        "time,ECG\n" + rowsOf([](int i) { return i % 50 == 0 ? number(i / 250.0, 3) + ",missing" : timed(i); }));
    ASSERT_TRUE(missing);
    EXPECT_EQ(namesOf(*missing), "ECG");
    EXPECT_EQ(missing->leads[0].rate_hz, 250);
    EXPECT_EQ(missing->leads[0].samples, kRows);
    EXPECT_TRUE(std::isnan(physical(*missing, 0, 0, 1)[0]));
    EXPECT_NEAR(physical(*missing, 0, 1, 1)[0], waveAt(1), 1e-6);
    EXPECT_NE(warningsOf(*missing).find("18 lines are no rows"), std::string::npos) << warningsOf(*missing);
    // Electrodes that are put on late.
    const auto late =
        mustOpenTable("time,ECG\n" + rowsOf([](int i) { return i < 600 ? number(i / 250.0, 3) + ",LO" : timed(i); }));
    ASSERT_TRUE(late);
    EXPECT_EQ(namesOf(*late), "ECG");
    EXPECT_EQ(late->leads[0].samples, kRows);
    EXPECT_TRUE(std::isnan(physical(*late, 0, 599, 1)[0]));
    EXPECT_NEAR(physical(*late, 0, 600, 1)[0], waveAt(600), 1e-6);
}

TEST(OddTables, LinesThatAreNoRowsBendNoRate) {
    for (const char* line : {"PAUSE", "time,ECG", "-----", "pause,1", "# remark"}) {
        const auto recording =
            mustOpenTable("time,ECG\n" + rowsOf([&](int i) {
                              return (i == 300 || i == 600 ? std::string(line) + '\n' : "") + timed(i);
                          }));
        ASSERT_TRUE(recording) << line;
        EXPECT_EQ(recording->leads[0].rate_hz, 250) << line;
        expectWave(*recording, 0, kRows);
        EXPECT_EQ(warningsOf(*recording).find("missing"), std::string::npos) << warningsOf(*recording);
        const bool is_said = warningsOf(*recording).find("2 lines among the rows are none") != std::string::npos;
        EXPECT_EQ(is_said, line[0] != '#') << warningsOf(*recording);
    }
    for (const char* foot : {"End of file\n", "Mean,0.1234\nStd,0.2\n", "\nTotal samples:,900\n", "\x1a"}) {
        for (const bool has_clock : {true, false}) {
            const auto recording = mustOpenTable(std::string(has_clock ? "time,ECG\n" : "I,II\n") + rowsOf([&](int i) {
                                                     return has_clock ? timed(i) : number(waveAt(i), 2) + ",0.25";
                                                 }) + foot,
                                                 "t.csv", {.rate_hz = has_clock ? 0.0 : 250.0});
            ASSERT_TRUE(recording) << foot;
            EXPECT_EQ(recording->leads[0].rate_hz, 250) << foot;
            expectWave(*recording, 0, kRows);
        }
    }
    // Without a clock nothing says that no sample stood there.
    const auto off =
        mustOpenTable(rowsOf([](int i) { return i > 100 && i < 200 ? "!,!" : number(waveAt(i), 2) + ",1"; }), "t.csv",
                      {.rate_hz = 250});
    ASSERT_TRUE(off);
    EXPECT_EQ(off->leads[0].samples, kRows);
    EXPECT_TRUE(std::isnan(physical(*off, 0, 150, 1)[0]));
}

TEST(OddTables, LineBreaksWithinQuotationMarksAreLetters) {
    const auto notes =
        mustOpenTable("time,ECG (mV),note\n" + rowsOf([](int i) {
                          return timed(i) + (i % 200 == 3 ? ",\"moved,\nreally \"\"much\"\"\n0.1,5\"" : ",");
                      }));
    ASSERT_TRUE(notes);
    EXPECT_EQ(notes->leads[0].rate_hz, 250);
    EXPECT_EQ(notes->leads[0].name, "ECG");
    expectWave(*notes, 0, kRows);
    for (const int at : {0, 1, 2, 3, 4, 255, 256, 511, 899}) {
        EXPECT_NEAR(physical(*notes, 0, at, 1)[0], waveAt(at), 1e-6) << at;
    }
    const auto names = mustOpenTable("\"time\n(s)\",\"ECG\n(mV)\"\n" + rowsOf(&timed));
    ASSERT_TRUE(names);
    EXPECT_EQ(names->leads[0].name, "ECG");
    EXPECT_EQ(names->leads[0].unit, "mV");
    expectWave(*names, 0, kRows);
    // A mark that nobody closes is none.
    const auto open =
        mustOpenTable("time,ECG,note\n" + rowsOf([](int i) { return timed(i) + (i == 5 ? ",\"moved" : ","); }));
    ASSERT_TRUE(open);
    expectWave(*open, 0, kRows);
    EXPECT_TRUE(hasOpenQuote("1,\"a"));
    EXPECT_FALSE(hasOpenQuote("1,2,\""));
    EXPECT_FALSE(hasOpenQuote("1,\"a \"\"b\"\"\",2"));
    EXPECT_FALSE(hasOpenQuote("1,5\",2"));
}

TEST(OddTables, AGlitchTakesNothingFromTheOtherSamples) {
    for (const char* glitch : {"1e9", "2147483647", "-9999999999", "1e12", "3.4e38", "1e5"}) {
        const auto recording =
            mustOpenTable("time,ECG (mV)\n" + rowsOf([&](int i) {
                              return number(i / 250.0, 3) + ',' + (i == 700 ? glitch : number(waveAt(i), 6));
                          }));
        ASSERT_TRUE(recording) << glitch;
        EXPECT_NE(warningsOf(*recording).find("1 value of ECG is absurdly far"), std::string::npos)
            << warningsOf(*recording);
        EXPECT_EQ(stored(*recording, 0, 700, 1)[0], kMissingSample);
        const Lead& lead = recording->leads[0];
        for (const int i : {0, 1, 699, 701, 899}) {
            EXPECT_NEAR(physical(*recording, 0, i, 1)[0], waveAt(i), 1e-6) << glitch;
            EXPECT_NEAR(stored(*recording, 0, i, 1)[0] / lead.gain, waveAt(i), 1e-6) << glitch;
        }
    }
}

TEST(OddTables, ThousandsAndTypographersMinuses) {
    const auto grouped = [](double value, const std::string& between, char mark) {
        std::string text = number(std::abs(value), 2, mark);
        for (int at = static_cast<int>(text.size()) - 6; at > 0; at -= 3)
            text.insert(static_cast<std::size_t>(at), between);
        return (value < 0 ? "-" : "") + text;
    };
    struct Writing {
        const char* between;
        char mark;
    };
    for (const Writing& writing : {Writing{",", '.'}, Writing{".", ','}, Writing{"\u202f", ','}, Writing{"\u00a0", ','},
                                   Writing{"'", '.'}, Writing{"\u2019", '.'}, Writing{" ", ','}}) {
        const auto recording = mustOpenTable("Zeit (s);ECG (uV)\n" + rowsOf([&](int i) {
                                                 return number(i / 250.0, 3, writing.mark) + ';' +
                                                        grouped(12'000 * waveAt(i), writing.between, writing.mark);
                                             }));
        ASSERT_TRUE(recording) << writing.between;
        EXPECT_EQ(recording->leads[0].rate_hz, 250) << writing.between;
        expectWave(*recording, 0, kRows, 12);
        EXPECT_EQ(warningsOf(*recording), "") << writing.between;
    }
    // Three decimals are no thousands.
    const auto decimals = mustOpenTable("Zeit (s);ECG (mV)\n" + rowsOf([](int i) {
                                            return number(i / 250.0, 3, ',') + ';' + number(2 + waveAt(i), 3, ',');
                                        }));
    ASSERT_TRUE(decimals);
    EXPECT_NEAR(physical(*decimals, 0, 5, 1)[0], 2 + waveAt(5), 1e-6);
    const auto minus =
        mustOpenTable("time,ECG (mV)\n" + rowsOf([](int i) {
                          const double value = waveAt(i);
                          return number(i / 250.0, 3) + ',' + (value < 0 ? "\u2212" : "") + number(std::abs(value), 2);
                      }));
    ASSERT_TRUE(minus);
    expectWave(*minus, 0, kRows);
    EXPECT_EQ(warningsOf(*minus), "");
}

TEST(OddTables, LongTablesAreRefusedWithTheReason) {
    const auto refused = openedTable("time,lead,value\n" + rowsOf([](int i) {
                                         const std::string time = number(i / 250.0, 3);
                                         return time + ",I," + number(waveAt(i), 2) + '\n' + time + ",II,0.5";
                                     }));
    ASSERT_FALSE(refused);
    EXPECT_NE(sentence(refused.error()).find("several leads in turn, which the lead column names"), std::string::npos)
        << sentence(refused.error());
    // Words that come and go are no leads.
    const auto phases =
        mustOpenTable("time,phase,ECG\n" + rowsOf([](int i) {
                          return number(i / 250.0, 3) + (i % 2 == 0 ? ",on," : ",off,") + number(waveAt(i), 2);
                      }));
    ASSERT_TRUE(phases);
    expectWave(*phases, 0, kRows);
}

TEST(OddTables, ZerosThatALossOfPowerLeftAreNoTable) {
    for (const int rows : {40, kRows}) {
        const auto recording = mustOpenTable("time,ECG\n" + rowsOf(&timed, rows) + std::string(5000, '\0'));
        ASSERT_TRUE(recording);
        expectWave(*recording, 0, rows);
        EXPECT_NE(warningsOf(*recording).find("5000 bytes of zero"), std::string::npos) << warningsOf(*recording);
    }
}

TEST(OddTables, HeadersOfWideBlanks) {
    const auto recording =
        mustOpenTable("    Elapsed time      MLII      V5\n     (seconds)      (mV)      (mV)\n" + rowsOf([](int i) {
                          return "       " + number(i / 250.0, 3) + "     " + number(waveAt(i), 3) + "     " +
                                 number(waveAt(i) / 2, 3);
                      }),
                      "t.txt");
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "MLII, V5");
    EXPECT_EQ(recording->leads[0].unit, "mV");
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    expectWave(*recording, 0, kRows);
}

TEST(OddTables, UnitsThatNobodyKnowsAreRefused) {
    const std::string text = "time,ECG\n" + rowsOf(&timed);
    EXPECT_FALSE(openedTable(text, "t.csv", {.unit = "furlong"}));
    EXPECT_TRUE(openedTable(text, "t.csv", {.unit = "uV"}));
    for (const auto& [unit, scale] :
         {std::pair("\u043c\u043a\u0412", 1e-3), {"Mikrovolt", 1e-3}, {"\u043c\u0412", 1.0}}) {
        const auto recording = mustOpenTable("time;EKG (" + std::string(unit) + ")\n" + rowsOf([](int i) {
                                                 return number(i / 250.0, 3) + ';' + number(waveAt(i), 2);
                                             }));
        ASSERT_TRUE(recording);
        EXPECT_EQ(recording->leads[0].unit, "mV") << unit;
        expectWave(*recording, 0, kRows, scale);
    }
}

TEST(OddTables, WhatTriptychWroteHasItsNamesWhateverTheyAre) {
    const auto recording =
        mustOpenTable("time_s,\"a,b;\"\"c\"\" (mV)\",sep= (mV),=1+1 (mV),fs: 360 (mV)\n" +
                      rowsOf([](int i) { return number(i / 250.0, 3) + ',' + number(waveAt(i), 2) + ",1,2,3"; }));
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "a,b;\"c\", sep=, =1+1, fs: 360");
    EXPECT_EQ(recording->leads[0].unit, "mV");
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    expectWave(*recording, 0, kRows);
    EXPECT_EQ(warningsOf(*recording), "");
}

TEST(OddTables, ManyColumnsAndManyLinesAbove) {
    std::string above;
    for (int i = 0; i < 500; ++i) above += "key" + std::to_string(i) + ",value " + std::to_string(i) + '\n';
    const auto recording = mustOpenTable(above + "time,ECG (mV)\n" + rowsOf(&timed));
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "ECG");
    expectWave(*recording, 0, kRows);
    std::string wide;
    for (int i = 0; i < 40; ++i) {
        for (int k = 0; k < 1200; ++k) wide += (k > 0 ? "," : "") + number(waveAt(i + k), 2);
        wide += '\n';
    }
    const auto many = mustOpenTable(wide, "t.csv", {.rate_hz = 250});
    ASSERT_TRUE(many);
    EXPECT_EQ(many->leads.size(), 1000U);
    EXPECT_NE(warningsOf(*many).find("more than 1,000 columns"), std::string::npos) << warningsOf(*many);
}

}  // namespace
}  // namespace triptych::formats
