// Twenty lives of the window, and some under a full disk, a locked project and beside a second window. More of them:
// packaging/kill_test.sh.
#include "tests/stories/kill_story.h"

#include <gtest/gtest.h>

namespace triptych::stories {
namespace {

void playAndExpect(KillStory story) {
    story.program = TRIPTYCH_PROGRAM;
    std::string why;
    const auto told = play(story, why);
    ASSERT_TRUE(told) << why;
    EXPECT_EQ(told->what, "");
    EXPECT_EQ(told->lost, 0) << "of " << told->painted;
    EXPECT_EQ(told->lives, story.lives);
    EXPECT_GT(told->painted, story.lives) << "the keys reached the window";
    EXPECT_GT(told->events, 0);
}

TEST(KillStory, TwentyLivesLoseNoLabelThatWasPaintedAsSaved) {
    playAndExpect({.lives = 20});
}

TEST(KillStory, AFullDiskLosesNone) {
    playAndExpect({.lives = 6, .seed = 2, .trouble = Trouble::full_disk});
}

TEST(KillStory, TwoWindowsAtOnceLoseNone) {
    playAndExpect({.lives = 6, .seed = 3, .trouble = Trouble::two_windows});
}

TEST(KillStory, AProjectThatMayNotBeWrittenToLosesNone) {
    playAndExpect({.lives = 4, .seed = 4, .trouble = Trouble::read_only});
}

}  // namespace
}  // namespace triptych::stories
