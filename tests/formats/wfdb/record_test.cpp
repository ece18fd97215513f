// Opening whole records: what the reader makes of leads, units, names, files and times.
#include "core/formats/open.h"
#include "core/formats/wfdb/wfdb.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <thread>

namespace triptych::formats {
namespace {

using namespace test;

TEST(WfdbRecord, OpensByHeaderNameDataAndAnnotations) {
    const auto folder = makeSmallRecord("names");
    for (const char* name : {"r.hea", "r", "r.dat", "r.atr"}) {
        const auto recording = openedFile(folder / name);
        EXPECT_EQ(recording->name, "r") << name;
        EXPECT_EQ(recording->format, "WFDB");
        EXPECT_EQ(recording->format_detail, "format 16");
        EXPECT_EQ(recording->start, "2001-12-24T10:20:30");
        EXPECT_EQ(recording->comments, std::vector<std::string>{"69 M"});
        EXPECT_DOUBLE_EQ(recording->duration_s, 3.0 / 360);
        ASSERT_EQ(recording->leads.size(), 2U);
        EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{1, 3, 5}));
        EXPECT_EQ(stored(*recording, 1, 0, 3), (std::vector<std::int32_t>{-2, -4, -6}));
        EXPECT_EQ(physical(*recording, 0, 0, 3), (std::vector<float>{0.0F, 0.01F, 0.02F}));
        EXPECT_EQ(storedChecksum(*recording, 0), 9);
        EXPECT_TRUE(checksumAgrees(recording->leads[1], *storedChecksum(*recording, 1)));
        ASSERT_EQ(recording->annotation_sets.size(), 1U);
        EXPECT_EQ(recording->annotation_sets[0].annotations.at(0).sample, 2);
        EXPECT_EQ(warningsOf(*recording), "");
    }
}

TEST(WfdbRecord, SignalsBeyondThePromiseAreShownWhereTheirFileHasThem) {
    const auto folder = makeSmallRecord("more-signals");
    writeText(folder / "l.hea", "l 1 360 3\nr.dat 16 200 16 0 0 0 0 I\nr.dat 16 200 16 0 0 0 0 II\n");
    const auto recording = openedFile(folder / "l");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{1, 3, 5}));
    EXPECT_EQ(stored(*recording, 1, 0, 3), (std::vector<std::int32_t>{-2, -4, -6}));
    EXPECT_NE(warningsOf(*recording).find("all are shown"), std::string::npos) << warningsOf(*recording);
    // Where the file has what is promised, the header is believed.
    writeText(folder / "l.hea", "l 1 360 6\nr.dat 16 200 16 0 0 0 0 I\nr.dat 16 200 16 0 0 0 0 II\n");
    const auto promised = openedFile(folder / "l");
    ASSERT_EQ(promised->leads.size(), 1U);
    EXPECT_EQ(stored(*promised, 0, 0, 3), (std::vector<std::int32_t>{1, -2, 3}));
    EXPECT_NE(warningsOf(*promised).find("ignored"), std::string::npos);
}

TEST(WfdbRecord, ASignalFileIsTheRecordWhateverItBeginsWith) {
    const auto folder = makeSmallRecord("odd-names");
    std::filesystem::rename(folder / "r.dat", folder / "r.mat");
    std::filesystem::remove(folder / "r.atr");
    writeText(folder / "r.hea", "r 2 360 3\nr.mat 16 100 12 0 0 0 0 I\nr.mat 16 100 12 0 0 0 0 II\n");
    const auto recording = openedFile(folder / "r.mat");
    EXPECT_EQ(recording->format, "WFDB");
    EXPECT_EQ(recording->leads.size(), 2U);
}

TEST(WfdbRecord, OpensFromTheCurrentFolder) {
    const auto folder = makeSmallRecord("here");
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder);
    const auto recording = openedFile("r");
    std::filesystem::current_path(before);
    EXPECT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->annotation_sets.size(), 1U);
}

TEST(WfdbRecord, ChecksumsThatNobodyComputedAreNone) {
    const auto folder = makeSmallRecord("no-sums");
    const auto withSums = [&](const char* first, const char* second) {
        writeText(folder / "r.hea", std::string("r 2 360 3\nr.dat 16 100 12 0 ") + first + " 0 I\nr.dat 16 100 12 0 " +
                                        second + " 0 II\n");
        return openedFile(folder / "r");
    };
    EXPECT_FALSE(withSums("0 0", "0 0")->leads[0].checksum) << "the sum is 9, and zeros are all that is stated";
    EXPECT_EQ(withSums("1 9", "0 0")->leads[1].checksum, 0) << "one of them is stated, so the other one is wrong";
    EXPECT_FALSE(withSums("1 0", "-2 0")->leads[0].checksum) << "two sums are not both zero by chance";
}

TEST(WfdbRecord, OutsideTheRecordingThereIsNothing) {
    const auto recording = openedFile(makeSmallRecord("outside") / "r");
    const auto around = physical(*recording, 0, -2, 7);
    for (const std::size_t i : {0U, 1U, 5U, 6U}) EXPECT_TRUE(std::isnan(around[i])) << i;
    EXPECT_EQ(around[3], 0.01F);
    for (const std::int64_t first : {std::int64_t{3}, std::int64_t{-7}, INT64_MIN, INT64_MAX}) {
        EXPECT_EQ(stored(*recording, 1, first, 7), std::vector<std::int32_t>(7, kMissingSample)) << first;
    }
    EXPECT_EQ(stored(*recording, 9, 0, 2), std::vector<std::int32_t>(2, kMissingSample)) << "no such lead";
    EXPECT_TRUE(physical(*recording, 0, 0, 0).empty());
}

TEST(WfdbRecord, VoltagesAreShownInMillivolts) {
    const auto folder = scratchFolder("units");
    writeText(folder / "u.hea",
              "u 5 100 1\nu.dat 16 10/uV 16 0 0 0 0 a\nu.dat 16 2000/V 16 0 0 0 0 b\n"
              "u.dat 16 4/mmHg 16 0 0 0 0 ABP\nu.dat 16 2 16 0 0 0 0 c\nu.dat 16 1e-3/nV 16 0 0 0 0 d\n");
    writeBytes(folder / "u.dat", words({500, 500, 500, 500, 500}));
    const auto recording = openedFile(folder / "u");
    EXPECT_EQ(physical(*recording, 0, 0, 1)[0], 0.05F);
    EXPECT_EQ(physical(*recording, 1, 0, 1)[0], 250.0F);
    EXPECT_EQ(physical(*recording, 2, 0, 1)[0], 125.0F);
    EXPECT_EQ(physical(*recording, 3, 0, 1)[0], 250.0F);
    EXPECT_EQ(physical(*recording, 4, 0, 1)[0], 0.5F);
    for (const std::size_t lead : {0U, 1U, 3U, 4U}) EXPECT_EQ(recording->leads[lead].unit, "mV") << lead;
    EXPECT_EQ(recording->leads[2].unit, "mmHg");
    EXPECT_FALSE(recording->leads[0].unit_assumed);
    EXPECT_TRUE(recording->leads[3].unit_assumed);
    EXPECT_NE(warningsOf(*recording).find("ABP (mmHg)"), std::string::npos);
}

TEST(WfdbRecord, LeadNamesAreNormalisedAndKept) {
    const auto folder = scratchFolder("lead-names");
    writeText(folder / "n.hea", "n 3 100 1\nn.dat 16 200 16 0 0 0 0 LEAD_II\nn.dat 16 200 16 0 0 0 0 avr\nn.dat 16\n");
    writeBytes(folder / "n.dat", words({0, 0, 0}));
    const auto recording = openedFile(folder / "n");
    EXPECT_EQ(recording->leads.at(0).name, "II");
    EXPECT_EQ(recording->leads.at(0).original_name, "LEAD_II");
    EXPECT_EQ(recording->leads.at(1).name, "aVR");
    EXPECT_EQ(recording->leads.at(2).name, "signal 3");
    EXPECT_EQ(recording->leads.at(2).original_name, "");
}

TEST(WfdbRecord, MissingSamplesAreNaN) {
    const auto folder = scratchFolder("missing");
    writeText(folder / "m.hea", "m 1 100 3\nm.dat 212 200 12 0 0 1 0 II\n");
    writeBytes(folder / "m.dat", bytesOf({0x01, 0x80, 0x00, 0x02, 0x00}));  // 1, -2048, 2
    const auto recording = openedFile(folder / "m");
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{1, kMissingSample, 2}));
    EXPECT_TRUE(std::isnan(physical(*recording, 0, 1, 1)[0]));
    EXPECT_EQ(storedChecksum(*recording, 0), 1 - 2048 + 2) << "the sum is over what is stored, marks included";
}

TEST(WfdbRecord, FramesAndSkewAreUndone) {
    const auto folder = scratchFolder("frames");
    // Frames of four samples: A, B1, B2, C; A lies one frame late.
    writeText(folder / "f.hea",
              "f 3 100 3\nf.dat 16:1 200 16 0 10 33 0 A\nf.dat 16x2 200 16 0 0 0 0 B\nf.dat 16 200\n");
    writeBytes(folder / "f.dat", words({10, 20, 21, 30, 11, 22, 23, 31, 12, 24, 25, 32}));
    const auto recording = openedFile(folder / "f");
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{11, 12, kMissingSample}));
    EXPECT_EQ(recording->leads[0].samples, 2);
    EXPECT_EQ(stored(*recording, 1, 0, 6), (std::vector<std::int32_t>{20, 21, 22, 23, 24, 25}));
    EXPECT_EQ(stored(*recording, 1, 1, 3), (std::vector<std::int32_t>{21, 22, 23}));
    EXPECT_DOUBLE_EQ(recording->leads[1].rate_hz, 200);
    EXPECT_EQ(recording->leads[1].samples, 6);
    EXPECT_EQ(stored(*recording, 2, 0, 3), (std::vector<std::int32_t>{30, 31, 32}));
    EXPECT_DOUBLE_EQ(recording->duration_s, 0.03);
    EXPECT_EQ(storedChecksum(*recording, 0), 33) << "skewed samples count";
}

TEST(WfdbRecord, DifferencesAreSummedFromTheStart) {
    const auto folder = scratchFolder("differences");
    writeText(folder / "d.hea", "d 1 100\nd.dat 8 200 12 0 100 0 0 II\n");
    std::vector<std::byte> differences;
    std::vector<std::int32_t> values;
    std::int32_t value = 100;
    for (int i = 0; i < 20'000; ++i) {
        const int difference = i * 37 % 255 - 127;
        differences.push_back(static_cast<std::byte>(difference));
        values.push_back(value += difference);
    }
    writeBytes(folder / "d.dat", differences);
    const auto recording = openedFile(folder / "d");
    for (const std::int64_t first : {15'000, 0, 4095, 4096, 8191, 19'999}) {
        const auto count = std::min<std::size_t>(5'000, values.size() - static_cast<std::size_t>(first));
        const std::vector<std::int32_t> expected(values.begin() + first,
                                                 values.begin() + first + static_cast<std::int64_t>(count));
        EXPECT_EQ(stored(*recording, 0, first, count), expected) << first;
    }
}

TEST(WfdbRecord, DataMayBeginBehindAnotherHeader) {
    const auto folder = scratchFolder("offset");
    writeText(folder / "o.hea", "o 1 100 2\no.mat 16+4 200 16 0 7 0 0 II\n");
    writeBytes(folder / "o.mat", words({99, 98, 7, 8}));
    EXPECT_EQ(stored(*openedFile(folder / "o"), 0, 0, 2), (std::vector<std::int32_t>{7, 8}));
}

TEST(WfdbRecord, AnnotationFilesAreKnownByContentAndReferenceComesFirst) {
    const auto folder = makeSmallRecord("annotators");
    const auto beat = words({1 << 10 | 1, 0});
    for (const char* suffix : {"triptych", "qrs", "man"}) writeBytes(folder / ("r." + std::string(suffix)), beat);
    writeText(folder / "r.notes", "Nothing but prose about a patient.");
    writeBytes(folder / "r.bin", words({1 << 10 | 1, 0, 0, 5}));
    writeBytes(folder / "r.void", {});
    writeText(folder / "rr.atr", "another record's");
    std::filesystem::create_directory(folder / "r.folder");
    const auto recording = openedFile(folder / "r");
    std::vector<std::string> annotators;
    for (const AnnotationSet& set : recording->annotation_sets) annotators.push_back(set.annotator);
    EXPECT_EQ(annotators, (std::vector<std::string>{"atr", "man", "qrs", "triptych"}));
    EXPECT_EQ(warningsOf(*recording), "");
}

TEST(WfdbRecord, DamagedAnnotationsAreSalvagedWithAWarning) {
    const auto folder = makeSmallRecord("cut-atr");
    writeBytes(folder / "r.atr", words({1 << 10 | 1, 5 << 10 | 1}));
    const auto recording = openedFile(folder / "r");
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    EXPECT_EQ(recording->annotation_sets[0].annotations.size(), 2U);
    EXPECT_NE(warningsOf(*recording).find("r.atr"), std::string::npos);
    writeBytes(folder / "r.atr", {});
    EXPECT_NE(warningsOf(*openedFile(folder / "r")).find("the annotation file is empty"), std::string::npos);
}

TEST(WfdbRecord, ManyThreadsReadAtOnce) {
    const auto folder = scratchFolder("threads");
    writeText(folder / "d.hea", "d 2 100\nd.d8 8 200 12 0 0 0 0 II\nd.d16 16 200 12 0 0 0 0 V5\n");
    std::vector<std::byte> ones(50'000, std::byte{1});
    writeBytes(folder / "d.d8", ones);
    writeBytes(folder / "d.d16", std::vector<std::byte>(100'000, std::byte{2}));
    const auto recording = openedFile(folder / "d");
    std::vector<std::jthread> readers;
    std::array<bool, 4> right{};
    for (std::size_t t = 0; t < right.size(); ++t) {
        readers.emplace_back([&, t] {
            bool all = true;
            for (int round = 0; round < 20; ++round) {
                const std::int64_t first = (static_cast<std::int64_t>(t) * 12'345 + round * 7'001) % 45'000;
                const auto sums = stored(*recording, 0, first, 5'000);
                const auto words16 = stored(*recording, 1, first, 5'000);
                for (std::size_t i = 0; i < sums.size(); ++i) {
                    all = all && sums[i] == first + static_cast<std::int64_t>(i) + 1 && words16[i] == 0x0202;
                }
            }
            right[t] = all;
        });
    }
    readers.clear();
    for (const bool thread_right : right) EXPECT_TRUE(thread_right);
}

TEST(WfdbRecord, FormatsAreListedForDialogs) {
    const auto wfdb = std::find_if(knownFormats().begin(), knownFormats().end(),
                                   [](const FormatInfo& format) { return format.name == "WFDB"; });
    ASSERT_NE(wfdb, knownFormats().end());
    EXPECT_EQ(wfdb->extensions, std::vector<std::string>{"hea"});
}

// The three frames of makeSmallRecord in a file of its own name.
void writeFrames(const std::filesystem::path& path) {
    writeBytes(path, words({1, 0xfffe, 3, 0xfffc, 5, 0xfffa}));
}

TEST(WfdbRecord, ARecordNameWithAFolderIsThatRecord) {
    const auto folder = scratchFolder("wfdb-folder");
    writeFrames(folder / "00001_demo.dat");
    writeText(folder / "00001_demo.hea",
              "medians_wfdb/00001_demo 2 500 3\nmedians_wfdb/00001_demo.dat 16 100 16 0 1 9 0 I\n"
              "medians_wfdb/00001_demo.dat 16 100 16 0 -2 -12 0 II\n");
    const auto recording = openedFile(folder / "00001_demo.hea");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->name, "00001_demo");
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{1, 3, 5}));
    EXPECT_EQ(warningsOf(*recording), "");
    // Where the samples really lie in that folder, they are read there.
    std::filesystem::create_directories(folder / "medians_wfdb");
    std::filesystem::rename(folder / "00001_demo.dat", folder / "medians_wfdb" / "00001_demo.dat");
    EXPECT_EQ(stored(*openedFile(folder / "00001_demo.hea"), 1, 0, 3), (std::vector<std::int32_t>{-2, -4, -6}));
}

TEST(WfdbRecord, ARecordNamedByItsMatlabFileWithItsDateFirstHasNothingToComplainOf) {
    const auto folder = scratchFolder("wfdb-mat");
    std::vector<std::byte> bytes(24);
    const auto frames = words({1, 0xfffe, 3, 0xfffc, 5, 0xfffa});
    bytes.insert(bytes.end(), frames.begin(), frames.end());
    writeBytes(folder / "D0001.mat", bytes);
    writeText(folder / "D0001.hea",
              "D0001.mat 2 250 3 05-May-2020 09:49:17\nD0001.mat 16+24 1000/mV 16 0 0 0 0 I\n"
              "D0001.mat 16+24 1000/mV 16 0 0 0 0 II\n#Age: 71\n#Sex: Female\n#Dx: 164889003\n");
    const auto recording = openedFile(folder / "D0001.hea");
    EXPECT_EQ(recording->start, "2020-05-05T09:49:17");
    EXPECT_EQ(recording->name, "D0001");
    EXPECT_EQ(warningsOf(*recording), "");
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{1, 3, 5}));
    EXPECT_EQ(recording->header.person.age, "71 years");
    EXPECT_EQ(recording->header.person.sex, "female");
}

TEST(WfdbRecord, AgeAndSexFromCommentsOfAllKinds) {
    const auto folder = makeSmallRecord("wfdb-person");
    const std::string header = readText(folder / "r.hea");
    const auto personOf = [&](const std::string& comments) {
        writeText(folder / "r.hea", header.substr(0, header.find('#')) + comments);
        return openedFile(folder / "r.hea")->header.person;
    };
    EXPECT_EQ(personOf("# 69 M 1085 1629 x1\n# Aldomet, Inderal\n"), (Person{"", "", "", "69 years", "male"}));
    EXPECT_EQ(personOf("# age: 81\n# sex: female\n"), (Person{"", "", "", "81 years", "female"}));
    EXPECT_EQ(personOf("# <age>: 62  <sex>: F  <diagnoses>: angina\n"), (Person{"", "", "", "62 years", "female"}));
    EXPECT_EQ(personOf("# Gender=M Age=40y\n"), (Person{"", "", "", "40 years", "male"}));
    EXPECT_EQ(personOf("# Age: NaN\n# Sex: Unknown\n"), Person{});
    EXPECT_EQ(personOf("# Dosage: 40\n# -1 M x\n# pages 3 F\n"), Person{});
}

TEST(WfdbRecord, LeadsOfOneNameAreToldApart) {
    const auto folder = makeSmallRecord("wfdb-twice");
    writeText(folder / "r.hea", "r 2 360 3\nr.dat 16 100 12 0 1 9 0 ECG\nr.dat 16 100 12 0 -2 -12 0 ECG\n");
    const auto recording = openedFile(folder / "r.hea");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->leads[0].name, "ECG");
    EXPECT_EQ(recording->leads[1].name, "ECG (2)");
    EXPECT_EQ(recording->leads[1].original_name, "ECG");
    EXPECT_EQ(*findLead(*recording, "ECG (2)"), 1U);
    EXPECT_EQ(*findLead(*recording, "2"), 1U);
    EXPECT_EQ(storedChecksum(*recording, 1), -12);
}

}  // namespace
}  // namespace triptych::formats
