#include "core/dsp/cwt.h"

#include "core/dsp/morlet.h"
#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

#include <complex>
#include <stop_token>
#include <thread>

namespace triptych::dsp {
namespace {

using test::kNan;

// The transform by its definition: the sum over time of the signal times the wavelet, at any moment (in samples).
double directModulus(const std::vector<float>& signal, double rate_hz, double frequency_hz, double at, double w0) {
    const double s = w0 / (2 * std::numbers::pi * frequency_hz) * rate_hz;
    const auto first = static_cast<std::size_t>(std::max(0.0, std::ceil(at - 5.5 * s)));
    const auto end = static_cast<std::size_t>(std::clamp(at + 5.5 * s, 0.0, static_cast<double>(signal.size())));
    std::complex<double> sum = 0;
    for (std::size_t n = first; n < end; ++n) {
        const double u = (static_cast<double>(n) - at) / s;
        sum += static_cast<double>(signal[n]) * std::polar(std::exp(-u * u / 2), -w0 * u);
    }
    return std::abs(sum) * 2 / (s * std::sqrt(2 * std::numbers::pi));
}

// The largest within one column, both its edges included; looked at so closely that the wavelet cannot hide between.
double directColumn(const std::vector<float>& signal, double rate_hz, const Scalogram& picture, std::size_t row,
                    std::size_t column, double w0) {
    const double left = (picture.start_s + static_cast<double>(column) * picture.step_s) * rate_hz;
    const double width = picture.step_s * rate_hz;
    const double s = w0 / (2 * std::numbers::pi * picture.frequency_hz[row]) * rate_hz;
    const double steps = std::ceil(width / (0.1 * s));
    double largest = 0;
    for (double step = 0; step <= steps; ++step) {
        const double at = left + width * step / steps;
        largest = std::max(largest, directModulus(signal, rate_hz, picture.frequency_hz[row], at, w0));
    }
    return largest;
}

Scalogram scalogram(const std::vector<float>& signal, double rate_hz, double from_s, double to_s, std::size_t columns,
                    const ScalogramSpec& spec = {}) {
    auto picture = scalogramOfSamples(readerOf(signal), rate_hz, from_s, to_s, columns, spec);
    EXPECT_TRUE(picture) << sentence(picture.error());
    return picture ? *std::move(picture) : Scalogram{};
}

// Worst difference to the direct transform over sampled cells, in parts of the row's largest value.
double worstAgainstDirect(const std::vector<float>& signal, double rate_hz, const Scalogram& picture, double w0,
                          std::size_t row_step, std::size_t column_step) {
    double worst = 0;
    for (std::size_t row = 0; row < picture.rows(); row += row_step) {
        double largest = 0;
        for (std::size_t column = 0; column < picture.columns; ++column)
            largest = std::max<double>(largest, picture.at(row, column));
        for (std::size_t column = 0; column < picture.columns; column += column_step)
            worst = std::max(
                worst,
                std::abs(picture.at(row, column) - directColumn(signal, rate_hz, picture, row, column, w0)) / largest);
    }
    return worst;
}

// Away from its mean the direct transform must see the same signal.
std::vector<float> centred(std::vector<float> signal) {
    double mean = 0;
    for (const float value : signal) mean += value / static_cast<double>(signal.size());
    for (float& value : signal) value = static_cast<float>(value - mean);
    return signal;
}

TEST(Cwt, PeakSitsAtTheSineFrequencyWithItsAmplitude) {
    for (const double hz : {1.0, 7.5, 31.0}) {
        const auto signal = test::sine(hz, 360, 360 * 60, 0.8);
        const auto picture = scalogram(signal, 360, 20, 40, 500, {0.5, 60, 193, true, 6});
        for (const std::size_t column : {std::size_t{0}, std::size_t{250}, std::size_t{499}}) {
            std::size_t best = 0;
            for (std::size_t row = 0; row < picture.rows(); ++row)
                if (picture.at(row, column) > picture.at(best, column)) best = row;
            EXPECT_NEAR(picture.frequency_hz[best] / hz, 1, 0.0126) << hz;  // half a row
            EXPECT_NEAR(picture.at(best, column), 0.8, 0.004) << hz;
        }
    }
}

TEST(Cwt, FallsOffAsTheWaveletsGain) {
    const auto picture = scalogram(test::sine(10, 360, 360 * 20), 360, 8, 12, 100, {8, 12, 5, false, 6});
    for (std::size_t row = 0; row < 5; ++row) {
        const double f = picture.frequency_hz[row];
        EXPECT_NEAR(picture.at(row, 50), std::exp(-std::pow(6 * 10 / f - 6, 2) / 2), 2e-3) << f;
    }
}

TEST(Cwt, AnImpulseShowsTheWaveletsEnvelope) {
    std::vector<float> signal(7200, 0.0F);
    signal[3600] = 1;
    const auto picture = scalogram(signal, 360, 9, 11, 720, {5, 40, 8, true, 6});
    for (std::size_t row = 0; row < picture.rows(); ++row) {
        const double s = morletScale_s(picture.frequency_hz[row], 6);
        const double top = 2 / (s * 360 * std::sqrt(2 * std::numbers::pi));
        for (std::size_t column = 0; column < 720; column += 7) {
            const double left = 9 + static_cast<double>(column) / 360, right = left + 1.0 / 360;
            const double nearest = std::max({0.0, left - 10, 10 - right});
            EXPECT_NEAR(picture.at(row, column) / top, std::exp(-nearest * nearest / (2 * s * s)), 0.01)
                << picture.frequency_hz[row] << ' ' << column;
        }
    }
}

TEST(Cwt, AViewOfTenSecondsEqualsTheDirectTransform) {
    const auto signal = centred(test::ecg(360 * 60, 360));
    const auto picture = scalogram(signal, 360, 25, 35, 700, {0.5, 60, 24, true, 6});
    EXPECT_LT(worstAgainstDirect(signal, 360, picture, 6, 3, 5), 0.01);
}

TEST(Cwt, ALongViewEqualsThePooledDirectTransform) {
    const auto signal = centred(test::ecg(360 * 600, 360));  // several blocks
    const auto picture = scalogram(signal, 360, 0, 600, 300, {0.5, 60, 24, true, 6});
    double worst = 0;
    for (std::size_t row = 0; row < picture.rows(); row += 4) {
        for (std::size_t column = 20; column < 280; column += 31) {
            const double direct = directColumn(signal, 360, picture, row, column, 6);
            worst = std::max(worst, std::abs(picture.at(row, column) - direct) / direct);
        }
    }
    EXPECT_LT(worst, 0.02);
}

TEST(Cwt, WaveletsOfOtherWidthsEqualTheDirectTransform) {
    const auto signal = centred(test::ecg(250 * 60, 250));
    for (const double w0 : {5.0, 12.0, 20.0}) {
        const auto picture = scalogram(signal, 250, 25, 35, 200, {1, 50, 12, false, w0});
        EXPECT_LT(worstAgainstDirect(signal, 250, picture, w0, 3, 7), 0.015) << w0;
    }
}

TEST(Cwt, BlocksJoinWithoutASeam) {
    // A sine's modulus is flat; a seam between blocks would show.
    const auto signal = test::sine(3, 360, 360 * 900, 1);
    const auto picture = scalogram(signal, 360, 100, 800, 1000, {0.5, 60, 64, true, 6});
    std::size_t row = 0;
    while (picture.frequency_hz[row] < 3) ++row;
    for (std::size_t column = 1; column < 1000; ++column)
        EXPECT_NEAR(picture.at(row, column), picture.at(row, column - 1), 1e-3) << column;
}

TEST(Cwt, IsLinearInTheSignalsSize) {
    auto signal = test::ecg(360 * 40, 360);
    const auto once = scalogram(signal, 360, 15, 25, 300);
    for (float& value : signal) value *= -3;
    const auto thrice = scalogram(signal, 360, 15, 25, 300);
    for (std::size_t i = 0; i < once.magnitude.size(); ++i)
        EXPECT_NEAR(thrice.magnitude[i], 3 * once.magnitude[i], 1e-5 + 1e-4 * once.magnitude[i]);
}

TEST(Cwt, TheConeIsAboutTheDatasEnds) {
    const auto signal = test::noise(360 * 60, 5);
    const auto picture = scalogram(signal, 360, 0, 10, 100);
    EXPECT_EQ(picture.coi_hz[0], 180);  // touches the start: all masked
    // The left edge of column 20 is 2 s from the start; the sample before the first one is missing.
    const double expected = std::numbers::sqrt2 * 6 / (2 * std::numbers::pi * (2 + 1.0 / 360));
    EXPECT_NEAR(picture.coi_hz[20], expected, 1e-4);
    EXPECT_GT(picture.coi_hz[20], picture.coi_hz[21]);
    // The view's right edge is no end of data.
    EXPECT_LT(picture.coi_hz[99], 0.5);
    const auto inside = scalogram(signal, 360, 25, 35, 100);
    for (const float cone : inside.coi_hz) EXPECT_LT(cone, 0.5F);
}

TEST(Cwt, TheConeIsAboutGapsToo) {
    auto signal = test::ecg(360 * 60, 360);
    for (std::size_t i = 360 * 30; i < 360 * 31; ++i) signal[i] = kNan;
    const auto picture = scalogram(signal, 360, 25, 35, 100);
    for (std::size_t column = 50; column < 60; ++column) EXPECT_EQ(picture.coi_hz[column], 180);
    EXPECT_NEAR(picture.coi_hz[39], std::numbers::sqrt2 * 6 / (2 * std::numbers::pi * 1.0), 1e-3);
    EXPECT_NEAR(picture.coi_hz[70], std::numbers::sqrt2 * 6 / (2 * std::numbers::pi * (1 + 1.0 / 360)), 1e-3);
    for (const float value : picture.magnitude) ASSERT_TRUE(std::isfinite(value));
}

TEST(Cwt, AnEdgeIsFeltBelowTheConeOnly) {
    // The same 1.2 mV signal with and without its past: well above the cone the pictures agree to 10 µV.
    const auto lead = centred(test::ecg(360 * 60, 360, 0));
    const std::vector<float> cut(lead.begin() + 360 * 30, lead.end());
    const auto whole = scalogram(lead, 360, 30, 40, 100);
    const auto edge = scalogram(cut, 360, 0, 10, 100);
    for (std::size_t row = 0; row < whole.rows(); ++row) {
        for (std::size_t column = 0; column < 100; ++column) {
            if (edge.frequency_hz[row] < 2 * edge.coi_hz[column]) continue;
            EXPECT_NEAR(edge.at(row, column), whole.at(row, column), 0.01) << row << ' ' << column;
        }
    }
}

TEST(Cwt, StandsWhereTheViewLeavesTheRecording) {
    const auto signal = test::ecg(3600, 360);
    const auto picture = scalogram(signal, 360, -5, 25, 300);
    for (const float value : picture.magnitude) ASSERT_TRUE(std::isfinite(value));
    EXPECT_EQ(picture.coi_hz[0], 180);
    EXPECT_EQ(picture.coi_hz[299], 180);
    EXPECT_LT(picture.coi_hz[100], 1);
    const auto nothing = scalogram(std::vector<float>(1000, kNan), 360, 0, 2, 50);
    for (const float value : nothing.magnitude) EXPECT_EQ(value, 0.0F);
}

TEST(Cwt, FrequencyRowsAreSpacedAsAsked) {
    const auto log = frequencyRows(0.5, 50, 32, true);
    EXPECT_DOUBLE_EQ(log.front(), 0.5);
    EXPECT_DOUBLE_EQ(log.back(), 50);
    for (std::size_t i = 2; i < 32; ++i) EXPECT_NEAR(log[i] / log[i - 1], log[1] / log[0], 1e-9);
    const auto linear = frequencyRows(1, 9, 5, false);
    EXPECT_EQ(linear, (std::vector<double>{1, 3, 5, 7, 9}));
    EXPECT_EQ(frequencyRows(4, 8, 1, true), std::vector<double>{4});
    EXPECT_EQ(scalogram(test::noise(1000, 1), 100, 0, 10, 10).frequency_hz.back(), 50);
}

TEST(Cwt, OneColumnOrManyFitAnyView) {
    const auto signal = test::ecg(360 * 30, 360);
    for (const double length : {0.001, 0.05, 1.0, 30.0}) {
        for (const std::size_t columns : {1U, 2U, 777U, 4000U}) {
            const auto picture = scalogram(signal, 360, 3.3, 3.3 + length, columns, {0.5, 180, 7, true, 6});
            for (const float value : picture.magnitude) ASSERT_TRUE(std::isfinite(value)) << length << ' ' << columns;
        }
    }
}

TEST(Cwt, RefusesWhatMakesNoPicture) {
    const std::vector<float> signal(1000, 1.0F);
    const auto code = [&](double rate, double from, double to, std::size_t columns, const ScalogramSpec& spec) {
        const auto picture = scalogramOfSamples(readerOf(signal), rate, from, to, columns, spec);
        return picture ? ErrorCode::internal : picture.error().code;
    };
    EXPECT_EQ(code(0, 0, 1, 10, {}), ErrorCode::wrong_use);
    EXPECT_EQ(code(360, 1, 1, 10, {}), ErrorCode::out_of_range);
    EXPECT_EQ(code(360, 0, std::nan(""), 10, {}), ErrorCode::out_of_range);
    EXPECT_EQ(code(360, 0, 1e300, 10, {}), ErrorCode::out_of_range);
    EXPECT_EQ(code(360, 0, 1e9, 10, {}), ErrorCode::out_of_range);
    EXPECT_EQ(code(360, 0, 1, 0, {}), ErrorCode::out_of_range);
    EXPECT_EQ(code(360, 0, 1, 10, {0.5, 60, 0, true, 6}), ErrorCode::out_of_range);
    EXPECT_EQ(code(360, 0, 1, 10, {0, 60, 8, true, 6}), ErrorCode::wrong_use);
    EXPECT_EQ(code(360, 0, 1, 10, {60, 5, 8, true, 6}), ErrorCode::wrong_use);
    EXPECT_EQ(code(360, 0, 1, 10, {1e-9, 60, 8, true, 6}), ErrorCode::wrong_use);
    EXPECT_EQ(code(360, 0, 1, 10, {200, 300, 8, true, 6}), ErrorCode::wrong_use);
    EXPECT_EQ(code(360, 0, 1, 10, {0.5, 60, 8, true, 1}), ErrorCode::wrong_use);
    EXPECT_EQ(scalogramOfView(Recording{}, 0, 0, 1, 10).error().code, ErrorCode::out_of_range);
}

TEST(Cwt, StopsWithinOneRow) {
    const auto signal = test::noise(36'000, 1);
    std::stop_source stop;
    std::size_t rows_done = 0;
    const Job job{stop.get_token(), [&](double, std::string_view) {
                      if (++rows_done == 5) stop.request_stop();
                  }};
    const auto picture = scalogramOfSamples(readerOf(signal), 360, 0, 100, 100, {}, "mV", job);
    ASSERT_FALSE(picture);
    EXPECT_EQ(picture.error().code, ErrorCode::cancelled);
    EXPECT_EQ(rows_done, 5U);
}

TEST(Cwt, ThreadsDoNotDisturbEachOther) {
    const auto signal = test::ecg(36'000, 360);
    std::vector<Scalogram> pictures(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t k = 0; k < pictures.size(); ++k)
            threads.emplace_back([&, k] {
                for (int repeat = 0; repeat < 3; ++repeat)
                    pictures[k] = *scalogramOfSamples(readerOf(signal), 360, 11, 31.7 + repeat, 400);
            });
    }
    for (const auto& picture : pictures) EXPECT_EQ(picture.magnitude, pictures[0].magnitude);
}

}  // namespace
}  // namespace triptych::dsp
