// What Triptych exports as JSON comes back as it was.
#include "core/formats/triptych_json/triptych_json.h"

#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

TEST(TriptychJson, AnExportComesBackWhole) {
    const auto folder = makeSmallRecord("json");
    writeBytes(folder / "r.dat", words({1, 0xfffe, 3, 0x8000, 5, 0xfffa}));
    writeText(folder / "r.hea",
              "r 2 360 3 10:20:30 24/12/2001\nr.dat 16 200(7)/mV 16 0 1 9 0 MLII\nr.dat 16 81.5/mmHg 16 0 -2 -12 0 "
              "ABP\n# 69 M\n");
    const auto before = open((folder / "r.hea").string());
    ASSERT_TRUE(before) << sentence(before.error());
    const std::string path = (folder / "copy.json").string();
    const auto written = exportRecording(**before, path, ExportFormat::json, {});
    ASSERT_TRUE(written) << sentence(written.error());
    const auto after = open(path);
    ASSERT_TRUE(after) << sentence(after.error());
    expectSame(**before, **after, 0);
    expectSameAnnotations(**before, **after, true);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(stored(**before, i, 0, 3), stored(**after, i, 0, 3)) << "the very integers";
        EXPECT_EQ((*before)->leads[i].gain, (*after)->leads[i].gain);
        EXPECT_EQ((*before)->leads[i].original_name, (*after)->leads[i].original_name);
    }
    EXPECT_EQ((*after)->start, (*before)->start);
    EXPECT_EQ((*after)->name, "r");
    EXPECT_EQ((*after)->comments, (*before)->comments);
}

TEST(TriptychJson, LeadsThatTriptychComputedComeBack) {
    const auto path = scratchFolder("json-derived") / "a.json";
    writeText(path, R"({"name": "x", "source_format": "DICOM", "start": null, "duration_s": 0.02, "comments": [],
        "leads": [{"name": "III", "original_name": "", "unit": "mV", "rate_hz": 100, "gain": 400, "baseline": 0,
        "derived": true, "values": [0.0012499999720603228, null]}], "annotations": []})");
    const auto opened = open(path.string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_FLOAT_EQ(physical(**opened, 0, 0, 1)[0], 0.00125F);
    EXPECT_EQ(stored(**opened, 0, 1, 1)[0], kMissingSample);
}

TEST(TriptychJson, OtherJsonIsNotTakenForOurs) {
    const auto path = scratchFolder("json-other") / "a.json";
    const auto refused = [&](const std::string& text, const std::string& part) {
        writeText(path, text);
        const auto opened = open(path.string());
        ASSERT_FALSE(opened) << text;
        EXPECT_NE(sentence(opened.error()).find(part), std::string::npos) << sentence(opened.error());
    };
    refused(R"({"source_format": "x", "duration_s": 1, "leads": []})", "no leads");
    refused(R"({"source_format": "x", "duration_s": 1, "leads": [)", "no JSON from byte");
    refused(R"({"source_format": "x", "duration_s": 1, "leads": [[[[[[[[[[[[[1]]]]]]]]]]]]]})", "nested deeper");
    refused(R"({"source_format": "x", "duration_s": 1, "leads": [{"values": [1, 2]}]})", "no leads");
    refused("", "empty");
}

TEST(TriptychJson, AThousandDamagedFiles) {
    const auto folder = makeSmallRecord("json-sweep");
    const std::string path = (folder / "copy.json").string();
    ASSERT_TRUE(exportRecording(**open((folder / "r.hea").string()), path, ExportFormat::json, {}));
    sweep(path, readText(path));
}

TEST(TriptychJson, LeadsThatAreNoListAreRefused) {
    const auto path = scratchFolder("json-object") / "a.json";
    for (const char* leads :
         {R"({"name": "II", "values": [0.1, null]})", R"({"values": [1]})", R"([[1, 2]])", R"(3)"}) {
        writeText(path,
                  std::string(R"({"name": "r", "source_format": "WFDB", "duration_s": 0.01, "leads": )") + leads + "}");
        const auto recording = open(path.string());
        ASSERT_FALSE(recording) << leads;
        EXPECT_NE(sentence(recording.error()).find("holds no leads"), std::string::npos) << sentence(recording.error());
    }
}

}  // namespace
}  // namespace triptych::formats
