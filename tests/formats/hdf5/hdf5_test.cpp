// HDF5 by a child process: shapes, attributes, many recordings, and bytes that mean harm.
#include "core/formats/hdf5/hdf5.h"

#include "core/formats/child/child_arrays.h"
#include "core/formats/child/child_process.h"
#include "core/formats/open.h"
#include "tests/formats/hdf5/hdf5_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace triptych::formats {
namespace {

using namespace test;

// `count` numbers, each a 256th of its place.
std::vector<float> ramp(std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i) / 256;
    return values;
}

TEST(Hdf5, ADatasetSaysItsRateAndUnit) {
    const auto path = scratchFolder("hdf5") / "a.h5";
    for (const bool packed : {false, true}) {
        writeHdf5(path, {.datasets = {{.name = "ecg",
                                       .shape = {200, 3},
                                       .values = ramp(600),
                                       .numbers = {{"sampling_rate", 500}},
                                       .texts = {{"units", "mV"}},
                                       .packed = packed}},
                         .lead_names = {"I", "II", "V1"}});
        const auto opened = open(path.string());
        ASSERT_TRUE(opened) << sentence(opened.error());
        const Recording& recording = **opened;
        EXPECT_EQ(recording.format, "HDF5");
        ASSERT_EQ(recording.leads.size(), 7U);
        EXPECT_EQ(recording.leads[6].name, "V1");
        EXPECT_EQ(recording.leads[0].rate_hz, 500);
        EXPECT_EQ(recording.leads[0].unit, "mV");
        EXPECT_EQ(physical(recording, 0, 0, 3), (std::vector<float>{0, 3.0F / 256, 6.0F / 256}));
        EXPECT_EQ(physical(recording, 6, 199, 1)[0], 599.0F / 256);
    }
}

TEST(Hdf5, EachDatasetAndEachRowIsARecording) {
    const auto path = scratchFolder("hdf5-many") / "a.h5";
    writeHdf5(path, {.datasets = {{.name = "a/one", .shape = {100}, .values = ramp(100)},
                                  {.name = "tracings", .shape = {2, 100, 2}, .values = ramp(400), .packed = true}},
                     .numbers = {{"fs", 250}}});
    const auto names = recordsIn(path.string());
    ASSERT_TRUE(names) << sentence(names.error());
    EXPECT_EQ(*names, (std::vector<std::string>{"a/one", "tracings[0]", "tracings[1]"}));
    EXPECT_EQ(open(path.string()).error().wants, Wants::record);
    const auto row = open(path.string(), {}, {.record = "tracings[1]"});
    ASSERT_TRUE(row) << sentence(row.error());
    EXPECT_EQ((*row)->leads[0].rate_hz, 250);
    EXPECT_EQ(physical(**row, 1, 0, 2), (std::vector<float>{201.0F / 256, 203.0F / 256}));
    const auto again = open(path.string() + "/a/one");
    ASSERT_TRUE(again) << sentence(again.error());
    EXPECT_EQ(physical(**again, 0, 99, 1)[0], 99.0F / 256);
}

TEST(Hdf5, TheRateIsAskedForWhereNothingSaysIt) {
    const auto path = scratchFolder("hdf5-rate") / "a.h5";
    writeHdf5(path, {.datasets = {{.name = "ecg", .shape = {100}, .values = ramp(100)}}});
    EXPECT_EQ(open(path.string()).error().wants, Wants::rate);
    const auto given = open(path.string(), {}, {.rate_hz = 300});
    ASSERT_TRUE(given) << sentence(given.error());
    EXPECT_EQ((*given)->leads[0].rate_hz, 300);
}

TEST(Hdf5, WhatIsNoFileOfItsIsRefused) {
    const auto path = scratchFolder("hdf5-refused") / "a.h5";
    writeText(path, "\x89HDF\r\n\x1a\n and nothing of the kind");
    const auto refused = open(path.string());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::malformed) << sentence(refused.error());
    EXPECT_FALSE(refused.error().hint.empty());
    writeText(path, "");
    EXPECT_EQ(open(path.string()).error().code, ErrorCode::empty);
}

TEST(Hdf5, AReaderThatIsMissingOrBreaksDownIsSaid) {
    const auto folder = scratchFolder("hdf5-child");
    writeHdf5(folder / "a.h5", {.datasets = {{.name = "ecg", .shape = {100}, .values = ramp(100)}}});
    const auto errorOf = [&](const std::string& program) {
        ::setenv("TRIPTYCH_READER", program.c_str(), 1);
        const auto opened = open((folder / "a.h5").string(), {}, {.rate_hz = 300});
        ::unsetenv("TRIPTYCH_READER");
        return opened ? std::string("opened") : sentence(opened.error());
    };
    EXPECT_NE(errorOf((folder / "none").string()).find("cannot be started"), std::string::npos);
    const auto script = [&](const std::string& text) {
        writeText(folder / "reader", "#!/bin/sh\n" + text);
        std::filesystem::permissions(folder / "reader", std::filesystem::perms::owner_all);
        return errorOf((folder / "reader").string());
    };
    EXPECT_NE(script("kill -SEGV $$").find("broke down"), std::string::npos);
    EXPECT_NE(script("echo it is odd >&2; exit 1").find("it is odd"), std::string::npos);
    EXPECT_NE(script("echo '{\"arrays\": 3}'").find("cannot be listed"), std::string::npos);
    EXPECT_NE(script("echo '{\"arrays\": [{\"name\": \"x\", \"shape\": [-5]}]}'").find("cannot be listed"),
              std::string::npos);
    EXPECT_NE(script("[ $1 = list ] && echo '{\"arrays\": [{\"name\": \"x\", \"shape\": [100]}]}' || yes")
                  .find("answers more than it was asked for"),
              std::string::npos);
    EXPECT_NE(script("[ $1 = list ] && echo '{\"arrays\": [{\"name\": \"x\", \"shape\": [100]}]}'").find("broke down"),
              std::string::npos);
    EXPECT_NE(script("[ $1 = list ] && echo '{\"arrays\": [{\"name\": \"x\", \"shape\": [100]}]}' || echo short")
                  .find("ends within the array"),
              std::string::npos);
}

TEST(Hdf5, AThousandDamagedFiles) {
    const auto folder = scratchFolder("hdf5-sweep");
    writeHdf5(folder / "a.h5",
              {.datasets = {
                   {.name = "ecg", .shape = {100, 2}, .values = ramp(200), .numbers = {{"fs", 500}}, .packed = true}}});
    sweep(folder / "b.h5", readText(folder / "a.h5"));
}

}  // namespace
}  // namespace triptych::formats
