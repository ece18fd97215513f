// Records whose signal files are FLAC streams, written here with libFLAC.
#include "core/formats/open.h"
#include "core/formats/wfdb/wfdb.h"

#include "tests/formats/record_files.h"
#include "tests/formats/wfdb/flac_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <thread>

namespace triptych::formats {
namespace {

using namespace test;

// A slow wave with noise, within `bits`.
std::vector<std::int32_t> wave(std::size_t count, int bits, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::int32_t> out;
    const double amplitude = std::exp2(bits - 2);
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(static_cast<std::int32_t>(amplitude * std::sin(static_cast<double>(i) / 40)) +
                      static_cast<std::int32_t>(random() % 5));
    }
    return out;
}

std::vector<std::int32_t> part(const std::vector<std::int32_t>& values, std::int64_t first, std::size_t count) {
    return {values.begin() + first, values.begin() + first + static_cast<std::int64_t>(count)};
}

TEST(WfdbFlac, EveryWidthIsReadAnywhere) {
    constexpr std::size_t kSamples = 150'000;  // more than two of the reader's blocks
    for (const int bits : {8, 16, 24}) {
        const auto folder = scratchFolder("flac");
        const auto first = wave(kSamples, bits, 1);
        const auto second = wave(kSamples, bits, 2);
        writeBytes(folder / "f.flac", flacStream({first, second}, static_cast<unsigned>(bits)));
        const std::string format = std::to_string(500 + bits);
        writeText(folder / "f.hea", "f 2 500 150000\nf.flac " + format + " 200/mV 0 0 0 0 0 II\nf.flac " + format +
                                        " 100(3)/mV 0 0 0 0 0 V5\n");
        const auto recording = open((folder / "f").string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ(warningsOf(**recording), "");
        EXPECT_EQ((*recording)->format_detail, "format " + format);
        EXPECT_EQ((*recording)->leads.at(1).samples, static_cast<std::int64_t>(kSamples));
        for (const std::int64_t at : {100'000, 0, 65'530, 149'990, 4'090, 131'070}) {
            const std::size_t count = at == 149'990 ? 10 : 5'000;
            EXPECT_EQ(stored(**recording, 0, at, count), part(first, at, count)) << bits << " at " << at;
            EXPECT_EQ(stored(**recording, 1, at, count), part(second, at, count)) << bits << " at " << at;
        }
        EXPECT_EQ(stored(**recording, 0, 0, kSamples), first);
        EXPECT_FLOAT_EQ(physical(**recording, 1, 7, 1)[0], static_cast<float>((second[7] - 3) / 100.0));
    }
}

// The bits of a number, the highest first, with a remainder of the polynomial that FLAC's frames end in.
std::uint32_t remainderOf(const std::vector<std::byte>& bytes, std::size_t from, int width, std::uint32_t polynomial) {
    std::uint32_t remainder = 0;
    for (std::size_t i = from; i < bytes.size(); ++i) {
        remainder ^= std::to_integer<std::uint32_t>(bytes[i]) << (width - 8);
        for (int bit = 0; bit < 8; ++bit) {
            const bool is_high = (remainder >> (width - 1) & 1) != 0;
            remainder = (remainder << 1 ^ (is_high ? polynomial : 0)) & ((1U << width) - 1);
        }
    }
    return remainder;
}

// A stream of frames of 65,535 equal samples each, 13 bytes a frame: RFC 9639 by hand, for libFLAC would take a
// gigabyte to write it.
std::vector<std::byte> silence(std::uint32_t frames) {
    std::vector<std::byte> out;
    const auto put = [&out](std::uint64_t value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>(value >> shift));
    };
    put(0x664c6143, 4);
    put(0x80000022, 4);
    put(0xffffffff, 4);  // block sizes: 65,535
    put(0, 6);           // frame sizes: not stated
    // 360 Hz, one channel, 16 bits, the number of samples.
    put(std::uint64_t{360} << 44 | std::uint64_t{15} << 36 | std::uint64_t{65'535} * frames, 8);
    put(0, 8);  // and no digest
    put(0, 8);
    for (std::uint32_t frame = 0; frame < frames; ++frame) {
        const std::size_t begin = out.size();
        put(0xfff87000, 4);
        if (frame < 0x80) {
            put(frame, 1);
        } else if (frame < 0x800) {
            put(0xc080 | (frame >> 6) << 8 | (frame & 0x3f), 2);
        } else {
            put(0xe08080 | (frame >> 12) << 16 | (frame >> 6 & 0x3f) << 8 | (frame & 0x3f), 3);
        }
        put(65'534, 2);
        put(remainderOf(out, begin, 8, 0x07), 1);
        put(0, 1);  // constant
        put(7, 2);
        put(remainderOf(out, begin, 16, 0x8005), 2);
    }
    return out;
}

TEST(WfdbFlac, SilenceIsNotLongerThanItsBytesCanMean) {
    const auto folder = scratchFolder("flac-silence");
    writeBytes(folder / "f.flac", silence(100));
    writeText(folder / "f.hea", "f 1 360\nf.flac 516 200/mV 16 0 7 0 0 II\n");
    auto recording = open((folder / "f").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 6'553'500) << "five hours of it are no lie";
    EXPECT_EQ(stored(**recording, 0, 6'553'499, 2), (std::vector<std::int32_t>{7, kMissingSample}));
    EXPECT_EQ(warningsOf(**recording), "");
    writeBytes(folder / "f.flac", silence(16'000));
    recording = open((folder / "f").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 200'000'000) << "a billion, in 200 KB";
    EXPECT_EQ(stored(**recording, 0, 199'999'999, 2), (std::vector<std::int32_t>{7, kMissingSample}));
    EXPECT_NE(warningsOf(**recording).find("more samples than its"), std::string::npos) << warningsOf(**recording);
}

TEST(WfdbFlac, FramesSkewOffsetAndMissingSamplesAreAsInOtherFormats) {
    const auto folder = scratchFolder("flac-frames");
    std::vector<std::int32_t> early(20);
    std::vector<std::int32_t> late(20);
    for (int i = 0; i < 20; ++i) {
        early[static_cast<std::size_t>(i)] = i;
        late[static_cast<std::size_t>(i)] = 100 + i;
    }
    early[7] = -32768;
    writeBytes(folder / "f.flac", flacStream({early, late}, 16));
    writeText(folder / "f.hea", "f 2 100 7\nf.flac 516x2+4 200 16 0 0 0 0 A\nf.flac 516x2:1+4 200 16 0 0 0 0 B\n");
    const auto recording = open((folder / "f").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_DOUBLE_EQ((*recording)->leads[0].rate_hz, 200);
    EXPECT_EQ(stored(**recording, 0, 0, 5), (std::vector<std::int32_t>{4, 5, 6, kMissingSample, 8}));
    EXPECT_TRUE(std::isnan(physical(**recording, 0, 3, 1)[0]));
    EXPECT_EQ(stored(**recording, 1, 0, 3), (std::vector<std::int32_t>{106, 107, 108}));
    EXPECT_EQ((*recording)->leads[1].samples, 14) << "its last frame lies behind the others'";
}

TEST(WfdbFlac, WhatTheHeaderSaysMustFitTheStream) {
    const auto folder = scratchFolder("flac-lies");
    const auto values = wave(1'000, 8, 3);
    writeBytes(folder / "f.flac", flacStream({values, values}, 16));
    const std::map<std::string, ErrorCode> headers = {
        {"f 1 100 1000\nf.flac 516\n", ErrorCode::malformed},
        {"f 2 100 1000\nf.flac 508\nf.flac 508\n", ErrorCode::malformed},
        {"f 2 100 1000\nf.flac 516x2\nf.flac 516\n", ErrorCode::malformed},
        {"f 2 100 1000\nf.flac 516+2000\nf.flac 516+2000\n", ErrorCode::truncated},
        {"f 2 100 1000\nf.flac 16\nf.flac 516\n", ErrorCode::malformed},
    };
    for (const auto& [header, code] : headers) {
        writeText(folder / "f.hea", header);
        const auto recording = open((folder / "f").string());
        ASSERT_FALSE(recording) << header;
        EXPECT_EQ(recording.error().code, code) << sentence(recording.error());
    }
    writeText(folder / "f.hea", "f 2 100 9000\nf.flac 516\nf.flac 516\n");
    const auto shorter = open((folder / "f").string());
    ASSERT_TRUE(shorter);
    EXPECT_EQ((*shorter)->leads[0].samples, 1'000);
    EXPECT_NE(warningsOf(**shorter).find("ends early"), std::string::npos);
    writeText(folder / "f.flac", "no FLAC at all, only words");
    EXPECT_EQ(open((folder / "f").string()).error().code, ErrorCode::malformed);
}

TEST(WfdbFlac, DamagedFramesAreMissingAndNotFlat) {
    const auto folder = scratchFolder("flac-damage");
    const auto values = wave(20'000, 16, 4);
    auto bytes = flacStream({values}, 16, 1'000);
    writeText(folder / "f.hea", "f 1 100 20000\nf.flac 516 200 16 0 0 0 0 II\n");
    bytes[bytes.size() / 2] ^= std::byte{0x55};
    writeBytes(folder / "f.flac", bytes);
    const auto recording = open((folder / "f").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    const auto read = stored(**recording, 0, 0, 20'000);
    std::size_t missing = 0;
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (read[i] == kMissingSample) {
            ++missing;
        } else {
            ASSERT_EQ(read[i], values[i]) << i;
        }
    }
    EXPECT_GE(missing, 1'000U);
    EXPECT_LE(missing, 3'000U);
}

TEST(WfdbFlac, CutAtEveryByteItIsReadAsFarAsItGoes) {
    const auto folder = scratchFolder("flac-cut");
    const auto values = wave(600, 8, 5);
    const auto whole = flacStream({values}, 8, 64);
    writeText(folder / "f.hea", "f 1 100 600\nf.flac 508 200 8 0 0 0 0 II\n");
    std::int64_t longest = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        writeBytes(folder / "f.flac", {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        const auto recording = open((folder / "f").string());
        if (!recording) continue;
        const std::int64_t samples = (*recording)->leads.at(0).samples;
        longest = std::max(longest, samples);
        EXPECT_EQ(stored(**recording, 0, 0, static_cast<std::size_t>(samples)),
                  part(values, 0, static_cast<std::size_t>(samples)))
            << size;
    }
    EXPECT_GE(longest, 576) << "all frames but the last";
}

TEST(WfdbFlac, ManyThreadsReadAtOnce) {
    const auto folder = scratchFolder("flac-threads");
    const auto values = wave(300'000, 16, 6);
    writeBytes(folder / "f.flac", flacStream({values}, 16));
    writeText(folder / "f.hea", "f 1 100\nf.flac 516\n");
    const auto recording = open((folder / "f").string());
    ASSERT_TRUE(recording);
    std::array<bool, 3> right{};
    {
        std::vector<std::jthread> readers;
        for (std::size_t t = 0; t < right.size(); ++t) {
            readers.emplace_back([&, t] {
                bool all = true;
                for (std::int64_t round = 0; round < 12; ++round) {
                    const std::int64_t first = (static_cast<std::int64_t>(t) * 97'001 + round * 61'007) % 290'000;
                    all = all && stored(**recording, 0, first, 5'000) == part(values, first, 5'000);
                }
                right[t] = all;
            });
        }
    }
    for (const bool thread_right : right) EXPECT_TRUE(thread_right);
}

}  // namespace
}  // namespace triptych::formats
