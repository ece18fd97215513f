// The folder that Apple Health exports, opened as a folder, by its export.xml, or packed.
#include "core/formats/apple_health/apple_health.h"

#include "core/formats/open.h"
#include "tests/formats/packed_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

const char* const kTable = "time (s),II (mV)\n0,0.1\n0.002,0.2\n0.004,0.3\n";
const char* const kExport =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData "
    "(ExportDate,Me)>\n]>\n<HealthData locale=\"de_DE\">";

std::filesystem::path makeExport(const std::string& name, int recordings) {
    const auto folder = scratchFolder(name);
    writeText(folder / "export.xml", kExport);
    std::filesystem::create_directory(folder / "electrocardiograms");
    for (int i = 1; i <= recordings; ++i) {
        writeText(folder / "electrocardiograms" / ("ecg_2024-02-0" + std::to_string(i) + ".csv"), kTable);
    }
    return folder;
}

TEST(AppleHealth, TheFolderItsTablesFolderAndItsExportMeanTheSame) {
    const auto folder = makeExport("apple", 2);
    for (const auto& path : {folder, folder / "electrocardiograms", folder / "export.xml", folder / ""}) {
        const auto names = recordsIn(path.string());
        ASSERT_TRUE(names) << path << ": " << sentence(names.error());
        EXPECT_EQ(*names, (std::vector<std::string>{"ecg_2024-02-01.csv", "ecg_2024-02-02.csv"})) << path;
        EXPECT_EQ(open(path.string()).error().wants, Wants::record) << path;
        const auto opened = open(path.string(), {}, {.record = "ecg_2024-02-02.csv"});
        ASSERT_TRUE(opened) << path << ": " << sentence(opened.error());
        EXPECT_EQ((*opened)->leads[0].rate_hz, 500);
        EXPECT_EQ(std::filesystem::path((*opened)->path).filename(), "ecg_2024-02-02.csv");
    }
}

TEST(AppleHealth, OneRecordingNeedsNoName) {
    const auto folder = makeExport("apple-one", 1);
    EXPECT_TRUE(open((folder / "export.xml").string()));
    EXPECT_TRUE(open(folder.string()));
}

TEST(AppleHealth, WhatIsMissingIsSaid) {
    const auto folder = makeExport("apple-none", 0);
    EXPECT_EQ(open((folder / "export.xml").string()).error().code, ErrorCode::empty);
    std::filesystem::remove(folder / "electrocardiograms");
    const auto missing = open((folder / "export.xml").string());
    ASSERT_FALSE(missing);
    EXPECT_NE(sentence(missing.error()).find("electrocardiograms"), std::string::npos);
    EXPECT_EQ(open(folder.string()).error().code, ErrorCode::not_a_file) << "any other folder";
}

TEST(AppleHealth, ThePackedExportListsItsTables) {
    const auto path = scratchFolder("apple-zip") / "export.zip";
    writeText(path, zipped({{"apple_health_export/export.xml", kExport},
                            {"apple_health_export/electrocardiograms/ecg_1.csv", kTable},
                            {"apple_health_export/electrocardiograms/ecg_2.csv", kTable}}));
    const auto names = recordsIn(path.string());
    ASSERT_TRUE(names) << sentence(names.error());
    EXPECT_EQ(*names, (std::vector<std::string>{"apple_health_export/electrocardiograms/ecg_1.csv",
                                                "apple_health_export/electrocardiograms/ecg_2.csv"}));
    EXPECT_TRUE(open(path.string(), {}, {.record = "ecg_2.csv"}));
}

// The export beside whole tables, then the table beside a whole export.
TEST(AppleHealth, DamagedExportsAndTablesAreReadOrRefused) {
    const auto folder = makeExport("apple-sweep", 1);
    sweep(folder / "export.xml", kExport);
    writeText(folder / "export.xml", kExport);

    const auto table = folder / "electrocardiograms" / "ecg_2024-02-01.csv";
    std::string rows =
        "Name,A. Reader\nDate of Birth,1 Feb 1970\nRecorded Date,2024-02-05 09:14:40 +0200\n"
        "Classification,Sinus Rhythm\nSymptoms,\nSoftware Version,2.0\nDevice,\"Watch6,2\"\n"
        "Sample Rate,512.844 hertz\n\n\nLead,Lead I\nUnit,\xC2\xB5V\n\n";
    for (int i = 0; i < 600; ++i) rows += std::to_string((i * 37) % 400 - 200) + ".5\n";
    sweep(table, rows);
}

}  // namespace
}  // namespace triptych::formats
