#include "core/formats/wfdb/signal.h"

#include "core/formats/wfdb/decode_212.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>

namespace triptych::formats {
namespace {

using test::bytesOf;

std::vector<std::int32_t> decodeAll(int format_number, const std::vector<std::byte>& bytes) {
    const SignalFormat* const format = findSignalFormat(format_number);
    if (format == nullptr) return {};
    std::vector<std::int32_t> out(static_cast<std::size_t>(format->samplesIn(static_cast<std::int64_t>(bytes.size()))));
    format->decode(bytes.data(), 0, 1, out);
    return out;
}

using Values = std::vector<std::int32_t>;

TEST(WfdbSignal, Format212IsTwelveBitsTwoInThreeBytes) {
    // 995 = 0x3e3 and 1011 = 0x3f3, the first pair of MIT-BIH record 100; then -1, 2047; -2048 and half a group.
    EXPECT_EQ(decodeAll(212, bytesOf({0xe3, 0x33, 0xf3, 0xff, 0x7f, 0xff, 0x00, 0x08})),
              (Values{995, 1011, -1, 2047, -2048}));
    EXPECT_EQ(decodeAll(212, bytesOf({0x01, 0x80, 0x00})), (Values{1, -2048}));
}

TEST(WfdbSignal, Format16IsLittleEndianAnd61BigEndian) {
    EXPECT_EQ(decodeAll(16, bytesOf({0x01, 0x00, 0xff, 0xff, 0x00, 0x80, 0xff, 0x7f})), (Values{1, -1, -32768, 32767}));
    EXPECT_EQ(decodeAll(61, bytesOf({0x00, 0x01, 0xff, 0xff, 0x80, 0x00, 0x7f, 0xff})), (Values{1, -1, -32768, 32767}));
    EXPECT_EQ(decodeAll(160, bytesOf({0x00, 0x80, 0xff, 0xff, 0x00, 0x00})), (Values{0, 32767, -32768}));
}

TEST(WfdbSignal, Formats8And80And24And32) {
    EXPECT_EQ(decodeAll(8, bytesOf({0x01, 0xff, 0x80})), (Values{1, -1, -128})) << "differences, not yet summed";
    EXPECT_EQ(decodeAll(80, bytesOf({0x80, 0xff, 0x00})), (Values{0, 127, -128}));
    EXPECT_EQ(decodeAll(24, bytesOf({0x01, 0x02, 0x03, 0xff, 0xff, 0xff, 0x00, 0x00, 0x80})),
              (Values{0x030201, -1, -8388608}));
    EXPECT_EQ(decodeAll(32, bytesOf({0x01, 0x02, 0x03, 0x04, 0xff, 0xff, 0xff, 0xff})), (Values{0x04030201, -1}));
}

TEST(WfdbSignal, Format310TakesBitsOneToTenAndTheUpperFives) {
    // a = 1, b = -1, c = 0x155 (-171): words a<<1 | low five of c << 11, b<<1 | high five of c << 11.
    const unsigned first = 1U << 1 | (0x155U & 0x1f) << 11;
    const unsigned second = 0x3ffU << 1 | (0x155U >> 5) << 11;
    EXPECT_EQ(decodeAll(310, test::words({first, second})), (Values{1, -1, 0x155}));
    EXPECT_EQ(decodeAll(310, test::words({511U << 1})), (Values{511})) << "half a group holds one sample";
}

TEST(WfdbSignal, Format311PacksThreeTensFromBelow) {
    const std::uint32_t packed = 0x200U | 0x1ffU << 10 | 0x3feU << 20;
    const auto bytes = bytesOf({packed & 0xff, packed >> 8 & 0xff, packed >> 16 & 0xff, packed >> 24});
    EXPECT_EQ(decodeAll(311, bytes), (Values{-512, 511, -2}));
    EXPECT_EQ(decodeAll(311, {bytes.begin(), bytes.begin() + 3}), (Values{-512, 511}));
    EXPECT_EQ(decodeAll(311, {bytes.begin(), bytes.begin() + 2}), (Values{-512}));
    EXPECT_EQ(decodeAll(311, {bytes.begin(), bytes.begin() + 1}), Values{});
}

TEST(WfdbSignal, CountsOfBytesAndSamplesAreInverse) {
    for (const int number : {8, 16, 24, 32, 61, 80, 160, 212, 310, 311}) {
        const SignalFormat* const format = findSignalFormat(number);
        ASSERT_NE(format, nullptr) << number;
        for (std::int64_t samples = 0; samples < 50; ++samples) {
            const std::int64_t bytes = format->bytesFor(samples);
            EXPECT_GE(format->samplesIn(bytes), samples) << number;
            EXPECT_TRUE(samples == 0 || format->samplesIn(bytes - 1) < samples) << number;
        }
    }
    EXPECT_EQ(findSignalFormat(0), nullptr);
    EXPECT_EQ(findSignalFormat(508)->decode, nullptr) << "a FLAC stream has no groups";
}

// Every decoder, at every start and stride, gives what reading all samples in a row gives.
TEST(WfdbSignal, StridesPickFromTheRow) {
    std::mt19937 random(7);
    for (const int number : {16, 24, 32, 61, 80, 160, 212, 310, 311}) {
        const SignalFormat* const format = findSignalFormat(number);
        std::vector<std::byte> bytes(static_cast<std::size_t>(format->bytesFor(301)));
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
        const auto all = decodeAll(number, bytes);
        ASSERT_GE(all.size(), 301U);
        for (const int stride : {1, 2, 3, 4, 7, 12}) {
            for (const int first : {0, 1, 2, 3, 11}) {
                Values out(static_cast<std::size_t>((300 - first) / stride + 1));
                // A copy of exactly the bytes that are needed: a sanitizer sees any touch beyond them.
                const auto last = first + (static_cast<std::int64_t>(out.size()) - 1) * stride;
                const std::vector<std::byte> exact(bytes.begin(), bytes.begin() + format->bytesFor(last + 1));
                format->decode(exact.data(), first, stride, out);
                for (std::size_t i = 0; i < out.size(); ++i) {
                    ASSERT_EQ(out[i], all[static_cast<std::size_t>(first) + i * static_cast<std::size_t>(stride)])
                        << number << " stride " << stride << " first " << first << " at " << i;
                }
            }
        }
    }
}

TEST(WfdbSignal, VectorCodeEqualsPlainCode) {
    std::mt19937 random(11);
    for (std::size_t count = 0; count < 70; ++count) {
        for (const std::size_t stride : {1U, 2U, 4U, 12U, 24U}) {
            std::vector<std::byte> bytes(count * stride * 3 / 2 + 2);
            for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
            for (const int first : {0, 1}) {
                Values fast(count), plain(count);
                decode212(bytes.data(), first, static_cast<std::int64_t>(stride), fast);
                decode212Plain(bytes.data(), first, static_cast<std::int64_t>(stride), plain);
                ASSERT_EQ(fast, plain) << count << ' ' << first << ' ' << stride;
            }
        }
    }
}

TEST(WfdbSignal, PhysicalValuesAreTheNearestFloats) {
    const Scale scale{.gain = 200, .baseline = 1024, .missing = -2048, .wide = false};
    Values values;
    for (std::int32_t v = -2048; v < 2048; ++v) values.push_back(v);
    std::vector<float> out(values.size());
    toPhysical(values, scale, out.data());
    EXPECT_TRUE(std::isnan(out[0]));
    EXPECT_FALSE(std::signbit(out[0])) << "prints as nan, not as -nan";
    for (std::size_t i = 1; i < values.size(); ++i) EXPECT_EQ(out[i], static_cast<float>((values[i] - 1024) / 200.0));
}

TEST(WfdbSignal, EveryGainGivesTheNearestFloats) {
    std::mt19937 random(13);
    Values values;
    for (std::int32_t v = -(1 << 23); v < (1 << 23); v += v < -40'000 || v > 40'000 ? 9'973 : 1) values.push_back(v);
    std::vector<float> out(values.size());
    for (int round = 0; round < 60; ++round) {
        // Whole gains as headers have them, and any float between a thousandth and a million.
        float gain = std::bit_cast<float>(0x3a83'126fU + static_cast<std::uint32_t>(random() % 0x0ef0'0000));
        if (round % 3 == 0) gain = static_cast<float>(random() % 20'000 + 1);
        const Scale scale{
            .gain = gain, .baseline = static_cast<double>(random() % 2048), .missing = -2048, .wide = false};
        toPhysical(values, scale, out.data());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float nearest = static_cast<float>((values[i] - scale.baseline) / scale.gain);
            ASSERT_TRUE(out[i] == nearest || values[i] == -2048) << values[i] << " / " << gain;
        }
    }
}

TEST(WfdbSignal, WideValuesAreScaledInDouble) {
    const Scale scale{.gain = 1e6, .baseline = 2147483000.0, .missing = kMissingSample, .wide = true};
    const Values values{2147483647, kMissingSample, 2147483001};
    std::vector<float> out(3);
    toPhysical(values, scale, out.data());
    EXPECT_EQ(out[0], static_cast<float>(647 / 1e6));
    EXPECT_TRUE(std::isnan(out[1]));
    EXPECT_EQ(out[2], 1e-6F);
}

}  // namespace
}  // namespace triptych::formats
