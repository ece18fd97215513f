#include "core/rhythm/unreadable.h"

#include "core/rhythm/findings.h"
#include "tests/rhythm/made_view.h"

#include <gtest/gtest.h>

namespace triptych::rhythm {
namespace {

using beats::Unreadable;
using beats::UnreadableStretch;
using Spans = std::vector<UnreadableStretch>;

Episode episode(Rhythm rhythm, double from_s, double to_s) {
    return {rhythm, {from_s, to_s}, 1, {}};
}

TEST(Unreadable, NoiseThatIsFlutterOrPacingIsNoneAndWhatIsMissingStays) {
    const Spans spans = {{10, 30, Unreadable::motion}, {30, 40, Unreadable::missing}, {50, 60, Unreadable::muscle}};
    const std::vector<Episode> flutter = {episode(Rhythm::vf, 15, 20)};
    const std::vector<Episode> paced = {episode(Rhythm::paced, 28, 45), episode(Rhythm::paced, 49, 61)};
    EXPECT_EQ(unlessRecognised(spans, flutter, paced, 0.3),
              (Spans{{10, 15, Unreadable::motion}, {20, 28, Unreadable::motion}, {30, 40, Unreadable::missing}}));
    EXPECT_EQ(unlessRecognised(spans, {}, {}, 0), spans);
}

TEST(Unreadable, ARecordingThatIsMostlyPacedIsPacedWhereThatHidesInNoise) {
    const Spans spans = {{10, 30, Unreadable::motion}, {30, 40, Unreadable::flat}};
    EXPECT_EQ(unlessRecognised(spans, {}, {}, 0.6), (Spans{{30, 40, Unreadable::flat}}));
    const std::vector<Episode> flutter = {episode(Rhythm::vf, 10, 12)};
    const auto hidden = pacedInNoise(spans, flutter, 0.6);
    ASSERT_EQ(hidden.size(), 1U);
    EXPECT_EQ(hidden[0].rhythm, Rhythm::paced);
    EXPECT_EQ(hidden[0].span, (Span{12, 30}));
    EXPECT_DOUBLE_EQ(hidden[0].reasons.at(0).value, 0.6);
    EXPECT_TRUE(pacedInNoise(spans, flutter, 0.5).empty());
}

TEST(Unreadable, TheShareOfPacedBeatsIsOfAllBeats) {
    MadeView made;
    made.beats(10, 1);  // at 1 ... 10 s
    const std::vector<Episode> paced = {episode(Rhythm::paced, 0, 3.5), episode(Rhythm::paced, 8, 9)};
    EXPECT_DOUBLE_EQ(pacedShare(*made.view().beats, paced), 0.5);
    EXPECT_DOUBLE_EQ(pacedShare(BeatList{}, paced), 0);
}

TEST(Unreadable, SpansThatTouchAreOneEpisodeThatSaysWhatThereIsMostOf) {
    const auto told = unreadableEpisodes(Spans{{0, 2, Unreadable::motion},
                                               {5, 6, Unreadable::flat},
                                               {6, 9, Unreadable::muscle},
                                               {20, 24, Unreadable::missing}});
    ASSERT_EQ(told.size(), 2U) << "two seconds are no episode";
    EXPECT_EQ(told[0].span, (Span{5, 9}));
    EXPECT_NE(std::string(told[0].reasons.at(0).what).find("muscle"), std::string::npos);
    EXPECT_DOUBLE_EQ(told[0].reasons[0].value, 0.75);
    EXPECT_NEAR(told[0].probability, 0.25 + 0.75 * 0.9, 1e-12);
    EXPECT_DOUBLE_EQ(told[1].probability, 1);
}

TEST(Unreadable, WhatCannotBeReadComesFromTheSpansAloneWhateverTheTrackOfQualitySays) {
    MadeView made;
    made.beats(60, 0.8);
    made.unreadable = {{10, 20, Unreadable::muscle}};
    RhythmView view = made.view();
    beats::QualityTrack track;
    track.quality.assign(49, beats::Quality::noisy);
    track.noise.assign(49, 0.3F);
    view.quality = &track;
    const auto found = findRhythm(view, nullptr);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at(15), Rhythm::unreadable);
    EXPECT_NE(found->at(30), Rhythm::unreadable);
    EXPECT_NEAR(found->readable_share, 1 - 10 / found->duration_s, 1e-9);
}

}  // namespace
}  // namespace triptych::rhythm
