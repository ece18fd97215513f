// Tables as the programs and devices that people have write them, in many rates, languages and versions.
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

TEST(TablePrograms, AcqKnowledgeWithAndWithoutTimes) {
    for (const double interval_ms : {1.0, 2.0, 0.5, 8.0}) {
        const double rate_hz = 1000 / interval_ms;
        const std::string head =
            "x.acq\n" + number(interval_ms, 1) + " msec/sample\n2 channels\nECG - ECG100C\nmV\nRSP\nVolts\n";
        const std::string counts = std::to_string(kRows) + '\t' + std::to_string(kRows) + '\n';
        for (const auto& [unit, scale] : {std::pair("min", 60.0), std::pair("sec", 1.0), std::pair("ms", 0.001)}) {
            const auto recording =
                mustOpenTable(head + unit + "\tCH1\tCH2\n\t" + counts + rowsOf([&](int i) {
                                  return number(i / rate_hz / scale, 8) + '\t' + number(waveAt(i), 2) + "\t0.1";
                              }),
                              "biopac.txt");
            ASSERT_TRUE(recording) << unit;
            EXPECT_EQ(namesOf(*recording), "ECG - ECG100C, RSP");
            EXPECT_EQ(recording->leads[0].rate_hz, rate_hz) << unit;
            EXPECT_EQ(recording->leads[0].unit, "mV");
            expectWave(*recording, 0, kRows);
            EXPECT_NEAR(physical(*recording, 1, 0, 1)[0], 100, 1e-4) << "volts";
            EXPECT_EQ(warningsOf(*recording), "");
        }
        const auto bare = mustOpenTable(
            head + "CH1\tCH2\n" + counts + rowsOf([](int i) { return number(waveAt(i), 2) + "\t0.1"; }), "biopac.txt");
        ASSERT_TRUE(bare);
        EXPECT_EQ(bare->leads[0].rate_hz, rate_hz);
        expectWave(*bare, 0, kRows);
    }
    // Commas between the fields, a channel of raw whole numbers, and no row of counts: the first row is a sample.
    const auto raw = mustOpenTable("y.acq\n5 msec/sample\n1 channels\nLead II\nmV\nsec,CH1\n" +
                                       rowsOf([](int i) { return number(i / 200.0, 3) + ',' + std::to_string(i % 7); }),
                                   "biopac.csv");
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->leads[0].samples, kRows);
    EXPECT_EQ(raw->leads[0].name, "II");
}

TEST(TablePrograms, LabChartNamesUnitsStartAndBlocks) {
    const auto head = [](const std::string& channels, const std::string& ranges, double interval_s) {
        return "Interval=\t" + number(interval_s, 4) +
               " s\nExcelDateTime=\t4.5352416666666664e+004\t01/03/2024 10:00:00\n"
               "TimeFormat=\tStartOfBlock\nDateFormat=\t\nChannelTitle=\t" +
               channels + "\nRange=\t" + ranges + '\n';
    };
    const auto rows = [](double rate_hz) {
        return rowsOf(
            [=](int i) { return number(i / rate_hz, 4) + '\t' + number(waveAt(i), 2) + '\t' + number(waveAt(i), 2); });
    };
    const auto recording = mustOpenTable(head("ECG\tResp", "10.000 mV\t5.000 V", 0.001) + rows(1000), "lc.txt");
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "ECG, Resp");
    EXPECT_EQ(recording->leads[0].rate_hz, 1000);
    EXPECT_EQ(recording->start, "2024-03-01T10:00:00");
    expectWave(*recording, 0, kRows);
    expectWave(*recording, 1, kRows, 1000);
    // Units of their own row, and two blocks.
    const std::string block = head("Lead I\tLead II", "2\t2", 0.004) + "UnitName=\tmV\tuV\n" + rows(250);
    const auto two = mustOpenTable(block + block, "lc.txt");
    ASSERT_TRUE(two);
    EXPECT_EQ(namesOf(*two), "I, II");
    EXPECT_EQ(two->leads[0].samples, 2 * kRows);
    EXPECT_NEAR(physical(*two, 1, kRows + 3, 1)[0], waveAt(3) / 1000, 1e-9);
    EXPECT_NE(warningsOf(*two).find("2 blocks"), std::string::npos) << warningsOf(*two);
}

TEST(TablePrograms, LabChartWithTimesAndDatesOfEveryRow) {
    const std::string head =
        "Interval=\t0.004 s\nExcelDateTime=\t4.5352416666666664e+004\t01/03/2024 10:00:00\n"
        "TimeFormat=\tTimeOfDay\nDateFormat=\tM/d/yyyy\nChannelTitle=\t";
    const auto second = [](int i) { return (i < 2500 ? "10:00:0" : "10:00:") + number(i / 250.0, 3); };
    const auto two = [](int i) { return number(waveAt(i), 2) + '\t' + number(waveAt(i) / 2, 3); };
    const std::vector<std::function<std::string(int)>> befores = {
        [&](int i) { return second(i) + "\t3/1/2024\t"; }, [&](int i) { return "3/1/2024\t" + second(i) + '\t'; },
        [&](int i) { return number(i / 250.0, 3) + "\t3/1/2024\t"; }, [&](int i) { return second(i) + '\t'; }};
    for (const auto& before : befores) {
        const auto recording = mustOpenTable(
            head + "ECG\tResp\nRange=\t10.000 mV\t5.000 mV\n" + rowsOf([&](int i) { return before(i) + two(i); }),
            "lc.txt");
        ASSERT_TRUE(recording);
        EXPECT_EQ(namesOf(*recording), "ECG, Resp") << before(0);
        EXPECT_EQ(recording->leads[0].rate_hz, 250);
        EXPECT_EQ(recording->start, "2024-03-01T10:00:00");
        expectWave(*recording, 0, kRows);
        expectWave(*recording, 1, kRows, 0.5);
        const auto one = mustOpenTable(
            head + "ECG\nRange=\t10.000 mV\n" + rowsOf([&](int i) { return before(i) + number(waveAt(i), 2); }),
            "lc.txt");
        ASSERT_TRUE(one);
        EXPECT_EQ(namesOf(*one), "ECG") << before(0);
        expectWave(*one, 0, kRows);
    }
}

TEST(TablePrograms, OpenSignalsAndBioSppy) {
    for (const int rate_hz : {100, 500, 1000}) {
        const std::string head =
            "# OpenSignals Text File Format\n# {\"00:07:80:AA\": {\"sensor\": [\"ECG\", \"RESP\"], \"device name\": "
            "\"x\", "
            "\"column\": [\"nSeq\", \"DI\", \"CH1\", \"CH3\"], \"time\": \"10:29:43.249\", \"date\": \"2024-3-1\", "
            "\"label\": "
            "[\"CH1\", \"CH3\"], \"sampling rate\": " +
            std::to_string(rate_hz) + ", \"resolution\": [16, 16]}}\n# EndOfHeader\n";
        const auto recording = mustOpenTable(head + rowsOf([](int i) {
                                                 return std::to_string(i % 16) + "\t0\t" +
                                                        std::to_string(32768 + i % 50) + '\t' + std::to_string(i % 9) +
                                                        '\t';
                                             }),
                                             "plux.txt");
        ASSERT_TRUE(recording);
        EXPECT_EQ(namesOf(*recording), "CH1, CH3");
        EXPECT_EQ(recording->leads[0].rate_hz, rate_hz);
        EXPECT_EQ(recording->leads[0].samples, kRows);
        EXPECT_EQ(recording->start, "2024-03-01T10:29:43.249");
        EXPECT_EQ(physical(*recording, 0, 0, 2), (std::vector<float>{32768, 32769}));
        EXPECT_NE(warningsOf(*recording).find("left out: DI"), std::string::npos) << warningsOf(*recording);
    }
    const auto old = mustOpenTable(
        "# OpenSignals Text File Format. Version 1\n# {\"20:16\": {\"label\": [\"A2\"], \"sampling rate\": 100}}\n# "
        "EndOfHeader\n" +
            rowsOf(
                [](int i) { return std::to_string(i % 16) + "\t0\t0\t0\t1\t" + std::to_string(500 + i % 50) + '\t'; }),
        "bitalino.txt");
    ASSERT_TRUE(old);
    EXPECT_EQ(namesOf(*old), "A2");
    const auto simple =
        mustOpenTable("# Simple Text Format\n# Sampling Rate (Hz):= 250.00\n# Resolution:= 12\n# Labels:= ECG\n" +
                          rowsOf([](int i) { return number(2000 + i % 50, 1); }),
                      "biosppy.txt");
    ASSERT_TRUE(simple);
    EXPECT_EQ(namesOf(*simple), "ECG");
    EXPECT_EQ(simple->leads[0].rate_hz, 250);
}

TEST(TablePrograms, HostileHeadersOfOpenSignalsAreNoHeaders) {
    for (const char* json :
         {"{", "{}", "{\"a\": []}", "{\"a\": {\"sampling rate\": -5}}", "{\"a\": {\"sampling rate\": \"x\"}}",
          "{\"a\": {\"column\": {\"b\": 1}}}", "{\"a\": {\"column\": [1, [2], null]}}", "[[[[[[[["}) {
        const auto recording =
            openedTable("# " + std::string(json) + "\n# EndOfHeader\n1\t2\t3\t\n4\t5\t6\t\n7\t8\t9\t\n", "plux.txt",
                        {.rate_hz = 100});
        if (recording) {
            EXPECT_GT((*recording)->leads.at(0).samples, 0) << json;
        } else {
            EXPECT_FALSE(recording.error().what.empty()) << json;
        }
    }
    const std::string deep = "# " + std::string(60'000, '[') + "\n1\t2\n3\t4\n5\t6\n";
    (void)openedTable(deep, "plux.txt", {.rate_hz = 100});
}

TEST(TablePrograms, ShimmerConsensys) {
    for (const double rate_hz : {256.0, 512.0, 1024.0}) {
        const std::string head =
            "\"sep=\t\"\nShimmer_B640_Timestamp_Unix_CAL\tShimmer_B640_ECG_LA-RA_24BIT_CAL\t"
            "Shimmer_B640_ECG_LL-RA_24BIT_CAL\tShimmer_B640_ECG_Status1_CAL\t\nms\tmV\tmV\tno_units\t\n";
        const auto recording = mustOpenTable(head + rowsOf([&](int i) {
                                                 return number(1709280000000.0 + i * 1000 / rate_hz, 6) + '\t' +
                                                        number(waveAt(i), 9) + '\t' + number(waveAt(i + 1), 9) +
                                                        "\t128.0\t";
                                             }));
        ASSERT_TRUE(recording);
        EXPECT_EQ(recording->leads.at(0).name, "Shimmer_B640_ECG_LA-RA_24BIT_CAL");
        EXPECT_EQ(recording->leads.at(0).unit, "mV");
        EXPECT_EQ(recording->leads.at(0).rate_hz, rate_hz);
        EXPECT_EQ(recording->leads.size(), 3U);
        EXPECT_EQ(recording->start, "2024-03-01T08:00:00Z");
        expectWave(*recording, 0, kRows);
    }
    // Before: device, name, kind and unit each in a row of its own.
    const auto old =
        mustOpenTable("Shimmer_1\tShimmer_1\tShimmer_1\nTimestamp\tECG LL-RA\tECG LA-RA\nCAL\tCAL\tCAL\nms\tmV\tmV\n" +
                          rowsOf([](int i) { return number(i * 4, 3) + '\t' + number(waveAt(i), 3) + "\t1.5"; }),
                      "shimmer.dat.txt");
    ASSERT_TRUE(old);
    EXPECT_EQ(namesOf(*old), "ECG LL-RA, ECG LA-RA");
    EXPECT_EQ(old->leads[0].rate_hz, 250);
}

TEST(TablePrograms, OpenBciWithItsWordsAndCounter) {
    for (const int rate_hz : {200, 250, 1000}) {
        const std::string head =
            "%OpenBCI Raw EXG Data\n%Number of channels = 2\n%Sample Rate = " + std::to_string(rate_hz) +
            " Hz\n%Board = OpenBCI_GUI$BoardGanglionNative\nSample Index, EXG Channel 0, EXG Channel 1, Other, "
            "Timestamp, Timestamp (Formatted)\n";
        const auto recording = mustOpenTable(head + rowsOf([&](int i) {
                                                 return std::to_string(i % 200) + ", " + number(waveAt(i), 6) +
                                                        ", 0.5, 0.0, " + number(1709280000 + i / 7 * 7.0 / rate_hz, 6) +
                                                        ", 2024-03-01 08:00:" + number(10 + i / 7 * 7.0 / rate_hz, 3);
                                             }),
                                             "OpenBCI-RAW.txt");
        ASSERT_TRUE(recording);
        EXPECT_EQ(namesOf(*recording), "EXG Channel 0, EXG Channel 1, Other");
        EXPECT_EQ(recording->leads[0].rate_hz, rate_hz) << "as it is stated: packets come in bursts";
        EXPECT_EQ(recording->leads[0].unit, "mV");
        EXPECT_TRUE(recording->leads[0].unit_assumed);
        expectWave(*recording, 0, kRows, 1e-3);
        EXPECT_NE(warningsOf(*recording).find("Timestamp (Formatted)"), std::string::npos) << warningsOf(*recording);
    }
    const auto old =
        mustOpenTable("%OpenBCI Raw EEG Data\n%Number of channels = 2\n%Sample Rate = 250.0 Hz\n" + rowsOf([](int i) {
                          return std::to_string(i % 256) + ", " + number(waveAt(i), 2) +
                                 ", 1.5, 0.1, 0.2, 0.3, 10:00:" + number(10 + i / 250.0, 3) + ", " +
                                 std::to_string(1709280000000 + 4 * i);
                      }),
                      "OpenBCI-4.txt");
    ASSERT_TRUE(old);
    EXPECT_EQ(namesOf(*old), "EXG Channel 0, EXG Channel 1, column 4, column 5, column 6");
    EXPECT_EQ(old->leads[0].rate_hz, 250);
}

TEST(TablePrograms, AppleWatchInManyLanguages) {
    struct Phone {
        const char* keys;  // up to the rate, without its value
        const char* rate;
        const char* behind;
        const char* lead;
        double rate_hz;
        char mark;
    };
    const std::vector<Phone> phones = {
        {"Name,Erika Muster\nDate of Birth,\"Feb 5, 1952\"\nRecorded Date,2024-02-05 09:14:40 "
         "+0200\nClassification,Sinus "
         "Rhythm\nSymptoms,\nSoftware Version,1.90\nDevice,\"Watch6,7\"\nSample Rate,",
         "512.844 hertz", "Lead,Lead I\nUnit,\u00b5V\n", "Lead I", 512.844, '.'},
        {"Name,Erika Muster\nGeburtsdatum,05.02.1952\nAufzeichnungsdatum,2024-02-05 09:14:40 "
         "+0200\nSoftwareversion,1.90\n"
         "Ger\u00e4t,\"Watch6,7\"\nMessrate,",
         "512 Hertz", "Ableitung,Ableitung I\nEinheit,\u00b5V\n", "Ableitung I", 512, ','},
        {"Nom,Jean\nDate d\u2019enregistrement,2024-02-05 09:14:40 +0200\nAppareil,\"Watch4,3\"\nFr\u00e9quence "
         "d\u2019\u00e9chantillonnage,",
         "\"511,844\u00a0hertz\"", "D\u00e9rivation,D\u00e9rivation I\nUnit\u00e9,\u00b5V\n", "D\u00e9rivation I",
         511.844, ','},
        {"Namn,Erik\nInspelningsdatum,2024-02-05 09:14:40 +0200\nEnhet,\"Watch7,18\"\nSamplingshastighet,", "512 hertz",
         "Avledning,Avledning I\nEnhet,\u00b5V\n", "Avledning I", 512, ','},
        {"\u0418\u043c\u044f,x\n\u0414\u0430\u0442\u0430 \u0437\u0430\u043f\u0438\u0441\u0438,2024-02-05 09:14:40 "
         "+0200\n"
         "\u0423\u0441\u0442\u0440\u043e\u0439\u0441\u0442\u0432\u043e,\"Watch5,"
         "2\"\n\u0427\u0430\u0441\u0442\u043e\u0442\u0430,",
         "512 \u0433\u0435\u0440\u0446",
         "\u041e\u0442\u0432\u0435\u0434\u0435\u043d\u0438\u0435,"
         "\u041e\u0442\u0432\u0435\u0434\u0435\u043d\u0438\u0435 I\n"
         "\u0415\u0434\u0438\u043d\u0438\u0446\u0430,\u00b5V\n",
         "\u041e\u0442\u0432\u0435\u0434\u0435\u043d\u0438\u0435 I", 512, ','},
        {"\u540d\u524d,x\n\u8a18\u9332\u65e5,2024-02-05 09:14:40 "
         "+0200\n\u30c7\u30d0\u30a4\u30b9,\"Watch6,7\"\n\u30ec\u30fc\u30c8,",
         "512\u30d8\u30eb\u30c4", "\u8a98\u5c0e,I \u8a98\u5c0e\n\u5358\u4f4d,\u00b5V\n", "I \u8a98\u5c0e", 512, '.'},
        {"\u0627\u0644\u0627\u0633\u0645,x\n\u062a\u0627\u0631\u064a\u062e,2024-02-05 09:14:40 "
         "+0200\n\u062c\u0647\u0627\u0632,"
         "\"Watch6,7\"\n\u0645\u0639\u062f\u0644,",
         "\u0665\u0661\u0662 \u0647\u0631\u062a\u0632", "Lead,Lead I\nUnit,\u00b5V\n", "Lead I", 512, '.'},
    };
    for (const Phone& phone : phones) {
        const auto recording = mustOpenTable(std::string(phone.keys) + phone.rate + "\n\n\n" + phone.behind + '\n' +
                                                 rowsOf([&](int i) { return number(100 * waveAt(i), 3, phone.mark); }),
                                             "ecg_2024-02-05.csv");
        ASSERT_TRUE(recording) << phone.keys;
        ASSERT_EQ(recording->leads.size(), 1U) << phone.keys;
        EXPECT_EQ(recording->leads[0].name, "I") << phone.keys;
        EXPECT_EQ(recording->leads[0].original_name, phone.lead);
        EXPECT_EQ(recording->leads[0].rate_hz, phone.rate_hz) << phone.keys;
        EXPECT_EQ(recording->start, "2024-02-05T09:14:40+02:00") << phone.keys;
        EXPECT_EQ(recording->leads[0].unit, "mV");
        expectWave(*recording, 0, kRows, 0.1);
        EXPECT_EQ(warningsOf(*recording), "") << phone.keys;
    }
}

TEST(TablePrograms, PolarKeepsTheSensorsClockAndThePhonesDay) {
    const auto recording =
        mustOpenTable("Phone timestamp;sensor timestamp [ns];timestamp [ms];ecg [uV]\n" + rowsOf([](int i) {
                          return "2024-03-01T10:00:" + number(10 + i / 73 * 0.56, 3) + ';' +
                                 std::to_string(599616332000000000 + std::int64_t{7692307} * i) + ';' +
                                 number(i * 7.692307, 3) + ';' + std::to_string(std::lround(100 * waveAt(i)));
                      }),
                      "Polar_H10.txt");
    ASSERT_TRUE(recording);
    EXPECT_EQ(namesOf(*recording), "ecg");
    EXPECT_NEAR(recording->leads[0].rate_hz, 130, 1e-3);
    EXPECT_EQ(recording->start, "2024-03-01T10:00:10");
    expectWave(*recording, 0, kRows, 0.1);
}

TEST(TablePrograms, MatlabPandasAndR) {
    const auto values = [](int i) { return number(waveAt(i), 2) + ',' + number(waveAt(i + 1), 2); };
    struct Export {
        const char* head;
        std::function<std::string(int)> time;
        double rate_hz;
        const char* names;
    };
    const std::vector<Export> exports = {
        {"Time,II,V5\n", [](int i) { return number(i / 500.0, 3) + " sec"; }, 500, "II, V5"},
        {"Time,Var1,Var2\n", [](int i) { return "00:00:" + number(i / 100.0, 2); }, 100, "Var1, Var2"},
        {",II,V5\n", [](int i) { return "0 days 00:00:0" + number(i / 250.0, 6); }, 250, "II, V5"},
        {",time,II,V5\n", [](int i) { return std::to_string(i) + ',' + number(i / 250.0, 3); }, 250, "II, V5"},
        {"\"\",\"time\",\"II\",\"V5\"\n",
         [](int i) { return '"' + std::to_string(i + 1) + "\"," + number(i / 128.0, 7); }, 128, "II, V5"},
        {"time,II,V5\n", [](int i) { return std::to_string(i + 1) + ',' + number(i / 128.0, 7); }, 128, "II, V5"},
        {"Unnamed: 0,time,II,V5\n", [](int i) { return std::to_string(i) + ',' + number(i * 1e-3, 3); }, 1000,
         "II, V5"},
    };
    for (const Export& made : exports) {
        const auto recording = mustOpenTable(made.head + rowsOf([&](int i) { return made.time(i) + ',' + values(i); }));
        ASSERT_TRUE(recording) << made.head;
        EXPECT_EQ(namesOf(*recording), made.names) << made.head;
        EXPECT_EQ(recording->leads.at(0).rate_hz, made.rate_hz) << made.head;
        expectWave(*recording, 0, kRows);
    }
    const auto r = mustOpenTable("\"II\" \"V5\"\n" + rowsOf([](int i) {
                                     return '"' + std::to_string(i + 1) + "\" " + number(waveAt(i), 2) + " 1";
                                 }),
                                 "r.txt", {.rate_hz = 360});
    ASSERT_TRUE(r);
    EXPECT_EQ(namesOf(*r), "II, V5");
    expectWave(*r, 0, kRows);
}

}  // namespace
}  // namespace triptych::formats
