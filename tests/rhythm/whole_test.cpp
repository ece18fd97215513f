// The one sentence on a recording, from beats made by hand: true of what is rarely sinus rhythm alone.
#include "core/rhythm/whole.h"
#include "tests/rhythm/made_view.h"

#include <gtest/gtest.h>

#include <string>

namespace triptych::rhythm {
namespace {

std::string saidOf(MadeView& made, const RhythmFindings& findings) {
    return wholeInWords(findings, made.view()).text();
}

RhythmFindings found(MadeView& made) {
    auto out = findRhythm(made.view(), nullptr);
    EXPECT_TRUE(out.has_value());
    return std::move(*out);
}

// As often as the letters say, over and over.
MadeView madeOf(std::string_view letters, int times, double rr_s = 0.8) {
    MadeView made;
    for (int i = 0; i < times; ++i) {
        for (const char letter : letters) made.beat(rr_s, letter);
    }
    return made;
}

TEST(WholeRhythm, OfWhichEightBeatsInTenAreSIsNoSinusRhythm) {
    MadeView made = madeOf("SSSSNSSSSN", 30);
    const auto findings = found(made);
    EXPECT_EQ(findings.whole, Rhythm::other);
    EXPECT_EQ(saidOf(made, findings), "another rhythm, with S in 80 % of the beats");
    ASSERT_EQ(findings.episodes.size(), 1U);
    EXPECT_EQ(sentence(findings.episodes.front()), "another rhythm, for the share of S, V and F is 0.8 (from 0.6 on)");
}

TEST(WholeRhythm, SThatLeadForMinutesAreAnEpisodeWithinSinusRhythm) {
    MadeView made;
    made.beats(100, 0.8);
    const double from_s = made.now_s();
    made.beats(100, 0.8, 'S');
    const double to_s = made.now_s();
    made.beats(300, 0.8);
    const auto findings = found(made);
    EXPECT_EQ(findings.whole, Rhythm::sinus);
    EXPECT_EQ(findings.at((from_s + to_s) / 2), Rhythm::other);
    EXPECT_EQ(findings.at(from_s - 5), Rhythm::sinus);
    EXPECT_EQ(findings.at(to_s + 5), Rhythm::sinus);
}

TEST(WholeRhythm, WhatOthersLeaveOfSuchAStretchIsNoEpisodeOfItsOwn) {
    MadeView made;
    made.beats(200, 0.8);
    const Episode af{Rhythm::af, {22, 70}, 0.9, {}};
    const Episode by_share{Rhythm::other, {20, 70}, 0.8, {{"the share of S, V and F", 0.8, 0.6, true}}};
    RhythmFindings findings;
    findings.episodes = tile(made.view(), {af, by_share});
    EXPECT_EQ(findings.at(21), Rhythm::sinus);
    EXPECT_EQ(findings.at(30), Rhythm::af);
    // What a reader denied stays denied, however little is left of it.
    findings.episodes = tile(made.view(), {af, {Rhythm::other, {20, 70}, 1, {}}});
    EXPECT_EQ(findings.at(21), Rhythm::other);
}

TEST(WholeRhythm, NamesVThatComeOften) {
    MadeView made = madeOf("NNVNNNV", 40);
    const auto findings = found(made);
    EXPECT_EQ(findings.whole, Rhythm::sinus);
    EXPECT_EQ(saidOf(made, findings), "sinus rhythm, with V in 29 % of the beats");
    EXPECT_NEAR(classShares(made.view(), findings.episodes)[static_cast<std::size_t>(BeatClass::ventricular)], 2 / 7.0,
                1e-12);
}

TEST(WholeRhythm, LeavesNoVentricularRhythmOutHoweverShort) {
    MadeView made;
    made.beats(200, 0.8);
    RhythmFindings findings;
    findings.duration_s = 160;
    findings.readable_share = 1;
    findings.whole = Rhythm::sinus;
    findings.episodes = tile(made.view(), {Episode{Rhythm::vf, {40, 52}, 0.9, {}}});
    EXPECT_EQ(saidOf(made, findings), "sinus rhythm; " + inWords(Rhythm::vf).text() + " for 12 s");
}

TEST(WholeRhythm, NamesARhythmThatTakesATwentiethOfTheTimeAndFibrillationThatTakesLess) {
    MadeView made;
    made.beats(60, 0.8);
    for (int i = 0; i < 15; ++i) {
        made.beat(0.8);
        made.beat(0.5, 'V');
    }
    made.beats(40, 0.8);
    EXPECT_EQ(saidOf(made, found(made)), "sinus rhythm, with V in 12 % of the beats; bigeminy for 19 % of the time");
    MadeView long_one;
    long_one.beats(1000, 0.8);
    RhythmFindings findings;
    findings.duration_s = 800;
    findings.readable_share = 1;
    findings.whole = Rhythm::sinus;
    findings.episodes = tile(long_one.view(), {Episode{Rhythm::af, {100, 130}, 0.9, {}}});
    EXPECT_EQ(saidOf(long_one, findings), "sinus rhythm; " + inWords(Rhythm::af).text() + " for 30 s");
}

TEST(WholeRhythm, NamesAStandstill) {
    MadeView made;
    made.beats(300, 0.85);
    made.beat(13);
    made.beats(300, 0.85);
    EXPECT_EQ(saidOf(made, found(made)), "sinus rhythm; no beat for 13 s");
}

TEST(WholeRhythm, KeepsSilentOfBeatsThatAreRare) {
    MadeView made = madeOf("NNNNNNNNNNNNNNNNNNNNNNNNNNNNNV", 10);
    EXPECT_EQ(saidOf(made, found(made)), "sinus rhythm");
}

TEST(WholeRhythm, DoesNotCountBeatsOfWhatCannotBeRead) {
    MadeView made;
    made.beats(100, 0.8);
    const double from_s = made.now_s() + 0.1;
    made.beats(50, 0.8, 'V');
    made.unreadable = {{from_s, made.now_s() + 0.1, beats::Unreadable::motion}};
    made.beats(100, 0.8);
    EXPECT_EQ(saidOf(made, found(made)), "sinus rhythm");
}

TEST(WholeRhythm, OfAStripThatCannotBeReadIsPerhapsFibrillation) {
    MadeView made;
    made.beats(40, 0.7);
    RhythmGround ground;
    StripProbability sure{};
    sure[kStripAf] = 1;
    ground.strip = StripAnswer{sure, kStripAf};
    EXPECT_EQ(findingsOn(made.view(), ground).whole, Rhythm::af);
    ground.candidates = {{Rhythm::unreadable, {0, made.view().duration_s}, 0.9, {}}};
    const auto findings = findingsOn(made.view(), ground);
    EXPECT_EQ(findings.readable_share, 0);
    EXPECT_EQ(saidOf(made, findings), "perhaps atrial fibrillation: too little can be read to tell");
    ground.strip->winner = kStripSinus;
    const auto other = findingsOn(made.view(), ground);
    EXPECT_EQ(other.whole, Rhythm::unreadable);
    EXPECT_EQ(saidOf(made, other), "nothing that can be read");
}

TEST(WholeRhythm, OfAStripIsWhatItsEpisodesSay) {
    MadeView made;
    made.beats(40, 0.8);
    RhythmGround ground;
    StripProbability others{};
    others[kStripOther] = 0.7;
    others[kStripSinus] = 0.2;
    others[kStripAf] = 0.1;
    ground.strip = StripAnswer{others, kStripOther};
    const auto findings = findingsOn(made.view(), ground);
    ASSERT_EQ(findings.burden.front().first, Rhythm::sinus);
    EXPECT_EQ(findings.whole, Rhythm::sinus) << "sinus rhythm for all of the time is no other rhythm on the whole";
    double all = 0;
    for (const auto& [rhythm, share] : findings.probability) {
        all += share;
        EXPECT_NEAR(share, rhythm == Rhythm::af ? 0.1 : 0.9, 1e-6);
    }
    EXPECT_NEAR(all, 1, 1e-6);
}

TEST(WholeRhythm, OfAStripOfWhichALittleCanBeReadIsNotNothing) {
    MadeView made;
    made.beats(40, 0.7);
    RhythmGround ground;
    ground.strip = StripAnswer{{}, kStripSinus};
    ground.candidates = {{Rhythm::unreadable, {0, 20}, 0.9, {}}};
    const auto findings = findingsOn(made.view(), ground);
    ASSERT_EQ(findings.whole, Rhythm::unreadable);
    ASSERT_GT(findings.readable_share, 0.1);
    EXPECT_EQ(saidOf(made, findings), "too little that can be read to tell");
}

TEST(WholeRhythm, OfAFewSamplesIsTooShortToTell) {
    for (const int beats : {0, 1, 2}) {
        MadeView made;
        made.beats(beats, 0.8);
        const auto findings = found(made);
        EXPECT_TRUE(isTooShort(findings));
        EXPECT_EQ(saidOf(made, findings), "too short to tell");
        EXPECT_TRUE(findings.burden.empty());
        ASSERT_EQ(findings.episodes.size(), 1U);
        EXPECT_EQ(sentence(findings.episodes.front()).text().substr(0, 17), "too short to tell");
    }
    MadeView made;
    made.beats(3, 0.8);
    EXPECT_EQ(saidOf(made, found(made)), "sinus rhythm");
}

TEST(WholeRhythm, OfTwoBeatsInHalfAMinuteIsNoSinusRhythm) {
    MadeView made;
    made.beats(2, 14.5);
    const auto findings = found(made);
    EXPECT_FALSE(isTooShort(findings));
    EXPECT_EQ(findings.whole, Rhythm::other);
}

TEST(WholeRhythm, OfAReadersWordIsTheirs) {
    MadeView made;
    made.beats(2, 0.8);
    const ReaderWord word{{0, made.view().duration_s}, Rhythm::vt, false};
    const auto ground = groundOf(made.view(), nullptr);
    ASSERT_TRUE(ground);
    const auto findings = findingsOn(made.view(), *ground, std::span(&word, 1));
    EXPECT_FALSE(isTooShort(findings));
    EXPECT_EQ(saidOf(made, findings), "ventricular tachycardia");
}

}  // namespace
}  // namespace triptych::rhythm
