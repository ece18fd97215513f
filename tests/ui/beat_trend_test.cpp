// Beats summed up in blocks tell what walking over each of them tells.
#include "ui/panes/beat_trend.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace triptych::ui {
namespace {

// Uneven beats of every class, some of them borderline, unlabelled, silent or after something that cannot be read.
std::vector<LabelledBeat> someBeats(std::size_t count, std::uint32_t seed) {
    constexpr std::uint8_t kCodes[] = {kNormal, kNormal, kNormal, kPvc, kAtrialPremature, kFusion, kUnknownBeat, 0};
    std::mt19937 random(seed);
    std::vector<LabelledBeat> out(count);
    double now_s = 3;
    for (LabelledBeat& beat : out) {
        now_s += 0.15 + 0.01 * (random() % 100) + (random() % 50 == 0 ? 5 : 0);
        beat.time_s = now_s;
        beat.code = kCodes[random() % std::size(kCodes)];
        beat.borderline = random() % 40 == 0;
        beat.silence = random() % 30 == 0 ? Silence::motion : Silence::none;
        beat.no_interval = random() % 25 == 0;
    }
    return out;
}

void expectSame(const std::vector<RateBin>& got, const std::vector<RateBin>& wanted) {
    ASSERT_EQ(got.size(), wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (std::isnan(wanted[i].mean_bpm)) {
            EXPECT_TRUE(std::isnan(got[i].mean_bpm)) << i;
            continue;
        }
        EXPECT_EQ(got[i].low_bpm, wanted[i].low_bpm) << i;
        EXPECT_EQ(got[i].high_bpm, wanted[i].high_bpm) << i;
        EXPECT_NEAR(got[i].mean_bpm, wanted[i].mean_bpm, 1e-3) << i;
    }
}

TEST(BeatTrend, TellsWhatEveryBeatTells) {
    const auto beats = someBeats(5000, 3);
    const double duration_s = beats.back().time_s + 2;
    beats::SignalGaps gaps{250, std::llround(duration_s * 250), {{20'000, 21'000}, {100'000, 130'000}}};
    BeatTrend trend;
    trend.follow(beats, &gaps);
    for (const std::size_t bins :
         {std::size_t{1}, std::size_t{7}, std::size_t{100}, std::size_t{1700}, std::size_t{9000}}) {
        expectSame(trend.rates(0, duration_s, bins), rateBins(beats, duration_s, bins, &gaps));
        EXPECT_EQ(trend.classes(0, duration_s, bins), classBins(beats, duration_s, bins));
    }
    // Of a part of it, and of more than there is.
    EXPECT_EQ(trend.classes(700, 1234.5, 333), classBins(beats, 1234.5, 333, 700));
    expectSame(trend.rates(-50, duration_s + 100, 50), rateBins(beats, duration_s + 100, 50, &gaps, -50));
}

TEST(BeatTrend, MarksHoldEveryBeatByItsColour) {
    const auto beats = someBeats(900, 4);
    BeatTrend trend;
    trend.follow(beats, nullptr);
    std::size_t all = 0, borderline = 0;
    for (const MarkColumn& column : trend.marks(0, beats.back().time_s + 1, 31)) {
        for (const std::uint32_t count : column.beats) all += count;
        borderline += column.borderline ? 1 : 0;
    }
    EXPECT_EQ(all, beats.size());
    EXPECT_GT(borderline, 5U);
}

TEST(BeatTrend, FollowsALabelAndOtherBeats) {
    auto beats = someBeats(300, 5);
    const double duration_s = beats.back().time_s + 1;
    BeatTrend trend;
    trend.follow(beats, nullptr);
    for (const std::size_t beat : {std::size_t{0}, std::size_t{77}, std::size_t{299}}) {
        beats[beat].code = kPvc;
        beats[beat].silence = Silence::none;
        trend.forget(beat);
    }
    trend.follow(beats, nullptr);
    EXPECT_EQ(trend.classes(0, duration_s, 1), classBins(beats, duration_s, 1));
    beats.resize(40);
    trend.follow(beats, nullptr);
    EXPECT_EQ(trend.classes(0, duration_s, 3), classBins(beats, duration_s, 3));
    trend.follow({}, nullptr);
    EXPECT_EQ(trend.classes(0, duration_s, 3), std::vector<ClassCounts>(3));
    EXPECT_TRUE(trend.rates(0, 0, 0).empty());
}

}  // namespace
}  // namespace triptych::ui
