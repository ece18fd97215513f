#include "ui/panes/saliency.h"
#include "tests/ui/made_explanation.h"
#include "ui/panes/scalogram_image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace triptych::ui {
namespace {

double sumOf(const std::vector<float>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Saliency, ChannelsOfTheBeatAreSummed) {
    const auto explanation = test::madeExplanation(100);
    const auto made = timeSaliency(*explanation);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->value.size(), 200U);
    EXPECT_NEAR(sumOf(made->value), sumOf(explanation->inputs[0].values), 1e-4);
    EXPECT_NEAR(made->at(100), 0.15, 0.01) << "0.05 and 0.10 over the R mark";
    EXPECT_NEAR(made->largest, made->at(100), 1e-4);
    EXPECT_LT(made->at(100.35), -0.05);
    EXPECT_EQ(made->at(98), 0) << "nothing outside what the model saw";
}

TEST(Saliency, BothHalvesOfATwoSidedTransformFallIntoOneRow) {
    const auto explanation = test::madeExplanation(100);
    const auto cells = timeFrequencyCells(*explanation);
    ASSERT_TRUE(cells);
    EXPECT_EQ(cells->rows(), 17U) << "0 ... 62.5 Hz of 32 rows";
    EXPECT_EQ(cells->columns(), 43U);
    EXPECT_DOUBLE_EQ(cells->frequency_hz.front(), 0);
    EXPECT_DOUBLE_EQ(cells->frequency_hz.back(), 62.5);
    EXPECT_NEAR(cells->frequency_step_hz, 125 / 32.0, 1e-9);
    EXPECT_NEAR(cells->time_step_s, 4 / 125.0, 1e-9);
    EXPECT_NEAR(sumOf(cells->attribution), sumOf(explanation->inputs[1].values), 1e-4)
        << "nothing is drawn twice or lost";
    EXPECT_NEAR(sumOf(attributionByFrequency(*cells)), sumOf(cells->attribution), 1e-4);
    // What was seen is a level, not a sum: the two halves agree and stay what they were.
    const auto seen_range = std::minmax_element(explanation->inputs[1].seen.begin(), explanation->inputs[1].seen.end());
    EXPECT_NEAR(cells->seen_low, *seen_range.first, 1e-3);
    EXPECT_NEAR(cells->seen_high, *seen_range.second, 1e-3);
}

// At the end of a recording its last beat stands in for those that are not there, and has what was said of them.
TEST(Saliency, FeaturesOfABeatAreSummedAndABeatThatStandsInForOthersHasTheirs) {
    Explanation why;
    EXPECT_FALSE(beatSaliency(why));
    Attribution row{"neighbours", {{"feature", "", {}, {"early", "P"}}, {"beat", "s", {1, 2, 3, 3, 3}, {}}}, {}, {}, 0};
    row.values = {0.5F, 0, -1, 0.25F, 0.25F, 0.5F, 1, -2, 0, 0};
    why.inputs = {row};
    const auto made = beatSaliency(why);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->time_s, (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(made->value, (std::vector<float>{1, 1, -2.5F}));
    EXPECT_EQ(made->largest, 2.5F);
    why.inputs[0].values.pop_back();
    EXPECT_FALSE(beatSaliency(why)) << "half a row is none";
}

// A model that reads a scalogram and a spectrum: 8 rows an octave apart, 4 columns; 5 bins 10 Hz apart.
Explanation explanationOfThreeDomains() {
    Explanation made;
    Attribution picture{"scalogram", {{"frequency", "Hz", {}, {}}, {"time", "s", {}, {}}}, {}, {}, 0};
    for (int row = 0; row < 8; ++row) picture.axes[0].values.push_back(0.5 * std::pow(2, row));
    for (int column = 0; column < 4; ++column) picture.axes[1].values.push_back(0.1 * column);
    for (int cell = 0; cell < 32; ++cell) {
        picture.values.push_back(static_cast<float>(cell / 4 == 3 ? 0.5 : 0.0));
        picture.seen.push_back(static_cast<float>(cell));
    }
    Attribution spectrum{"frequency", {{"frequency", "Hz", {0, 10, 20, 30, 40}, {}}}, {0, 1, -2, 0, 0}, {}, -1};
    made.inputs = {picture, spectrum};
    return made;
}

TEST(Saliency, AScalogramsRowsMeetHalfWayInOctaves) {
    const auto cells = timeFrequencyCells(explanationOfThreeDomains());
    ASSERT_TRUE(cells);
    EXPECT_TRUE(cells->of_scalogram);
    ASSERT_EQ(cells->rows(), 8U);
    for (std::size_t row = 0; row < cells->rows(); ++row) {
        EXPECT_NEAR(cells->lowEdge_hz(row), cells->frequency_hz[row] / std::sqrt(2), 1e-9);
        EXPECT_NEAR(cells->highEdge_hz(row), cells->frequency_hz[row] * std::sqrt(2), 1e-9);
    }
    EXPECT_NEAR(attributionByFrequency(*cells)[3], 2, 1e-6);
    EXPECT_EQ(cells->seen_high, 31);
}

TEST(Saliency, BarsAreOfTheSpectrumWhereTheModelReadsOne) {
    const auto bars = frequencyBars(explanationOfThreeDomains());
    ASSERT_TRUE(bars);
    EXPECT_EQ(bars->value, (std::vector<float>{0, 1, -2, 0, 0}));
    EXPECT_EQ(bars->largest, 2);
    EXPECT_EQ(bars->low_hz, (std::vector<double>{0, 5, 15, 25, 35}));
    EXPECT_EQ(bars->high_hz.back(), 45);
    const auto of_rows = frequencyBars(*test::madeExplanation(100));
    ASSERT_TRUE(of_rows);
    EXPECT_EQ(of_rows->value.size(), 17U);
    EXPECT_FALSE(frequencyBars(Explanation{}));
}

TEST(Saliency, ACellLiesAtItsOwnHertzAndWindowCentre) {
    const auto cells = timeFrequencyCells(*test::madeExplanation(100));
    ASSERT_TRUE(cells);
    const QRectF plot(40, 20, 200, 200);
    const Stretch stretch{99.2, 100.8};
    const FrequencyAxis axis{0, 62.5, false};
    const QRectF rect = cellRect(*cells, 3, 21, plot, stretch, axis);
    const double hz = 3 * 125 / 32.0, time_s = cells->time_s[21];
    EXPECT_NEAR(rect.center().x(), 40 + (time_s - 99.2) / 1.6 * 200, 1e-9);
    EXPECT_NEAR(rect.center().y(), 20 + (1 - hz / 62.5) * 200, 1e-9);
    EXPECT_NEAR(rect.width(), 0.032 / 1.6 * 200, 1e-9);
    const QRectF lowest = cellRect(*cells, 0, 21, plot, stretch, axis);
    EXPECT_NEAR(lowest.bottom(), 220, 1e-9) << "the row of 0 Hz begins at 0";
}

TEST(Saliency, BrokenShapesAreRefused) {
    auto explanation = *test::madeExplanation(100);
    explanation.inputs[0].values.pop_back();
    explanation.inputs[1].axes[0].values.clear();
    EXPECT_FALSE(timeSaliency(explanation));
    EXPECT_FALSE(timeFrequencyCells(explanation));
    EXPECT_FALSE(timeSaliency(Explanation()));
}

// A picture of one bright row: it must appear in the pixel rows that the axis gives it, on either axis.
TEST(ScalogramImage, ARowIsDrawnWhereTheAxisSays) {
    Scalogram scalogram;
    for (int i = 0; i < 64; ++i) scalogram.frequency_hz.push_back(0.5 * std::pow(120, i / 63.0));
    scalogram.columns = 50;
    scalogram.step_s = 0.1;
    scalogram.magnitude.assign(64 * 50, 0);
    scalogram.coi_hz.assign(50, 0);
    for (std::size_t c = 0; c < 50; ++c) scalogram.magnitude[40 * 50 + c] = 2;
    for (const FrequencyAxis axis : {FrequencyAxis{0.5, 60, true}, FrequencyAxis{0, 60, false}}) {
        EXPECT_DOUBLE_EQ(fullScale(scalogram, axis), 2);
        const QImage image = scalogramImage(scalogram, {50, 400}, axis, 2, ColourMap::viridis, qRgb(1, 2, 3));
        int brightest = 0;
        for (int y = 0; y < 400; ++y) {
            if (qGreen(image.pixel(25, y)) > qGreen(image.pixel(25, brightest))) brightest = y;
        }
        EXPECT_NEAR(brightest + 0.5, axis.yOf(scalogram.frequency_hz[40], 0, 400), 1);
    }
}

TEST(ScalogramImage, AnEmptyScalogramIsGround) {
    const QImage image = scalogramImage({}, {10, 10}, {0.5, 60, true}, 1, ColourMap::viridis, qRgb(1, 2, 3));
    EXPECT_EQ(image.pixel(5, 5), qRgb(1, 2, 3));
    EXPECT_TRUE(scalogramImage({}, {}, {0.5, 60, true}, 1, ColourMap::viridis, 0).isNull());
}

}  // namespace
}  // namespace triptych::ui
