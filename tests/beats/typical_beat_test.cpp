#include "core/beats/typical_beat.h"

#include <gtest/gtest.h>

namespace triptych::beats {
namespace {

TEST(TypicalBeat, IsTheMedianOfEachColumn) {
    const std::vector<float> windows = {1, 10, 5,  //
                                        2, 30, 5,  //
                                        9, 20, 5};
    EXPECT_EQ(typicalBeat(windows, 3), (std::vector<float>{2, 20, 5}));
}

TEST(TypicalBeat, OfAnEvenCountLiesHalfway) {
    EXPECT_EQ(typicalBeat(std::vector<float>{1, 2, 5, 4}, 2), (std::vector<float>{3, 3}));
}

// A pattern that repeats every so many beats must not fall into step with the beats that are taken.
TEST(TypicalBeat, IsNotMovedByAMinorityOfOtherShapes) {
    for (const int beats : {5, 100, 400, 401, 800, 1000, 1200, 2000, 2300, 4000}) {
        for (const int period : {3, 5}) {
            std::vector<float> windows;
            for (int beat = 0; beat < beats; ++beat) {
                const float shape = beat % period < period / 2 ? 40.0F : 1.0F;  // a third or two fifths are ectopic
                windows.insert(windows.end(), {shape, -shape});
            }
            EXPECT_EQ(typicalBeat(windows, 2), (std::vector<float>{1, -1})) << beats << " beats, period " << period;
        }
    }
}

TEST(TypicalBeat, SeesBothShapesOfABigeminy) {
    std::vector<float> windows;
    for (int beat = 0; beat < 800; ++beat) windows.push_back(beat % 2 == 0 ? 0.0F : 1.0F);
    std::size_t ectopic = 0;
    for (int offset = 0; offset < 64; ++offset) {  // which shape wins is chance, and must not be decided by the stride
        const auto part = std::span<const float>(windows).subspan(0, static_cast<std::size_t>(700 + offset));
        ectopic += typicalBeat(part, 1).front() > 0.5F ? 1U : 0U;
    }
    EXPECT_GT(ectopic, 0U);
    EXPECT_LT(ectopic, 64U);
}

TEST(TypicalBeat, TakesItsSampleFromTheWholeRecord) {
    // 4,000 beats that grow evenly: any sample that is spread over the record has its median in the middle.
    std::vector<float> windows(4000);
    for (std::size_t i = 0; i < windows.size(); ++i) windows[i] = static_cast<float>(i);
    EXPECT_NEAR(typicalBeat(windows, 1).front(), 2000.0F, 10.0F);
}

// Two of three beats are ectopic and early: the plain median is ectopic, that of the others is not.
TEST(TypicalBeat, LeavesEarlyBeatsOut) {
    std::vector<float> windows;
    std::vector<std::uint8_t> on_time;
    for (int beat = 0; beat < 900; ++beat) {
        windows.push_back(beat % 3 == 0 ? 1.0F : 40.0F);
        on_time.push_back(beat % 3 == 0 ? 1 : 0);
    }
    EXPECT_EQ(typicalBeat(windows, 1).front(), 40.0F);
    EXPECT_EQ(typicalBeat(windows, 1, on_time).front(), 1.0F);
    // Too few are on time to speak for the record: all beats do.
    const auto part = std::span<const float>(windows).first(3 * (kFewestOnTime - 1));
    EXPECT_EQ(typicalBeat(part, 1, std::span<const std::uint8_t>(on_time).first(part.size())).front(), 40.0F);
}

TEST(TypicalBeat, OfNothingIsZero) {
    EXPECT_EQ(typicalBeat({}, 3), (std::vector<float>{0, 0, 0}));
    EXPECT_TRUE(typicalBeat({}, 0).empty());
}

}  // namespace
}  // namespace triptych::beats
