// Numbers as text and back: as C's printf and strtod do it in the C locale, whatever the locale in force.
#include "core/text/numbers.h"

#include "tests/support/comma_locale.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>
#include <limits>

namespace triptych::text {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Numbers, TheLocaleThatThisRunAsksForIsInForce) {
    if (std::getenv(test::kAsksForComma) == nullptr) {
        const test::CommaLocale comma;
        EXPECT_STREQ(std::localeconv()->decimal_point, ",");
        return;
    }
    EXPECT_STREQ(std::setlocale(LC_NUMERIC, nullptr), "de_DE.UTF-8");
    EXPECT_STREQ(std::localeconv()->decimal_point, ",");
}

TEST(Numbers, KeepTheirPointWhereTheLocaleHasAComma) {
    const test::CommaLocale comma;
    EXPECT_EQ(shortestText(257.5), "257.5");
    EXPECT_EQ(shortestText(0.1F), "0.1");
    EXPECT_EQ(fixedText(1234567.891, 2), "1234567.89");
    EXPECT_EQ(decimalText(0.25, 7), "0.25");
    EXPECT_EQ(generalText(257.5, 12), "257.5");
    EXPECT_EQ(wholeNumber<double>("257.5"), 257.5);
    EXPECT_EQ(wholeNumber<float>("-0.5"), -0.5F);
    EXPECT_EQ(wholeNumber<double>("257,5"), std::nullopt);
    std::string_view text = "1.5,2";
    EXPECT_EQ(takeNumber<double>(text), 1.5);
    EXPECT_EQ(text, ",2");
}

TEST(Numbers, WithAFixedNumberOfDecimalsAreThoseOfPrintf) {
    EXPECT_EQ(fixedText(0.5, 0), "0");  // halves to even, as the value is exact
    EXPECT_EQ(fixedText(1.5, 0), "2");
    EXPECT_EQ(fixedText(2.675, 2), "2.67");  // which is less than 2.675
    EXPECT_EQ(fixedText(-0.0004, 3), "-0.000");
    EXPECT_EQ(fixedText(360, 6), "360.000000");
    EXPECT_EQ(fixedText(1e22, 1), "10000000000000000000000.0");
    EXPECT_EQ(fixedText(kNan, 3), "nan");
    EXPECT_EQ(fixedText(-kNan, 3), "nan");
    EXPECT_EQ(fixedText(-kInfinity, 3), "-inf");
    EXPECT_EQ(fixedText(std::numeric_limits<double>::max(), 20).size(), 309U + 21U);
}

TEST(Numbers, WithFewDecimalsLoseTheZerosAtTheirEndAndNothingElse) {
    EXPECT_EQ(decimalText(12.25, 7), "12.25");
    EXPECT_EQ(decimalText(-12.5, 7), "-12.5");
    EXPECT_EQ(decimalText(100, 7), "100");
    EXPECT_EQ(decimalText(100, 0), "100");
    EXPECT_EQ(decimalText(0.00000004, 7), "0");
    EXPECT_EQ(decimalText(-0.00000004, 7), "0");
    EXPECT_EQ(decimalText(-0.0, 3), "0");
    EXPECT_EQ(decimalText(1.0 / 3, 7), "0.3333333");
    EXPECT_EQ(decimalText(kInfinity, 7), "inf");
}

TEST(Numbers, WithSignificantDigitsAreThoseOfPrintf) {
    EXPECT_EQ(generalText(0.5, 6), "0.5");
    EXPECT_EQ(generalText(40, 6), "40");
    EXPECT_EQ(generalText(1e-7, 6), "1e-07");
    EXPECT_EQ(generalText(123456789, 4), "1.235e+08");
    EXPECT_EQ(generalText(0.0001, 4), "0.0001");
    EXPECT_EQ(generalText(1000.0 / 3, 12), "333.333333333");
    EXPECT_EQ(generalText(kNan, 4), "nan");
}

TEST(Numbers, InTheirShortestFormReadBackExactly) {
    for (const double value : {0.1, 1.0 / 3, 1e-300, -2.5, 5e-324, 1.7976931348623157e308, 257.5}) {
        EXPECT_EQ(wholeNumber<double>(shortestText(value)), value);
    }
    EXPECT_EQ(shortestText(0.1F), "0.1");
    EXPECT_EQ(shortestText(-kNan), "nan");
}

TEST(Numbers, AreRefusedWhereTheyAreNotExactlyThat) {
    for (const char* text : {"", " 1", "1 ", "1.5x", "+-1", "+", "nan", "inf", "1e999", "0x10", "1.2.3"}) {
        EXPECT_EQ(wholeNumber<double>(text), std::nullopt) << '"' << text << '"';
    }
    EXPECT_EQ(wholeNumber<double>("+1.5"), 1.5);
    EXPECT_EQ(wholeNumber<int>("1.5"), std::nullopt);
    EXPECT_EQ(wholeNumber<unsigned>("-1"), std::nullopt);
    EXPECT_EQ(wholeNumber<std::int8_t>("128"), std::nullopt);
}

}  // namespace
}  // namespace triptych::text
