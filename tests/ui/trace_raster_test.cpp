#include "ui/panes/trace_raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace triptych::ui {
namespace {

std::vector<ColumnRange> reduced(const std::vector<float>& samples, std::int64_t first, double rate_hz, double start_s,
                                 double step_s, std::size_t columns) {
    std::vector<ColumnRange> out(columns);
    columnsOfSamples(samples, first, rate_hz, start_s, step_s, out);
    return out;
}

double inkOf(const QImage& image) {  // black on white: covered pixels
    double sum = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) sum += 1 - qRed(image.pixel(x, y)) / 255.0;
    }
    return sum;
}

QImage stroked(const std::vector<ColumnRange>& columns, const TraceStroke& stroke, QSize size) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    strokeColumns(image, image.rect(), 0, columns, stroke);
    return image;
}

TEST(TraceRaster, NoExtremeIsLost) {
    std::mt19937 random(3);
    std::normal_distribution<float> noise;
    std::vector<float> samples(10'000);
    for (float& sample : samples) sample = noise(random);
    samples[4321] = 50;
    samples[8765] = -50;
    const auto columns = reduced(samples, 0, 1000, 0, 0.01, 1000);
    float low = 0, high = 0;
    for (const ColumnRange& column : columns) {
        low = std::min(low, column.low);
        high = std::max(high, column.high);
    }
    EXPECT_EQ(high, 50);
    EXPECT_EQ(low, -50);
    EXPECT_EQ(columns[432].high, 50) << "in the column of its own time";
}

TEST(TraceRaster, NeighboursMeetAtTheirCommonEdge) {
    std::vector<float> samples;
    for (int i = 0; i < 500; ++i) samples.push_back(static_cast<float>(std::sin(i * 0.21) * 3 + i % 7));
    for (const double step_s : {0.0003, 0.001, 0.0024, 0.013}) {
        const auto columns = reduced(samples, 0, 1000, 0.05, step_s, 30);
        for (std::size_t c = 1; c < columns.size(); ++c) {
            ASSERT_FALSE(std::isnan(columns[c].low));
            EXPECT_LE(columns[c].low, columns[c - 1].high + 1e-5F);
            EXPECT_GE(columns[c].high, columns[c - 1].low - 1e-5F);
        }
    }
}

TEST(TraceRaster, BetweenSamplesTheCurveIsStraight) {
    const auto columns = reduced({0, 10}, 0, 1, 0, 0.1, 10);
    for (std::size_t c = 0; c < 10; ++c) {
        EXPECT_NEAR(columns[c].low, static_cast<float>(c), 1e-5);
        EXPECT_NEAR(columns[c].high, static_cast<float>(c + 1), 1e-5);
    }
}

TEST(TraceRaster, MissingSamplesBreakTheCurve) {
    const float gap = std::nanf("");
    const auto columns = reduced({1, 1, gap, gap, 2, gap, 3}, 0, 1, 0, 1, 8);
    EXPECT_EQ(columns[0].high, 1);
    EXPECT_EQ(columns[1].high, 1);
    EXPECT_TRUE(std::isnan(columns[2].low));
    EXPECT_TRUE(std::isnan(columns[3].low));
    EXPECT_EQ(columns[4].high, 2) << "a lone sample keeps its column";
    EXPECT_TRUE(std::isnan(columns[5].low));
    EXPECT_EQ(columns[6].high, 3);
    EXPECT_TRUE(std::isnan(columns[7].low)) << "after the end";
}

TEST(TraceRaster, APieceOutsideTheViewDrawsNothing) {
    for (const auto& column : reduced({1, 2, 3}, 100'000'000, 360, 5, 0.1, 10)) EXPECT_TRUE(std::isnan(column.low));
    for (const auto& column : reduced({1, 2, 3}, -500, 360, 5, 0.1, 10)) EXPECT_TRUE(std::isnan(column.low));
    for (const auto& column : reduced({}, 0, 360, 5, 0.1, 10)) EXPECT_TRUE(std::isnan(column.low));
}

TEST(TraceRaster, JoinedColumnsTouch) {
    std::vector<ColumnRange> columns = {{0, 1}, {5, 6}, {-3, -2}};
    joinColumns(columns);
    EXPECT_EQ(columns[1].low, 1);
    EXPECT_EQ(columns[2].high, 1);
}

TEST(TraceRaster, AFlatLineIsAsThickAsThePenWhereverItLies) {
    for (const float y : {10.0F, 10.3F, 10.5F, 10.9F}) {
        for (const int per_pixel : {1, 4}) {
            const std::vector<ColumnRange> columns(static_cast<std::size_t>(100 * per_pixel), {y, y});
            const QImage image = stroked(columns, {0xFF000000, 1.4F, {}, per_pixel}, {100, 20});
            EXPECT_NEAR(inkOf(image) / 100, 1.4, 0.05) << y << ' ' << per_pixel;
        }
    }
}

TEST(TraceRaster, ASlopeIsAsThickAsAFlatLine) {
    constexpr int kPerPixel = 4;
    const auto ink_per_length = [](double slope) {
        std::vector<ColumnRange> columns;
        for (int c = 0; c < 60 * kPerPixel; ++c) {
            const double from = 10 + slope * c / kPerPixel, to = 10 + slope * (c + 1) / kPerPixel;
            columns.push_back({static_cast<float>(from), static_cast<float>(to)});
        }
        const QImage image =
            stroked(columns, {0xFF000000, 1.6F, {}, kPerPixel}, {60, 20 + static_cast<int>(60 * slope)});
        return inkOf(image) / (60 * std::hypot(1, slope));
    };
    for (const double slope : {0.5, 1.0, 3.0, 8.0}) EXPECT_NEAR(ink_per_length(slope), 1.6, 0.45) << slope;
}

TEST(TraceRaster, NothingIsPaintedOutsideTheClip) {
    QImage image(50, 50, QImage::Format_RGB32);
    image.fill(Qt::white);
    const std::vector<ColumnRange> columns(80, {-1e6F, 1e6F});
    strokeColumns(image, QRect(10, 5, 20, 30), -10, columns, {0xFF000000, 1.2F, {}, 1});
    for (int y = 0; y < 50; ++y) {
        for (int x = 0; x < 50; ++x) {
            const bool inside = QRect(10, 5, 20, 30).contains(x, y);
            EXPECT_EQ(qRed(image.pixel(x, y)), inside ? 0 : 255) << x << ' ' << y;
        }
    }
}

TEST(TraceRaster, WeightIsAddedWhereItIsAskedFor) {
    const std::vector<ColumnRange> columns(40, {10, 10});
    std::vector<float> extra(40, 0);
    std::fill(extra.begin() + 20, extra.end(), 4.0F);
    const QImage image = stroked(columns, {0xFF000000, 1.0F, extra, 1}, {40, 20});
    EXPECT_NEAR(inkOf(image.copy(0, 0, 20, 20)) / 20, 1, 0.05);
    EXPECT_NEAR(inkOf(image.copy(20, 0, 20, 20)) / 20, 5, 0.05);
}

TEST(TraceRaster, EmphasisThatEndsBeforeTheCurveLeavesTheRestAsThickAsWithout) {
    const std::vector<ColumnRange> flat(40, {10, 10});
    const std::vector<float> extra(20, 6.0F);
    const QImage plain = stroked(flat, {qRgb(0, 0, 0), 2, {}, 1}, {40, 20});
    const QImage heavy = stroked(flat, {qRgb(0, 0, 0), 2, extra, 1}, {40, 20});
    EXPECT_NE(heavy.copy(0, 0, 20, 20), plain.copy(0, 0, 20, 20));
    EXPECT_EQ(heavy.copy(20, 0, 20, 20), plain.copy(20, 0, 20, 20));
}

}  // namespace
}  // namespace triptych::ui
