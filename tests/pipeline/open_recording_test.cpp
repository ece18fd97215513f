// Opening: the recording, its lead, its saved labels, and a sentence where it fails.
#include "core/pipeline/open_recording.h"
#include "core/pipeline/beat_labels.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/label_file.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace triptych::pipeline {
namespace {

TEST(OpenSample, IsTheSameEveryTimeAndHasEctopicBeats) {
    const auto first = openSample();
    const auto second = openSample();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(readLead(*first->recording, 0, 0, 5000), readLead(*second->recording, 0, 0, 5000));
    const AnnotationSet* reference = referenceOf(*first->recording);
    ASSERT_NE(reference, nullptr);
    std::string symbols;
    for (const Annotation& annotation : reference->annotations) symbols += symbolOf(annotation.code);
    EXPECT_NE(symbols.find('V'), std::string::npos);
    EXPECT_NE(symbols.find('A'), std::string::npos);
}

TEST(OpenRecording, BringsBackTheLabelsThatWereSavedBesideTheRecord) {
    const auto folder = test::scratchFolder("open");
    synth::SynthRequest request;
    request.duration_s = 20;
    ASSERT_TRUE(synth::writeRecord(*synth::synthesize(request), folder.string(), "made"));
    const std::string header = (folder / "made.hea").string();

    const auto fresh = openRecording(header);
    ASSERT_TRUE(fresh) << sentence(fresh.error());
    EXPECT_FALSE(fresh->saved);
    const auto beats = findBeats(*fresh->recording, fresh->lead, BeatChoice::automatic);
    ASSERT_TRUE(beats);

    const std::int64_t sample = beats->beats[3].sample;
    Layers layers = fresh->layers;
    layers.push_back(readerLayer({{sample, {kFusion, "reader: F"}}}, beats->rate_hz, fresh->lead, "ann"));
    const AnnotationSet file = labelFile(*fresh->recording, layers, {}, "1");
    ASSERT_TRUE(review::saveLabels(review::labelPath(*fresh->recording), file, std::nullopt));

    const auto again = openRecording(header);
    ASSERT_TRUE(again) << sentence(again.error());
    ASSERT_TRUE(again->saved);
    EXPECT_EQ(again->saved->labels.at(sample).code, kFusion);
    const auto beats_again = findBeats(*again->recording, again->lead, BeatChoice::automatic);
    ASSERT_TRUE(beats_again);
    EXPECT_EQ(beats_again->beats.size(), beats->beats.size()) << "the saved labels are not taken for the reference";
    EXPECT_EQ(labelBeats({&*beats_again, nullptr, nullptr, true, 0}, again->saved->labels)[3].code, kFusion);
}

TEST(OpenRecording, BringsAnAnnotatorsBeatsAndNoneWhereThereIsNoAnnotator) {
    const auto folder = test::scratchFolder("open");
    synth::SynthRequest request;
    request.duration_s = 20;
    ASSERT_TRUE(synth::writeRecord(*synth::synthesize(request), folder.string(), "made"));
    const std::string header = (folder / "made.hea").string();

    const auto annotated = openRecording(header);
    ASSERT_TRUE(annotated) << sentence(annotated.error());
    ASSERT_NE(annotated->annotated, nullptr);
    const auto beats = findBeats(*annotated->recording, annotated->lead, BeatChoice::reference);
    ASSERT_TRUE(beats) << sentence(beats.error());
    EXPECT_EQ(annotated->annotated->lead, annotated->lead);
    ASSERT_EQ(annotated->annotated->beats.size(), beats->beats.size());
    EXPECT_EQ(annotated->annotated->beats.back().sample, beats->beats.back().sample);

    ASSERT_TRUE(std::filesystem::remove(folder / "made.atr"));
    const auto bare = openRecording(header);
    ASSERT_TRUE(bare) << sentence(bare.error());
    EXPECT_EQ(bare->annotated, nullptr);
}

TEST(OpenRecording, UnreadableSavedLabelsAreAWarningAndStayOnDisk) {
    const auto folder = test::scratchFolder("open");
    synth::SynthRequest request;
    request.duration_s = 20;
    ASSERT_TRUE(synth::writeRecord(*synth::synthesize(request), folder.string(), "made"));
    std::ofstream(folder / "made.triptych", std::ios::binary) << "somebody else's";
    const auto opened = openRecording((folder / "made").string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_FALSE(opened->saved);
    bool said = false;
    for (const Warning& warning : opened->warnings)
        said |= sentence(warning).find("made.triptych") != std::string::npos;
    EXPECT_TRUE(said);
}

TEST(OpenRecording, FailsWithASentence) {
    const auto missing = openRecording("/nowhere/at/all.hea");
    ASSERT_FALSE(missing);
    EXPECT_FALSE(sentence(missing.error()).empty());
}

TEST(OpenRecording, RealRecordHasItsLeadAndBeats) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    const auto opened = openRecording((mitdb / "114.hea").string());
    ASSERT_TRUE(opened) << sentence(opened.error());
    EXPECT_EQ(opened->lead, 1U) << "record 114 has MLII second";
    const auto beats = findBeats(*opened->recording, opened->lead, BeatChoice::automatic);
    ASSERT_TRUE(beats);
    EXPECT_EQ(beats->beats.size(), 1879U);
}

}  // namespace
}  // namespace triptych::pipeline
