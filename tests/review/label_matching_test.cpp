// Labels find their beats when the beats come from another annotator.
#include "core/review/label_matching.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace triptych::review {
namespace {

const ReaderLabel kLabel{kPvc, "reader: V"};

TEST(MatchLabels, ExactAndNearLabelsFindTheirBeatAndFarOnesNone) {
    const std::array<std::int64_t, 3> beats = {100, 400, 700};
    const auto matched = matchLabels({{100, kLabel}, {407, kLabel}, {550, kLabel}}, beats, 18);
    ASSERT_EQ(matched.size(), 2U);
    EXPECT_EQ(matched.at(0), 100);
    EXPECT_EQ(matched.at(1), 407);
}

TEST(MatchLabels, OneLabelNeverLabelsTwoBeats) {
    const std::array<std::int64_t, 2> beats = {100, 110};
    const auto matched = matchLabels({{101, kLabel}}, beats, 18);
    ASSERT_EQ(matched.size(), 1U);
    EXPECT_TRUE(matched.contains(0));
}

TEST(MatchLabels, TheNearerOfTwoLabelsWins) {
    const std::array<std::int64_t, 1> beats = {100};
    EXPECT_EQ(matchLabels({{88, kLabel}, {103, kLabel}}, beats, 18).at(0), 103);
    EXPECT_EQ(matchLabels({{99, kLabel}, {112, kLabel}}, beats, 18).at(0), 99);
}

TEST(MatchLabels, EndsAndEmptyListsAreSafe) {
    const std::array<std::int64_t, 2> beats = {100, 200};
    EXPECT_TRUE(matchLabels({{-500, kLabel}, {900, kLabel}}, beats, 18).empty());
    EXPECT_TRUE(matchLabels({{1, kLabel}}, {}, 18).empty());
    EXPECT_TRUE(matchLabels({}, beats, 18).empty());
}

TEST(MatchLabels, OfOneBeatAreTheSameAsOfAll) {
    const std::vector<std::int64_t> beats = {100, 110, 140, 150, 190, 400};
    ReaderLabels labels;
    std::int64_t sample = 60;
    for (int i = 0; i < 40; ++i) labels[sample += 3 + 7 * i % 11] = kLabel;
    const auto matched = matchLabels(labels, beats, 18);
    ASSERT_FALSE(matched.empty());
    for (std::size_t beat = 0; beat < beats.size(); ++beat) {
        const auto own = labelOfBeat(labels, beats, beat, 18);
        ASSERT_EQ(own.has_value(), matched.contains(beat)) << beat;
        EXPECT_EQ(own.value_or(-1), matched.contains(beat) ? matched.at(beat) : -1) << beat;
    }
}

}  // namespace
}  // namespace triptych::review
