// Tables without a program's mark: dialects, clocks of every kind, counters, words, what is asked for and what is
// chosen.
#include "core/formats/csv/csv.h"
#include "tests/formats/csv/tables.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace triptych::formats {
namespace {

using namespace test;

std::string twoDigits(int value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

// "10:00:03.996" of row `i`, with `decimals` and `mark` before them.
std::string timeOfDay(int i, double rate_hz, int decimals, char mark = '.') {
    const double time_s = i / rate_hz;
    const int minutes = static_cast<int>(time_s / 60);
    std::string seconds = number(
        std::floor((time_s - 60 * minutes) * std::pow(10, decimals) + 1e-6) / std::pow(10, decimals), decimals, mark);
    if (seconds.size() == (decimals == 0 ? 1U : 2U + static_cast<unsigned>(decimals))) seconds.insert(0, "0");
    return "10:" + twoDigits(minutes) + ':' + seconds;
}

TEST(TableClocks, EveryUsualWriting) {
    struct Written {
        const char* head;
        std::function<std::string(int)> time;
        double rate_hz;
        std::optional<std::string> start;
    };
    const auto day = [](double rate_hz) { return [=](int i) { return timeOfDay(i, rate_hz, 6); }; };
    const std::vector<Written> all = {
        {"timestamp,", [&](int i) { return "2024-03-01T" + day(130)(i) + "+01:00"; }, 130, "2024-03-01T10:00:00+01:00"},
        {"timestamp,", [&](int i) { return "2024-03-01 " + day(128)(i) + "Z"; }, 128, "2024-03-01T10:00:00Z"},
        {"date,time,", [&](int i) { return "2024-03-01," + timeOfDay(i, 250, 3); }, 250, "2024-03-01T10:00:00"},
        {"Time,", [&](int i) { return "3/1/2024 " + timeOfDay(i, 250, 3) + " AM"; }, 250, "2024-03-01T10:00:00"},
        {"Time,", [&](int i) { return "01-Mar-2024 " + timeOfDay(i, 500, 3); }, 500, "2024-03-01T10:00:00"},
        {"Time,",
         [&](int i) {
             const std::string time = timeOfDay(i, 500, 3);
             return "20240301T" + time.substr(0, 2) + time.substr(3, 2) + time.substr(6);
         },
         500, "2024-03-01T10:00:00"},
        {"Time,", [&](int i) { return timeOfDay(i, 250, 3, ':'); }, 250, std::nullopt},
        {",time,", [](int i) { return std::to_string(i) + ',' + number(i / 250.0, 3); }, 250, std::nullopt},
        {"time (ms),", [](int i) { return std::to_string(4 * i); }, 250, std::nullopt},
        {"Time,", [](int i) { return number(0.41666666667 + i / 250.0 / 86400, 11); }, 250, std::nullopt},
        {"Time,", [&](int i) { return "2024-03-01 " + timeOfDay(i, 250, 3) + " CET"; }, 250, "2024-03-01T10:00:00"},
        {"time [s/256],", [](int i) { return std::to_string(i); }, 256, std::nullopt},
        {"Time (min),", [](int i) { return number(i / 60000.0, 9); }, 1000, std::nullopt},
        {"Date,", [](int i) { return number(45352.41666666667 + i / 250.0 / 86400, 11); }, 250, "2024-03-01T10:00:00"},
        {"time,", [](int i) { return number(1709280000 + i / 250.0, 6); }, 250, "2024-03-01T08:00:00Z"},
        {"timestamp,", [](int i) { return std::to_string(1709280000000 + 5LL * i); }, 200, "2024-03-01T08:00:00Z"},
        {"unix_time,", [](int i) { return std::to_string(1709280000000000 + 4000LL * i); }, 250,
         "2024-03-01T08:00:00Z"},
        {"epoch,", [](int i) { return std::to_string(1709280000000000000 + 4000000LL * i); }, 250,
         "2024-03-01T08:00:00Z"},
        {"timestamp,", [](int i) { return std::to_string(1709280000 + i / 250); }, 250, "2024-03-01T08:00:00Z"},
        {"time,", [](int i) { return "2024-03-01 10:00:0" + std::to_string(i / 125); }, 125, "2024-03-01T10:00:00"},
    };
    for (const Written& written : all) {
        const auto recording = mustOpenTable(std::string(written.head) + "ECG (mV)\n" + rowsOf([&](int i) {
                                                 return written.time(i) + ',' + number(waveAt(i), 2);
                                             }));
        ASSERT_TRUE(recording) << written.time(0);
        ASSERT_EQ(namesOf(*recording), "ECG") << written.time(0);
        EXPECT_NEAR(recording->leads[0].rate_hz, written.rate_hz, 2e-3) << written.time(0);
        EXPECT_EQ(recording->start, written.start) << written.time(0);
        expectWave(*recording, 0, kRows);
    }
}

TEST(TableClocks, CoarserThanTheSamplingFromWithinASecondOn) {
    for (const int rate_hz : {125, 250, 360, 1000}) {
        for (const int begun : {0, 7, rate_hz / 2, rate_hz - 1}) {
            const int rows = 6 * rate_hz + 33;
            const auto recording = mustOpenTable(
                "time,ECG (mV)\n" +
                rowsOf([&](int i) { return "10:00:" + twoDigits((i + begun) / rate_hz) + ',' + number(waveAt(i), 2); },
                       rows));
            ASSERT_TRUE(recording);
            EXPECT_EQ(recording->leads[0].rate_hz, rate_hz) << begun;
            expectWave(*recording, 0, rows);
        }
    }
    // Three seconds are missing.
    const auto gap =
        mustOpenTable("time,ECG (mV)\n" + rowsOf([](int i) {
                          return "10:00:" + twoDigits(i / 100 + (i >= 400 ? 3 : 0)) + ',' + number(waveAt(i), 2);
                      }));
    ASSERT_TRUE(gap);
    EXPECT_EQ(gap->leads[0].rate_hz, 100);
    EXPECT_EQ(gap->leads[0].samples, kRows + 300);
    EXPECT_TRUE(std::isnan(physical(*gap, 0, 400, 1)[0]));
    EXPECT_NEAR(physical(*gap, 0, 700, 1)[0], waveAt(400), 1e-6);
}

TEST(TableClocks, JitterIsNoGapAndAGapIsNoJitter) {
    const auto jittered = [](int i) { return i / 250.0 + 0.0013 * std::sin(i * i % 97); };
    const auto even = mustOpenTable(
        "time_s,ECG (mV)\n" + rowsOf([&](int i) { return number(1 + jittered(i), 5) + ',' + number(waveAt(i), 2); }));
    ASSERT_TRUE(even);
    EXPECT_EQ(even->leads[0].rate_hz, 250);
    expectWave(*even, 0, kRows);
    const auto gap =
        mustOpenTable("time_s,ECG (mV)\n" + rowsOf([&](int i) {
                          return number(1 + jittered(i) + (i >= 500 ? 0.4 : 0), 5) + ',' + number(waveAt(i), 2);
                      }));
    ASSERT_TRUE(gap);
    EXPECT_EQ(gap->leads[0].samples, kRows + 100);
    EXPECT_NEAR(physical(*gap, 0, 600, 1)[0], waveAt(500), 1e-6);
    EXPECT_NEAR(physical(*gap, 0, 499, 1)[0], waveAt(499), 1e-6);
}

TEST(TableClocks, AStatedRateStandsWhereTimesGoBackOrDiffer) {
    const auto back = [](int i) { return number((i % 300) / 250.0, 3) + ',' + number(waveAt(i), 2); };
    EXPECT_FALSE(openedTable("time_s,ECG (mV)\n" + rowsOf(back)));
    const auto given = mustOpenTable("time_s,ECG (mV)\n" + rowsOf(back), "t.csv", {.rate_hz = 250});
    ASSERT_TRUE(given);
    EXPECT_NE(warningsOf(*given).find("go back"), std::string::npos) << warningsOf(*given);
    expectWave(*given, 0, kRows);
    const auto differs = mustOpenTable("Sample rate: 500 Hz\ntime_s,ECG (mV)\n" +
                                       rowsOf([](int i) { return number(i / 250.0, 3) + ",0.5"; }));
    ASSERT_TRUE(differs);
    EXPECT_EQ(differs->leads[0].rate_hz, 500);
    EXPECT_NE(warningsOf(*differs).find("its times have 250"), std::string::npos) << warningsOf(*differs);
}

TEST(TableKinds, RateWords) {
    for (const char* line :
         {"Sampling Rate (Hz):= 500.00", "# Sampling Rate (Hz):= 500", "Samplerate;500", "sfreq: 500",
          "# sfreq=500, unit=mV", "Sampling interval,2 ms", "Sampling Interval (ms): 2", "dt = 0.002", "2 msec/sample",
          "0.002 sec/sample", "fs,500", "Sampling frequency: 0.5 kHz", "Abtastrate: 500 Hz", "SampleRate=500Hz",
          "Samples per second: 500", "%Sample Rate = 500.0 Hz", "Hastighet: 500 hertz", "{\"sampling_rate\": 500}",
          "rate\t500"}) {
        const auto recording = mustOpenTable(std::string(line) + "\nI (mV),II (mV)\n" +
                                             rowsOf([](int i) { return number(waveAt(i), 2) + ",1.5"; }));
        ASSERT_TRUE(recording) << line;
        EXPECT_EQ(recording->leads[0].rate_hz, 500) << line;
        EXPECT_EQ(namesOf(*recording), "I, II") << line;
        expectWave(*recording, 0, kRows);
    }
    const auto filtered =
        mustOpenTable("time_ms,ECG (mV),Low pass (40 Hz)\n" + rowsOf([](int i) {
                          return std::to_string(4 * i) + ',' + number(waveAt(i), 2) + ',' + number(waveAt(i), 2);
                      }));
    ASSERT_TRUE(filtered);
    EXPECT_EQ(filtered->leads[1].rate_hz, 250) << "a filter's frequency is no rate";
    for (const char* line :
         {"Low pass: 150 Hz", "Notch filter: 50 Hz", "Heart rate: 72", "Version: 500", "Rate of pay: 500"}) {
        const auto refused =
            openedTable(std::string(line) + "\nI (mV),II (mV)\n" + rowsOf([](int) { return "0.5,1.5"; }));
        ASSERT_FALSE(refused) << line;
        EXPECT_EQ(refused.error().wants, Wants::rate) << line;
    }
}

TEST(TableKinds, EmptyFieldsAreFields) {
    for (const char delimiter : {',', ';', '\t'}) {
        const std::string d(1, delimiter);
        const auto recording =
            mustOpenTable("time_s" + d + "ECG (mV)" + d + "Respiration (mV)" + d + "HRV (ms)\n" + rowsOf([&](int i) {
                              return number(i / 500.0, 3) + d + number(waveAt(i), 2) + d + (i % 20 == 0 ? "0.25" : "") +
                                     d + (i % 400 == 0 ? "800" : "");
                          }));
        ASSERT_TRUE(recording);
        EXPECT_EQ(namesOf(*recording), "ECG, Respiration, HRV");
        EXPECT_EQ(recording->leads[2].unit, "ms");
        EXPECT_EQ(recording->leads[0].rate_hz, 500);
        expectWave(*recording, 0, kRows);
        EXPECT_EQ(physical(*recording, 1, 20, 1)[0], 0.25F);
        EXPECT_TRUE(std::isnan(physical(*recording, 1, 21, 1)[0]));
        EXPECT_EQ(physical(*recording, 2, 400, 1)[0], 800);
        EXPECT_EQ(warningsOf(*recording).find("missing"), std::string::npos) << warningsOf(*recording);
    }
    // A column of events that begin late is a column.
    const auto late = mustOpenTable(
        "ECG (mV),Trigger (V)\n" + rowsOf([](int i) { return number(waveAt(i), 2) + ',' + (i > 700 ? "5" : ""); }),
        "t.csv", {.rate_hz = 250});
    ASSERT_TRUE(late);
    EXPECT_EQ(physical(*late, 1, 701, 1)[0], 5000);
}

TEST(TableKinds, WordsAreLeftOutAndSaidSo) {
    const auto recording = mustOpenTable("time_s,phase,ECG (mV),marker\n" + rowsOf([](int i) {
                                             return number(i / 200.0, 3) + (i < 500 ? ",rest," : ",\"run, fast\",") +
                                                    number(waveAt(i), 2) + ',' + (i % 100 == 3 ? "M1" : "");
                                         }));
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "ECG");
    EXPECT_EQ(recording->leads[0].rate_hz, 200);
    expectWave(*recording, 0, kRows);
    EXPECT_NE(warningsOf(*recording).find("left out: phase, marker"), std::string::npos) << warningsOf(*recording);
}

TEST(TableKinds, WholeNumbersBetweenTabsOrBlanksAreATable) {
    for (const char* between : {"\t", " ", "   "}) {
        const std::string two =
            rowsOf([&](int i) { return std::to_string(500 + i % 9) + between + std::to_string(300 + i % 7); });
        const std::string counted =
            rowsOf([&](int i) { return std::to_string(i) + between + std::to_string(500 + i % 9) + between + "7"; });
        for (const char* file : {"t.txt", "t.dat2", "t"}) {
            const auto recording = mustOpenTable(two, file, {.rate_hz = 250});
            ASSERT_TRUE(recording) << file;
            EXPECT_EQ(recording->leads.size(), 2U);
            EXPECT_EQ(physical(*recording, 0, 3, 1)[0], 503);
            const auto index = mustOpenTable(counted, file, {.rate_hz = 250});
            ASSERT_TRUE(index) << file;
            EXPECT_EQ(namesOf(*index), "column 2, column 3") << "as --column counts them";
        }
        EXPECT_EQ(openedTable(two, "t.txt").error().wants, Wants::rate);
    }
    EXPECT_TRUE(looksLikeRowsOfNumbers("512 500\n512 501\n"));
    EXPECT_FALSE(looksLikeRowsOfNumbers("100 1\n100 212\n")) << "a header whose signal file is called 100";
    EXPECT_FALSE(looksLikeRowsOfNumbers("100 2 360 650000\n100.dat 212 200 11 1024 995 -22131 0 MLII\n"));
    EXPECT_FALSE(looksLikeRowsOfNumbers("# 1\n100 0 360\n"));
    EXPECT_FALSE(looksLikeRowsOfNumbers(""));
}

TEST(TableKinds, RemarksBetweenAndBehindTheRowsAreNoRows) {
    const auto recording = mustOpenTable("time_s,host_time,ECG (mV)\n" + rowsOf([](int i) {
                                             return number(i / 250.0, 3) + ',' +
                                                    number(1709280000 + i / 250.0 - i % 3, 3) + ',' +
                                                    number(waveAt(i), 2) + (i == 400 ? "\n# a remark" : "");
                                         }) +
                                         "# end\n");
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "ECG") << "a clock that goes back is no signal";
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    expectWave(*recording, 0, kRows);
}

TEST(TableKinds, DecimalCommasOfOneColumnAndCommasOfTwo) {
    const auto one = mustOpenTable(rowsOf([](int i) { return number(waveAt(i), 3, ','); }), "t.csv", {.rate_hz = 250});
    ASSERT_TRUE(one);
    ASSERT_EQ(one->leads.size(), 1U);
    expectWave(*one, 0, kRows);
    const auto two =
        mustOpenTable(rowsOf([](int i) { return std::to_string(512 + i % 5) + ',' + std::to_string(500 + i % 3); }),
                      "t.csv", {.rate_hz = 250});
    ASSERT_TRUE(two);
    EXPECT_EQ(two->leads.size(), 2U);
    const auto quoted =
        mustOpenTable("\"t (s)\",\"ECG (mV)\"\n" + rowsOf([](int i) {
                          return '"' + number(i / 250.0, 3, ',') + "\",\"" + number(waveAt(i), 2, ',') + '"';
                      }));
    ASSERT_TRUE(quoted);
    expectWave(*quoted, 0, kRows);
}

TEST(TableKinds, LineEndsAndSeparatorLines) {
    for (const char* end : {"\n", "\r\n", "\r"}) {
        std::string text = "sep=;\nt (s);ECG (mV)\n" +
                           rowsOf([](int i) { return number(i / 250.0, 3, ',') + ';' + number(waveAt(i), 2, ','); });
        std::string made;
        for (const char letter : text) made += letter == '\n' ? std::string(end) : std::string(1, letter);
        const auto recording = mustOpenTable(made);
        ASSERT_TRUE(recording);
        EXPECT_EQ(recording->leads[0].rate_hz, 250);
        expectWave(*recording, 0, kRows);
    }
}

TEST(TableKinds, FrankLeadsAreNoClock) {
    const auto recording = mustOpenTable("X,Y,Z\n" + rowsOf([](int i) { return number(waveAt(i), 2) + ",0.5,0.25"; }),
                                         "t.csv", {.rate_hz = 500});
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "X, Y, Z");
}

TEST(TableKinds, AReaderChoosesColumnsAndAUnit) {
    const std::string text = "time_s,II,Status,V5 (uV)\n" +
                             rowsOf([](int i) { return number(i / 250.0, 3) + ',' + number(waveAt(i), 2) + ",7,500"; });
    for (const char* wanted : {"II", "ii", "2"}) {
        OpenHints hints;
        hints.columns = {wanted};
        hints.unit = "mV";
        const auto recording = mustOpenTable(text, "t.csv", hints);
        ASSERT_TRUE(recording);
        EXPECT_EQ(namesOf(*recording), "II");
        EXPECT_EQ(recording->leads[0].unit, "mV");
        EXPECT_EQ(recording->leads[0].rate_hz, 250) << "the clock stays the clock";
        expectWave(*recording, 0, kRows);
        EXPECT_EQ(warningsOf(*recording), "");
    }
    OpenHints two;
    two.columns = {"V5", "1"};
    two.rate_hz = 100;
    const auto with_times = mustOpenTable(text, "t.csv", two);
    ASSERT_TRUE(with_times);
    EXPECT_EQ(namesOf(*with_times), "time, V5") << "what is chosen is a lead, whatever it looks like";
    OpenHints words;
    words.columns = {"phase"};
    const auto empty = openedTable("time_s,phase,II\n0,rest,1\n0.01,rest,2\n0.02,rest,3\n", "t.csv", words);
    ASSERT_FALSE(empty);
    EXPECT_NE(sentence(empty.error()).find("chosen hold no numbers"), std::string::npos) << sentence(empty.error());
    OpenHints none;
    none.columns = {"aVR"};
    const auto refused = openedTable(text, "t.csv", none);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    EXPECT_NE(sentence(refused.error()).find("time, II, Status, V5"), std::string::npos) << sentence(refused.error());
}

TEST(TableSource, EveryStretchOfALongTableIsWhatTheRowsSay) {
    constexpr int kLong = 60'000;
    // Far more than the beginning that is looked at; late values have more digits and a gap stands between.
    const auto recording =
        mustOpenTable("time_s,ECG (mV),V1 (uV)\n" +
                      rowsOf(
                          [](int i) {
                              return number(i / 500.0 + (i >= 40'000 ? 2 : 0), 3) + ',' + number(waveAt(i), 2) + ',' +
                                     (i < 50'000 ? std::to_string(i % 100) : number(i % 100 + 0.125, 3));
                          },
                          kLong));
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].samples, kLong + 1000);
    EXPECT_EQ(recording->leads[1].gain, 1e6) << "thousandths of a microvolt: the digits of the whole file";
    for (const std::int64_t first : {-5, 0, 255, 256, 257, 39'990, 40'500, 40'995, 50'990, 60'990}) {
        const auto values = physical(*recording, 0, first, 20);
        const auto integers = stored(*recording, 0, first, 20);
        for (std::int64_t k = 0; k < 20; ++k) {
            const std::int64_t sample = first + k;
            const bool is_there = sample >= 0 && sample < kLong + 1000 && (sample < 40'000 || sample >= 41'000);
            ASSERT_EQ(!std::isnan(values[static_cast<std::size_t>(k)]), is_there) << sample;
            ASSERT_EQ(integers[static_cast<std::size_t>(k)] != kMissingSample, is_there) << sample;
            if (!is_there) continue;
            const int row = static_cast<int>(sample < 40'000 ? sample : sample - 1000);
            ASSERT_NEAR(values[static_cast<std::size_t>(k)], waveAt(row), 1e-6);
            ASSERT_EQ(integers[static_cast<std::size_t>(k)], std::lround(100 * waveAt(row)));
        }
    }
    EXPECT_NEAR(physical(*recording, 1, 56'000, 1)[0], 0.000125, 1e-9);
}

TEST(TableSource, AFileCutUnderItReadsAsMissing) {
    const auto folder = scratchFolder("table-cut");
    const auto path = folder / "t.csv";
    writeText(path, "time_s,ECG (mV)\n" +
                        rowsOf([](int i) { return number(i / 500.0, 3) + ',' + number(waveAt(i), 2); }, 20'000));
    const auto recording = open(path.string());
    ASSERT_TRUE(recording);
    std::filesystem::resize_file(path, 4096);
    EXPECT_TRUE(std::isnan(physical(**recording, 0, 15'000, 1)[0]));
}

TEST(TableSource, HostileBytesAreATableOrRefused) {
    const std::vector<std::string> wholes = {
        "sep=\t\n\"Time\"\tII\tphase\nms\tmV\t\n1709280000000\t-0.5\trest\n1709280000004\t1e-3\t\n1709280000008\t\"0."
        "5\"\trun\n",
        "a\n1 msec/sample\n1 channels\nECG\nmV\nmin\tCH1\n\t3\n0\t1.5\n1.7E-05\t2\n3.3E-05\t3\n",
        "Interval=\t0.001 s\nExcelDateTime=\t4.5e4\nChannelTitle=\tA\nRange=\t1 mV\n0\t1\n0.001\t2\nInterval=\t0.001 "
        "s\n0\t3\n",
        "Name,x\nDevice,\"Watch6,7\"\nRate,512 Hertz\n\nLead,Lead I\nUnit,\xc2\xb5V\n\n0,000\n-0,125\n0,050\n",
        "time_s,\"A (mV, 4 Hz)\",\"B (mV, 2 Hz)\",start\n0,1,2,2024-03-01T10:00:00\n0.25,1,,\n0.5,2,3,\n",
    };
    for (const std::string& whole : wholes) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            for (const int kind : {0, 1, 2}) {
                std::string text = kind == 0 ? whole.substr(0, size) : whole;
                if (kind == 1) text[size] = static_cast<char>(text[size] ^ 0x11);
                if (kind == 2) text.insert(size, std::string("9\xff,;\t\"", size % 6));
                const auto recording = openedTable(text, "t.csv", {.rate_hz = 100});
                if (!recording) {
                    EXPECT_FALSE(recording.error().what.empty());
                    continue;
                }
                for (std::size_t i = 0; i < (*recording)->leads.size(); ++i) {
                    const Lead& lead = (*recording)->leads[i];
                    EXPECT_GT(lead.samples, 0);
                    EXPECT_TRUE(std::isfinite(lead.gain) && lead.gain > 0) << text;
                    EXPECT_GT(lead.rate_hz, 0);
                    (void)physical(**recording, i, -1, 6);
                    (void)stored(**recording, i, lead.samples - 3, 6);
                }
            }
        }
    }
}

}  // namespace
}  // namespace triptych::formats
