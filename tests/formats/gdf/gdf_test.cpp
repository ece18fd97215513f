#include "core/formats/gdf/gdf.h"

#include "core/formats/open.h"
#include "tests/formats/gdf/gdf_files.h"
#include "tests/formats/numpy/numpy_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

MadeGdf twoChannels() {
    MadeGdf made;
    made.records = 2;
    MadeGdfChannel ecg;
    ecg.data = shortBytes({1, -2, 3, -4, 5, -6, 7, -8});
    MadeGdfChannel slow;
    slow.label = "Resp";
    slow.dimension = "";
    slow.code = 512;
    slow.physical_minimum = slow.digital_minimum = -1;
    slow.physical_maximum = slow.digital_maximum = 1;
    slow.samples_per_record = 1;
    slow.type = 16;
    slow.data = floatBytes({0.5F, -0.25F});
    made.channels = {ecg, slow};
    made.events = {{5, 0x0501, 1, 0}, {2, 0x0300, 0, 3}, {3, 0x8300, 0, 0}};
    return made;
}

RecordingPtr opened(const std::filesystem::path& path, const MadeGdf& made) {
    writeText(path, bytesOfGdf(made));
    const auto recording = open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

TEST(Gdf, ChannelsOfMixedRatesAndTypesAreRead) {
    const auto path = scratchFolder("gdf") / "a.gdf";
    MadeGdf made = twoChannels();
    // 2008-07-05T12:00:00.250, in days since the year 0 with 32 bits of fraction.
    made.start = (std::uint64_t{719'529 + 14'065} << 32) + (std::uint64_t{1} << 31) + 12'427;
    for (const bool floating : {false, true}) {
        made.floating_duration = floating;
        const auto recording = opened(path, made);
        ASSERT_TRUE(recording);
        ASSERT_EQ(recording->leads.size(), 2U);
        EXPECT_EQ(recording->leads[0].name, "II");
        EXPECT_EQ(recording->leads[0].rate_hz, 400);
        EXPECT_EQ(recording->leads[1].rate_hz, 100);
        EXPECT_EQ(recording->leads[0].unit, "mV");
        EXPECT_EQ(stored(*recording, 0, 0, 8), (std::vector<std::int32_t>{1, -2, 3, -4, 5, -6, 7, -8}));
        EXPECT_NEAR(physical(*recording, 0, 4, 1)[0], 0.0005, 1e-9);
        EXPECT_EQ(physical(*recording, 1, 0, 2), (std::vector<float>{0.5F, -0.25F}));
        EXPECT_EQ(recording->start, "2008-07-05T12:00:00.250");
        EXPECT_EQ(recording->format_detail, "GDF 2.20");
    }
}

TEST(Gdf, EventsAreMarks) {
    const auto recording = opened(scratchFolder("gdf-events") / "a.gdf", twoChannels());
    ASSERT_TRUE(recording);
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    const AnnotationSet& set = recording->annotation_sets[0];
    EXPECT_EQ(set.rate_hz, 400);
    ASSERT_EQ(set.annotations.size(), 3U);
    EXPECT_EQ(set.annotations[0].sample, 1);
    EXPECT_EQ(set.annotations[0].aux, "event 0x0300");
    EXPECT_EQ(set.annotations[0].duration, 3);
    EXPECT_EQ(set.annotations[1].aux, "event 0x0300 ends");
    EXPECT_EQ(set.annotations[2].code, kLearn) << "a beat, and nobody said of what class";
    EXPECT_EQ(set.annotations[2].sample, 4);
}

TEST(Gdf, EveryTypeOfSampleIsRead) {
    const auto path = scratchFolder("gdf-types") / "a.gdf";
    const auto values = [&](int type, const std::string& data, int samples) {
        MadeGdf made;
        MadeGdfChannel channel;
        channel.physical_minimum = channel.digital_minimum = -100;
        channel.physical_maximum = channel.digital_maximum = 100;
        channel.code = 4274;
        channel.type = type;
        channel.samples_per_record = samples;
        channel.data = data;
        made.channels = {channel};
        const auto recording = opened(path, made);
        return recording ? physical(*recording, 0, 0, static_cast<std::size_t>(samples)) : std::vector<float>{};
    };
    const std::vector<float> wanted = {1, -2};
    EXPECT_EQ(values(1, "\1\xfe", 2), wanted);
    EXPECT_EQ(values(2, "\1\xfe", 2), (std::vector<float>{1, 254}));
    EXPECT_EQ(values(4, std::string("\1\0\xff\xff", 4), 2), (std::vector<float>{1, 65535}));
    EXPECT_EQ(values(5, std::string("\1\0\0\0\xfe\xff\xff\xff", 8), 2), wanted);
    EXPECT_EQ(values(6, std::string("\1\0\0\0\0\0\0\1", 8), 2), (std::vector<float>{1, 16777216}));
    EXPECT_EQ(values(7, std::string("\1\0\0\0\0\0\0\0\xfe\xff\xff\xff\xff\xff\xff\xff", 16), 2), wanted);
    EXPECT_EQ(values(17, doubleBytes({1, -2}), 2), wanted);
    EXPECT_EQ(values(279, std::string("\1\0\0\xfe\xff\xff", 6), 2), wanted);
    EXPECT_EQ(values(535, std::string("\1\0\0\xff\xff\xff", 6), 2), (std::vector<float>{1, 16777215}));
}

TEST(Gdf, WhatIsDamagedIsSaid) {
    const auto path = scratchFolder("gdf-refused") / "a.gdf";
    const auto refused = [&](const std::string& bytes, ErrorCode code, const std::string& part) {
        writeText(path, bytes);
        const auto recording = open(path.string());
        ASSERT_FALSE(recording) << part;
        EXPECT_EQ(recording.error().code, code) << sentence(recording.error());
        EXPECT_NE(sentence(recording.error()).find(part), std::string::npos) << sentence(recording.error());
    };
    MadeGdf made = twoChannels();
    const std::string bytes = bytesOfGdf(made);
    refused(bytes.substr(0, 100), ErrorCode::truncated, "within its header");
    refused(bytes.substr(0, 700), ErrorCode::truncated, "within its header");
    refused(bytes.substr(0, 770), ErrorCode::truncated, "first record");
    made.version = "1.25";
    refused(bytesOfGdf(made), ErrorCode::unsupported, "\"1.25\"");
    made = twoChannels();
    made.channels[0].type = 99;
    refused(bytesOfGdf(made), ErrorCode::unsupported, "type 99");
    made = twoChannels();
    made.duration_under = 0;
    refused(bytesOfGdf(made), ErrorCode::malformed, "no length of its records");
    made = twoChannels();
    made.records = 3;
    writeText(path, bytesOfGdf(twoChannels()).replace(236, 1, "\x09"));
    const auto early = open(path.string());
    ASSERT_TRUE(early) << sentence(early.error());
    EXPECT_NE(warningsOf(**early).find("promises 9 records"), std::string::npos);
}

TEST(Gdf, AThousandDamagedFiles) {
    sweep(scratchFolder("gdf-sweep") / "a.gdf", bytesOfGdf(twoChannels()));
}

}  // namespace
}  // namespace triptych::formats
