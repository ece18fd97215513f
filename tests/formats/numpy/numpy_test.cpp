// Arrays of NumPy: types, orders and shapes; which of them are recordings; what says the rate.
#include "core/formats/numpy/numpy.h"

#include "core/formats/open.h"
#include "tests/formats/numpy/numpy_files.h"
#include "tests/formats/packed_files.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;
using Names = std::vector<std::string>;

// Lead n's sample k, of a shape with samples in its rows.
float valueOf(int lead, int sample) {
    return static_cast<float>(lead * 1000 + sample % 100) / 8;
}

std::vector<float> rows(int samples, int leads) {
    std::vector<float> out;
    for (int k = 0; k < samples; ++k) {
        for (int n = 0; n < leads; ++n) out.push_back(valueOf(n, k));
    }
    return out;
}

std::vector<float> columns(int samples, int leads) {
    std::vector<float> out;
    for (int n = 0; n < leads; ++n) {
        for (int k = 0; k < samples; ++k) out.push_back(valueOf(n, k));
    }
    return out;
}

RecordingPtr opened(const std::filesystem::path& path, const OpenHints& hints = {.rate_hz = 500}) {
    const auto recording = open(path.string(), {}, hints);
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

void expectThreeLeads(const RecordingPtr& recording) {
    ASSERT_TRUE(recording);
    ASSERT_EQ(recording->leads.size(), 3U);
    for (std::size_t lead = 0; lead < 3; ++lead) {
        EXPECT_EQ(recording->leads[lead].samples, 200);
        const auto values = physical(*recording, lead, 0, 200);
        for (int k = 0; k < 200; ++k) {
            ASSERT_EQ(values[static_cast<std::size_t>(k)], valueOf(static_cast<int>(lead), k)) << lead << ' ' << k;
        }
    }
}

TEST(NumPy, TheLongerAxisIsTimeInEveryOrder) {
    const auto folder = scratchFolder("npy-order");
    const auto path = folder / "a.npy";
    writeText(path, npyFile("<f4", "(200, 3)", floatBytes(rows(200, 3))));
    expectThreeLeads(opened(path));
    writeText(path, npyFile("<f4", "(3, 200)", floatBytes(columns(200, 3))));
    expectThreeLeads(opened(path));
    writeText(path, npyFile("<f4", "(200, 3)", floatBytes(columns(200, 3)), true));
    expectThreeLeads(opened(path));
    writeText(path, npyFile("<f4", "(1, 3L, 200,)", floatBytes(columns(200, 3))));
    expectThreeLeads(opened(path));
}

TEST(NumPy, EveryTypeOfNumberIsRead) {
    const auto path = scratchFolder("npy-types") / "a.npy";
    const std::vector<float> wanted = {1, -2, 3};
    const auto expectValues = [&](const std::string& type, const std::string& data, const std::vector<float>& values) {
        writeText(path, npyFile(type, "(3,)", data));
        const auto recording = opened(path);
        ASSERT_TRUE(recording) << type;
        EXPECT_EQ(physical(*recording, 0, 0, 3), values) << type;
    };
    expectValues("<f8", doubleBytes({1, -2, 3}), wanted);
    expectValues("<f4", floatBytes({1, -2, 3}), wanted);
    expectValues("<f2", std::string("\x00\x3c\x00\xc0\x00\x42", 6), wanted);
    expectValues("<i2", shortBytes({1, -2, 3}), wanted);
    expectValues(">i2", std::string("\0\1\xff\xfe\0\3", 6), wanted);
    expectValues("|i1", "\1\xfe\3", wanted);
    expectValues("|u1", "\1\xfe\3", {1, 254, 3});
    expectValues("|b1", std::string("\1\0\1", 3), {1, 0, 1});
    expectValues("<i8", std::string("\1\0\0\0\0\0\0\0\xfe\xff\xff\xff\xff\xff\xff\xff\3\0\0\0\0\0\0\0", 24), wanted);
    expectValues(">u4", std::string("\0\0\0\1\0\0\1\0\0\0\0\3", 12), {1, 256, 3});
    writeText(path, npyFile("<f8", "(3,)", doubleBytes({1, NAN, INFINITY})));
    EXPECT_TRUE(std::isnan(physical(*opened(path), 0, 1, 1)[0]));
    EXPECT_EQ(stored(*opened(path), 0, 2, 1)[0], kMissingSample);
}

TEST(NumPy, TheRateIsAskedForAndTheUnitIsNotGuessed) {
    const auto path = scratchFolder("npy-rate") / "a.npy";
    writeText(path, npyFile("<f4", "(200, 3)", floatBytes(rows(200, 3))));
    const auto asked = open(path.string());
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, ErrorCode::wrong_use);
    EXPECT_EQ(asked.error().wants, Wants::rate);
    const auto recording = opened(path);
    EXPECT_EQ(recording->leads[0].rate_hz, 500);
    EXPECT_EQ(recording->leads[0].unit, "stored");
    EXPECT_EQ(recording->warnings.size(), 1U) << "one sentence for all leads: " << warningsOf(*recording);
    EXPECT_NE(warningsOf(*recording).find("lead 1, lead 2, lead 3"), std::string::npos);
}

TEST(NumPy, RecordingsInRowsAreAskedFor) {
    const auto path = scratchFolder("npy-many") / "a.npy";
    std::vector<float> all = columns(200, 3);
    const std::vector<float> second = columns(200, 3);
    for (const float value : second) all.push_back(-value);
    writeText(path, npyFile("<f4", "(2, 3, 200)", floatBytes(all)));
    const auto names = recordsIn(path.string());
    ASSERT_TRUE(names) << sentence(names.error());
    EXPECT_EQ(*names, (Names{"recording[0]", "recording[1]"}));
    EXPECT_EQ(open(path.string(), {}, {.rate_hz = 500}).error().wants, Wants::record);
    const auto recording = opened(path, {.rate_hz = 500, .record = "recording[1]"});
    ASSERT_TRUE(recording);
    EXPECT_EQ(physical(*recording, 2, 7, 1)[0], -valueOf(2, 7));
    EXPECT_EQ(recording->path, path.string() + "/recording[1]");
    EXPECT_TRUE(opened(recording->path)) << "and it is found again";
}

TEST(NumPy, AnArchiveSaysItsRateUnitAndLeads) {
    const auto path = scratchFolder("npz") / "a.npz";
    const auto word = [](const std::string& text) {
        std::string out;
        for (const char letter : text) out += std::string(1, letter) + std::string(3, '\0');
        return out;
    };
    writeText(path, zipped({{"ecg.npy", npyFile("<f4", "(200, 3)", floatBytes(rows(200, 3)))},
                            {"fs.npy", npyFile("<f8", "()", doubleBytes({250}))},
                            {"unit.npy", npyFile("<U2", "()", word("uV"))},
                            {"leads.npy", npyFile("|S3", "(3,)", std::string("I\0\0II\0V1\0", 9))},
                            {"peaks.npy", npyFile("<i2", "(4,)", shortBytes({10, 60, 110, 160}))}}));
    const auto recording = opened(path, {});
    ASSERT_TRUE(recording);
    ASSERT_EQ(recording->leads.size(), 7U) << "with the limb leads that follow, and without the beats";
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    EXPECT_EQ(recording->leads[0].unit, "mV");
    EXPECT_EQ(recording->leads[6].name, "V1");
    EXPECT_FLOAT_EQ(physical(*recording, 6, 9, 1)[0], valueOf(2, 9) / 1000);
    EXPECT_TRUE(recording->warnings.empty()) << warningsOf(*recording);
}

TEST(NumPy, WhatIsCodeOrNoSignalIsRefused) {
    const auto folder = scratchFolder("npy-refused");
    const auto refused = [&](const std::string& bytes, ErrorCode code, const std::string& part) {
        writeText(folder / "a.npy", bytes);
        const auto recording = open((folder / "a.npy").string(), {}, {.rate_hz = 100});
        ASSERT_FALSE(recording) << part;
        EXPECT_EQ(recording.error().code, code) << sentence(recording.error());
        EXPECT_NE(sentence(recording.error()).find(part), std::string::npos) << sentence(recording.error());
        EXPECT_FALSE(recording.error().hint.empty());
    };
    refused(npyFile("|O", "(3,)", "\x80\x04K\x01."), ErrorCode::refused, "Python objects");
    refused(npyFile("<c8", "(3,)", std::string(24, '\0')), ErrorCode::unsupported, "\"c8\"");
    refused(npyFile("<U4", "(3,)", std::string(48, '\0')), ErrorCode::unsupported, "words");
    refused(npyFile("<f4", "(9000000000, 9000000000, 9000000000)", ""), ErrorCode::malformed, "shape");
    refused(npyFile("<f4", "(300, 3)", ""), ErrorCode::truncated, "ends early");
    refused(npyFile("<f4", "()", floatBytes({1})), ErrorCode::unsupported, "no array of numbers");
    refused(npyFile("<f4", "(0,)", ""), ErrorCode::unsupported, "no array of numbers");
    refused("\x93NUMPY\1", ErrorCode::malformed, "begin");
    refused("", ErrorCode::empty, "empty");
}

std::vector<double> timesAt(double rate_hz, double unit_s, int samples = 200, double first_s = 5) {
    std::vector<double> times;
    for (int k = 0; k < samples; ++k) times.push_back((first_s + k / rate_hz) / unit_s);
    return times;
}

TEST(NumPy, AnArrayOfTimesSaysTheRateAndIsNoRecording) {
    const auto path = scratchFolder("npz-times") / "a.npz";
    const std::string ecg = npyFile("<f4", "(200, 3)", floatBytes(rows(200, 3)));
    struct Times {
        const char* name;
        double unit_s;
    };
    for (const Times& times : {Times{"t", 1}, Times{"time_ms", 1e-3}, Times{"timestamps", 1e-6}}) {
        writeText(path, zipped({{"ecg.npy", ecg},
                                {std::string(times.name) + ".npy",
                                 npyFile("<f8", "(200,)", doubleBytes(timesAt(360, times.unit_s)))}}));
        const auto recording = opened(path, {});
        expectThreeLeads(recording);
        if (!recording) continue;
        EXPECT_EQ(recording->leads[0].rate_hz, 360) << times.name;
        EXPECT_NE(warningsOf(*recording).find("grows in equal steps"), std::string::npos);
    }
    // Of another length they are of something else.
    writeText(path, zipped({{"ecg.npy", ecg}, {"t.npy", npyFile("<f8", "(150,)", doubleBytes(timesAt(360, 1, 150)))}}));
    EXPECT_EQ(recordsIn(path.string())->size(), 2U);
}

TEST(NumPy, AColumnOfTimesIsNoLead) {
    const auto path = scratchFolder("npy-time-column") / "a.npy";
    const auto table = [&](double unit_s, bool samples_in_rows) {
        const auto times = timesAt(250, unit_s);
        std::vector<double> out;
        for (int i = 0; i < 600; ++i) {
            const int k = samples_in_rows ? i / 3 : i % 200;
            const int n = samples_in_rows ? i % 3 : i / 200;
            out.push_back(n == 0 ? times[static_cast<std::size_t>(k)] : valueOf(n, k));
        }
        writeText(path, npyFile("<f8", samples_in_rows ? "(200, 3)" : "(3, 200)", doubleBytes(out)));
        return open(path.string());
    };
    for (const double unit_s : {1.0, 1e-3}) {
        for (const bool samples_in_rows : {true, false}) {
            const auto recording = table(unit_s, samples_in_rows);
            ASSERT_TRUE(recording) << sentence(recording.error());
            ASSERT_EQ((*recording)->leads.size(), 2U);
            EXPECT_EQ((*recording)->leads[0].rate_hz, 250);
            EXPECT_EQ(physical(**recording, 1, 5, 1)[0], valueOf(2, 5));
        }
    }
    // A counter says no rate.
    const auto counted = table(1.0 / 250, true);
    ASSERT_FALSE(counted);
    EXPECT_EQ(counted.error().wants, Wants::rate);
}

TEST(NumPy, ArraysThatAreCalledAsLeadsAreOneRecording) {
    const auto path = scratchFolder("npz-leads") / "a.npz";
    std::vector<std::pair<std::string, std::string>> entries;
    const std::vector<const char*> names = {"V1", "Lead V2", "v5"};
    for (std::size_t n = 0; n < names.size(); ++n) {
        std::vector<float> lead;
        for (int k = 0; k < 200; ++k) lead.push_back(valueOf(static_cast<int>(n), k));
        entries.emplace_back(std::string(names[n]) + ".npy", npyFile("<f4", "(200,)", floatBytes(lead)));
    }
    entries.emplace_back("fs.npy", npyFile("<f8", "()", doubleBytes({500})));
    writeText(path, zipped(entries));
    const auto recording = opened(path, {});
    expectThreeLeads(recording);
    if (recording) {
        EXPECT_EQ(recording->leads[1].name, "V2");
        EXPECT_EQ(recording->leads[2].name, "V5");
    }
    // Names that say nothing may be of several people.
    entries = {{"a.npy", entries[0].second}, {"b.npy", entries[1].second}};
    writeText(path, zipped(entries));
    EXPECT_EQ(recordsIn(path.string())->size(), 2U);
}

TEST(NumPy, AFileThatEndsEarlyShowsItsRows) {
    const auto path = scratchFolder("npy-cut") / "a.npy";
    const std::string bytes = npyFile("<f4", "(200, 3)", floatBytes(rows(200, 3)));
    writeText(path, bytes.substr(0, bytes.size() - 5));
    const auto recording = opened(path);
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].samples, 199);
    EXPECT_NE(warningsOf(*recording).find("promises 200 rows and has 199"), std::string::npos);
}

TEST(NumPy, AThousandDamagedFiles) {
    const auto folder = scratchFolder("npy-sweep");
    sweep(folder / "a.npz", zipped({{"ecg.npy", npyFile("<i2", "(100, 2)", shortBytes(std::vector<int>(200, 77)))},
                                    {"fs.npy", npyFile("<f8", "()", doubleBytes({250}))}},
                                   false));
}

TEST(NumPy, AnArrayWithoutElementsIsNoRecording) {
    const auto folder = scratchFolder("npy-empty");
    for (const char* shape : {"(3, 0)", "(0, 3)", "(2, 3, 0)", "(2, 0, 3)", "(0,)", "(0, 1)"}) {
        writeText(folder / "z.npy", npyFile("<f8", shape, ""));
        const auto bare = open((folder / "z.npy").string(), {}, {.rate_hz = 250});
        ASSERT_FALSE(bare) << shape;
        EXPECT_NE(sentence(bare.error()).find("holds no array of numbers"), std::string::npos)
            << sentence(bare.error());
        writeText(folder / "z.npz", zipped({{"x.npy", npyFile("<f8", shape, "")}}));
        EXPECT_FALSE(open((folder / "z.npz").string(), {}, {.rate_hz = 250})) << shape;
    }
}

TEST(NumPy, NumbersAreScaledAsTheFileSays) {
    const auto path = scratchFolder("npz-scale") / "a.npz";
    const auto with = [&](const std::string& type, const std::string& data,
                          std::vector<std::pair<std::string, double>> said) {
        std::vector<std::pair<std::string, std::string>> entries = {{"ecg.npy", npyFile(type, "(4,)", data)}};
        said.emplace_back("fs", 250);
        for (const auto& [name, value] : said) {
            entries.emplace_back(name + ".npy", npyFile("<f8", "()", doubleBytes({value})));
        }
        writeText(path, zipped(entries));
        const auto recording = opened(path, {});
        return physical(*recording, 0, 0, 4);
    };
    const std::string whole = shortBytes({1024, 1224, 924, 1025});
    EXPECT_EQ(with("<i2", whole, {}), (std::vector<float>{1024, 1224, 924, 1025}));
    // WFDB's: numbers per unit, and the number of zero.
    EXPECT_EQ(with("<i2", whole, {{"gain", 200}, {"baseline", 1024}}), (std::vector<float>{0, 1, -0.5F, 0.005F}));
    EXPECT_EQ(with("<i2", whole, {{"adc_gain", 200}, {"adc_zero", 1024}}), (std::vector<float>{0, 1, -0.5F, 0.005F}));
    EXPECT_EQ(with("<i2", whole, {{"gain", 0.005}, {"baseline", 1024}}), (std::vector<float>{0, 1, -0.5F, 0.005F}))
        << "less than one is units per number";
    // netCDF's: units per number, then the value of zero.
    EXPECT_EQ(with("<i2", whole, {{"scale_factor", 0.5}, {"add_offset", -512}}),
              (std::vector<float>{0, 100, -50, 0.5F}));
    EXPECT_EQ(with("<i2", whole, {{"resolution", 0.25}}), (std::vector<float>{256, 306, 231, 256.25F}));
    // Fractions have passed the converter's scale.
    EXPECT_EQ(with("<f4", floatBytes({0.5F, 1, -0.25F, 2}), {{"gain", 200}, {"baseline", 1024}}),
              (std::vector<float>{0.5F, 1, -0.25F, 2}));
    EXPECT_EQ(with("<i2", whole, {{"gain", 0}, {"scale", 0}}), (std::vector<float>{1024, 1224, 924, 1025}))
        << "nothing scales by zero";
}

TEST(NumPy, AUnitThatTheReaderGivesCountsWhereNoneIsStated) {
    const auto path = scratchFolder("npy-unit") / "a.npy";
    writeText(path, npyFile("<f4", "(3,)", floatBytes({1000, 500, -250})));
    const auto recording = opened(path, {.rate_hz = 250, .unit = "uV"});
    EXPECT_EQ(recording->leads[0].unit, "mV");
    EXPECT_EQ(physical(*recording, 0, 0, 3), (std::vector<float>{1, 0.5F, -0.25F}));
}

}  // namespace
}  // namespace triptych::formats
