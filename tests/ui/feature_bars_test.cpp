#include "ui/panels/feature_bars.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace triptych::ui {
namespace {

Attribution features(std::string input, std::vector<float> values, std::vector<std::string> names) {
    return {
        std::move(input), {{"feature", "", {}, std::move(names)}}, values, std::vector<float>(values.size(), 0.5F), 0};
}

// Two features of five beats; the beat itself is the third.
Attribution fiveBeats() {
    Attribution out = features("neighbours", {0.1F, 0.2F, 1.0F, 0.3F, 0.4F, 0, -0.5F, 2.0F, 0, 0.1F}, {"early", "P"});
    out.axes.push_back({"beat", "s", {1, 2, 3, 4, 5}, {}});
    return out;
}

double sumOf(const std::vector<SignedBar>& bars) {
    return std::accumulate(bars.begin(), bars.end(), 0.0,
                           [](double sum, const SignedBar& bar) { return sum + bar.value; });
}

const SignedBar* named(const std::vector<SignedBar>& bars, const QString& name) {
    const auto found = std::ranges::find(bars, name, &SignedBar::name);
    return found == bars.end() ? nullptr : &*found;
}

TEST(FeatureBars, OfAModelWithoutFeaturesThereAreNone) {
    EXPECT_TRUE(featureBars({}).empty());
}

TEST(FeatureBars, WhatTheBeatsAroundDidIsApartAndNothingIsLost) {
    Explanation why;
    why.inputs = {features("rr", {0.25F, -0.5F}, {"early", "P"}), fiveBeats()};
    const auto bars = featureBars(why);
    ASSERT_EQ(bars.size(), 4U);
    EXPECT_EQ(bars.front().name, QStringLiteral("P"));
    EXPECT_NEAR(named(bars, QStringLiteral("P"))->value, -0.5 + 2, 1e-6);
    EXPECT_NEAR(named(bars, QStringLiteral("early"))->value, 0.25 + 1, 1e-6);
    const SignedBar* before = named(bars, QStringLiteral("the 2 beats before"));
    const SignedBar* after = named(bars, QStringLiteral("the 2 beats after"));
    ASSERT_TRUE(before != nullptr && after != nullptr);
    EXPECT_NEAR(before->value, 0.1 + 0.2 - 0.5, 1e-6);
    EXPECT_NEAR(after->value, 0.3 + 0.4 + 0.1, 1e-6);
    EXPECT_TRUE(before->seen.contains(QStringLiteral("1. beat from here")));
    EXPECT_TRUE(after->seen.contains(QStringLiteral("2. beat from here")));
    EXPECT_NEAR(sumOf(bars), -0.25 + 3.6, 1e-5);
}

TEST(FeatureBars, TheSmallOnesAreOneBar) {
    Explanation why;
    std::vector<std::string> names;
    std::vector<float> values;
    for (int i = 1; i <= 20; ++i) {
        names.push_back("feature " + std::to_string(i));
        values.push_back(static_cast<float>(i) * (i % 2 == 0 ? 0.01F : -0.01F));
    }
    why.inputs = {features("rr", values, names)};
    const auto bars = featureBars(why);
    ASSERT_EQ(bars.size(), 7U);
    EXPECT_EQ(bars.front().name, QStringLiteral("feature 20"));
    EXPECT_NEAR(sumOf(bars), 0.1, 1e-6);
}

}  // namespace
}  // namespace triptych::ui
