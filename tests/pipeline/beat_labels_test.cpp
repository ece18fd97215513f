// Who may label a beat, and in which order: reader, reference annotator, model, nobody.
#include "core/pipeline/beat_labels.h"
#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

BeatList beatsAt(std::initializer_list<std::int64_t> samples, BeatOrigin origin) {
    BeatList list;
    list.rate_hz = 360;
    list.origin = origin;
    for (const std::int64_t sample : samples) list.beats.push_back({sample, kNormal});
    return list;
}

TEST(BeatLabels, DetectedBeatsTakeTheModelsWord) {
    const BeatList beats = beatsAt({360, 720, 1080}, BeatOrigin::detected);
    const Predictions predictions = madePredictions({kSureNormal, kSureVentricular, kNarrow});
    const ModelInfo model = madeModel();
    const auto labels = labelBeats({&beats, &predictions, &model, true, 0}, {});
    ASSERT_EQ(labels.size(), 3U);
    EXPECT_EQ(labels[0].code, kNormal);
    EXPECT_EQ(labels[1].code, kPvc);
    EXPECT_EQ(labels[1].predicted_class, 1);
    EXPECT_FLOAT_EQ(labels[1].predicted_probability, 0.9F);
    EXPECT_DOUBLE_EQ(labels[1].time_s, 2.0);
    EXPECT_TRUE(labels[2].borderline);
    EXPECT_FALSE(labels[2].by_reader);
}

TEST(BeatLabels, HiddenAiLayerLeavesDetectedBeatsUnlabelled) {
    const BeatList beats = beatsAt({360}, BeatOrigin::detected);
    const Predictions predictions = madePredictions({kSureVentricular});
    const ModelInfo model = madeModel();
    EXPECT_EQ(labelBeats({&beats, &predictions, &model, false, 0}, {})[0].code, 0);
}

TEST(BeatLabels, ABeatWithoutAClassIsWhatItHasInsteadAndEndsNoIntervalWhereItCannotBeRead) {
    const BeatList beats = beatsAt({360, 720, 1080, 1440, 1800}, BeatOrigin::detected);
    Predictions predictions = madePredictions(std::vector<MadeBeat>(5, kSureVentricular));
    predictions.silence = {Silence::edge, Silence::motion, Silence::paced, Silence::none, Silence::none};
    const ModelInfo model = madeModel();
    const std::vector<UnreadableSpan> unreadable = {{4.2, 4.6, Silence::motion}};
    LabelSources sources{&beats, &predictions, &model, true, 0};
    sources.unreadable = unreadable;
    const auto labels = labelBeats(sources, {{720, {kFusion, "reader: F"}}});
    EXPECT_EQ(labels[0].code, 0);
    EXPECT_EQ(labels[1].code, kFusion) << "a reader may label it all the same";
    EXPECT_EQ(labels[2].code, kPaced);
    EXPECT_EQ(labels[1].silence, Silence::motion);
    EXPECT_EQ(labels[1].predicted_class, -1);
    EXPECT_FALSE(labels[1].borderline) << "nobody is sent to look at it";
    EXPECT_EQ(labelBeats(sources, {})[1].code, kArtifact);
    const std::vector<bool> expected = {false, true, true, false, true};
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(labels[i].no_interval, expected[i]) << i;
    sources.ai_visible = false;
    EXPECT_EQ(labelBeats(sources, {})[1].code, 0) << "the reader sees nothing of the model";
}

TEST(BeatLabels, ReferenceStandsBeforeTheModelAndTheReaderBeforeBoth) {
    const BeatList beats = beatsAt({360, 720}, BeatOrigin::reference);
    const Predictions predictions = madePredictions({kSureVentricular, kSureVentricular});
    const ModelInfo model = madeModel();
    const auto labels = labelBeats({&beats, &predictions, &model, true, 0}, {{722, {kFusion, "reader: F"}}});
    EXPECT_EQ(labels[0].code, kNormal);
    EXPECT_EQ(labels[1].code, kFusion) << "a label given on another annotator's mark of the beat stays with it";
    EXPECT_TRUE(labels[1].by_reader);
    EXPECT_EQ(labels[1].predicted_class, 1) << "the model's own word stays visible";
}

TEST(BeatLabels, AReferenceThatOnlyMarksBeatsGivesWayToTheModel) {
    BeatList beats = beatsAt({360, 720}, BeatOrigin::reference);
    beats.beats[0].code = beats.beats[1].code = kLearn;
    const MadeBeat silent{};
    const Predictions predictions = madePredictions({kSureVentricular, silent});
    const ModelInfo model = madeModel();
    const auto labels = labelBeats({&beats, &predictions, &model, true, 0}, {});
    EXPECT_EQ(labels[0].code, kPvc);
    EXPECT_EQ(labels[1].code, kLearn) << "nobody has said more of it";
    EXPECT_EQ(labelBeats({&beats, &predictions, &model, false, 0}, {})[0].code, kLearn) << "the model is hidden";
}

TEST(BeatLabels, LabelsKeepTheirTimesWhenTheLeadHasAnotherRate) {
    const BeatList beats = beatsAt({360, 720}, BeatOrigin::reference);
    const LabelSources sources{&beats, nullptr, nullptr, true, 1000};
    const auto labels = labelBeats(sources, {{2003, {kPvc, "reader: V"}}});
    EXPECT_EQ(labels[0].code, kNormal);
    EXPECT_EQ(labels[1].code, kPvc);
    EXPECT_EQ(readerSampleOf(sources, 1), 2000);
}

TEST(BeatLabels, BeatsThatTheModelHasNotSpokenOfHaveNoPrediction) {
    const MadeBeat silent{};
    const BeatList beats = beatsAt({360, 720}, BeatOrigin::detected);
    const Predictions predictions = madePredictions({silent, kSureVentricular});
    const ModelInfo model = madeModel();
    const auto labels = labelBeats({&beats, &predictions, &model, true, 0}, {});
    EXPECT_EQ(labels[0].predicted_class, -1);
    EXPECT_EQ(labels[0].code, 0);
    EXPECT_EQ(labels[1].predicted_class, 1);
}

}  // namespace
}  // namespace triptych::pipeline
