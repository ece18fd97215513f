#include "core/formats/flac/flac.h"

#include "core/formats/open.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"
#include "tests/formats/wfdb/flac_files.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

std::vector<std::vector<std::int32_t>> twoChannels(int samples) {
    std::vector<std::vector<std::int32_t>> channels(2);
    for (int i = 0; i < samples; ++i) {
        channels[0].push_back(i * 37 % 2001 - 1000);
        channels[1].push_back(-i);
    }
    return channels;
}

std::string asText(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Flac, ChannelsAreLeadsInStoredUnits) {
    const auto path = scratchFolder("flac") / "a.flac";
    const auto channels = twoChannels(10'000);
    writeBytes(path, flacStream(channels, 16));
    const auto opened = open(path.string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    const Recording& recording = **opened;
    EXPECT_EQ(recording.format, "FLAC");
    ASSERT_EQ(recording.leads.size(), 2U);
    EXPECT_EQ(recording.leads[0].rate_hz, 96'000) << "the stream's own";
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(stored(recording, i, 0, 10'000), channels[i]);
    EXPECT_NE(warningsOf(recording).find("names no unit"), std::string::npos);
}

TEST(Flac, WhatIsNoStreamIsRefused) {
    const auto path = scratchFolder("flac-refused") / "a.flac";
    writeText(path, "fLaC");
    EXPECT_EQ(open(path.string()).error().code, ErrorCode::malformed);
    writeText(path, "");
    EXPECT_EQ(open(path.string()).error().code, ErrorCode::empty);
}

TEST(Flac, ASignalFileOfARecordIsTheRecord) {
    const auto folder = scratchFolder("flac-record");
    writeBytes(folder / "r.dat", flacStream(twoChannels(100), 16));
    writeText(folder / "r.hea", "r 2 100 100\nr.dat 516 200 16 0 0 0 0 I\nr.dat 516 200 16 0 0 0 0 V1\n");
    const auto opened = open((folder / "r.dat").string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_EQ((*opened)->format, "WFDB");
    EXPECT_EQ((*opened)->leads[0].rate_hz, 100);
}

TEST(Flac, AThousandDamagedFiles) {
    const auto folder = scratchFolder("flac-sweep");
    sweep(folder / "a.flac", asText(flacStream(twoChannels(2000), 16, 256)));
}

}  // namespace
}  // namespace triptych::formats
