#include "core/formats/wav/wav.h"

#include "core/formats/open.h"
#include "tests/formats/numpy/numpy_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"
#include "tests/formats/wav/wav_files.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

RecordingPtr opened(const std::filesystem::path& path, const MadeWav& wav) {
    writeText(path, bytesOfWav(wav));
    const auto recording = open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

TEST(Wav, WholeNumbersAreReadAsTheyAreStored) {
    const auto path = scratchFolder("wav") / "a.wav";
    const auto recording = opened(path, {.data = shortBytes({1, -2, 3, -4, 32767, -32768})});
    ASSERT_TRUE(recording);
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->format, "WAV");
    EXPECT_EQ(recording->leads[0].rate_hz, 500);
    EXPECT_EQ(recording->leads[0].name, "channel 1");
    EXPECT_EQ(recording->leads[0].unit, "stored");
    EXPECT_EQ(stored(*recording, 0, 0, 3), (std::vector<std::int32_t>{1, 3, 32767}));
    EXPECT_EQ(stored(*recording, 1, 0, 3), (std::vector<std::int32_t>{-2, -4, -32768})) << "no value is missing";
    EXPECT_NE(warningsOf(*recording).find("names no unit"), std::string::npos);
    EXPECT_EQ(stored(*opened(path, {.channels = 1, .bits = 8, .data = "\x80\x81\x7f"}), 0, 0, 3),
              (std::vector<std::int32_t>{0, 1, -1}));
    EXPECT_EQ(
        stored(*opened(path, {.tag = 0xfffe, .channels = 1, .bits = 24, .data = std::string("\1\0\0\xff\xff\xff", 6)}),
               0, 0, 2),
        (std::vector<std::int32_t>{1, -1}));
    EXPECT_EQ(stored(*opened(path, {.channels = 1, .bits = 32, .data = std::string("\1\0\0\x40\xff\xff\xff\xff", 8)}),
                     0, 0, 2),
              (std::vector<std::int32_t>{0x40000001, -1}));
}

TEST(Wav, FloatingPointIsReadToo) {
    const auto path = scratchFolder("wav-float") / "a.wav";
    const auto recording =
        opened(path, {.tag = 3, .channels = 2, .bits = 32, .data = floatBytes({0.25F, 1, -0.5F, 2, 0.001F, 3})});
    ASSERT_TRUE(recording);
    EXPECT_EQ(physical(*recording, 0, 0, 3), (std::vector<float>{0.25F, -0.5F, 0.001F}));
    EXPECT_EQ(physical(*recording, 1, 0, 3), (std::vector<float>{1, 2, 3}));
    const auto wide = opened(path, {.tag = 3, .channels = 1, .bits = 64, .data = doubleBytes({0.5, -0.125})});
    EXPECT_EQ(physical(*wide, 0, 0, 2), (std::vector<float>{0.5F, -0.125F}));
}

TEST(Wav, OtherChunksAreSteppedOverAndTextsAreShown) {
    const auto path = scratchFolder("wav-chunks") / "a.wav";
    const std::string info =
        std::string("LIST\x16\0\0\0INFOICMT\x09\0\0\0Lead II \0\0", 30) + std::string("junk\3\0\0\0abc\0", 12);
    const auto recording = opened(path, {.channels = 1, .data = shortBytes({5, 6}), .before = info});
    ASSERT_TRUE(recording);
    EXPECT_EQ(stored(*recording, 0, 0, 2), (std::vector<std::int32_t>{5, 6}));
    EXPECT_EQ(recording->comments, std::vector<std::string>{"Lead II"});
}

TEST(Wav, ALengthThatIsNotTrueIsSaid) {
    const auto path = scratchFolder("wav-length") / "a.wav";
    const auto early = opened(path, {.channels = 1, .data = shortBytes({1, 2}), .stated_bytes = 20});
    EXPECT_EQ(early->leads[0].samples, 2);
    EXPECT_NE(warningsOf(*early).find("promises 10 samples"), std::string::npos) << warningsOf(*early);
    const auto open_ended = opened(path, {.channels = 1, .data = shortBytes({1, 2}), .stated_bytes = 0});
    EXPECT_EQ(open_ended->leads[0].samples, 2);
    EXPECT_NE(warningsOf(*open_ended).find("does not say how long"), std::string::npos);
}

TEST(Wav, WhatIsNotReadIsNamed) {
    const auto path = scratchFolder("wav-refused") / "a.wav";
    const auto refused = [&](const MadeWav& wav, ErrorCode code, const std::string& part) {
        writeText(path, bytesOfWav(wav));
        const auto recording = open(path.string());
        ASSERT_FALSE(recording) << part;
        EXPECT_EQ(recording.error().code, code) << sentence(recording.error());
        EXPECT_NE(sentence(recording.error()).find(part), std::string::npos) << sentence(recording.error());
    };
    refused({.tag = 2, .bits = 4, .data = "abc"}, ErrorCode::unsupported, "format 2, 4 bits");
    refused({.channels = 0, .data = "abcd"}, ErrorCode::malformed, "0 channels");
    refused({.rate_hz = 0, .data = "abcd"}, ErrorCode::malformed, "0 samples per second");
    refused({.data = ""}, ErrorCode::empty, "no samples");
}

TEST(Wav, ASignalFileOfARecordIsTheRecord) {
    const auto folder = scratchFolder("wav-record");
    writeText(folder / "r.wav", bytesOfWav({.channels = 1, .data = shortBytes({10, 20, 30})}));
    writeText(folder / "r.hea", "r 1 100 3\nr.wav 16+44 200 16 0 0 0 0 II\n");
    const auto recording = open((folder / "r.wav").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->format, "WFDB");
    EXPECT_EQ(stored(**recording, 0, 0, 3), (std::vector<std::int32_t>{10, 20, 30}));
    writeText(folder / "r.hea", "r 1 100 3\nother.dat 16 200 16 0 0 0 0 II\n");
    EXPECT_EQ((*open((folder / "r.wav").string()))->format, "WAV") << "of a header that does not name it, it is none";
}

TEST(Wav, AThousandDamagedFiles) {
    const auto folder = scratchFolder("wav-sweep");
    sweep(folder / "a.wav", bytesOfWav({.data = shortBytes(std::vector<int>(200, 77))}));
    sweep(folder / "b.wav", bytesOfWav({.tag = 3, .bits = 32, .data = floatBytes(std::vector<float>(200, 0.7F))}));
}

}  // namespace
}  // namespace triptych::formats
