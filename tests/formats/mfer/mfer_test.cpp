// MFER: files made byte by byte from the standard's tables, and a real one.
#include "core/formats/open.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

using namespace test;

std::string bytes(std::initializer_list<unsigned> values) {
    std::string text;
    for (const unsigned value : values) text += static_cast<char>(value);
    return text;
}

std::string framed(unsigned tag, const std::string& value) {
    return bytes({tag, static_cast<unsigned>(value.size())}) + value;
}

// The highest byte first, as MFER's default is.
template <class T>
std::string bigEndian(T value) {
    std::string text;
    for (int shift = 8 * static_cast<int>(sizeof(T)) - 8; shift >= 0; shift -= 8) {
        text += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
    }
    return text;
}
std::string single(float value) {
    return bigEndian(std::bit_cast<std::uint32_t>(value));
}
std::string doubled(double value) {
    return bigEndian(std::bit_cast<std::uint64_t>(value));
}

// Preamble, 4 ms, 1 uV: what follows are `channels` channels of one sample a block.
std::string start(unsigned channels, unsigned data_type) {
    return framed(0x40, "MFR test") + framed(0x0b, bytes({1, 0xfd, 4})) + framed(0x0c, bytes({0, 0xfa, 1})) +
           framed(0x05, bytes({channels})) + framed(0x0a, bytes({data_type}));
}

Result<RecordingPtr> opened(const std::string& file) {
    const auto folder = scratchFolder("mfer-made");
    writeText(folder / "m.mwf", file);
    return open((folder / "m.mwf").string());
}

// Two channels in two blocks of two samples, big-endian as MFER's default is: II in 2 µV and a pressure in 0.125 mmHg.
std::string mfer() {
    std::string file = bytes({0x40, 8}) + "MFR test";
    file += bytes({0x03, 8}) + "UTF-16LE" + bytes({0x81, 6, 'E', 0, 0xe9, 0, 0, 0});
    file += bytes({0x85, 7, 0x07, 0xe3, 6, 19, 13, 20, 5});
    file += bytes({0x0b, 3, 1, 0xfd, 4, 0x05, 1, 2, 0x04, 1, 2, 0x06, 1, 2, 0x12, 2, 0x80, 0});
    file += bytes({0x3f, 0, 9, 0x09, 2, 0, 2, 0x0c, 3, 0, 0xfa, 2});
    file += bytes({0x3f, 1, 0x80, 0x09, 2, 0xc0, 0x0a, 0x0c, 4, 1, 0xfd, 0, 125, 0, 0});
    file += bytes({0x41, 12, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 'h', 0});
    file += bytes({0x1e, 16, 0, 1, 0xff, 0xfe, 0, 80, 0, 81, 0x01, 0x02, 0x80, 0x00, 0, 82, 0, 83, 0x80});
    return file;
}

TEST(Mfer, ValuesUnitsMissingSamplesAndTexts) {
    const auto folder = scratchFolder("mfer");
    writeText(folder / "m.mwf", mfer());
    const auto recording = open((folder / "m.mwf").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->format, "MFER");
    EXPECT_EQ((*recording)->start, "2019-06-19T13:20:05");
    ASSERT_EQ((*recording)->leads.size(), 2U);
    EXPECT_EQ((*recording)->leads[0].name, "II");
    EXPECT_EQ((*recording)->leads[0].unit, "mV");
    EXPECT_EQ((*recording)->leads[0].rate_hz, 250);
    EXPECT_EQ(stored(**recording, 0, 0, 4), (std::vector<std::int32_t>{1, -2, 258, kMissingSample}));
    EXPECT_FLOAT_EQ(physical(**recording, 0, 2, 1)[0], 0.516F);
    EXPECT_EQ((*recording)->leads[1].unit, "mmHg");
    EXPECT_EQ(physical(**recording, 1, 0, 4), (std::vector<float>{10, 10.125F, 10.25F, 10.375F}));
    EXPECT_EQ((*recording)->comments, std::vector<std::string>{"patient: E\xc3\xa9"});
    ASSERT_EQ((*recording)->annotation_sets.size(), 1U);
    EXPECT_EQ((*recording)->annotation_sets[0].annotations.at(0).sample, 1);
    EXPECT_EQ((*recording)->annotation_sets[0].annotations.at(0).duration, 2);
    EXPECT_EQ((*recording)->annotation_sets[0].annotations.at(0).aux, "h");
    EXPECT_NE(warningsOf(**recording).find("waveform C00A (mmHg)"), std::string::npos);
}

TEST(Mfer, ADataTypeAfterTheWaveformDoesNotSayHowItWasStored) {
    const auto folder = scratchFolder("mfer-late");
    writeText(folder / "m.mwf", mfer() + std::string("\x0a\x01\xc1", 3));
    const auto recording = open((folder / "m.mwf").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].resolution_bits, 16);
    EXPECT_EQ(stored(**recording, 0, 0, 3), (std::vector<std::int32_t>{1, -2, 258}));
}

TEST(Mfer, FewerChannelsAfterTheWaveformLeaveWhatWasRead) {
    const auto folder = scratchFolder("mfer-fewer");
    writeText(folder / "m.mwf", mfer() + std::string("\x05\x01\x01", 3));
    const auto recording = open((folder / "m.mwf").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads.size(), 2U);
}

TEST(Mfer, CutAtEveryByteAndCountsThatLie) {
    const auto folder = scratchFolder("mfer-cut");
    cutEverywhere(folder / "m.mwf", mfer());
    const std::string whole = mfer();
    for (std::size_t at = 10; at < whole.size(); ++at) {
        for (const char value : {'\xff', '\x7f', '\0'}) {
            std::string damaged = whole;
            damaged[at] = value;
            writeText(folder / "m.mwf", damaged);
            const auto recording = open((folder / "m.mwf").string());
            if (!recording) continue;
            for (std::size_t i = 0; i < (*recording)->leads.size(); ++i) {
                EXPECT_LE((*recording)->leads[i].samples, 128);
            }
        }
    }
}

TEST(Mfer, ChannelsTakeTurnsSampleBySampleWhereNoBlockIsStated) {
    const auto recording = opened(start(2, 0) + framed(0x1e, bytes({0, 1, 0, 10, 0, 2, 0, 20})));
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ(stored(**recording, 0, 0, 2), (std::vector<std::int32_t>{1, 2}));
    EXPECT_EQ(stored(**recording, 1, 0, 2), (std::vector<std::int32_t>{10, 20}));
}

TEST(Mfer, IsKnownWithAndWithoutAPreamble) {
    const auto folder = scratchFolder("mfer-sniff");
    const std::string wave = framed(0x1e, bytes({1, 0, 2, 0}));
    const std::string bare = bytes({1, 1, 1}) + start(1, 0).substr(10) + wave;
    for (const std::string& file : {start(1, 0) + wave, framed(0x40, " MFER standard") + bare, bare}) {
        writeText(folder / "nameless", file);
        const auto recording = open((folder / "nameless").string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->format, "MFER");
        EXPECT_EQ((*recording)->leads[0].samples, 2);
    }
    for (const std::string& other : {bytes({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}), bytes({1, 1, 0, 0x55, 1, 1}),
                                     bytes({0x40, 4}) + "nope and more", bare.substr(0, 5)}) {
        writeText(folder / "nameless", other);
        EXPECT_EQ(open((folder / "nameless").string()).error().code, ErrorCode::unsupported);
    }
}

TEST(Mfer, EveryTypeOfWholeNumbers) {
    struct Case {
        unsigned type;
        std::string samples;
        std::vector<float> microvolts;
    };
    for (const Case& c : {Case{0, bytes({0xff, 0xfe, 0x7f, 0xff}), {-2, 32767}},
                          {1, bytes({0xff, 0xfe, 0x7f, 0xff}), {65534, 32767}},
                          {2, bytes({0xff, 0xff, 0xff, 0xfe, 0x00, 0x01, 0x00, 0x00}), {-2, 65536}},
                          {3, bytes({0xfe, 0x7f}), {254, 127}},
                          {5, bytes({0xfe, 0x7f}), {-2, 127}},
                          {6, bytes({0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x02}), {4294967040.F, 2}}}) {
        const auto recording = opened(start(1, c.type) + framed(0x1e, c.samples));
        ASSERT_TRUE(recording) << sentence(recording.error());
        const auto values = physical(**recording, 0, 0, 2);
        for (std::size_t i = 0; i < 2; ++i) EXPECT_FLOAT_EQ(values[i], c.microvolts[i] / 1000) << c.type << ' ' << i;
    }
}

TEST(Mfer, FloatingPointOfBothWidthsAndByteOrders) {
    const std::vector<double> microvolts = {0, 1.5, -1234.5678, 1e-3, 5000};
    for (const bool is_double : {false, true}) {
        std::string samples;
        for (const double value : microvolts) samples += is_double ? doubled(value) : single(static_cast<float>(value));
        samples += is_double ? doubled(std::nan("")) : single(std::numeric_limits<float>::infinity());
        const std::string head = start(1, is_double ? 8 : 7);
        auto recording = opened(head + framed(0x1e, samples));
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->format_detail, is_double ? "64-bit floating point" : "32-bit floating point");
        EXPECT_EQ((*recording)->leads[0].samples, 6);
        auto values = physical(**recording, 0, 0, 6);
        for (std::size_t i = 0; i < microvolts.size(); ++i) {
            EXPECT_NEAR(values[i], microvolts[i] / 1000, 1e-7) << i;
        }
        EXPECT_TRUE(std::isnan(values[5]));
        // The same, the lowest byte first.
        const std::size_t width = is_double ? 8 : 4;
        for (std::size_t at = 0; at < samples.size(); at += width) {
            std::reverse(samples.begin() + static_cast<std::ptrdiff_t>(at),
                         samples.begin() + static_cast<std::ptrdiff_t>(at + width));
        }
        recording = opened(head + framed(0x01, bytes({1})) + framed(0x1e, samples));
        ASSERT_TRUE(recording) << sentence(recording.error());
        values = physical(**recording, 0, 0, 5);
        EXPECT_NEAR(values[2], -1.2345678, 1e-7);
    }
}

TEST(Mfer, AFloatingNullValueAndOffset) {
    const auto recording = opened(start(1, 7) + framed(0x12, single(-99)) + framed(0x0d, single(0.5F)) +
                                  framed(0x1e, single(-99) + single(2.5F)));
    ASSERT_TRUE(recording) << sentence(recording.error());
    const auto values = physical(**recording, 0, 0, 2);
    EXPECT_TRUE(std::isnan(values[0]));
    EXPECT_FLOAT_EQ(values[1], 0.002F);
    EXPECT_NE(warningsOf(**recording).find("shifted by 0.5"), std::string::npos) << warningsOf(**recording);
}

TEST(Mfer, EightBitDifferencesAddUpWithinEachFrame) {
    const std::string samples = bytes({100, 0x9c, 127, 127, 0xff});
    for (const std::string& how : {start(1, 9), start(1, 0) + framed(0x0e, bytes({0, 1}))}) {
        const auto recording = opened(how + framed(0x1e, samples) + framed(0x1e, bytes({5})));
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->format_detail, "8-bit differences");
        EXPECT_EQ(stored(**recording, 0, 0, 6), (std::vector<std::int32_t>{100, 0, 127, 254, 253, 5}));
    }
}

TEST(Mfer, WhatTheStandardDoesNotDescribeIsRefusedWithTheReason) {
    const std::string wave = framed(0x1e, bytes({1, 2, 3, 4}));
    auto recording = opened(start(1, 9) + framed(0x1e, bytes({1, 0x80, 3, 4})));
    ASSERT_FALSE(recording);
    EXPECT_EQ(recording.error().code, ErrorCode::unsupported);
    EXPECT_NE(recording.error().what.text().find("mark of a jump"), std::string::npos) << recording.error().what;
    recording = opened(start(1, 0) + framed(0x0e, bytes({0, 3, 0, 0, 0, 9, 0, 0, 0, 4})) + wave);
    ASSERT_FALSE(recording);
    EXPECT_EQ(recording.error().code, ErrorCode::unsupported);
    EXPECT_NE(recording.error().what.text().find("code 3"), std::string::npos) << recording.error().what;
    recording = opened(start(1, 10) + wave);
    ASSERT_FALSE(recording);
    EXPECT_NE(recording.error().what.text().find("data type 10"), std::string::npos) << recording.error().what;
}

TEST(Mfer, ARepresentativeBeatIsNoRhythm) {
    const std::string beat = framed(0x08, bytes({0, 9})) + framed(0x1e, bytes({0, 7, 0, 8}));
    const auto recording = opened(start(1, 0) + framed(0x1e, bytes({0, 1, 0, 2})) + beat);
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 2);
    ASSERT_EQ((*recording)->comments.size(), 1U);
    EXPECT_NE((*recording)->comments[0].find("a representative beat of 1 lead"), std::string::npos);
    const auto alone = opened(start(1, 0) + beat);
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, ErrorCode::unsupported);
}

TEST(Mfer, PartsOfOtherShapesAreNotJoined) {
    const auto recording = opened(start(1, 0) + framed(0x1e, bytes({0, 1})) + framed(0x0c, bytes({0, 0xfa, 5})) +
                                  framed(0x1e, bytes({0, 2})));
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 1);
    EXPECT_EQ((*recording)->leads[0].gain, 1000);
    EXPECT_NE(warningsOf(**recording).find("a later part of the waveform"), std::string::npos);
}

TEST(Mfer, PointersMakeGapsThatTheFileCanAfford) {
    const std::string wave = framed(0x1e, bytes({0, 1, 0, 2}));
    auto recording = opened(start(1, 0) + framed(0x07, bytes({10})) + wave + framed(0x07, bytes({15})) + wave);
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ(stored(**recording, 0, 0, 7),
              (std::vector<std::int32_t>{1, 2, kMissingSample, kMissingSample, kMissingSample, 1, 2}));
    recording = opened(start(1, 0) + wave + framed(0x07, bytes({0x7f, 0, 0, 0})) + wave);
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 4);
    EXPECT_NE(warningsOf(**recording).find("a place in time that cannot be"), std::string::npos);
}

TEST(Mfer, ManyGapsTogetherAreNoMoreThanTheFileCanAfford) {
    const std::string wave = framed(0x1e, bytes({0, 1, 0, 2}));
    // A gap alone may be as large as the file; five hundred of them may not.
    std::string file = start(1, 0) + framed(0x07, bytes({0, 0, 0, 0})) + wave;
    for (unsigned i = 1; i <= 500; ++i) {
        const unsigned place = 1'000 * i;
        file += framed(0x07, bytes({0, place >> 16, place >> 8 & 0xff, place & 0xff})) + wave;
    }
    const auto recording = opened(file);
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_GT((*recording)->leads[0].samples, 1'002) << "the first gap can be afforded";
    EXPECT_LE((*recording)->leads[0].samples, 1'002 + static_cast<std::int64_t>(file.size()) / 4);
    EXPECT_NE(warningsOf(**recording).find("a place in time that cannot be"), std::string::npos);
}

TEST(Mfer, EightLeadsAreTwelve) {
    const auto recording = opened(start(2, 0) + bytes({0x3f, 0, 4, 0x09, 2, 0, 1}) +
                                  bytes({0x3f, 1, 4, 0x09, 2, 0, 2}) + framed(0x1e, bytes({0, 1, 0, 10, 0, 2, 0, 20})));
    ASSERT_TRUE(recording) << sentence(recording.error());
    ASSERT_EQ((*recording)->leads.size(), 6U);
    EXPECT_EQ((*recording)->leads[2].name, "III");
    EXPECT_EQ(stored(**recording, 2, 0, 2), (std::vector<std::int32_t>{9, 18}));
}

TEST(Mfer, AChannelMayEndBeforeTheOthers) {
    const auto recording =
        opened(start(2, 0) + bytes({0x3f, 1, 3, 0x06, 1, 1}) + framed(0x1e, bytes({0, 1, 0, 10, 0, 2, 0, 3})));
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 3);
    EXPECT_EQ((*recording)->leads[1].samples, 1);
    EXPECT_EQ(stored(**recording, 0, 0, 3), (std::vector<std::int32_t>{1, 2, 3}));
}

TEST(Mfer, AChannelWithoutSamplesDoesNotKeepTheOthersWaiting) {
    // The first channel ends after a block, the second one has blocks of nothing: samples behind belong to nobody.
    const auto recording = opened(start(2, 0) + bytes({0x3f, 0, 3, 0x06, 1, 1}) + bytes({0x3f, 1, 3, 0x04, 1, 0}) +
                                  framed(0x1e, bytes({0, 1, 0, 10, 0, 2})));
    ASSERT_TRUE(recording) << sentence(recording.error());
    ASSERT_EQ((*recording)->leads.size(), 1U);
    EXPECT_EQ((*recording)->leads[0].samples, 1);
    EXPECT_NE(warningsOf(**recording).find("behind the last block"), std::string::npos);
}

TEST(Mfer, GroupsBirthAndFractionsOfASecond) {
    const auto recording = opened(
        start(1, 0) + framed(0x67, framed(0x09, bytes({0, 2}))) + framed(0x83, bytes({71, 0, 0, 0x07, 0x9c, 2, 29})) +
        framed(0x85, bytes({0x07, 0xe3, 6, 19, 13, 20, 5, 0, 250, 0, 0})) + framed(0x1e, bytes({0, 1})));
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].name, "II");
    EXPECT_EQ((*recording)->start, "2019-06-19T13:20:05.250");
    EXPECT_EQ((*recording)->comments, (std::vector<std::string>{"born: 1948-02-29", "age: 71 years"}));
}

TEST(Mfer, JapaneseTextsInTheirOwnCodes) {
    for (const auto& [code, name] : {std::pair("JIS X 0208", "\x1b$B;3ED\x1b(B"),
                                     {"SHIFT_JIS", "\x8eR\x93\x63"},
                                     {"EUC-JP", "\xbb\xb3\xc5\xc4"},
                                     {"UTF-8", "\u5c71\u7530"}}) {
        const auto recording = opened(framed(0x40, "MFR test") + framed(0x03, code) + framed(0x81, name) + start(1, 0) +
                                      framed(0x1e, bytes({0, 1})));
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->comments, std::vector<std::string>{"patient: \u5c71\u7530"}) << code;
    }
    // What is no text of the code that the file names is shown letter by letter.
    const auto other = opened(framed(0x40, "MFR test") + framed(0x03, "SHIFT_JIS") + framed(0x81, "M\xfcller") +
                              start(1, 0) + framed(0x1e, bytes({0, 1})));
    ASSERT_TRUE(other);
    EXPECT_EQ((*other)->comments, std::vector<std::string>{"patient: M\u00fcller"});
}

TEST(Mfer, EveryTypeCutAtEveryByte) {
    const auto folder = scratchFolder("mfer-types-cut");
    constexpr std::array kWidths = {2U, 2U, 4U, 1U, 2U, 1U, 4U, 4U, 8U, 1U};
    for (unsigned type = 0; type < kWidths.size(); ++type) {
        SCOPED_TRACE(type);
        // A gap of ten samples, which a file of its first part alone can afford.
        const unsigned place = 56 / kWidths[type] + 10;
        cutEverywhere(folder / "m.mwf", start(2, type) + framed(0x1e, std::string(112, '\x41')) +
                                            framed(0x07, bytes({place})) + framed(0x1e, std::string(64, '\x42')));
    }
}

TEST(Mfer, ARealMonitor) {
    TRIPTYCH_NEEDS_DATA(data, "formats");
    const auto monitor = open((data / "mfer" / "test-file.MWF").string());
    ASSERT_TRUE(monitor) << sentence(monitor.error());
    ASSERT_EQ((*monitor)->leads.size(), 6U);
    EXPECT_EQ((*monitor)->leads[0].name, "II");
    EXPECT_EQ((*monitor)->leads[1].name, "V5");
    EXPECT_EQ((*monitor)->leads[0].rate_hz, 250);
    EXPECT_EQ((*monitor)->leads[0].samples, 180'000);
    EXPECT_EQ((*monitor)->leads[2].unit, "mmHg");
    EXPECT_EQ((*monitor)->duration_s, 720);
}

}  // namespace
}  // namespace triptych::formats
