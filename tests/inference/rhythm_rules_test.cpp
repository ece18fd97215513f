#include "core/inference/rhythm_rules.h"

#include "core/inference/model_inputs.h"
#include "core/statistics/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <vector>

namespace triptych::inference {
namespace {

std::vector<float> featuresWith(float median_change, float p_disorder) {
    std::vector<float> rr(shapeOf(Profile::product).rr, 0.0F);
    const auto names = rrFeatureNames();
    const auto set = [&](const char* feature, float value) {
        rr[static_cast<std::size_t>(std::ranges::find(names, feature) - names.begin())] = value;
    };
    set("median change, 60 RR", median_change);
    set("P waves without order", p_disorder);
    return rr;
}

float shareOn(const std::vector<std::vector<float>>& leads) {
    return fibrillationShare(std::vector<std::span<const float>>(leads.begin(), leads.end()));
}

TEST(RhythmRules, FibrillationIsRestlessAndHasNoPWaves) {
    EXPECT_GT(shareOn({featuresWith(0.12F, 0.97F)}), 0.95F);
    EXPECT_LT(shareOn({featuresWith(0.12F, 0.4F)}), 0.01F);    // irregular with P waves: premature beats
    EXPECT_LT(shareOn({featuresWith(0.005F, 0.97F)}), 0.01F);  // regular without: a lead that hides them
}

TEST(RhythmRules, TheLeadThatShowsPBestDecides) {
    const auto hides = featuresWith(0.12F, 0.97F), shows = featuresWith(0.12F, 0.2F);
    EXPECT_LT(shareOn({hides, shows}), 0.01F);
    EXPECT_EQ(shareOn({hides, shows}), shareOn({shows, hides}));
    EXPECT_GT(shareOn({hides, hides}), 0.95F);
}

TEST(RhythmRules, ThePriorIsLiftedWhereAFifthIsS) {
    // Odds of S against N halved by the prior: 0.5 : 0.5 was 2 : 1 before.
    const std::vector<double> ratio = {1, 0.5, 1};
    std::vector<float> answers = {0.5F, 0.5F, 0, 0.2F, 0.8F, 0, 0.9F, 0.1F, 0, 0.9F, 0.1F, 0, 0.9F, 0.1F, 0};
    EXPECT_TRUE(liftPrior(answers, 3, ratio));
    EXPECT_NEAR(answers[0], 1.0 / 3, 1e-6);
    EXPECT_NEAR(answers[1], 2.0 / 3, 1e-6);
    std::vector<float> rare = {0.2F, 0.8F, 0};
    for (int i = 0; i < 5; ++i) rare.insert(rare.end(), {0.9F, 0.1F, 0});
    const auto before = rare;
    EXPECT_FALSE(liftPrior(rare, 3, ratio));
    EXPECT_EQ(rare, before);
    EXPECT_FALSE(liftPrior(answers, 3, {}));
    EXPECT_FALSE(liftPrior({}, 3, ratio));
}

// Intervals in s and what a model says of each beat: N, S or V with certainty `sure`.
struct Story {
    BeatTimes times;
    std::vector<float> probability;

    void add(double interval_s, std::size_t says, float sure = 0.9F) {
        times.number.push_back(static_cast<std::uint32_t>(times.number.size()));
        times.pre_rr_s.push_back(times.number.size() == 1 ? std::nanf("") : static_cast<float>(interval_s));
        for (std::size_t k = 0; k < 4; ++k) probability.push_back(k == says ? sure : (1 - sure) / 3);
    }
    void sinus(int beats, double interval_s) {
        for (int i = 0; i < beats; ++i) add(interval_s, 0);
    }
    std::string answers() {
        changed = continueRuns(times, probability, 4);
        std::string out;
        for (std::size_t i = 0; i < times.number.size(); ++i) {
            const auto row = probability.begin() + static_cast<std::ptrdiff_t>(4 * i);
            out += "NSVF"[std::max_element(row, row + 4) - row];
        }
        return out;
    }
    std::vector<std::uint8_t> changed;
};

TEST(RhythmRules, ARunGoesOnUntilTheHeartIsSlowAgain) {
    Story story;
    story.sinus(5, 0.8);
    story.add(0.5, 1);
    for (int i = 0; i < 4; ++i) story.add(0.45, 0);  // as fast as before: no longer early
    story.add(0.75, 0);
    story.sinus(2, 0.8);
    EXPECT_EQ(story.answers(), "NNNNNSSSSSNNN");
    EXPECT_EQ(story.changed, (std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0}));
    for (std::size_t i = 0; i < story.times.number.size(); ++i) {
        float sum = 0;
        for (std::size_t k = 0; k < 4; ++k) sum += story.probability[4 * i + k];
        EXPECT_NEAR(sum, 1, 1e-5);
    }
    EXPECT_NEAR(story.probability[4 * 6 + 1], 0.9, 1e-6);  // as sure as the beat that began it
}

TEST(RhythmRules, ASinglePrematureBeatIsNoRun) {
    Story story;
    story.sinus(5, 0.8);
    story.add(0.5, 1);
    story.sinus(3, 0.8);
    EXPECT_EQ(story.answers(), "NNNNNSNNN");
}

TEST(RhythmRules, AFasterSinusIsNoRunWithoutAnEarlySBeat) {
    Story story;
    story.sinus(5, 0.8);
    story.sinus(5, 0.5);
    EXPECT_EQ(story.answers(), "NNNNNNNNNN");
    Story late;  // an S that did not come early begins none
    late.sinus(5, 0.8);
    late.add(0.78, 1);
    late.sinus(3, 0.6);
    EXPECT_EQ(late.answers(), "NNNNNSNNN");
}

TEST(RhythmRules, AVentricularBeatEndsARunAndStaysWhatItIs) {
    Story story;
    story.sinus(5, 0.8);
    story.add(0.5, 1);
    story.add(0.4, 0);
    story.add(0.4, 2);
    story.add(0.4, 0);
    EXPECT_EQ(story.answers(), "NNNNNSSVN");
}

TEST(RhythmRules, ConductionThatComesBackIsNoRun) {
    Story story;
    story.sinus(5, 1.6);
    story.add(0.81, 1);
    story.sinus(4, 0.8);
    EXPECT_EQ(story.answers(), "NNNNNSNNNN");
}

// Sick sinus: most beats are ectopic, and yet the sinus is what stands between two N.
TEST(RhythmRules, RunsAreFoundWhereTheyAreMostOfTheRecord) {
    Story story;
    story.sinus(4, 1.8);
    std::string expected = "NNNN";
    for (int k = 0; k < 10; ++k) {
        story.add(0.65, 1);
        story.add(0.66, 0, 0.6F);
        story.add(0.64, 0, 0.6F);
        story.add(1.9, 0);
        expected += "SSSN";
    }
    EXPECT_EQ(story.answers(), expected);
}

TEST(RhythmRules, AHoleInTheMarksEndsARun) {
    Story story;
    story.sinus(5, 0.8);
    story.add(0.5, 1);
    story.add(0.4, 0);
    for (std::size_t i = 6; i < story.times.number.size(); ++i) ++story.times.number[i];  // a beat is not classified
    EXPECT_EQ(story.answers(), "NNNNNSN");
}

TEST(RhythmRules, ShortListsAreLeftAlone) {
    Story nothing;
    EXPECT_EQ(nothing.answers(), "");
    Story early;  // no sinus is known yet
    early.add(0, 1);
    early.add(0.4, 0);
    EXPECT_EQ(early.answers(), "SN");
}

TEST(RhythmRules, TimesAreIntervalsInSeconds) {
    BeatList beats;
    beats.rate_hz = 360;
    for (const std::int64_t sample : {100, 460, 640}) beats.beats.push_back({.sample = sample});
    const BeatTimes times = timesOf(beats);
    EXPECT_TRUE(std::isnan(times.pre_rr_s[0]));
    EXPECT_FLOAT_EQ(times.pre_rr_s[1], 1);
    EXPECT_FLOAT_EQ(times.pre_rr_s[2], 0.5);
}

// Three hundred beats whose intervals `interval` gives, every tenth an S, with the early beats' own interval.
Story everyTenthIsS(const std::function<double(Random&)>& interval, double early_s) {
    Random random(7);
    Story story;
    for (int i = 0; i < 300; ++i) {
        const bool early = i % 10 == 9;
        story.add(early ? early_s : interval(random), early ? 1 : 0);
    }
    return story;
}

std::ptrdiff_t doubted(const Story& story) {
    return std::ranges::count(earlyInNoRhythm(story.times, story.probability, 4), 1);
}

TEST(RhythmRules, AnEarlyBeatOfFibrillationHasNoRhythmToBeEarlyIn) {
    const auto fibrillation = everyTenthIsS([](Random& random) { return 0.7 * std::exp(0.2 * random.normal()); }, 0.4);
    const auto flags = earlyInNoRhythm(fibrillation.times, fibrillation.probability, 4);
    for (std::size_t i = 0; i < flags.size(); ++i) EXPECT_EQ(flags[i], i % 10 == 9 ? 1 : 0) << i;
}

TEST(RhythmRules, FrequentEctopyHasARhythmToBeEarlyIn) {
    const auto sinus = [](Random& random) { return 0.8 * std::exp(0.01 * random.normal()); };
    Story story = everyTenthIsS(sinus, 0.5);
    EXPECT_EQ(doubted(story), 0);
    // Half of the S called N: their neighbours' intervals jump, and the calmest third does not see it.
    for (std::size_t i = 9; i < 300; i += 20) std::swap(story.probability[4 * i], story.probability[4 * i + 1]);
    EXPECT_EQ(doubted(story), 0);
}

TEST(RhythmRules, NothingIsDoubtedWhereTooFewNormalBeatsShowARhythm) {
    Random random(7);
    Story story;
    for (int i = 0; i < 300; ++i) story.add(0.7 * std::exp(0.2 * random.normal()), i % 3 == 2 ? 1 : 0);
    EXPECT_EQ(doubted(story), 0);
    Story holes = everyTenthIsS([](Random& r) { return 0.7 * std::exp(0.2 * r.normal()); }, 0.4);
    for (auto& number : holes.times.number) number *= 2;  // no beat follows another
    EXPECT_EQ(doubted(holes), 0);
    EXPECT_TRUE(earlyInNoRhythm({}, {}, 4).empty());
}

}  // namespace
}  // namespace triptych::inference
