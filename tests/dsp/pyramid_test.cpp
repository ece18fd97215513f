#include "core/dsp/pyramid.h"

#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

#include <random>
#include <stop_token>

namespace triptych::dsp {
namespace {

using test::kNan;

ColumnRange bruteForce(const std::vector<float>& signal, double left, double right) {
    const auto size = static_cast<double>(signal.size());
    const double begin = std::floor(left), end = std::max(std::floor(right), begin + 1);
    ColumnRange range{kNan, kNan};
    for (double at = std::max(begin, 0.0); at < std::min(end, size); ++at) {
        const float value = signal[static_cast<std::size_t>(at)];
        if (std::isnan(value)) continue;
        if (std::isnan(range.low) || value < range.low) range.low = value;
        if (std::isnan(range.high) || value > range.high) range.high = value;
    }
    return range;
}

void expectExact(const std::vector<float>& signal, const MinMaxPyramid& pyramid, double first, double last,
                 std::size_t count) {
    std::vector<ColumnRange> columns(count);
    pyramid.columns(readerOf(signal), first, last, columns);
    const double width = (last - first) / static_cast<double>(count);
    for (std::size_t c = 0; c < count; ++c) {
        SCOPED_TRACE(testing::Message() << "column " << c << " of " << count << " over " << first << ".." << last);
        const auto expected =
            bruteForce(signal, first + width * static_cast<double>(c), first + width * static_cast<double>(c + 1));
        ASSERT_EQ(std::isnan(columns[c].low), std::isnan(expected.low));
        if (std::isnan(expected.low)) continue;
        ASSERT_EQ(columns[c].low, expected.low);
        ASSERT_EQ(columns[c].high, expected.high);
    }
}

TEST(Pyramid, EqualsBruteForceOnRandomRanges) {
    std::mt19937 engine(17);
    for (const std::size_t size : {1U, 63U, 64U, 65U, 1000U, 70'001U, 300'000U}) {
        auto signal = test::noise(size, 3);
        for (std::size_t hole = 0; hole < size / 500; ++hole) {
            const std::size_t at = engine() % size, length = engine() % 300;
            for (std::size_t i = at; i < std::min(size, at + length); ++i) signal[i] = kNan;
        }
        const auto pyramid = MinMaxPyramid::build(readerOf(signal), static_cast<std::int64_t>(size));
        ASSERT_TRUE(pyramid);
        std::uniform_real_distribution<double> place(-0.2 * static_cast<double>(size), 1.2 * static_cast<double>(size));
        for (int round = 0; round < 60; ++round) {
            double first = place(engine), last = place(engine);
            if (first > last) std::swap(first, last);
            if (round % 2 == 0) first = std::floor(first), last = std::floor(last) + 1;
            expectExact(signal, *pyramid, first, last, 1 + engine() % 400);
        }
        expectExact(signal, *pyramid, 0, static_cast<double>(size), 1);
        expectExact(signal, *pyramid, 0, static_cast<double>(size), 1000);
    }
}

TEST(Pyramid, KeepsEveryPeakOfTheLead) {
    std::vector<float> signal(500'000, 0.0F);
    signal[123'456] = 5;
    signal[400'001] = -7;
    const auto pyramid = MinMaxPyramid::build(readerOf(signal), 500'000);
    std::vector<ColumnRange> columns(100);
    pyramid->columns(readerOf(signal), 0, 500'000, columns);
    EXPECT_EQ(columns[24].high, 5);
    EXPECT_EQ(columns[80].low, -7);
    EXPECT_EQ(columns[25].high, 0);
}

TEST(Pyramid, AllMissingIsNaN) {
    const std::vector<float> signal(10'000, kNan);
    const auto pyramid = MinMaxPyramid::build(readerOf(signal), 10'000);
    std::vector<ColumnRange> columns(10);
    pyramid->columns(readerOf(signal), 0, 10'000, columns);
    for (const auto& column : columns) EXPECT_TRUE(std::isnan(column.low) && std::isnan(column.high));
}

TEST(Pyramid, WithoutSamplesAnswersInWholeBlocks) {
    std::vector<float> signal(100'000);
    for (std::size_t i = 0; i < signal.size(); ++i) signal[i] = static_cast<float>(i);
    const auto pyramid = MinMaxPyramid::build(readerOf(signal), 100'000);
    std::vector<ColumnRange> columns(10);
    pyramid->columns({}, 1000, 51'000, columns);
    for (std::size_t c = 0; c < 10; ++c) {
        const float left = 1000 + 5000 * static_cast<float>(c), right = left + 4999;
        EXPECT_LE(columns[c].low, left);
        EXPECT_GT(columns[c].low, left - 64);
        EXPECT_GE(columns[c].high, right);
        EXPECT_LT(columns[c].high, right + 64);
    }
    pyramid->columns({}, 1000, 1100, columns);
    EXPECT_TRUE(std::isnan(columns[0].low));
}

TEST(Pyramid, IsSmall) {
    const auto pyramid = MinMaxPyramid::build(
        [](std::int64_t, std::span<float> out) { std::fill(out.begin(), out.end(), 0.0F); }, 21'600'000);
    EXPECT_LT(pyramid->bytes(), 3'200'000U);
}

TEST(Pyramid, SenselessRangesAreNaN) {
    const auto signal = test::noise(1000, 1);
    const auto pyramid = MinMaxPyramid::build(readerOf(signal), 1000);
    std::vector<ColumnRange> columns(3);
    const double infinite = std::numeric_limits<double>::infinity();
    for (const auto& [first, last] :
         {std::pair{5.0, 5.0}, {9.0, 2.0}, {0.0, infinite}, {std::nan(""), 3.0}, {1e17, 2e17}}) {
        std::fill(columns.begin(), columns.end(), ColumnRange{1, 2});
        pyramid->columns(readerOf(signal), first, last, columns);
        for (const auto& column : columns) EXPECT_TRUE(std::isnan(column.low));
    }
    pyramid->columns(readerOf(signal), 0, 10, {});
    const auto empty = MinMaxPyramid::build(readerOf({}), 0);
    ASSERT_TRUE(empty);
    empty->columns(readerOf({}), 0, 1000, columns);
    EXPECT_TRUE(std::isnan(columns[1].high));
}

TEST(Pyramid, StopsWithinOneRead) {
    std::stop_source stop;
    int reads = 0;
    const auto reader = [&](std::int64_t, std::span<float> out) {
        std::fill(out.begin(), out.end(), 0.0F);
        if (++reads == 3) stop.request_stop();
    };
    const auto pyramid = MinMaxPyramid::build(reader, 10'000'000, {stop.get_token(), {}});
    ASSERT_FALSE(pyramid);
    EXPECT_EQ(pyramid.error().code, ErrorCode::cancelled);
    EXPECT_EQ(reads, 3);
    EXPECT_EQ(MinMaxPyramid::build(reader, -1).error().code, ErrorCode::wrong_use);
}

}  // namespace
}  // namespace triptych::dsp
