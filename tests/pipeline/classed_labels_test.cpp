#include "core/pipeline/classed_labels.h"

#include "core/domain/beat_class.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

std::shared_ptr<const BeatList> threeBeats(BeatOrigin origin) {
    BeatList out;
    out.rate_hz = 250;
    out.origin = origin;
    out.beats = {{250, kNormal}, {500, kPvc}, {750, kNormal}};
    return std::make_shared<const BeatList>(std::move(out));
}

const std::vector<BeatClass> kShapes = {BeatClass::normal, BeatClass::ventricular, BeatClass::ventricular};

TEST(ClassedLabels, WhereNobodySaidAnythingShapesDecide) {
    const std::vector<SaidOfBeat> said(3);
    EXPECT_TRUE(classedBy(threeBeats(BeatOrigin::detected), said, kShapes, true, "m").classes.empty());
}

TEST(ClassedLabels, AReadersLabelStandsBeforeTheModelAndBeforeWhatCannotBeRead) {
    const std::vector<SaidOfBeat> said = {
        {kPvc, true, Silence::none}, {kPvc, true, Silence::motion}, {kArtifact, false, Silence::motion}};
    const auto classed = classedBy(threeBeats(BeatOrigin::detected), said, kShapes, true, "m");
    EXPECT_EQ(classed.classes, (std::vector{BeatClass::ventricular, BeatClass::ventricular, BeatClass::normal}));
    EXPECT_EQ(classed.silence, (std::vector{Silence::none, Silence::none, Silence::motion}));
    EXPECT_EQ(classed.by, "m");
}

TEST(ClassedLabels, ABeatOfWhichNobodyHasSpokenIsItsShapeUntilTheModelIsDone) {
    const std::vector<SaidOfBeat> said = {{kNormal, false, Silence::none}, {}, {}};
    EXPECT_EQ(classedBy(threeBeats(BeatOrigin::detected), said, kShapes, false, "m").classes, kShapes);
    EXPECT_EQ(classedBy(threeBeats(BeatOrigin::detected), said, kShapes, true, "m").classes,
              std::vector(3, BeatClass::normal));
}

TEST(ClassedLabels, AnEscapeBeatOfAnAnnotatorOrAReaderIsNormalAndNotOfTheSinusNode) {
    const std::vector<SaidOfBeat> said = {
        {kNormal, false, Silence::none}, {kNodalEscape, false, Silence::none}, {kNodalEscape, true, Silence::none}};
    EXPECT_EQ(classedBy(threeBeats(BeatOrigin::reference), said, {}, false, "atr").sinus,
              (std::vector<std::uint8_t>{1, 0, 0}));
}

TEST(ClassedLabels, InAReadersNoiseNoModelsWordCountsAndNoIntervalEnds) {
    BeatLabel label;
    label.time_s = 12;
    label.borderline = true;
    heedNoise(label, {{20, 30}});
    EXPECT_EQ(label.silence, Silence::none);
    heedNoise(label, {{10, 15}});
    EXPECT_EQ(label.silence, Silence::motion);
    EXPECT_TRUE(label.no_interval);
    EXPECT_FALSE(label.borderline);
    BeatLabel named;
    named.time_s = 12;
    named.by_reader = true;
    heedNoise(named, {{10, 15}});
    EXPECT_EQ(named.silence, Silence::none);
}

}  // namespace
}  // namespace triptych::pipeline
