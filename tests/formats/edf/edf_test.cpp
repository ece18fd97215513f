// EDF, EDF+ and BDF: files made byte by byte, whose every value is known.
#include "core/formats/open.h"

#include "tests/formats/edf/opened_edf.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace triptych::formats {
namespace {

using namespace test;
using namespace std::string_literals;

TEST(Edf, ValuesRatesUnitsAndNames) {
    const auto recording = opened("edf-plain", twoLeads());
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->format, "EDF");
    EXPECT_EQ(recording->name, "r");
    EXPECT_EQ(recording->start, "2002-03-02T10:20:30");
    EXPECT_EQ(recording->duration_s, 2);
    ASSERT_EQ(recording->leads.size(), 2U);
    const Lead& lead = recording->leads[0];
    EXPECT_EQ(lead.name, "II");
    EXPECT_EQ(lead.original_name, "ECG II");
    EXPECT_EQ(lead.unit, "mV");
    EXPECT_EQ(lead.rate_hz, 4);
    EXPECT_EQ(lead.samples, 8);
    EXPECT_NEAR(lead.gain, 10'000, 1e-6);  // tenths of a microvolt
    EXPECT_EQ(stored(*recording, 0, 0, 8), (std::vector<std::int32_t>{0, 10, -10, 32767, -32768, 5, 6, 7}));
    const auto millivolts = physical(*recording, 0, 0, 5);
    EXPECT_NEAR(millivolts[1], 0.001, 1e-9);
    EXPECT_NEAR(millivolts[3], 3.2767, 1e-6);
    EXPECT_NEAR(millivolts[4], -3.2768, 1e-6);
    EXPECT_EQ(recording->leads[1].unit, "l/min");
    EXPECT_EQ(recording->leads[1].rate_hz, 1);
    EXPECT_EQ(physical(*recording, 1, 0, 2), (std::vector<float>{25, 50}));
    EXPECT_NE(warningsOf(*recording).find("not in a unit of voltage"), std::string::npos);
    EXPECT_NE(warningsOf(*recording).find("Resp (l/min)"), std::string::npos);
}

TEST(Edf, AnyStretchIsReadAndWhatIsOutsideIsMissing) {
    const auto recording = opened("edf-stretch", twoLeads());
    ASSERT_TRUE(recording);
    EXPECT_EQ(stored(*recording, 0, 3, 3), (std::vector<std::int32_t>{32767, -32768, 5}));
    EXPECT_EQ(stored(*recording, 0, -2, 3), (std::vector<std::int32_t>{kMissingSample, kMissingSample, 0}));
    EXPECT_EQ(stored(*recording, 0, 7, 3), (std::vector<std::int32_t>{7, kMissingSample, kMissingSample}));
    EXPECT_EQ(stored(*recording, 0, 100, 1), (std::vector<std::int32_t>{kMissingSample}));
    EXPECT_TRUE(std::isnan(physical(*recording, 0, -9, 3)[2]));
    EXPECT_TRUE(std::isnan(physical(*recording, 7, 0, 1)[0]));
}

TEST(Edf, UnitsOfVoltageBecomeMillivoltsAndOthersDoNot) {
    const std::vector<std::pair<std::string, double>> units = {
        {"mV", 10}, {"uV", 10'000}, {"\xb5V", 10'000}, {"V", 0.01}, {"nV", 1e7}};
    for (const auto& [unit, gain] : units) {
        MadeEdf edf = twoLeads();
        edf.signals[0].dimension = unit;
        const auto recording = opened("edf-units", edf);
        ASSERT_TRUE(recording);
        EXPECT_EQ(recording->leads[0].unit, "mV") << unit;
        EXPECT_NEAR(recording->leads[0].gain / gain, 1, 1e-9) << unit;
    }
    for (const std::string unit : {"", "ADU", "%"}) {
        MadeEdf edf = twoLeads();
        edf.signals[0].dimension = unit;
        const auto recording = opened("edf-units", edf);
        ASSERT_TRUE(recording);
        EXPECT_EQ(recording->leads[0].unit, unit.empty() ? "unstated" : unit);
        EXPECT_NE(warningsOf(*recording).find(unit.empty() ? "not as millivolts: II" : "II ("), std::string::npos)
            << warningsOf(*recording);
    }
}

TEST(Edf, TwentyFourBits) {
    MadeEdf edf;
    edf.is_bdf = true;
    MadeSignal signal;
    signal.digital_minimum = "-8388608";
    signal.digital_maximum = "8388607";
    signal.physical_minimum = "-8388608";
    signal.physical_maximum = "8388607";
    signal.values = {0, 1, -1, 8388607, -8388608, 65536, -65537, 255};
    edf.signals = {signal, signal};
    const auto recording = opened("bdf", edf, "r.bdf");
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->format, "BDF");
    EXPECT_EQ(stored(*recording, 1, 0, 8), signal.values);
    EXPECT_FLOAT_EQ(physical(*recording, 1, 4, 1)[0], -8388.608F);
}

TEST(Edf, TheSameMinimumAndMaximumMeansStoredValues) {
    MadeEdf edf = twoLeads();
    edf.signals[0].physical_minimum = edf.signals[0].physical_maximum = "0";
    edf.signals[1].digital_maximum = "many";
    const auto recording = opened("edf-flat", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].unit, "stored");
    EXPECT_EQ(physical(*recording, 0, 1, 1)[0], 10);
    EXPECT_NE(warningsOf(*recording).find("II, Resp"), std::string::npos) << warningsOf(*recording);
}

TEST(Edf, AnInvertedRangeInvertsTheSignal) {
    MadeEdf edf = twoLeads();
    std::swap(edf.signals[0].physical_minimum, edf.signals[0].physical_maximum);
    const auto recording = opened("edf-inverted", edf);
    ASSERT_TRUE(recording);
    EXPECT_NEAR(physical(*recording, 0, 3, 1)[0], -3.2768, 1e-6);
    EXPECT_LT(recording->leads[0].gain, 0);
}

TEST(Edf, WhatRecordersReallyWriteIntoTheirHeaders) {
    MadeEdf edf = twoLeads();
    edf.signals[0].dimension = "\xb5V";  // Latin-1
    edf.signals[0].physical_minimum = "-3276,8";
    edf.signals[0].physical_maximum = "3276,7";
    edf.signals[1].dimension = "Boolean";
    edf.signals[1].label = "Status";
    const auto folder = scratchFolder("edf-real");
    std::string bytes = bytesOfEdf(edf);
    bytes.replace(1, 7, std::string(7, '\0'));
    writeText(folder / "r.edf", bytes);
    const auto opened_file = open((folder / "r.edf").string());
    ASSERT_TRUE(opened_file) << sentence(opened_file.error());
    EXPECT_EQ((*opened_file)->format, "EDF");
    EXPECT_EQ((*opened_file)->leads[0].unit, "mV");
    EXPECT_NEAR((*opened_file)->leads[0].gain, 10'000, 1e-6);
    EXPECT_NE(warningsOf(**opened_file).find("Status (Boolean)"), std::string::npos);
    // A list of annotations in front of the signals is as good as one behind them.
    edf = twoLeads();
    edf.reserved = "EDF+C";
    MadeSignal notes;
    notes.label = "EDF Annotations";
    notes.samples_per_record = 20;
    using namespace std::string_literals;
    notes.texts = {"+0\x14\x14\0+0.5\x14note\x14\0"s, "+1\x14\x14\0"s};
    edf.signals.insert(edf.signals.begin(), notes);
    const auto first = opened("edf-notes-first", edf);
    ASSERT_TRUE(first);
    EXPECT_EQ(stored(*first, 0, 0, 4), (std::vector<std::int32_t>{0, 10, -10, 32767}));
    ASSERT_EQ(first->annotation_sets.size(), 1U);
    EXPECT_EQ(first->annotation_sets[0].annotations.at(0).aux, "note");
}

TEST(Edf, AnnotationsKeepTheirTimesDurationsAndLetters) {
    MadeEdf edf = twoLeads();
    edf.reserved = "EDF+C";
    edf.signals.push_back(
        clock({"+0.25\x14\x14\0+0.75\x15"
               "0.5\x14r\xc3\xa9veil\x14second\x14\0"s,
               "+1.25\x14\x14\0+1.3333333\x14late\x14\0"s}));
    const auto recording = opened("edf-tal", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->format, "EDF+C");
    EXPECT_EQ(recording->start, "2002-03-02T10:20:30.25");
    ASSERT_EQ(recording->leads.size(), 2U) << "annotations are no lead";
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    const AnnotationSet& set = recording->annotation_sets[0];
    ASSERT_EQ(set.annotations.size(), 3U);
    EXPECT_NEAR(static_cast<double>(set.annotations[0].sample) / set.rate_hz, 0.5, 1e-7);
    EXPECT_NEAR(static_cast<double>(set.annotations[0].duration) / set.rate_hz, 0.5, 1e-7);
    EXPECT_EQ(set.annotations[0].aux, "r\xc3\xa9veil");
    EXPECT_EQ(set.annotations[0].code, kNote);
    EXPECT_EQ(set.annotations[1].aux, "second");
    EXPECT_NEAR(static_cast<double>(set.annotations[2].sample) / set.rate_hz, 1.0833333, 1e-7);
    EXPECT_EQ(warningsOf(*recording).find("damaged"), std::string::npos);
}

TEST(Edf, AnnotationsOnTheGridOfALeadCountItsSamples) {
    MadeEdf edf = twoLeads();
    edf.reserved = "EDF+C";
    edf.signals.push_back(
        clock({"+0\x14\x14\0+0.75\x14"
               "a\x14\0"s,
               "+1\x14\x14\0"s}));
    const auto recording = opened("edf-grid", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->annotation_sets.at(0).rate_hz, 4);
    EXPECT_EQ(recording->annotation_sets[0].annotations.at(0).sample, 3);
}

TEST(Edf, ForeignLettersAreNotesAndNoBeats) {
    MadeEdf edf = twoLeads();
    edf.reserved = "EDF+C";
    edf.signals.push_back(clock({"+0\x14\x14\0+0.5\x14V\x14\0"s, "+1\x14\x14\0"s}));
    const auto foreign = opened("edf-foreign", edf);
    ASSERT_TRUE(foreign);
    EXPECT_EQ(foreign->annotation_sets.at(0).annotations.at(0).code, kNote);
    edf.recording = "Startdate 02-MAR-2002 X X Triptych";
    const auto ours = opened("edf-ours", edf);
    ASSERT_TRUE(ours);
    EXPECT_EQ(ours->annotation_sets.at(0).annotations.at(0).code, kPvc);
    EXPECT_EQ(ours->annotation_sets[0].annotator, "atr");
}

TEST(Edf, GapsAreMissingSamplesAtTheirTrueTimes) {
    MadeEdf edf = twoLeads();
    edf.reserved = "EDF+D";
    edf.signals.push_back(clock({"+10\x14\x14\0"s, "+13.5\x14\x14\0+14\x14late\x14\0"s}));
    const auto recording = opened("edf-gap", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->format, "EDF+D");
    EXPECT_EQ(recording->start, "2002-03-02T10:20:40");
    EXPECT_EQ(recording->duration_s, 5);  // the slow lead's second sample is at 3.5 s, rounded to its own grid
    EXPECT_EQ(recording->leads[0].samples, 18);
    EXPECT_EQ(stored(*recording, 0, 3, 2), (std::vector<std::int32_t>{32767, kMissingSample}));
    EXPECT_EQ(stored(*recording, 0, 12, 7),
              (std::vector<std::int32_t>{kMissingSample, kMissingSample, -32768, 5, 6, 7, kMissingSample}));
    const auto values = physical(*recording, 0, 0, 18);
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(std::isnan(values[i]), i >= 4 && i < 14) << i;
    EXPECT_EQ(recording->annotation_sets.at(0).annotations.at(0).sample, 16);
}

TEST(Edf, TimesOfAnnotationsThatNoSampleNumberHoldsAreBounded) {
    MadeEdf edf = twoLeads();
    edf.duration = "0.000001";
    edf.signals[0].samples_per_record = 40'000;
    edf.signals[0].values.assign(40'000, 0);
    edf.signals[1].values = {0};
    edf.reserved = "EDF+C";
    edf.signals.push_back(clock({"+0\x14\x14\0+999999999\x15"
                                 "999999999\x14late\x14\0"s},
                                40));
    const auto recording = opened("edf-late", edf);
    ASSERT_TRUE(recording);
    const Annotation& late = recording->annotation_sets.at(0).annotations.at(0);
    EXPECT_GT(late.sample, 1'000'000'000'000) << "far behind the end, and not before the start";
    EXPECT_LE(late.sample, 1'000'000'000'000'000);
    EXPECT_GE(late.duration, 0);
}

TEST(Edf, RecordsOutOfOrderAndAbsurdGapsAreShownWithAWarning) {
    MadeEdf edf = twoLeads();
    edf.reserved = "EDF+D";
    edf.signals.push_back(clock({"+0\x14\x14\0"s, "+0.5\x14\x14\0"s}));
    auto recording = opened("edf-overlap", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].samples, 8);
    EXPECT_NE(warningsOf(*recording).find("start before the one before ends"), std::string::npos);
    edf.signals.back().texts[1] = "+900000000\x14\x14\0"s;
    recording = opened("edf-absurd", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].samples, 8);
    EXPECT_NE(warningsOf(*recording).find("gaps are left out"), std::string::npos);
    edf.reserved = "EDF+C";
    edf.signals.back().texts[1] = "+5\x14\x14\0"s;
    recording = opened("edf-liar", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].samples, 8);
    EXPECT_NE(warningsOf(*recording).find("calls the file continuous"), std::string::npos);
}

TEST(Edf, DamagedListsAreCountedAndTheOthersKept) {
    MadeEdf edf = twoLeads();
    edf.reserved = "EDF+C";
    edf.signals.push_back(
        clock({"+0\x14\x14\0"
               "5\x14no sign\x14\0+x\x14\0+0.5\x14good\x14\0"s,
               "+1\x14\x14\0+1e300\x14no time\x14\0"s}));
    const auto recording = opened("edf-damaged", edf);
    ASSERT_TRUE(recording);
    ASSERT_EQ(recording->annotation_sets.at(0).annotations.size(), 1U);
    EXPECT_EQ(recording->annotation_sets[0].annotations[0].aux, "good");
    EXPECT_NE(warningsOf(*recording).find("3 annotations are damaged"), std::string::npos) << warningsOf(*recording);
}

TEST(Edf, CountsThatLie) {
    MadeEdf edf = twoLeads();
    const std::vector<std::pair<std::string, std::string>> lies = {{"-1", "does not state how many"},
                                                                   {"0", "does not state how many"},
                                                                   {"99999999", "ends early"},
                                                                   {"what?", "does not state how many"}};
    for (const auto& [records, words] : lies) {
        edf.records = records;
        const auto recording = opened("edf-lies", edf);
        ASSERT_TRUE(recording) << records;
        EXPECT_EQ(recording->leads[0].samples, 8) << records;
        EXPECT_NE(warningsOf(*recording).find(words), std::string::npos) << warningsOf(*recording);
    }
    edf.records = "1";
    EXPECT_EQ(opened("edf-lies", edf)->leads[0].samples, 4);
    edf.records = "";
    edf.header_bytes = "99999999";
    const auto recording = opened("edf-lies", edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(stored(*recording, 0, 0, 2), (std::vector<std::int32_t>{0, 10}));
    EXPECT_NE(warningsOf(*recording).find("which were taken"), std::string::npos);
}

TEST(Edf, WhatOfTheLastRecordIsThereIsShown) {
    const auto folder = scratchFolder("edf-cut");
    const std::string whole = bytesOfEdf(twoLeads());
    writeText(folder / "r.edf", whole.substr(0, whole.size() - 5));  // the slow lead's last, and 1½ of the fast one's
    const auto recording = open((folder / "r.edf").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 6);
    EXPECT_EQ(stored(**recording, 0, 4, 3), (std::vector<std::int32_t>{-32768, 5, kMissingSample}));
    EXPECT_EQ((*recording)->leads[1].samples, 1);
    EXPECT_NE(warningsOf(**recording).find("ends early"), std::string::npos);
}

TEST(Edf, WhatIsNoRecordingIsRefusedWithTheReason) {
    const auto folder = scratchFolder("edf-refused");
    const auto reason = [&](const MadeEdf& edf) {
        writeText(folder / "r.edf", bytesOfEdf(edf));
        const auto recording = open((folder / "r.edf").string());
        EXPECT_FALSE(recording);
        return recording ? std::string() : sentence(recording.error());
    };
    MadeEdf edf = twoLeads();
    edf.duration = "0";
    EXPECT_NE(reason(edf).find("lasts 0 s"), std::string::npos);
    edf.duration = "1e-300";
    EXPECT_NE(reason(edf).find("no signal has a rate"), std::string::npos);
    edf.duration = "-1";
    EXPECT_NE(reason(edf).find("\"-1\""), std::string::npos);
    edf = twoLeads();
    edf.signal_count = "9999";
    EXPECT_NE(reason(edf).find("ends within its header"), std::string::npos);
    edf.signal_count = "0";
    EXPECT_NE(reason(edf).find("\"0\" as its number of signals"), std::string::npos);
    edf = twoLeads();
    edf.reserved = "EDF+C";
    edf.signals = {clock({"+0\x14\x14\0"s})};
    EXPECT_NE(reason(edf).find("annotations and no signal"), std::string::npos);
    edf = twoLeads();
    edf.reserved = "EDF+C";
    edf.signals[0].values.clear();
    edf.signals.push_back(clock({}, 99'999'999));
    EXPECT_NE(reason(edf).find("before its first sample"), std::string::npos)
        << "and no memory is taken for the promise";
    edf = twoLeads();
    edf.signals[0].values.clear();
    EXPECT_NE(reason(edf).find("before its first sample"), std::string::npos);
}

TEST(Edf, CutAtEveryByteAndDamagedAnywhere) {
    const auto folder = scratchFolder("edf-hostile");
    MadeEdf edf = twoLeads();
    edf.reserved = "EDF+D";
    edf.signals.push_back(clock({"+10\x14\x14\0"s,
                                 "+13.5\x14\x14\0+14\x15"
                                 "1\x14late\x14\0"s},
                                20));
    const std::string whole = bytesOfEdf(edf);
    cutEverywhere(folder / "r.edf", whole);
    int opened = 0;
    int refused = 0;
    for (std::size_t at = 184; at < whole.size(); ++at) {
        for (const char letter : {'9', '-', '\0'}) {
            std::string damaged = whole;
            damaged[at] = letter;
            writeText(folder / "r.edf", damaged);
            ++(openedOrRefused(folder / "r.edf") ? opened : refused);
        }
    }
    EXPECT_GT(opened, refused) << "most of a file is not what it stands on";
    EXPECT_GT(refused, 0);
}

TEST(Edf, MoreThanTwoGigabytesAreMappedAndNotRead) {
    const auto folder = scratchFolder("edf-large");
    MadeEdf edf;
    MadeSignal signal;
    signal.samples_per_record = 1'000'000;
    signal.values.assign(1'000'000, 0);
    edf.signals = {signal};
    edf.records = "1500";
    writeText(folder / "r.edf", bytesOfEdf(edf));
    std::error_code error;
    std::filesystem::resize_file(folder / "r.edf", 512 + 3'000'000'000, error);  // a hole
    if (error) GTEST_SKIP() << "this file system cannot hold a sparse file of 3 GB";
    const auto recording = open((folder / "r.edf").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 1'500'000'000);
    EXPECT_EQ(stored(**recording, 0, 1'499'999'999, 2), (std::vector<std::int32_t>{0, kMissingSample}));
}

}  // namespace
}  // namespace triptych::formats
