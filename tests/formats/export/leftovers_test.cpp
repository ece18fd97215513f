// Another recording's annotations never appear in one that was exported beside them.
#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace triptych::formats {
namespace {

using namespace test;
namespace fs = std::filesystem;

constexpr const char* kList = "time_s,sample,symbol,text,duration_s,annotator\n0.01,1,V,,0,atr\n";

// A record with a beat, and a table without any.
struct Files {
    fs::path folder;
    RecordingPtr with_beat;
    RecordingPtr plain;
};

Files filesIn(const char* name) {
    Files files{makeSmallRecord(name), nullptr, nullptr};
    files.with_beat = *open((files.folder / "r.hea").string());
    writeText(files.folder / "plain.csv", "time_s,II (mV)\n0,1\n0.01,2\n0.02,3\n");
    files.plain = *open((files.folder / "plain.csv").string());
    return files;
}

TEST(Leftovers, OfAnotherRecordingAreRefusedAndNamed) {
    const Files files = filesIn("leftovers-refused");
    ASSERT_TRUE(exportRecording(*files.with_beat, (files.folder / "a.hea").string(), ExportFormat::wfdb, {}));
    fs::remove(files.folder / "a.hea");
    fs::remove(files.folder / "a.dat");
    const auto refused = exportRecording(*files.plain, (files.folder / "a.hea").string(), ExportFormat::wfdb, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::refused);
    EXPECT_EQ(refused.error().wants, Wants::to_replace);
    EXPECT_EQ(refused.error().what,
              "these annotations of another recording would be read with the one that is written");
    EXPECT_EQ(fs::path(refused.error().where).filename(), "a.atr");
    EXPECT_FALSE(fs::exists(files.folder / "a.hea"));
    for (const char* left : {"b.annotations.csv", "b.triptych"}) {
        writeText(files.folder / left, kList);
        const auto other = exportRecording(*files.plain, (files.folder / "b.csv").string(), ExportFormat::csv, {});
        ASSERT_FALSE(other) << left;
        EXPECT_EQ(fs::path(other.error().where).filename(), left);
        fs::remove(files.folder / left);
    }
    writeText(files.folder / "c.triptych", "labels");
    for (const auto& [name, format] : {std::pair("c.edf", ExportFormat::edf), std::pair("c.json", ExportFormat::json),
                                       std::pair("c.bdf", ExportFormat::bdf), std::pair("c", ExportFormat::wfdb)}) {
        EXPECT_FALSE(exportRecording(*files.plain, (files.folder / name).string(), format, {})) << name;
    }
}

TEST(Leftovers, AreSetAsideWhereFilesMayBeReplaced) {
    const Files files = filesIn("leftovers-aside");
    const auto target = (files.folder / "a.hea").string();
    ASSERT_TRUE(exportRecording(*files.with_beat, target, ExportFormat::wfdb, {}));
    ASSERT_EQ((*open(target))->annotation_sets.size(), 1U);
    writeText(files.folder / "a.triptych", "labels of another recording");
    for (int round = 0; round < 2; ++round) {
        const auto done = exportRecording(*files.plain, target, ExportFormat::wfdb, {false, true});
        ASSERT_TRUE(done) << sentence(done.error());
        EXPECT_EQ(done->warnings.size(), round == 0 ? 2U : 1U);
        EXPECT_TRUE((*open(target))->annotation_sets.empty());
        writeText(files.folder / "a.atr", "damaged, and another recording's");
    }
    EXPECT_EQ(readText(files.folder / "a.triptych.old"), "labels of another recording") << "nothing is deleted";
    EXPECT_TRUE(fs::exists(files.folder / "a.atr.old"));
    EXPECT_TRUE(fs::exists(files.folder / "a.atr.old.2"));
    writeText(files.folder / "t.annotations.csv", kList);
    ASSERT_TRUE(exportRecording(*files.plain, (files.folder / "t.csv").string(), ExportFormat::csv, {false, true}));
    EXPECT_TRUE((*open((files.folder / "t.csv").string()))->annotation_sets.empty());
}

TEST(Leftovers, AreKeptWhereTheExportHasAFileOfThatName) {
    const Files files = filesIn("leftovers-replaced");
    const auto target = (files.folder / "a.hea").string();
    const auto files_in = [&] { return std::distance(fs::directory_iterator(files.folder), fs::directory_iterator()); };
    constexpr const char* kOthers = "whatever somebody marked on another recording";
    writeText(files.folder / "a.hea", "a 1 360 10\na.dat 16\n");
    writeText(files.folder / "a.atr", kOthers);
    const auto refused = exportRecording(*files.with_beat, target, ExportFormat::wfdb, {});
    EXPECT_FALSE(refused);
    const auto done = exportRecording(*files.with_beat, target, ExportFormat::wfdb, {false, true});
    ASSERT_TRUE(done) << sentence(done.error());
    ASSERT_EQ(done->warnings.size(), 1U);
    EXPECT_NE(sentence(done->warnings[0]).find("a.atr.old"), std::string::npos);
    EXPECT_EQ(readText(files.folder / "a.atr.old"), kOthers);
    EXPECT_EQ((*open(target))->annotation_sets.size(), 1U);
    const auto before = files_in();
    ASSERT_TRUE(exportRecording(*files.with_beat, target, ExportFormat::wfdb, {false, true}));
    EXPECT_EQ(files_in(), before) << "the same export made again leaves no copy";

    writeText(files.folder / "t.annotations.csv", kOthers);
    ASSERT_TRUE(exportRecording(*files.with_beat, (files.folder / "t.csv").string(), ExportFormat::csv, {false, true}));
    EXPECT_EQ(readText(files.folder / "t.annotations.csv.old"), kOthers);

    // Not readable as annotations at all, and the annotator's name is free.
    Recording named = *files.with_beat;
    named.annotation_sets[0].annotator = "mine";
    writeText(files.folder / "n.mine", kOthers);
    ASSERT_TRUE(exportRecording(named, (files.folder / "n.hea").string(), ExportFormat::wfdb, {false, true}));
    EXPECT_EQ(readText(files.folder / "n.mine.old"), kOthers);
}

TEST(Leftovers, AnExportThatFailsLeavesEverythingAsItWas) {
    const Files files = filesIn("leftovers-failed");
    constexpr const char* kOthers = "whatever somebody marked on another recording";
    writeText(files.folder / "a.atr", kOthers);
    fs::create_directory(files.folder / "a.dat");
    ASSERT_FALSE(
        exportRecording(*files.with_beat, (files.folder / "a.hea").string(), ExportFormat::wfdb, {false, true}));
    EXPECT_EQ(readText(files.folder / "a.atr"), kOthers);
    EXPECT_FALSE(fs::exists(files.folder / "a.atr.old"));
}

TEST(Leftovers, ALinkIsRenamedAndWhatItLeadsToIsLeft) {
    const Files files = filesIn("leftovers-links");
    writeText(files.folder / "keep.atr", "another recording's");
    fs::create_symlink(files.folder / "keep.atr", files.folder / "a.atr");
    const auto done =
        exportRecording(*files.with_beat, (files.folder / "a.hea").string(), ExportFormat::wfdb, {false, true});
    ASSERT_TRUE(done) << sentence(done.error());
    EXPECT_EQ(readText(files.folder / "keep.atr"), "another recording's");
    EXPECT_TRUE(fs::is_symlink(files.folder / "a.atr.old"));
    EXPECT_EQ((*open((files.folder / "a.hea").string()))->annotation_sets.size(), 1U);
}

TEST(Leftovers, LabelsOfARecordingThatStaysStayWithIt) {
    const Files files = filesIn("leftovers-stays");
    ASSERT_TRUE(exportRecording(*files.with_beat, (files.folder / "a.hea").string(), ExportFormat::wfdb, {}));
    writeText(files.folder / "a.triptych", "labels");
    for (const bool overwrite : {false, true}) {
        const auto refused =
            exportRecording(*files.plain, (files.folder / "a.json").string(), ExportFormat::json, {false, overwrite});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().wants, Wants::nothing);
        EXPECT_NE(sentence(refused.error()).find("a.hea"), std::string::npos) << sentence(refused.error());
    }
    EXPECT_EQ(readText(files.folder / "a.triptych"), "labels");
}

TEST(Leftovers, WhatIsWrittenNowOrIsTheRecordingsOwnIsNone) {
    const Files files = filesIn("leftovers-own");
    const auto target = (files.folder / "a.csv").string();
    for (int round = 0; round < 2; ++round) {
        const auto done = exportRecording(*files.with_beat, target, ExportFormat::csv, {false, true});
        ASSERT_TRUE(done) << sentence(done.error());
        for (const Warning& warning : done->warnings) EXPECT_EQ(sentence(warning).find(".old"), std::string::npos);
        EXPECT_EQ((*open(target))->annotation_sets.size(), 1U);
    }
    // Labels that were saved beside the record belong to its copy of the same name.
    writeText(files.folder / "r.triptych", "labels");
    EXPECT_TRUE(exportRecording(*files.with_beat, (files.folder / "r.edf").string(), ExportFormat::edf, {}));
    EXPECT_EQ(readText(files.folder / "r.triptych"), "labels");
}

}  // namespace
}  // namespace triptych::formats
