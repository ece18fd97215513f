// Episodes from beats made by hand: definitions, priority, tiling, events.
#include "core/rhythm/events.h"
#include "core/rhythm/runs.h"
#include "core/rhythm/ventricular_flutter.h"
#include "tests/rhythm/found.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numbers>
#include <random>

namespace triptych::rhythm {
namespace {

TEST(Episodes, SteadyBeatsAreSinusRhythmThroughout) {
    MadeView made;
    made.beats(60, 0.85);
    const auto findings = found(made);
    ASSERT_EQ(findings.episodes.size(), 1U);
    EXPECT_EQ(findings.whole, Rhythm::sinus);
    EXPECT_DOUBLE_EQ(findings.readable_share, 1);
    expectTiled(findings);
}

TEST(Episodes, ThreeVAtAHundredAreTachycardiaAndTwoAreACouplet) {
    MadeView made;
    made.beats(20, 0.8);
    made.beats(3, 0.45, 'V');
    made.beats(20, 0.8);
    made.beats(2, 0.45, 'V');
    made.beats(20, 0.8);
    const auto findings = found(made);
    const auto runs = of(findings, Rhythm::vt);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_NEAR(runs[0].span.from_s, 16.45, 0.2);
    const auto events = eventsOf(made.view(), findings);
    EXPECT_EQ(count(events, "vt run"), 1U);
    EXPECT_EQ(count(events, "couplet"), 1U);
    EXPECT_EQ(count(events, "first vt"), 1U);
    expectTiled(findings);
}

TEST(Episodes, SlowVBeatsInARowAreNoTachycardia) {
    MadeView made;
    made.beats(20, 0.8);
    made.beats(5, 0.75, 'V');
    made.beats(20, 0.8);
    EXPECT_TRUE(of(found(made), Rhythm::vt).empty());
}

TEST(Episodes, EveryOtherVIsBigeminyAndEveryThirdTrigeminy) {
    MadeView made;
    made.beats(10, 0.8);
    for (int i = 0; i < 6; ++i) {
        made.beat(0.8);
        made.beat(0.5, 'V');
    }
    made.beats(10, 0.8);
    for (int i = 0; i < 6; ++i) {
        made.beats(2, 0.8);
        made.beat(0.5, 'V');
    }
    made.beats(10, 0.8);
    const auto findings = found(made);
    ASSERT_EQ(of(findings, Rhythm::bigeminy).size(), 1U);
    ASSERT_EQ(of(findings, Rhythm::trigeminy).size(), 1U);
    EXPECT_NEAR(of(findings, Rhythm::bigeminy)[0].span.from_s, 8, 1.7);
    expectTiled(findings);
}

TEST(Episodes, RatesCountFromTenSecondsOn) {
    MadeView made;
    made.beats(30, 0.8);
    made.beats(14, 1.4);
    made.beats(30, 0.8);
    made.beats(40, 0.5);
    made.beats(30, 0.8);
    const auto findings = found(made);
    ASSERT_EQ(of(findings, Rhythm::bradycardia).size(), 1U);
    EXPECT_GE(of(findings, Rhythm::bradycardia)[0].span.to_s - of(findings, Rhythm::bradycardia)[0].span.from_s, 10);
    MadeView brief;
    brief.beats(30, 0.8);
    brief.beats(4, 1.4);
    brief.beats(30, 0.8);
    EXPECT_TRUE(of(found(brief), Rhythm::bradycardia).empty());
}

TEST(Episodes, APatternThatIsCutIsTenableOnlyWithItsBeats) {
    MadeView made;
    made.beats(10, 0.8);
    const double from_s = made.now_s();
    for (int i = 0; i < 10; ++i) {
        made.beat(0.8);
        made.beat(0.5, 'V');
    }
    const double to_s = made.now_s();
    made.beats(20, 0.8);
    const Episode pattern{Rhythm::bigeminy, {from_s, to_s}, 0.9, {}},
        over{Rhythm::vf, {from_s + 7, to_s - 2.5}, 0.9, {}};
    RhythmFindings findings;
    findings.episodes = tile(made.view(), {pattern, over});
    EXPECT_EQ(findings.at(from_s + 3), Rhythm::bigeminy);
    EXPECT_NE(findings.at(to_s - 1), Rhythm::bigeminy);
}

TEST(Episodes, AFlickerIsNoFlutter) {
    std::vector<float> samples(static_cast<std::size_t>(90 * kView_hz), 0.0F);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double time_s = static_cast<double>(i) / kView_hz, of_beat_s = std::fmod(time_s, 0.85) - 0.3;
        samples[i] = time_s < 60 ? static_cast<float>(std::exp(-of_beat_s * of_beat_s / 0.0004))
                                 : 0.005F * static_cast<float>(std::sin(2 * std::numbers::pi * 5 * time_s));
    }
    EXPECT_TRUE(ventricularFlutter(samples).empty());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (static_cast<double>(i) / kView_hz >= 60) samples[i] *= 20;
    }
    EXPECT_EQ(ventricularFlutter(samples).size(), 1U) << "a tenth of a beat is fine fibrillation";
}

TEST(Episodes, NoReasonFailsItsOwnLimit) {
    MadeView made;
    made.beats(20, 0.8);
    made.beats(4, 1.4);
    made.beats(20, 0.8);
    made.beats(6, 0.5);
    made.beats(12, 1.4);
    made.beats(3, 0.8);
    made.beats(30, 0.45, 'S');
    for (const Episode& episode : found(made).episodes) {
        for (const Reason& reason : episode.reasons) EXPECT_TRUE(speaksFor(reason)) << sentence(episode).text();
    }
}

TEST(Episodes, AFastEvenRunIsVentricularByShapeUnlessItsBeatsAreCalledS) {
    for (const char letter : {'N', 'S'}) {
        MadeView made;
        made.beats(20, 0.85);
        made.beats(14, 0.4, letter);
        made.beats(20, 0.85);
        RhythmGround ground;
        ground.by_shape.assign(made.view().size(), BeatClass::normal);
        for (std::size_t i = 19; i < 34; ++i) ground.by_shape[i] = BeatClass::ventricular;
        const auto findings = findingsOn(made.view(), ground);
        const auto runs = of(findings, letter == 'N' ? Rhythm::vt : Rhythm::svt);
        ASSERT_EQ(runs.size(), 1U) << letter;
        for (const Reason& reason : runs[0].reasons) EXPECT_TRUE(speaksFor(reason)) << sentence(runs[0]).text();
        EXPECT_EQ(of(findings, letter == 'N' ? Rhythm::svt : Rhythm::vt).size(), 0U);
        const auto events = eventsOf(made.view(), findings);
        EXPECT_EQ(count(events, "vt run"), 0U) << "no V is a run of V";
        EXPECT_EQ(count(events, "svt run"), letter == 'S' ? 1U : 0U);
    }
}

TEST(Episodes, ARateThatLeapsAndStaysEvenIsSupraventricularTachycardia) {
    MadeView made;
    made.beats(30, 0.8);
    made.beats(40, 0.36);
    made.beats(30, 0.8);
    EXPECT_EQ(of(found(made), Rhythm::svt).size(), 1U);
    MadeView rising;  // the same rate, reached in a minute
    for (int i = 0; i < 120; ++i) rising.beat(0.8 - 0.44 * i / 120);
    rising.beats(60, 0.36);
    EXPECT_TRUE(of(found(rising), Rhythm::svt).empty());
    EXPECT_FALSE(of(found(rising), Rhythm::tachycardia).empty());
}

TEST(Episodes, APauseIsAnEventAndWhatCannotBeReadHidesIt) {
    MadeView made;
    made.beats(20, 0.8);
    made.beat(2.6);
    made.beats(20, 0.8);
    const auto events = eventsOf(made.view(), found(made));
    ASSERT_EQ(count(events, "pause"), 1U);
    const auto pause = std::ranges::find(events, "pause", &RhythmEvent::name);
    EXPECT_NEAR(pause->value, 2.6, 0.01);
    EXPECT_NEAR(pause->time_s, 16, 0.01);
    made.unreadable = {{14, 20, beats::Unreadable::missing}};
    const auto findings = found(made);
    EXPECT_EQ(of(findings, Rhythm::unreadable).size(), 1U);
    EXPECT_EQ(count(eventsOf(made.view(), findings), "pause"), 0U);
    EXPECT_NEAR(findings.readable_share, 1 - 6 / findings.duration_s, 0.05);
    expectTiled(findings);
}

TEST(Episodes, FastestSlowestAndLongestAreFound) {
    MadeView made;
    made.beats(20, 0.8);
    made.beats(6, 0.6);
    made.beats(20, 0.8);
    made.beats(6, 1.2);
    made.beats(20, 0.8);
    const auto events = eventsOf(made.view(), found(made));
    EXPECT_NEAR(std::ranges::find(events, "fastest", &RhythmEvent::name)->value, 100, 0.5);
    EXPECT_NEAR(std::ranges::find(events, "slowest", &RhythmEvent::name)->value, 50, 0.5);
    EXPECT_NEAR(std::ranges::find(events, "longest rr", &RhythmEvent::name)->value, 1.2, 0.01);
}

TEST(Episodes, MinutesAndHoursCountEveryBeatOnce) {
    MadeView made;
    made.beats(200, 0.75);
    made.beat(0.5, 'V');
    made.beats(200, 0.75);
    const auto findings = found(made);
    const auto minutes = minutesOf(made.view(), findings);
    std::size_t normal = 0, ectopic = 0;
    for (const Minute& minute : minutes) {
        normal += minute.beats[0];
        ectopic += minute.beats[static_cast<std::size_t>(BeatClass::ventricular)];
    }
    EXPECT_EQ(normal, 400U);
    EXPECT_EQ(ectopic, 1U);
    EXPECT_NEAR(minutes[0].mean_bpm, 80, 0.1);
    const auto hours = stretchesOf(made.view(), findings, eventsOf(made.view(), findings), 3600);
    ASSERT_EQ(hours.size(), 1U);
    EXPECT_EQ(hours[0].beats[0], 400U);
    double burden = 0;
    for (const auto& [rhythm, share] : hours[0].burden) burden += share;
    EXPECT_NEAR(burden, 1, 1e-9);
}

TEST(Episodes, ASineOfFourHertzIsVentricularFlutterAndBeatsAreNot) {
    std::vector<float> samples(60 * 125);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / 125;
        const double beat = std::exp(-std::pow((t - std::floor(t / 0.8) * 0.8 - 0.4) / 0.02, 2));
        samples[i] = static_cast<float>(t >= 20 && t < 40 ? 0.6 * std::sin(2 * std::numbers::pi * 4 * t) : beat);
    }
    const auto episodes = ventricularFlutter(samples);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_NEAR(episodes[0].span.from_s, 20, 1.6);
    EXPECT_NEAR(episodes[0].span.to_s, 40, 1.6);
}

TEST(Episodes, ALeadThatFluttersAloneBesideBeatsDoesNot) {
    const auto made = [](const std::function<double(double)>& of) {
        std::vector<float> samples(8 * 125);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = static_cast<float>(of(static_cast<double>(i) / 125));
        return samples;
    };
    const auto beats =
        made([](double t) { return std::exp(-std::pow((t - std::floor(t / 0.8) * 0.8 - 0.4) / 0.04, 2)); });
    const auto wave = made([](double t) { return 0.2 * std::sin(2 * std::numbers::pi * 4 * t); });
    const auto pop = made([](double t) { return t > 4 && t < 4.02 ? 1.0 : 0.0; });
    EXPECT_TRUE(showsBeats(beats));
    EXPECT_FALSE(showsBeats(wave)) << "it flutters, too";
    EXPECT_FALSE(showsBeats(pop)) << "a lead that is off denies nothing";
    EXPECT_FALSE(showsBeats({}));
    // What the other lead says decides.
    RhythmView view;
    const BeatList none;
    view.beats = &none;
    view.duration_s = 60;
    std::vector<float> samples(60 * 125);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / 125;
        samples[i] = static_cast<float>(t >= 20 && t < 40
                                            ? 0.6 * std::sin(2 * std::numbers::pi * 4 * t)
                                            : std::exp(-std::pow((t - std::floor(t / 0.8) * 0.8 - 0.4) / 0.02, 2)));
    }
    view.samples = samples;
    const auto flutters = [&](const OtherLeads& others) {
        const auto ground = groundOf(view, nullptr, {}, {}, others);
        return ground &&
               std::ranges::any_of(ground->candidates, [](const Episode& e) { return e.rhythm == Rhythm::vf; });
    };
    EXPECT_TRUE(flutters({}));
    EXPECT_FALSE(flutters([&](Span) { return std::vector<std::vector<float>>{wave, beats}; }));
    EXPECT_TRUE(flutters([&](Span) { return std::vector<std::vector<float>>{wave, pop}; }));
}

// Seconds 20 to 32 between two stretches of a sine of 4 Hz.
std::vector<Episode> flutterWithBetween(const std::function<double(double)>& between) {
    std::vector<float> samples(60 * 125);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / 125;
        const bool wave = (t >= 8 && t < 20) || (t >= 32 && t < 44);
        const double beat = std::exp(-std::pow((t - std::floor(t / 0.8) * 0.8 - 0.4) / 0.02, 2));
        const double sine = 0.6 * std::sin(2 * std::numbers::pi * 4 * t);
        samples[i] = static_cast<float>(wave ? sine : t >= 20 && t < 32 ? between(t) : beat);
    }
    return ventricularFlutter(samples);
}

TEST(Episodes, FlutterThatLosesItsShapeForTwelveSecondsGoesOn) {
    const auto restless = [](double t) {
        return 0.4 * std::sin(2 * std::numbers::pi * t) + 0.4 * std::sin(2 * std::numbers::pi * 7 * t + 1);
    };
    std::vector<float> look(500);
    for (std::size_t i = 0; i < look.size(); ++i) look[i] = static_cast<float>(restless(static_cast<double>(i) / 125));
    ASSERT_GT(lookAtWave(look).leakage, kStillAWave);  // no wave by itself
    const auto one = flutterWithBetween(restless);
    ASSERT_EQ(one.size(), 1U);
    EXPECT_NEAR(one[0].span.to_s, 44, 1.6);
    const auto two = flutterWithBetween(
        [](double t) { return std::exp(-std::pow((t - std::floor(t / 0.8) * 0.8 - 0.4) / 0.02, 2)); });
    EXPECT_EQ(two.size(), 2U);  // beats between them
}

TEST(Episodes, FlutterEndsWhereSomeBeatsReturnHoweverSoonItBeginsAgain) {
    std::vector<float> samples(60 * 125);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / 125;
        const bool wave = (t >= 8 && t < 20) || (t >= 28 && t < 40);
        const double beat = 1.5 * std::exp(-std::pow((t - std::floor(t / 0.9) * 0.9 - 0.4) / 0.05, 2));
        samples[i] = static_cast<float>(wave ? 0.6 * std::sin(2 * std::numbers::pi * 3.5 * t) : beat);
    }
    const auto episodes = ventricularFlutter(samples);
    ASSERT_EQ(episodes.size(), 2U) << "eight seconds of beats between them";
    EXPECT_LT(episodes[0].span.to_s, 23);
    EXPECT_GT(episodes[1].span.from_s, 25);
}

TEST(Episodes, FlutterIsSeenThroughWanderAndHum) {
    std::vector<float> samples(60 * 125);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / 125;
        const double beat = std::exp(-std::pow((t - std::floor(t / 0.8) * 0.8 - 0.4) / 0.02, 2));
        const double heart = t >= 20 && t < 40 ? 0.6 * std::sin(2 * std::numbers::pi * 4 * t) : beat;
        samples[i] = static_cast<float>(heart + std::sin(2 * std::numbers::pi * 0.15 * t) +
                                        0.5 * std::sin(2 * std::numbers::pi * 50 * t));
    }
    const auto episodes = ventricularFlutter(samples);
    ASSERT_EQ(episodes.size(), 1U);
    EXPECT_NEAR(episodes[0].span.from_s, 20, 1.6);
    EXPECT_NEAR(episodes[0].span.to_s, 40, 1.6);
}

TEST(Episodes, TilesFollowPriorityWhateverTheOrderOfCandidates) {
    MadeView made;
    made.beats(200, 0.8);
    std::vector<Episode> candidates = {{Rhythm::tachycardia, {10, 90}, 0.9, {}},
                                       {Rhythm::af, {40, 80}, 0.8, {}},
                                       {Rhythm::vf, {50, 56}, 0.9, {}},
                                       {Rhythm::unreadable, {30, 45}, 1, {}},
                                       {Rhythm::af, {100, 120}, 0.9, {}}};  // too short for fibrillation
    std::mt19937 random(3);
    for (int round = 0; round < 6; ++round) {
        std::shuffle(candidates.begin(), candidates.end(), random);
        RhythmFindings findings;
        findings.duration_s = made.view().duration_s;
        findings.episodes = tile(made.view(), candidates);
        expectTiled(findings);
        EXPECT_EQ(findings.at(20), Rhythm::tachycardia);
        EXPECT_EQ(findings.at(42), Rhythm::unreadable);
        EXPECT_EQ(findings.at(47), Rhythm::af);
        EXPECT_EQ(findings.at(53), Rhythm::vf);
        EXPECT_EQ(findings.at(70), Rhythm::af);
        EXPECT_EQ(findings.at(110), Rhythm::sinus);
    }
}

TEST(Episodes, AnEpisodeSaysWhyInASentence) {
    const Episode episode{Rhythm::bradycardia, {0, 20}, 0.9, {{"the rate", 43.25, 50, false, "per minute"}}};
    EXPECT_EQ(sentence(episode), "bradycardia, for the rate is 43.25 per minute (below 50)");
    for (std::size_t i = 0; i < kRhythms; ++i) {
        EXPECT_EQ(rhythmNamed(name(static_cast<Rhythm>(i))), static_cast<Rhythm>(i));
    }
}

TEST(Episodes, NoBeatsNoSamplesAndAStoppedJobDoNoHarm) {
    BeatList none;
    none.rate_hz = 250;
    RhythmView view;
    view.duration_s = 30;
    view.beats = &none;
    const auto findings = findRhythm(view, nullptr);
    ASSERT_TRUE(findings);
    expectTiled(*findings);
    EXPECT_TRUE(eventsOf(view, *findings).empty());
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = findRhythm(view, nullptr, {}, Job{stop.get_token(), {}});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::rhythm
