// Writing recordings: what goes out as WFDB or EDF+ comes back as it was, values within one step, annotations to the
// sample.
#include "core/formats/export/export.h"

#include "core/formats/edf/scale.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/wfdb.h"
#include "tests/formats/edf/edf_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace triptych::formats {
namespace {

using namespace test;
using namespace std::string_literals;

RecordingPtr mustOpen(const std::filesystem::path& path) {
    const auto recording = open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

Exported mustExport(const Recording& recording, const std::filesystem::path& path, ExportOptions options = {}) {
    const auto done = exportRecording(recording, path.string(), *exportFormatFor(path.string()), options);
    EXPECT_TRUE(done) << sentence(done.error());
    return done ? *done : Exported{};
}

Error refusal(const Recording& recording, const std::filesystem::path& path, ExportOptions options = {}) {
    const auto done = exportRecording(recording, path.string(), *exportFormatFor(path.string()), options);
    EXPECT_FALSE(done) << path;
    return done ? Error{} : done.error();
}

// Two rates, a gap, a note that lasts, a scale whose zero lies between two steps.
RecordingPtr mixedWithGap(const std::filesystem::path& folder) {
    MadeEdf edf;
    edf.reserved = "EDF+D";
    edf.patient = "Q9Z7 F 01-JAN-1950 Jane_Doe";
    MadeSignal ecg;
    ecg.physical_minimum = "-5001.3";
    ecg.physical_maximum = "4998";
    ecg.samples_per_record = 250;
    for (int i = 0; i < 1000; ++i) ecg.values.push_back(static_cast<int>(30'000 * std::sin(0.05 * i)));
    MadeSignal breath;
    breath.label = "Resp";
    breath.dimension = "l/min";
    breath.samples_per_record = 10;
    for (int i = 0; i < 40; ++i) breath.values.push_back(100 * i);
    MadeSignal clock;
    clock.label = "EDF Annotations";
    clock.samples_per_record = 60;
    clock.texts = {
        "+0\x14\x14\0+0.5\x15"
        "0.25\x14note\x14\0"s,
        "+1\x14\x14\0"s,
        "+7\x14\x14\0+7.1\x14"
        "after\x14\0"s,
        "+8\x14\x14\0"s};
    edf.signals = {ecg, breath, clock};
    writeText(folder / "mixed.edf", bytesOfEdf(edf));
    return mustOpen(folder / "mixed.edf");
}

TEST(Export, MixedRatesAndGapsComeBackFromWfdb) {
    const auto folder = scratchFolder("export-wfdb");
    const auto before = mixedWithGap(folder);
    ASSERT_TRUE(before);
    const Exported done = mustExport(*before, folder / "out.hea");
    EXPECT_EQ(done.files.size(), 3U);
    ASSERT_EQ(done.warnings.size(), 1U) << "WFDB knows no durations";
    const auto after = mustOpen(folder / "out.hea");
    ASSERT_TRUE(after);
    expectSame(*before, *after);
    expectSameAnnotations(*before, *after, false);
    EXPECT_EQ(after->start, before->start);
    EXPECT_EQ(after->comments, before->comments);
    for (std::size_t i = 0; i < after->leads.size(); ++i) {
        EXPECT_TRUE(checksumAgrees(after->leads[i], *storedChecksum(*after, i)));
    }
}

TEST(Export, MixedRatesAndGapsComeBackFromEdf) {
    const auto folder = scratchFolder("export-edf");
    const auto before = mixedWithGap(folder);
    ASSERT_TRUE(before);
    const Exported done = mustExport(*before, folder / "out.edf");
    EXPECT_TRUE(done.warnings.empty());
    const auto after = mustOpen(folder / "out.edf");
    ASSERT_TRUE(after);
    EXPECT_EQ(after->format, "EDF+D");
    expectSame(*before, *after, 0.01);
    expectSameAnnotations(*before, *after, true);
    EXPECT_EQ(after->start, before->start);
    EXPECT_EQ(after->comments, before->comments);
    EXPECT_LT(std::filesystem::file_size(folder / "out.edf"), 5'000U) << "the gap is not stored";
}

TEST(Export, TwentyFourBitsStay) {
    const auto folder = scratchFolder("export-24");
    MadeEdf bdf;
    bdf.is_bdf = true;
    MadeSignal signal;
    signal.digital_minimum = "-8388608";
    signal.digital_maximum = "8388607";
    signal.physical_minimum = "-400000";
    signal.physical_maximum = "400000";
    signal.values = {0, 1, -1, 8388607, -8388607, 65536, -65537, 255};
    bdf.signals = {signal};
    writeText(folder / "in.bdf", bytesOfEdf(bdf));
    const auto before = mustOpen(folder / "in.bdf");
    ASSERT_TRUE(before);
    mustExport(*before, folder / "out.hea");
    const auto wfdb = mustOpen(folder / "out.hea");
    ASSERT_TRUE(wfdb);
    EXPECT_EQ(wfdb->format_detail, "format 24");
    EXPECT_EQ(stored(*wfdb, 0, 0, 8), signal.values);
    expectSame(*before, *wfdb);
    mustExport(*before, folder / "out.bdf");
    expectSame(*before, *mustOpen(folder / "out.bdf"), 0.01);
    const Exported coarse = mustExport(*before, folder / "out.edf");
    ASSERT_EQ(coarse.warnings.size(), 1U);
    EXPECT_NE(coarse.warnings[0].what.text().find("finer steps than EDF's 16 bits hold"), std::string::npos);
    expectSame(*before, *mustOpen(folder / "out.edf"), 256);
}

TEST(Export, InvertedScalesComeBack) {
    const auto folder = scratchFolder("export-inverted");
    MadeEdf edf;
    MadeSignal signal;
    std::swap(signal.physical_minimum, signal.physical_maximum);
    signal.values = {0, 1, -1, 32767, -32768, 5, 6, 7};
    edf.signals = {signal};
    writeText(folder / "in.edf", bytesOfEdf(edf));
    const auto before = mustOpen(folder / "in.edf");
    ASSERT_TRUE(before);
    ASSERT_LT(before->leads[0].gain, 0);
    for (const char* name : {"out.hea", "out.edf", "out.bdf"}) {
        mustExport(*before, folder / name);
        const auto after = mustOpen(folder / name);
        ASSERT_TRUE(after) << name;
        expectSame(*before, *after);
    }
}

TEST(Export, FoldersAndNamesAreNeverTakenUnasked) {
    const auto folder = scratchFolder("export-taken");
    const auto before = mixedWithGap(folder);
    ASSERT_TRUE(before);
    for (const char* name : {"out.hea", "out.edf", "out.csv", "out.json"}) {
        mustExport(*before, folder / name);
        const std::string first = readText(folder / name);
        EXPECT_EQ(refusal(*before, folder / name).code, ErrorCode::refused) << name;
        EXPECT_EQ(readText(folder / name), first);
        mustExport(*before, folder / name, {false, true});
        EXPECT_EQ(readText(folder / name), first) << "written again, byte for byte";
    }
    EXPECT_EQ(refusal(*before, folder / "mixed.edf", {false, true}).code, ErrorCode::refused);
    std::filesystem::create_symlink(folder / "mixed.edf", folder / "link.edf");
    EXPECT_EQ(refusal(*before, folder / "link.edf", {false, true}).code, ErrorCode::refused);
    EXPECT_EQ(refusal(*before, folder / "no" / "out.edf").code, ErrorCode::not_found);
    EXPECT_EQ(refusal(*before, folder / "a b.hea").code, ErrorCode::wrong_use);
    const auto record = mustOpen(folder / "out.hea");
    for (const char* name : {"out.hea", "OUT/../out.hea"}) {
        EXPECT_NE(refusal(*record, folder / name, {false, true}).code, ErrorCode::internal) << name;
    }
    EXPECT_EQ(refusal(*record, folder / "out.hea", {false, true}).code, ErrorCode::refused);
    EXPECT_EQ(exportFormatFor("a.txt"), std::nullopt);
    EXPECT_EQ(exportFormatFor("a"), ExportFormat::wfdb);
}

TEST(Export, AStoppedExportLeavesNothing) {
    const auto folder = scratchFolder("export-stopped");
    const auto before = mixedWithGap(folder);
    ASSERT_TRUE(before);
    std::stop_source stop;
    stop.request_stop();
    for (const char* name : {"out.hea", "out.edf", "out.csv", "out.json"}) {
        const auto done =
            exportRecording(*before, (folder / name).string(), *exportFormatFor(name), {}, Job{stop.get_token(), {}});
        ASSERT_FALSE(done) << name;
        EXPECT_EQ(done.error().code, ErrorCode::cancelled) << name;
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        EXPECT_EQ(entry.path().filename(), "mixed.edf");
    }
}

TEST(Export, AnonymousFilesNameNobodyAndNoDay) {
    const auto folder = scratchFolder("export-anonymous");
    const auto before = mixedWithGap(folder);
    ASSERT_TRUE(before);
    for (const char* name : {"out.hea", "out.edf", "out.csv", "out.json"}) {
        mustExport(*before, folder / name, {true, false});
        const std::string bytes = readText(folder / name);
        for (const char* secret : {"Doe", "Q9Z7", "JAN-1950", "MAR", "02.03.02", "2002-03", "02/03/2002"}) {
            EXPECT_EQ(bytes.find(secret), std::string::npos) << name << ' ' << secret;
        }
    }
    for (const char* name : {"out.hea", "out.edf"}) {
        const auto after = mustOpen(folder / name);
        ASSERT_TRUE(after);
        EXPECT_EQ(after->start, std::nullopt) << name;
        EXPECT_TRUE(after->comments.empty()) << name;
        expectSame(*before, *after);
    }
}

TEST(Export, ATimeOfDayWithoutADayComesBack) {
    const auto folder = scratchFolder("export-of-day");
    const auto before = mixedWithGap(folder);
    ASSERT_TRUE(before);
    Recording of_day = *before;
    of_day.start = "22:14:09.25";
    mustExport(of_day, folder / "out.edf");
    EXPECT_EQ(mustOpen(folder / "out.edf")->start, "22:14:09.25");
    mustExport(of_day, folder / "out.bdf");
    EXPECT_EQ(mustOpen(folder / "out.bdf")->start, "22:14:09.25");
    mustExport(of_day, folder / "out.hea");
    EXPECT_EQ(mustOpen(folder / "out.hea")->start, "22:14:09.25") << "WFDB's base time may stand without a date";
}

TEST(Export, TextHoldsEveryDigit) {
    const auto folder = makeSmallRecord("export-text");
    const auto before = mustOpen(folder / "r.hea");
    ASSERT_TRUE(before);
    mustExport(*before, folder / "out.csv");
    std::ifstream csv(folder / "out.csv");
    std::string line;
    std::getline(csv, line);
    EXPECT_EQ(line, "time_s," + before->leads[0].name + " (mV)," + before->leads[1].name + " (mV),start");
    std::getline(csv, line);
    EXPECT_EQ(line, "0,0,-0.01," + before->start.value());
    mustExport(*before, folder / "out.json");
    const std::string json = readText(folder / "out.json");
    EXPECT_NE(json.find("\"values\": [0,0.01,0.02]"), std::string::npos) << json;
    EXPECT_NE(json.find("\"symbol\": \"N\""), std::string::npos) << json;
}

TEST(Export, CsvComesBack) {
    const auto folder = makeSmallRecord("csv-back");
    const auto before = open((folder / "r.hea").string());
    ASSERT_TRUE(before);
    ASSERT_TRUE(exportRecording(**before, (folder / "back.csv").string(), ExportFormat::csv, {}));
    const auto after = open((folder / "back.csv").string());
    ASSERT_TRUE(after) << sentence(after.error());
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ((*after)->leads[i].name, (*before)->leads[i].name);
        EXPECT_EQ((*after)->leads[i].rate_hz, (*before)->leads[i].rate_hz);
        EXPECT_EQ(physical(**after, i, 0, 3), physical(**before, i, 0, 3));
    }
}

TEST(Export, ScalesFitEightCharacters) {
    EXPECT_EQ(numberInField(-168.96, 8), "-168.96");
    EXPECT_EQ(numberInField(1.0 / 3, 8), "0.333333");
    EXPECT_EQ(numberInField(-12345.6789, 8), "-12345.7");
    EXPECT_EQ(numberInField(123456789.0, 8), std::nullopt);
    for (const double gain : {200.0, 204.7, 1000.0, 20971.52, 1e6 / 7, 0.37}) {
        for (const double baseline : {0.0, 1024.0, -0.35, 12345.678}) {
            const EdfScale scale = edfScaleFor(gain, baseline, {-2000, 2000}, {-32767, 32767}, "mV");
            EXPECT_LT(scale.error_steps, 0.05) << gain << ' ' << baseline;
            EXPECT_LE(scale.digital_minimum, -2000);
            EXPECT_GE(scale.digital_maximum, 2000);
        }
    }
}

TEST(Export, RealRecordsComeBack) {
    TRIPTYCH_NEEDS_DATA(data, "mitdb");
    const auto folder = scratchFolder("export-real");
    const auto before = mustOpen(data / "208.hea");
    ASSERT_TRUE(before);
    mustExport(*before, folder / "w208.hea");
    const auto wfdb = mustOpen(folder / "w208.hea");
    ASSERT_TRUE(wfdb);
    expectSame(*before, *wfdb, 1e-6);
    expectSameAnnotations(*before, *wfdb, true);
    for (std::size_t i = 0; i < before->leads.size(); ++i) {
        EXPECT_EQ(storedChecksum(*wfdb, i), storedChecksum(*before, i)) << "the same stored samples";
    }
    mustExport(*before, folder / "e208.edf");
    const auto edf = mustOpen(folder / "e208.edf");
    ASSERT_TRUE(edf);
    expectSame(*before, *edf, 1e-3);
    expectSameAnnotations(*before, *edf, true);
    EXPECT_EQ(edf->annotation_sets.at(0).rate_hz, before->annotation_sets.at(0).rate_hz);
    mustExport(*edf, folder / "back.hea");
    expectSame(*before, *mustOpen(folder / "back.hea"));
}

TEST(Export, EachFormatKeepsOrSaysWhatIsKnownOfThePerson) {
    const auto folder = makeSmallRecord("export-header");
    Recording recording = *mustOpen(folder / "r.hea");
    recording.header.person = {"4711", "Lovelace, Ada", "", "36 years", "female"};
    recording.header.device = "Engine No 1";
    recording.header.measurements = {{"hr", 61, "bpm"}};
    recording.header.statements = {"Sinus rhythm"};
    mustExport(recording, folder / "out.json");
    EXPECT_EQ(mustOpen(folder / "out.json")->header, recording.header);
    for (const char* name : {"w.hea", "e.edf", "b.bdf"}) {
        mustExport(recording, folder / name);
        const auto back = mustOpen(folder / name);
        const auto said = [&](const std::string& words) {
            return std::ranges::any_of(back->comments, [&](const std::string& comment) { return comment == words; });
        };
        EXPECT_TRUE(said("Patient: Lovelace, Ada (4711), female, 36 years")) << name;
        EXPECT_TRUE(said("Device: Engine No 1")) << name;
    }
    const Exported table = mustExport(recording, folder / "t.csv");
    ASSERT_FALSE(table.warnings.empty());
    EXPECT_NE(sentence(table.warnings.front()).find("a table has no place"), std::string::npos);
    for (const char* name : {"n.json", "n.hea", "n.edf", "n.csv"}) {
        const Exported done = mustExport(recording, folder / name, {.anonymise = true});
        EXPECT_TRUE(done.warnings.empty()) << name;
        EXPECT_EQ(readText(folder / name).find("Lovelace"), std::string::npos) << name;
    }
}

TEST(Export, LongNamesStayApartInEdf) {
    const auto folder = scratchFolder("export-names");
    writeText(folder / "t.csv",
              "time (s),Shimmer_6749_ECG_LL-RA_24BIT (mV),Shimmer_6749_ECG_LA-RA_24BIT (mV),II (mV)\n0,1,2,3\n"
              "0.004,1.5,2.5,3.5\n0.008,1,2,3\n0.012,1,2,3\n");
    const auto recording = mustOpen(folder / "t.csv");
    const Exported done = mustExport(*recording, folder / "out.edf");
    EXPECT_EQ(done.warnings.size(), 2U);
    const auto back = mustOpen(folder / "out.edf");
    ASSERT_GE(back->leads.size(), 3U);
    EXPECT_NE(back->leads[0].original_name, back->leads[1].original_name);
}

}  // namespace
}  // namespace triptych::formats
