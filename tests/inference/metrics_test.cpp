#include "core/inference/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::inference {
namespace {

TEST(Metrics, BinaryMccIsTheTextbookFormula) {
    // TP 90, FN 10, FP 20, TN 880: (TP·TN − FP·FN)/√(100·110·890·900).
    const std::vector<std::int64_t> confusion = {880, 20, 10, 90};
    const double expected = (90.0 * 880 - 20.0 * 10) / std::sqrt(100.0 * 110 * 890 * 900);
    EXPECT_NEAR(mccOf(confusion, 2), expected, 1e-12);
}

TEST(Metrics, MccOfAHandWorkedThreeClassExample) {
    // rows are the truth: t = (10, 10, 10), p = (10, 11, 9), c = 8+9+7 = 24, s = 30.
    const std::vector<std::int64_t> confusion = {8, 1, 1, 0, 9, 1, 2, 1, 7};
    const double numerator = 24.0 * 30 - (10 * 10 + 11 * 10 + 9 * 10);
    const double denominator = std::sqrt((900.0 - (100 + 121 + 81)) * (900.0 - 300));
    EXPECT_NEAR(mccOf(confusion, 3), numerator / denominator, 1e-12);
}

TEST(Metrics, MccIsZeroWhenEverythingIsCalledOneClass) {
    EXPECT_EQ(mccOf(std::vector<std::int64_t>{90, 0, 10, 0}, 2), 0);
}

TEST(Metrics, MccIsOneWhenAllIsRight) {
    EXPECT_NEAR(mccOf(std::vector<std::int64_t>{3, 0, 0, 0, 4, 0, 0, 0, 5}, 3), 1, 1e-12);
}

TEST(Metrics, AllNormalBaselineOfMitBihHasTheKnownMacroF1) {
    // docs/methods.md §5: 82.76 % normal gives macro-F1 18.11 % over five classes.
    const double n = 0.8276;
    const std::vector<std::int64_t> confusion = {8276, 0, 0,  0, 0, 254, 0, 0,   0, 0, 661, 0, 0,
                                                 0,    0, 74, 0, 0, 0,   0, 735, 0, 0, 0,   0};
    const auto table = scoreOf("", confusion, {"N", "S", "V", "F", "Q"});
    EXPECT_NEAR(table.macro_f1, 2 * n / (1 + n) / 5, 1e-4);
    EXPECT_NEAR(table.macro_f1, 0.1811, 1e-4);
    EXPECT_NEAR(table.accuracy, n, 1e-12);
}

TEST(Metrics, MissedAndExtraBeatsCountAgainstTheClass) {
    const std::vector<std::int64_t> missed = {0, 5};
    const std::vector<std::int64_t> extra = {0, 10};
    const auto table = scoreOf("", std::vector<std::int64_t>{100, 0, 0, 20}, {"N", "V"}, {}, missed, extra);
    EXPECT_NEAR(table.classes[1].sensitivity, 20.0 / 25, 1e-12);
    EXPECT_NEAR(table.classes[1].positive_predictivity, 20.0 / 30, 1e-12);
    EXPECT_NEAR(table.classes[1].f1, 40.0 / 55, 1e-12);
}

TEST(Metrics, MacroLeavesFAndQOutByTheirNamesAndNothingInTheParityProfile) {
    ModelInfo model;
    model.profile = "product";
    using Classes = std::vector<std::size_t>;
    model.classes = {"N", "S", "V", "F"};
    EXPECT_EQ(macroClasses(model), (Classes{0, 1, 2}));
    model.classes = {"F", "Q", "V", "N"};
    EXPECT_EQ(macroClasses(model), (Classes{2, 3}));
    model.classes = {"normal", "abnormal"};
    EXPECT_EQ(macroClasses(model), (Classes{0, 1}));
    model.profile = "parity";
    model.classes = {"N", "S", "V", "F", "Q"};
    EXPECT_EQ(macroClasses(model), (Classes{0, 1, 2, 3, 4}));
}

TEST(Metrics, MacroAveragesOnlyTheClassesNamed) {
    const std::vector<std::int64_t> confusion = {10, 0, 0, 0, 10, 0, 5, 5, 0};
    const std::vector<std::size_t> over = {0, 1};
    const auto table = scoreOf("", confusion, {"N", "V", "F"}, over);
    EXPECT_NEAR(table.macro_f1, (20.0 / 25 + 20.0 / 25) / 2, 1e-12);
    EXPECT_EQ(table.macro_over, (std::vector<std::string>{"N", "V"}));
}

}  // namespace
}  // namespace triptych::inference
