#include "core/pipeline/saved_labels.h"

#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/label_file.h"
#include "core/pipeline/open_recording.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace triptych::pipeline {
namespace {

// An EDF file of twenty seconds whose beats nobody has marked.
std::string madeEdf(const std::filesystem::path& folder) {
    synth::SynthRequest request;
    request.duration_s = 20;
    Recording bare = *synth::synthesize(request)->recording;
    bare.annotation_sets.clear();
    const std::string path = (folder / "holter.edf").string();
    EXPECT_TRUE(formats::exportRecording(bare, path, formats::ExportFormat::edf, {}));
    return path;
}

// Saves a label on the fourth beat; its sample on the lead's clock.
std::int64_t labelFourth(const std::string& path) {
    const auto opened = openRecording(path);
    EXPECT_TRUE(opened) << sentence(opened.error());
    const auto beats = findBeats(*opened->recording, opened->lead, BeatChoice::automatic);
    EXPECT_TRUE(beats);
    const std::int64_t sample = beats->beats.at(3).sample;
    Layers layers = opened->layers;
    if (auto detected = detectorLayer(*beats)) layers.push_back(std::move(detected));
    layers.push_back(readerLayer({{sample, {kPvc, "reader: V"}}}, beats->rate_hz, opened->lead, "ann"));
    const AnnotationSet file = labelFile(*opened->recording, layers, {}, "1");
    EXPECT_TRUE(review::saveLabels(review::labelPath(*opened->recording), file, std::nullopt));
    return sample;
}

TEST(SavedLabels, AreWrittenAlongWithARecordingOfAnotherFormat) {
    const auto folder = test::scratchFolder("labelled");
    const std::string edf = madeEdf(folder);
    const auto recording = formats::open(edf);
    ASSERT_TRUE(recording);
    EXPECT_EQ(withSavedLabels(*recording).recording, *recording) << "there are none yet";
    const std::int64_t sample = labelFourth(edf);

    const LabelledRecording labelled = withSavedLabels(*recording);
    EXPECT_TRUE(labelled.warnings.empty());
    ASSERT_EQ(labelled.recording->annotation_sets.size(), 1U);
    EXPECT_EQ(labelled.recording->annotation_sets[0].annotator, "triptych");

    const auto out = test::scratchFolder("labelled-out");
    const std::string wfdb = (out / "night.hea").string();
    ASSERT_TRUE(formats::exportRecording(*labelled.recording, wfdb, formats::ExportFormat::wfdb, {}));
    EXPECT_TRUE(std::filesystem::exists(out / "night.triptych"));
    const auto again = openRecording(wfdb);
    ASSERT_TRUE(again) << sentence(again.error());
    ASSERT_TRUE(again->saved) << "a reader may go on from these labels";
    ASSERT_EQ(again->saved->labels.size(), 1U);
    EXPECT_EQ(again->saved->labels.begin()->first, sample);
    EXPECT_EQ(again->saved->labels.begin()->second.code, kPvc);

    const std::string plus = (test::scratchFolder("labelled-plus") / "night.edf").string();
    ASSERT_TRUE(formats::exportRecording(*labelled.recording, plus, formats::ExportFormat::edf, {}));
    const auto read = formats::open(plus);
    ASSERT_TRUE(read);
    ASSERT_EQ((*read)->annotation_sets.size(), 1U);
    const AnnotationSet& set = (*read)->annotation_sets[0];
    EXPECT_EQ(set.annotator, "reviewed") << "the labels are the file's own reference now";
    EXPECT_EQ(referenceOf(**read), &set);
    const auto found = std::find_if(set.annotations.begin(), set.annotations.end(),
                                    [](const Annotation& annotation) { return annotation.code == kPvc; });
    ASSERT_NE(found, set.annotations.end());
    EXPECT_NEAR(static_cast<double>(found->sample) / set.rate_hz,
                static_cast<double>(sample) / (*recording)->leads[0].rate_hz, 1e-9);
    EXPECT_TRUE(found->aux.starts_with("reader: V")) << found->aux;
    EXPECT_EQ((*read)->comments, (*recording)->comments) << "which is which is no word of the recording's";

    // Reviewed again, the new review is what a reader of the file gets, and the one before has a name.
    labelFourth(plus);
    const LabelledRecording once_more = withSavedLabels(*read);
    const std::string third = (test::scratchFolder("labelled-third") / "night.edf").string();
    ASSERT_TRUE(formats::exportRecording(*once_more.recording, third, formats::ExportFormat::edf, {}));
    const auto last = formats::open(third);
    ASSERT_TRUE(last);
    ASSERT_EQ((*last)->annotation_sets.size(), 2U);
    EXPECT_EQ((*last)->annotation_sets[0].annotator, "reviewed");
    EXPECT_EQ((*last)->annotation_sets[1].annotator, "reviewed-before");
    EXPECT_EQ((*last)->annotation_sets[0].annotations.size(), (*last)->annotation_sets[1].annotations.size());
    // As it is when it is converted without a word of a reader's.
    const std::string fourth = (test::scratchFolder("labelled-fourth") / "night.edf").string();
    ASSERT_TRUE(formats::exportRecording(**last, fourth, formats::ExportFormat::edf, {}));
    const auto same = formats::open(fourth);
    ASSERT_TRUE(same);
    ASSERT_EQ((*same)->annotation_sets.size(), 2U);
    EXPECT_EQ((*same)->annotation_sets[0].annotator, "reviewed");
    EXPECT_EQ((*same)->annotation_sets[1].annotator, "reviewed-before");
}

TEST(SavedLabels, TakeThePlaceOfThoseTheRecordingWasOpenedWith) {
    const auto folder = test::scratchFolder("labelled-wfdb");
    synth::SynthRequest request;
    request.duration_s = 20;
    ASSERT_TRUE(synth::writeRecord(*synth::synthesize(request), folder.string(), "made"));
    const std::string header = (folder / "made.hea").string();
    labelFourth(header);
    const auto recording = formats::open(header);
    ASSERT_TRUE(recording);
    const std::size_t sets = (*recording)->annotation_sets.size();
    const LabelledRecording labelled = withSavedLabels(*recording);
    EXPECT_EQ(labelled.recording->annotation_sets.size(), sets) << "once, not twice";
    EXPECT_EQ(labelled.recording->annotation_sets.front().annotator, "atr") << "the reference stays the first";
}

TEST(SavedLabels, ThatCannotBeReadAreAWarning) {
    const auto folder = test::scratchFolder("labelled-foreign");
    const std::string edf = madeEdf(folder);
    std::ofstream(folder / "holter.triptych", std::ios::binary) << "somebody else's";
    const auto recording = formats::open(edf);
    ASSERT_TRUE(recording);
    const LabelledRecording labelled = withSavedLabels(*recording);
    EXPECT_EQ(labelled.recording, *recording);
    ASSERT_EQ(labelled.warnings.size(), 1U);
    EXPECT_NE(sentence(labelled.warnings[0]).find("holter.triptych"), std::string::npos);
}

}  // namespace
}  // namespace triptych::pipeline
