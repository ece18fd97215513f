// Reference beats where there are any, the detector's where not, and the reader's choice before both.
#include "core/pipeline/find_beats.h"
#include "core/review/triptych_annotations.h"
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

RecordingPtr madeRecording() {
    synth::SynthRequest request;
    request.duration_s = 30;
    request.seed = 7;
    const auto made = synth::synthesize(request);
    return made ? made->recording : nullptr;
}

TEST(FindBeats, TakesTheReferenceByItselfAndTheDetectorWhenAsked) {
    const RecordingPtr recording = madeRecording();
    ASSERT_TRUE(recording);
    const auto reference = findBeats(*recording, 0, BeatChoice::automatic);
    ASSERT_TRUE(reference) << sentence(reference.error());
    EXPECT_EQ(reference->origin, BeatOrigin::reference);
    const auto detected = findBeats(*recording, 0, BeatChoice::detected);
    ASSERT_TRUE(detected) << sentence(detected.error());
    EXPECT_EQ(detected->origin, BeatOrigin::detected);
    EXPECT_NEAR(static_cast<double>(detected->beats.size()), static_cast<double>(reference->beats.size()), 2.0);
}

TEST(FindBeats, WithoutAReferenceTheDetectorAnswersAndAskingForOneIsAnError) {
    Recording bare = *madeRecording();
    bare.annotation_sets.clear();
    EXPECT_EQ(referenceOf(bare), nullptr);
    EXPECT_EQ(findBeats(bare, 0, BeatChoice::automatic)->origin, BeatOrigin::detected);
    const auto missing = findBeats(bare, 0, BeatChoice::reference);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

TEST(FindBeats, OwnLabelsAreNeverTakenForAReference) {
    Recording ours = *madeRecording();
    ours.annotation_sets.front().annotator = review::kAnnotator;
    EXPECT_EQ(referenceOf(ours), nullptr);
    Recording only_rhythm = *madeRecording();
    only_rhythm.annotation_sets.front().annotations = {{0, kRhythm, 0, 0, 0, "(N"}};
    EXPECT_EQ(referenceOf(only_rhythm), nullptr);
}

TEST(FindBeats, WhatIsNoEcgInTimeHasNone) {
    auto page = std::make_shared<Recording>(*madeRecording());
    for (Lead& lead : page->leads) lead.name = "mean row of the page";
    for (const BeatChoice choice : {BeatChoice::automatic, BeatChoice::reference, BeatChoice::detected}) {
        const auto beats = findBeats(*page, 0, choice);
        ASSERT_FALSE(beats);
        EXPECT_EQ(beats.error().code, ErrorCode::unsupported);
        EXPECT_NE(sentence(beats.error()).find("no ECG in time"), std::string::npos) << sentence(beats.error());
        EXPECT_FALSE(findBeats(inference::RecordingAnalysis(page), 0, choice));
    }
    const inference::RecordingAnalysis analysis(page);
    EXPECT_FALSE(analysis.lead(0).beats({}));
    EXPECT_FALSE(analysis.lead(0).quality({}));
    EXPECT_TRUE(analysis.lead(0).gaps({})) << "it is shown all the same";
}

TEST(FindBeats, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto stopped = findBeats(*madeRecording(), 0, BeatChoice::detected, Job{source.get_token(), {}});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::pipeline
