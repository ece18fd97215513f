// What readers say over what was found: it counts first, denied rhythms go, and what they hid is told in their place.
#include "core/rhythm/events.h"
#include "core/rhythm/findings.h"
#include "tests/rhythm/made_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace triptych::rhythm {
namespace {

using R = Rhythm;

// 300 s of sinus rhythm with a minute at 120 per minute and a V in every other beat of another minute.
MadeView made() {
    MadeView out;
    out.beats(100, 0.8);
    out.beats(120, 0.5);  // from 80 to 140 s
    out.beats(25, 0.8);
    for (int i = 0; i < 40; ++i) {
        out.beat(0.6, 'V');
        out.beat(1.0);
    }
    out.beats(60, 0.8);
    return out;
}

RhythmFindings told(MadeView& made, const std::vector<ReaderWord>& words) {
    const auto ground = groundOf(made.view(), nullptr);
    EXPECT_TRUE(ground);
    return findingsOn(made.view(), *ground, words);
}

const Episode& at(const RhythmFindings& findings, double time_s) {
    for (const Episode& episode : findings.episodes) {
        if (time_s >= episode.span.from_s && time_s < episode.span.to_s) return episode;
    }
    return findings.episodes.back();
}

std::vector<std::string> eventNames(MadeView& made, const std::vector<ReaderWord>& words) {
    std::vector<std::string> out;
    for (const RhythmEvent& event : eventsOf(made.view(), told(made, words))) out.push_back(event.name);
    return out;
}

double sharesSum(const RhythmShares& shares) {
    double sum = 0;
    for (const auto& [rhythm, share] : shares) sum += share;
    return sum;
}

TEST(ReaderWords, WithoutThemEverythingIsAsFound) {
    MadeView view = made();
    const auto found = findRhythm(view.view(), nullptr);
    ASSERT_TRUE(found);
    const auto same = told(view, {});
    ASSERT_EQ(found->episodes.size(), same.episodes.size());
    EXPECT_EQ(same.at(110), R::tachycardia);
    EXPECT_EQ(same.at(200), R::bigeminy);
    for (const Episode& episode : same.episodes) EXPECT_FALSE(episode.by_reader);
}

TEST(ReaderWords, CountBeforeEverythingAndKeepTheirEdges) {
    MadeView view = made();
    const auto findings = told(view, {{{85, 120}, R::svt, false}});
    EXPECT_EQ(at(findings, 90).rhythm, R::svt);
    EXPECT_TRUE(at(findings, 90).by_reader);
    EXPECT_EQ(at(findings, 90).span, (Span{85, 120}));
    EXPECT_EQ(at(findings, 90).probability, 1);
    EXPECT_EQ(findings.at(130), R::tachycardia) << "what is left of it lasts long enough";
    EXPECT_EQ(sentence(at(findings, 90)).text(), "supraventricular tachycardia, as a reader says");
    EXPECT_NEAR(sharesSum(findings.burden), 1, 1e-9);
    // Two seconds are an episode when a reader says so.
    EXPECT_EQ(told(view, {{{50, 52}, R::af, false}}).at(51), R::af);
}

TEST(ReaderWords, AnAcceptedEpisodeKeepsItsReasons) {
    MadeView view = made();
    const Episode found = at(told(view, {}), 110);
    const auto findings = told(view, {{found.span, found.rhythm, false}});
    const Episode& accepted = at(findings, 110);
    EXPECT_TRUE(accepted.by_reader);
    EXPECT_EQ(accepted.span, found.span);
    ASSERT_EQ(accepted.reasons.size(), found.reasons.size());
    EXPECT_TRUE(sentence(accepted).text().starts_with("tachycardia, as a reader says; found for the rate is"));
}

TEST(ReaderWords, TheLaterOneIsRight) {
    MadeView view = made();
    const auto findings = told(view, {{{0, 60}, R::af, false}, {{20, 40}, R::flutter, false}});
    EXPECT_EQ(findings.at(10), R::af);
    EXPECT_EQ(findings.at(30), R::flutter);
    EXPECT_EQ(findings.at(50), R::af);
    const auto other_way = told(view, {{{20, 40}, R::flutter, false}, {{0, 60}, R::af, false}});
    EXPECT_EQ(other_way.at(30), R::af);
    EXPECT_EQ(at(other_way, 30).span, (Span{0, 60}));
}

TEST(ReaderWords, WhatIsDeniedGoesAndWhatItHidIsTold) {
    MadeView view = made();
    const Episode tachycardia = at(told(view, {}), 110);
    EXPECT_EQ(told(view, {{tachycardia.span, R::tachycardia, true}}).at(110), R::sinus);
    EXPECT_EQ(told(view, {{tachycardia.span, R::bigeminy, true}}).at(110), R::tachycardia) << "another was denied";
    // A reader's own word, denied later, gives way to what was found.
    const auto back = told(view, {{{60, 160}, R::af, false}, {{60, 160}, R::af, true}});
    EXPECT_EQ(back.at(110), R::tachycardia);
    EXPECT_EQ(back.at(70), R::sinus);
}

TEST(ReaderWords, SinusRhythmDeniedIsAnotherOne) {
    MadeView view = made();
    const auto findings = told(view, {{{10, 40}, R::sinus, true}});
    EXPECT_EQ(findings.at(5), R::sinus);
    EXPECT_EQ(findings.at(20), R::other);
    EXPECT_EQ(findings.at(45), R::sinus);
}

TEST(ReaderWords, ATimeThatCannotBeReadLeavesTheBurdenAndHidesPauses) {
    MadeView view = made();
    view.beat(3.0);
    view.beats(20, 0.8);
    const double pause_s = view.now_s() - 20 * 0.8 - 1.5;
    EXPECT_EQ(std::ranges::count(eventNames(view, {}), std::string("pause")), 1);
    const std::vector<ReaderWord> noise = {{{pause_s - 4, pause_s + 4}, R::unreadable, false}};
    const auto findings = told(view, noise);
    EXPECT_NEAR(findings.readable_share, 1 - 8 / findings.duration_s, 1e-9);
    EXPECT_EQ(std::ranges::count(eventNames(view, noise), std::string("pause")), 0);
}

TEST(ReaderWords, NonsenseDoesNoHarm) {
    MadeView view = made();
    const auto findings = told(view, {{{50, 50}, R::af, false},
                                      {{90, 10}, R::af, false},
                                      {{-5, 3}, R::vt, false},
                                      {{250, 1e9}, R::vf, false},
                                      {{1e9, 2e9}, R::af, true}});
    EXPECT_EQ(findings.episodes.front().span.from_s, 0);
    EXPECT_EQ(findings.at(1), R::vt);
    EXPECT_EQ(findings.episodes.back().span.to_s, findings.duration_s);
    EXPECT_EQ(findings.episodes.back().rhythm, R::vf);
    for (std::size_t i = 1; i < findings.episodes.size(); ++i) {
        EXPECT_DOUBLE_EQ(findings.episodes[i].span.from_s, findings.episodes[i - 1].span.to_s);
    }
}

}  // namespace
}  // namespace triptych::rhythm
