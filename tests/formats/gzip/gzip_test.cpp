// Recordings packed by gzip open as if they were not, and bombs do not.
#include "core/formats/open.h"

#include "tests/formats/edf/edf_files.h"
#include "tests/formats/packed_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

std::string smallEdf() {
    MadeSignal ecg;
    for (int i = 0; i < 12; ++i) ecg.values.push_back(i * i * 31 - 500);
    MadeEdf made;
    made.signals = {ecg};
    return bytesOfEdf(made);
}

std::size_t unpackedFolders() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
        const std::string own = "triptych-unpacked-" + std::to_string(::getpid()) + '-';
        count += entry.path().filename().string().starts_with(own) ? 1 : 0;
    }
    return count;
}

TEST(Gzip, ARecordingOpensAsIfItWereNotPacked) {
    const auto folder = scratchFolder("gzip");
    writeText(folder / "a.edf", smallEdf());
    writeText(folder / "a.edf.gz", gzipped(smallEdf()));
    const auto plain = open((folder / "a.edf").string());
    {
        const auto packed = open((folder / "a.edf.gz").string());
        ASSERT_TRUE(plain && packed) << sentence(packed.error());
        expectSame(**plain, **packed, 0);
        EXPECT_EQ((*packed)->name, "a");
        EXPECT_EQ((*packed)->format, (*plain)->format) << "labels know the recording by it";
        EXPECT_EQ((*packed)->path, (folder / "a.edf.gz").string());
        EXPECT_NE((*packed)->format_detail.find("gzip"), std::string::npos);
        EXPECT_EQ(unpackedFolders(), 1U);
    }
    EXPECT_EQ(unpackedFolders(), 0U) << "the unpacked bytes go with the recording";
}

TEST(Gzip, MembersOneBehindAnotherAreOneFile) {
    const auto folder = scratchFolder("gzip-members");
    const std::string edf = smallEdf();
    writeText(folder / "a.edf", edf);
    writeText(folder / "m.edf.gz", gzipped(edf.substr(0, 300)) + gzipped(edf.substr(300)) + std::string(512, '\0'));
    const auto plain = open((folder / "a.edf").string());
    const auto packed = open((folder / "m.edf.gz").string());
    ASSERT_TRUE(plain && packed) << sentence(packed.error());
    expectSame(**plain, **packed, 0);
    EXPECT_TRUE((*packed)->warnings.empty()) << warningsOf(**packed);
}

TEST(Gzip, ATableAsksForItsRateThroughThePacking) {
    const auto folder = scratchFolder("gzip-rate");
    writeText(folder / "t.csv.gz", gzipped("I,II\n1,2\n3,4\n5,6\n"));
    const auto refused = open((folder / "t.csv.gz").string());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().wants, Wants::rate);
    EXPECT_EQ(refused.error().where, (folder / "t.csv.gz").string()) << "nobody is told of our temporary folder";
    const auto given = open((folder / "t.csv.gz").string(), {}, {.rate_hz = 100});
    ASSERT_TRUE(given) << sentence(given.error());
    EXPECT_EQ((*given)->leads[0].rate_hz, 100);
}

TEST(Gzip, WhatIsCutOrDamagedIsShownAsFarAsItGoes) {
    const auto folder = scratchFolder("gzip-cut");
    MadeSignal noise;
    for (int i = 0; i < 40'000; ++i) noise.values.push_back(i * 7919 % 4001 - 2000);
    MadeEdf made;
    made.signals = {noise};
    const std::string whole = gzipped(bytesOfEdf(made));
    writeText(folder / "t.edf.gz", whole.substr(0, whole.size() / 2));
    const auto cut = open((folder / "t.edf.gz").string());
    ASSERT_TRUE(cut) << sentence(cut.error());
    EXPECT_NE(warningsOf(**cut).find("it ends early"), std::string::npos) << warningsOf(**cut);
    std::string wrong = whole;
    wrong[wrong.size() - 6] = static_cast<char>(wrong[wrong.size() - 6] ^ 1);
    writeText(folder / "t.edf.gz", wrong);
    const auto damaged = open((folder / "t.edf.gz").string());
    ASSERT_TRUE(damaged) << sentence(damaged.error());
    EXPECT_NE(warningsOf(**damaged).find("checksum"), std::string::npos);
    writeText(folder / "t.edf.gz", whole + "and more");
    EXPECT_NE(warningsOf(**open((folder / "t.edf.gz").string())).find("other bytes follow"), std::string::npos);
    writeText(folder / "t.edf.gz", whole.substr(0, 12));
    const auto nothing = open((folder / "t.edf.gz").string());
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ErrorCode::malformed) << sentence(nothing.error());
}

TEST(Gzip, ABombIsRefused) {
    const auto folder = scratchFolder("gzip-bomb");
    writeText(folder / "b.csv.gz", gzipped(std::string(100 << 20, '0')));
    const auto bomb = open((folder / "b.csv.gz").string());
    ASSERT_FALSE(bomb);
    EXPECT_EQ(bomb.error().code, ErrorCode::refused) << sentence(bomb.error());
    EXPECT_NE(sentence(bomb.error()).find("200 times its size"), std::string::npos);
    writeText(folder / "n.csv.gz", gzipped(gzipped(gzipped("I\n1\n2\n3\n"))));
    const auto nested = open((folder / "n.csv.gz").string());
    ASSERT_FALSE(nested);
    EXPECT_EQ(nested.error().code, ErrorCode::refused) << sentence(nested.error());
    EXPECT_EQ(unpackedFolders(), 0U);
}

TEST(Gzip, AThousandDamagedFiles) {
    sweep(scratchFolder("gzip-sweep") / "a.edf.gz", gzipped(smallEdf()));
    EXPECT_EQ(unpackedFolders(), 0U);
}

}  // namespace
}  // namespace triptych::formats
