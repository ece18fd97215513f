// The file beside the record follows from the layers alone: reader, reference, a model that has finished, "?".
#include "core/pipeline/label_file.h"
#include "core/pipeline/find_beats.h"
#include "core/review/triptych_annotations.h"
#include "tests/pipeline/predictions_support.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

// A lead at 360 Hz; beats at 1, 2 and 3 s, marked by an annotator or not.
Recording recordingWith(const std::string& symbols) {
    Recording recording;
    recording.name = "made";
    recording.leads.resize(1);
    recording.leads[0].name = "MLII";
    recording.leads[0].rate_hz = 360;
    recording.duration_s = 4;
    if (symbols.empty()) return recording;
    AnnotationSet set{"atr", 360, {}};
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        Annotation mark;
        mark.sample = 360 * static_cast<std::int64_t>(i + 1);
        mark.code = *codeOfSymbol(symbols.substr(i, 1));
        set.annotations.push_back(mark);
    }
    recording.annotation_sets = {set};
    return recording;
}

BeatList detected(double rate_hz = 360) {
    BeatList beats;
    beats.rate_hz = rate_hz;
    for (int i = 1; i <= 3; ++i) beats.beats.push_back({static_cast<std::int64_t>(rate_hz * i), kNormal});
    return beats;
}

Classification said(const std::vector<MadeBeat>& beats, double rate_hz = 360) {
    Classification made;
    made.model = madeModel();
    made.beats = detected(rate_hz);
    made.predictions = madePredictions(beats);
    return made;
}

std::string symbolsOf(const AnnotationSet& file) {
    std::string symbols;
    for (const Annotation& mark : file.annotations) {
        if (isBeat(mark.code)) symbols += symbolOf(mark.code);
    }
    return symbols;
}

std::string notesOf(const AnnotationSet& file) {
    std::string notes;
    for (const std::string& note : file.notes) notes += note + '\n';
    return notes;
}

TEST(LabelFile, TheReadersLabelStandsBeforeTheReferencesAndThatBeforeTheModels) {
    const Recording recording = recordingWith("NN?");
    Layers layers = recordingLayers(recording);
    layers.push_back(modelLayer(said({kSureVentricular, kSureVentricular, kSureVentricular}), true));
    layers.push_back(readerLayer({{722, {kFusion, "reader: F"}}}, 360, 0, "ann"));
    const AnnotationSet file = labelFile(recording, layers, {}, "9.9");
    EXPECT_EQ(symbolsOf(file), "NFV");
    EXPECT_TRUE(review::isOurs(file));
    EXPECT_NE(notesOf(file).find("9.9"), std::string::npos);
    EXPECT_NE(notesOf(file).find("unedited labels by annotator atr, of beats that it marks \"?\" by model made"),
              std::string::npos)
        << notesOf(file);
    EXPECT_NE(notesOf(file).find("not for diagnosis"), std::string::npos);
}

TEST(LabelFile, WhatCannotBeReadIsAnArtefactBetweenTildesUnlessAReaderLabelledIt) {
    const Recording recording = recordingWith("");
    Classification word = said({kSureVentricular, kSureVentricular, kSureNormal});
    word.predictions.silence = {Silence::motion, Silence::muscle, Silence::paced};
    word.unreadable = {{0.5, 1.5, Silence::motion}, {1.5, 2.5, Silence::muscle}};
    Layers layers = {detectorLayer(detected()), modelLayer(word, true), qualityLayer(word)};
    const auto written = [](const AnnotationSet& file) {
        std::string symbols;
        for (const Annotation& mark : file.annotations) symbols += symbolOf(mark.code);
        return symbols;
    };
    const AnnotationSet file = labelFile(recording, layers, {}, "1");
    EXPECT_EQ(written(file), "~||~/");
    EXPECT_EQ(file.annotations.front().subtype, -1);
    EXPECT_EQ(file.annotations.front().sample, 180);
    EXPECT_EQ(file.annotations[3].subtype, 0);
    EXPECT_EQ(file.annotations[3].sample, 900);
    layers.push_back(readerLayer({{362, {kPvc, "reader: V"}}}, 360, 0, "ann"));
    EXPECT_EQ(written(labelFile(recording, layers, {}, "1")), "~V|~/") << "the reader's label finds its beat";
}

TEST(LabelFile, DetectedBeatsTakeTheWordOfAModelThatHasFinished) {
    const Recording recording = recordingWith("");
    Layers layers = {detectorLayer(detected()), modelLayer(said({kSureVentricular, kSureNormal, kSureNormal}), true)};
    const AnnotationSet file = labelFile(recording, layers, {{"beef", "other"}}, "1");
    EXPECT_EQ(symbolsOf(file), "VNN");
    EXPECT_NE(notesOf(file).find("unedited labels by model made"), std::string::npos);
    EXPECT_NE(notesOf(file).find("model made sha256 " + madeModel().hash), std::string::npos);
    EXPECT_NE(notesOf(file).find("model other sha256 beef"), std::string::npos) << "that a reader's label speaks of";
}

TEST(LabelFile, AModelThatIsStillAtWorkLabelsNothing) {
    const Recording recording = recordingWith("");
    const Layers layers = {detectorLayer(detected()),
                           modelLayer(said({kSureVentricular, MadeBeat{}, MadeBeat{}}), false),
                           readerLayer({{720, {kFusion, "reader: F"}}}, 360, 0, "ann")};
    const AnnotationSet file = labelFile(recording, layers, {}, "1");
    EXPECT_EQ(symbolsOf(file), "?F?") << "neither some of its words nor silence where it would have spoken";
    EXPECT_NE(notesOf(file).find("nobody (the model had not finished)"), std::string::npos);
}

TEST(LabelFile, WithoutAModelDetectedBeatsAreUnclassified) {
    const AnnotationSet file = labelFile(recordingWith(""), {detectorLayer(detected())}, {}, "1");
    EXPECT_EQ(symbolsOf(file), "???");
    EXPECT_NE(notesOf(file).find("nobody (detected beats)"), std::string::npos);
}

TEST(LabelFile, TheReferencesBeatsAreWrittenWhateverBeatsTheViewShows) {
    const Recording recording = recordingWith("NVN");
    Layers layers = recordingLayers(recording);
    BeatList more = detected();
    more.beats.push_back({1200, kNormal});
    layers.push_back(detectorLayer(more));
    layers.push_back(readerLayer({{1081, {kFusion, "reader: F"}}}, 360, 0, "ann"));
    EXPECT_EQ(symbolsOf(labelFile(recording, layers, {}, "1")), "NVF");
}

TEST(LabelFile, AModelOnAnotherClockStillAnswersTheReferencesQuestions) {
    const Recording recording = recordingWith("?N?");
    Layers layers = recordingLayers(recording);
    layers.push_back(modelLayer(said({kSureVentricular, kSureVentricular, kSureNormal}, 1000), true));
    EXPECT_EQ(symbolsOf(labelFile(recording, layers, {}, "1")), "VNN");
}

TEST(Layers, OurOwnLabelFileIsNoLayerOfTheRecording) {
    Recording recording = recordingWith("NV");
    AnnotationSet ours = recording.annotation_sets[0];
    ours.annotator = "triptych";
    recording.annotation_sets.push_back(ours);
    EXPECT_EQ(recordingLayers(recording).size(), 1U);
}

}  // namespace
}  // namespace triptych::pipeline
