// Recordings in ZIP files: listed, named, opened with the files that belong to them.
#include "core/formats/open.h"

#include "tests/formats/packed_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

const char* const kTable = "time (s),II (mV)\n0,0.1\n0.004,0.2\n0.008,0.3\n";

using Names = std::vector<std::string>;

// The record of makeSmallRecord() in a folder, a table, and what is no recording.
std::filesystem::path makeZip(const std::string& name, bool packed) {
    const auto folder = makeSmallRecord(name);
    writeText(folder / "day.zip", zipped({{"records/r.hea", readText(folder / "r.hea")},
                                          {"records/r.dat", readText(folder / "r.dat")},
                                          {"records/r.atr", readText(folder / "r.atr")},
                                          {"RECORDS", "r\nt\n"},
                                          {"t.csv", kTable},
                                          {"__MACOSX/._t.csv", kTable},
                                          {"numbers.log", "1 2\n3 4\n5 6\n"}},
                                         packed));
    return folder;
}

TEST(Zip, ItsRecordingsAreListedAndAskedFor) {
    for (const bool packed : {true, false}) {
        const auto folder = makeZip("zip-list", packed);
        const std::string path = (folder / "day.zip").string();
        const auto names = recordsIn(path);
        ASSERT_TRUE(names) << sentence(names.error());
        EXPECT_EQ(*names, (Names{"records/r.hea", "t.csv"}));
        const auto asked = open(path);
        ASSERT_FALSE(asked);
        EXPECT_EQ(asked.error().code, ErrorCode::wrong_use);
        EXPECT_EQ(asked.error().wants, Wants::record);
        EXPECT_NE(asked.error().what.text().find("records/r.hea, t.csv"), std::string::npos) << asked.error().what;
    }
}

TEST(Zip, ARecordOpensWithItsSignalsAndAnnotations) {
    const auto folder = makeZip("zip-record", true);
    const auto plain = open((folder / "r.hea").string());
    const std::string path = (folder / "day.zip").string();
    const auto packed = open(path, {}, {.record = "records/r.hea"});
    ASSERT_TRUE(plain && packed) << sentence(packed.error());
    expectSame(**plain, **packed, 0);
    expectSameAnnotations(**plain, **packed, true);
    EXPECT_EQ((*packed)->path, path + "/records/r.hea");
    EXPECT_EQ((*packed)->start, (*plain)->start);
    EXPECT_EQ((*packed)->name, "r");
    for (const Warning& warning : (*packed)->warnings) {
        EXPECT_EQ(sentence(warning).find("triptych-unpacked"), std::string::npos) << sentence(warning);
    }
}

TEST(Zip, ANameMayBeShortOrAPath) {
    const auto folder = makeZip("zip-names", true);
    const std::string path = (folder / "day.zip").string();
    for (const char* name : {"r.hea", "RECORDS/R.HEA", "records/r.hea"}) {
        EXPECT_TRUE(open(path, {}, {.record = name})) << name;
    }
    const auto known = open(path + "/records/r.hea");
    ASSERT_TRUE(known) << "a recording is found again by its own path: " << sentence(known.error());
    EXPECT_EQ((*known)->path, path + "/records/r.hea");
    EXPECT_EQ(fileOf((*known)->path), path);
    const auto missing = open(path, {}, {.record = "s.hea"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_NE(missing.error().hint.text().find("t.csv"), std::string::npos);
}

TEST(Zip, ASingleRecordingNeedsNoName) {
    const auto folder = scratchFolder("zip-single");
    const std::string path = (folder / "one.zip").string();
    writeText(path, zipped({{"a/t.csv", kTable}, {"a/readme.txt", "words"}}));
    const auto opened = open(path);
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_EQ((*opened)->path, path);
    EXPECT_EQ((*opened)->leads[0].rate_hz, 250);
    const auto names = recordsIn(path);
    EXPECT_TRUE(names && names->empty());
    writeText(path, zipped({{"t.csv.gz", gzipped(kTable)}}));
    EXPECT_TRUE(open(path)) << "packed twice is still a recording";
    writeText(path, zipped({{"t.csv.gz", gzipped(gzipped(kTable))}}));
    EXPECT_EQ(open(path).error().code, ErrorCode::refused);
}

TEST(Zip, ANameThatNobodyAskedForIsNotPassedOver) {
    const auto folder = makeZip("zip-unasked", true);
    for (const auto& path : {folder / "r.hea", folder / "day.zip" / "t.csv"}) {
        const auto opened = open(path.string(), {}, {.record = "none"});
        ASSERT_FALSE(opened) << path;
        EXPECT_EQ(opened.error().code, ErrorCode::not_found) << sentence(opened.error());
        EXPECT_NE(sentence(opened.error()).find("\"none\""), std::string::npos) << sentence(opened.error());
    }
}

TEST(Zip, FilesOfOneNameInTwoFoldersDoNotMix) {
    const auto folder = scratchFolder("zip-folders");
    const std::string path = (folder / "two.zip").string();
    const std::string header = "r 1 100 2\nr.dat 16 200 16 0 0 0 0 II\n";
    writeText(path, zipped({{"a/r.hea", header},
                            {"a/r.dat", std::string("\1\0\2\0", 4)},
                            {"b/r.hea", header},
                            {"b/r.dat", std::string("\3\0\4\0", 4)}}));
    EXPECT_EQ(stored(**open(path + "/a/r.hea"), 0, 0, 2), (std::vector<std::int32_t>{1, 2}));
    EXPECT_EQ(stored(**open(path + "/b/r.hea"), 0, 0, 2), (std::vector<std::int32_t>{3, 4}));
    const auto twice = open(path, {}, {.record = "r.hea"});
    ASSERT_FALSE(twice) << "a short name that two have names none";
    EXPECT_EQ(twice.error().code, ErrorCode::not_found);
}

TEST(Zip, NamesThatLeaveTheFolderLeadNowhere) {
    const auto folder = scratchFolder("zip-slip");
    const std::string path = (folder / "slip.zip").string();
    writeText(path, zipped({{"../../slipped.csv", kTable}, {"/tmp/slipped-too.csv", kTable}}));
    const auto names = recordsIn(path);
    ASSERT_TRUE(names && names->size() == 2);
    for (const std::string& name : *names) {
        EXPECT_TRUE(open(path, {}, {.record = name})) << name;
    }
    EXPECT_FALSE(std::filesystem::exists(folder.parent_path().parent_path() / "slipped.csv"));
    EXPECT_FALSE(std::filesystem::exists("/tmp/slipped-too.csv"));
}

TEST(Zip, BombsDamageAndStrangersAreRefused) {
    const auto folder = scratchFolder("zip-refused");
    const std::string path = (folder / "x.zip").string();
    const auto refused = [&](const std::string& bytes, ErrorCode code, const std::string& part) {
        writeText(path, bytes);
        const auto opened = open(path);
        ASSERT_FALSE(opened) << part;
        EXPECT_EQ(opened.error().code, code) << sentence(opened.error());
        EXPECT_NE(sentence(opened.error()).find(part), std::string::npos) << sentence(opened.error());
        EXPECT_FALSE(opened.error().hint.empty());
    };
    refused(zipped({{"b.csv", kTable + std::string(100 << 20, '0')}}), ErrorCode::refused, "200 times its size");
    refused(zipped({{"notes.txt", "words and words\n"}}), ErrorCode::unsupported, "holds no recording");
    refused(zipped({}), ErrorCode::unsupported, "holds no recording");
    std::string damaged = zipped({{"t.csv", kTable}}, false);
    damaged[damaged.find("0.004") + 4] = '5';
    refused(damaged, ErrorCode::malformed, "checksum");
    std::string locked = zipped({{"t.csv", kTable}});
    locked[6] = static_cast<char>(locked[6] | 1);
    const std::size_t at = locked.find(std::string("PK\1\2", 4));
    locked[at + 8] = static_cast<char>(locked[at + 8] | 1);
    refused(locked, ErrorCode::unsupported, "locked by a password");
    std::string strange = zipped({{"t.csv", kTable}});
    strange[8] = 77;  // the method of packing, in both places
    strange[strange.find(std::string("PK\1\2", 4)) + 10] = 77;
    refused(strange, ErrorCode::unsupported, "packed by a method");
    refused(zipped({{"t.csv", kTable}}).substr(0, 60), ErrorCode::malformed, "cannot be read");
}

TEST(Zip, AnArchiveOfArchivesIsSaidToBeOne) {
    const auto path = scratchFolder("zip-zip") / "z.zip";
    writeText(path, zipped({{"inner.zip", zipped({{"t.csv", kTable}})}}));
    const auto recording = open(path.string());
    ASSERT_FALSE(recording);
    EXPECT_NE(sentence(recording.error()).find("holds other ZIP files"), std::string::npos)
        << sentence(recording.error());
}

TEST(Zip, AThousandDamagedFiles) {
    sweep(scratchFolder("zip-sweep") / "a.zip", zipped({{"t.csv", kTable}}, false));
}

}  // namespace
}  // namespace triptych::formats
