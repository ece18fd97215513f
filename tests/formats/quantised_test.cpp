#include "core/formats/quantised.h"

#include "core/domain/recording.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

TEST(Quantised, DecimalAndWholeNumbersAreKeptExactly) {
    const auto whole = quantised(std::vector<double>{3, -7, 0, 32767});
    EXPECT_EQ(whole.gain, 1);
    EXPECT_EQ(whole.values, (std::vector<std::int32_t>{3, -7, 0, 32767}));
    const auto decimal = quantised(std::vector<double>{0.125, -1.5, 2});
    EXPECT_EQ(decimal.gain, 1000);
    EXPECT_EQ(decimal.values, (std::vector<std::int32_t>{125, -1500, 2000}));
    const auto floats = quantised(std::vector<double>{0.1F, -0.035F, 1.2F}, 0x1p-24);
    EXPECT_EQ(floats.gain, 1000) << "what floats hold of decimal numbers";
    EXPECT_EQ(floats.values, (std::vector<std::int32_t>{100, -35, 1200}));
}

TEST(Quantised, OtherNumbersKeepThirtyBits) {
    for (const double size : {1e-12, 1.0, 1e6, 1e12, 1e25}) {
        std::vector<double> numbers;
        for (int i = 1; i < 200; ++i) numbers.push_back(std::sin(i) * size);
        const auto made = quantised(numbers);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            EXPECT_NEAR(made.values[i] / made.gain, numbers[i], size * 0x1p-28) << size;
        }
    }
}

TEST(Quantised, AGlitchTakesNothingFromTheOtherNumbers) {
    for (const double glitch : {1e5, 1e9, 2147483647.0, -9999999999.0, 1e12, 3.4e38}) {
        for (const double precision : {0x1p-52, 0x1p-24}) {
            std::vector<double> numbers;
            for (int i = 0; i < 2000; ++i) numbers.push_back(1.3 * std::sin(i * 0.37));
            numbers[700] = glitch;
            const auto made = quantised(numbers, precision);
            EXPECT_EQ(made.absurd, 1) << glitch;
            EXPECT_EQ(made.values[700], kMissingSample) << glitch;
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                if (i == 700) continue;
                ASSERT_NEAR(made.values[i] / made.gain, numbers[i], 1e-7) << glitch;
            }
        }
    }
    EXPECT_EQ(absurdSamples(1, "II"), "1 value of II is absurdly far from all others and shown as missing");
    EXPECT_EQ(quantised(std::vector<double>{0.5, 1e6, 2}).absurd, 0) << "all of them are kept exactly";
    EXPECT_EQ(quantised(std::vector<double>{NAN, INFINITY, 0.5}).absurd, 0) << "that is how nothing is written";
}

TEST(Quantised, WhatIsNoSignalIsMissing) {
    const auto made = quantised(std::vector<double>{NAN, INFINITY, -INFINITY, 1e300, 0.5});
    EXPECT_EQ(made.values,
              (std::vector<std::int32_t>{kMissingSample, kMissingSample, kMissingSample, kMissingSample, 5}));
    const auto nothing = quantised(std::vector<double>{NAN, 0});
    EXPECT_EQ(nothing.values, (std::vector<std::int32_t>{kMissingSample, 0}));
    EXPECT_EQ(nothing.gain, 1);
}

}  // namespace
}  // namespace triptych::formats
