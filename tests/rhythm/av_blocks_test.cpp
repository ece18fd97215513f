// A long PR is a first-degree block where every P is conducted, and one that is suspected where that cannot be seen.
#include "core/rhythm/blocks.h"

#include "core/rhythm/findings.h"
#include "tests/rhythm/made_view.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::rhythm {
namespace {

// Beats at a steady interval with waves of a steady PR.
struct Conducted {
    MadeView made;
    LeadWaves waves;
    std::vector<std::uint8_t> known;

    void beats(int count, double rr_s, double pr_ms) {
        for (int i = 0; i < count; ++i) {
            made.beat(rr_s);
            const double r = std::round(made.now_s() * 250);
            BeatWaves beat;
            Wave qrs, p;
            qrs.onset = Fiducial{r - 10, 1};
            qrs.peak = Fiducial{r, 1};
            qrs.offset = Fiducial{r + 15, 1};
            qrs.sure = p.sure = 1;
            p.onset = Fiducial{r - 10 - pr_ms / 4, 1};
            p.peak = Fiducial{r - pr_ms / 4, 1};
            p.offset = Fiducial{r + 5 - pr_ms / 4, 1};
            beat.qrs = qrs;
            beat.p = p;
            waves.beats.push_back(beat);
            known.push_back(1);
        }
    }
    std::vector<Episode> blocks() {
        waves.rate_hz = 250;
        RhythmView view = made.view();
        view.waves = &waves;
        view.waves_known = known;
        return suspectedBlocks(view);
    }
};

TEST(AvBlocks, ALongPrIsFirstDegreeWhereEveryPIsConducted) {
    Conducted heart;
    heart.beats(40, 0.9, 255);
    const auto blocks = heart.blocks();
    ASSERT_EQ(blocks.size(), 1U);
    EXPECT_EQ(blocks[0].rhythm, Rhythm::av1);
    EXPECT_EQ(sentence(blocks[0]).text().substr(0, 47), "first-degree AV block, for PR is 255 ms (from 2");
    EXPECT_EQ(markOf(blocks[0].rhythm), "(BI");
}

TEST(AvBlocks, APrOfTwoHundredMillisecondsIsNone) {
    Conducted usual, prolonged;
    usual.beats(40, 0.9, 200);
    EXPECT_TRUE(usual.blocks().empty());
    prolonged.beats(40, 0.9, 208);
    ASSERT_EQ(prolonged.blocks().size(), 1U) << "from 220 ms on until now";
}

TEST(AvBlocks, WhereEveryOtherPMayHideInATItIsSuspectedAlone) {
    Conducted heart;
    heart.beats(30, 1.4, 255);
    const auto blocks = heart.blocks();
    ASSERT_FALSE(blocks.empty());
    EXPECT_EQ(blocks[0].rhythm, Rhythm::block) << "43 per minute may be two to one";
}

TEST(AvBlocks, ABeatThatIsLeftOutEndsTheFirstDegree) {
    Conducted heart;
    heart.beats(20, 0.9, 255);
    heart.beats(1, 1.8, 255);
    heart.beats(20, 0.9, 255);
    for (const Episode& episode : heart.blocks()) {
        EXPECT_FALSE(episode.span.from_s < 18.5 && episode.span.to_s > 19.5) << "a P in between was not conducted";
    }
}

}  // namespace
}  // namespace triptych::rhythm
