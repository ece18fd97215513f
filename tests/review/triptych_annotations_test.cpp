// Labels on disk: written under Triptych's own name, read back as they were, never over another annotator's.
#include "core/review/triptych_annotations.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace triptych::review {
namespace {

namespace fs = std::filesystem;

Annotation mark(std::int64_t sample, std::uint8_t code, std::string aux = {}) {
    Annotation made;
    made.sample = sample;
    made.code = code;
    made.aux = std::move(aux);
    return made;
}

AnnotationSet reference() {
    AnnotationSet set{"atr", 360, {}};
    set.annotations = {mark(18, kRhythm, "(N"), mark(77, kNormal), mark(370, kNormal, "own"), mark(500, kNoise),
                       mark(662, kPvc)};
    set.annotations[3].subtype = 3;
    set.annotations[4].channel = 1;
    return set;
}

FileHeader header() {
    return {"0.1.0", "annotator atr", "Research use - not for diagnosis", {{std::string(64, 'b'), "product-tf-late"}}};
}

TEST(Compose, ChangesCodeAndAuxOfEditedBeatsAndNothingElse) {
    const AnnotationSet set =
        composeAnnotations(reference(), {{77, {kPvc, "reader: V"}}, {370, {kFusion, "reader: F"}}}, 360, 0, header());
    std::vector<Annotation> expected = reference().annotations;
    expected[1].code = kPvc;
    expected[1].aux = "reader: V";
    expected[2].code = kFusion;
    expected[2].aux = "reader: F | own";
    EXPECT_EQ(set.annotations, expected);
    EXPECT_EQ(set.annotator, "triptych");
    EXPECT_EQ(set.rate_hz, 360);
    EXPECT_TRUE(isOurs(set));
    ASSERT_EQ(set.notes.size(), 5U);
    EXPECT_EQ(set.notes[0], "## time resolution: 360");
    EXPECT_EQ(set.notes[1], "# Triptych 0.1.0 labels");
    EXPECT_EQ(set.notes[2], "# Triptych unedited labels by annotator atr");
}

TEST(Compose, OfTwoLabelsOfOneBeatTheNearerIsWrittenAndNoBeatIsMadeUp) {
    const AnnotationSet set =
        composeAnnotations(reference(), {{75, {kPvc, "reader: V"}}, {85, {kFusion, "reader: F"}}}, 360, 0, header());
    EXPECT_EQ(set.annotations.size(), reference().annotations.size());
    EXPECT_EQ(set.annotations[1].code, kPvc);
}

TEST(Compose, KeepsTheReferencesOwnDefinitionsAndNoOlderHeader) {
    AnnotationSet defining = reference();
    defining.notes = {"## time resolution: 360", "## annotation type definitions", "42 w Wobble",
                      "## end of definitions"};
    const AnnotationSet once = composeAnnotations(defining, {}, 360, 0, header());
    const AnnotationSet twice = composeAnnotations(once, {}, 360, 0, header());
    EXPECT_EQ(once.notes, twice.notes);
    EXPECT_EQ(once.notes.back(), "## end of definitions");
    EXPECT_TRUE(isOurs(once));
    EXPECT_FALSE(isOurs(defining));
}

TEST(Compose, ConvertsLabelsToTheClockOfTheFile) {
    const AnnotationSet set = composeAnnotations(reference(), {{154, {kPvc, "reader: V"}}}, 720, 0, header());
    EXPECT_EQ(set.annotations[1].code, kPvc);
}

TEST(Compose, KeepsALabelThatBelongsToNoBeat) {
    const auto rest = composeAnnotations(reference(), {{200, {kPvc, "reader: V"}}}, 360, 1, header()).annotations;
    ASSERT_EQ(rest.size(), reference().annotations.size() + 1);
    EXPECT_EQ(rest[2].sample, 200);
    EXPECT_EQ(rest[2].code, kPvc);
    EXPECT_EQ(rest[2].channel, 1);
}

TEST(DetectedAnnotations, HoldTheDetectorsBeatsAndTheReferencesOtherMarks) {
    BeatList beats;
    beats.lead = 1;
    beats.rate_hz = 360;
    beats.beats = {{80, kNormal}, {372, kNormal}, {660, kNormal}};
    const std::vector<std::uint8_t> codes = {kNormal, 0, kPvc};
    const AnnotationSet atr = reference();
    const AnnotationSet set = detectedAnnotations(beats, codes, &atr);
    std::string symbols;
    for (const Annotation& annotation : set.annotations) symbols += symbolOf(annotation.code);
    EXPECT_EQ(symbols, "+N?~V");
    EXPECT_EQ(set.annotations[1].channel, 1);
    EXPECT_EQ(set.annotations[3].subtype, 3);
}

TEST(SaveLabels, ComeBackAsTheyWere) {
    const std::string path = (test::scratchFolder("labels") / "208.triptych").string();
    const ReaderLabels labels = {{77, {kPvc, "reader: V (was N)"}}, {370, {kFusion, "reader: F (was N)"}}};
    const AnnotationSet set = composeAnnotations(reference(), labels, 360, 0, header());
    const auto fingerprint = saveLabels(path, set, std::nullopt);
    ASSERT_TRUE(fingerprint) << sentence(fingerprint.error());
    const auto saved = loadLabels(path, 360);
    ASSERT_TRUE(saved) << sentence(saved.error());
    EXPECT_EQ(saved->labels, labels);
    EXPECT_EQ(saved->fingerprint, *fingerprint);
    EXPECT_EQ(saved->set.annotations, set.annotations);
    // Composing again from what was read gives the same file: no aux grows, no note doubles.
    EXPECT_EQ(composeAnnotations(reference(), saved->labels, 360, 0, header()).annotations, set.annotations);
    EXPECT_EQ(saved->set.notes, set.notes);
}

TEST(SaveLabels, ReplacesItsOwnFileOnlyWhileItIsTheOneThatWasRead) {
    const std::string path = (test::scratchFolder("labels") / "208.triptych").string();
    const auto first = saveLabels(path, composeAnnotations(reference(), {}, 360, 0, header()), std::nullopt);
    ASSERT_TRUE(first);
    const AnnotationSet next = composeAnnotations(reference(), {{77, {kPvc, "reader: V"}}}, 360, 0, header());
    const auto unread = saveLabels(path, next, std::nullopt);
    ASSERT_FALSE(unread);
    EXPECT_EQ(unread.error().code, ErrorCode::refused);
    const auto second = saveLabels(path, next, *first);
    ASSERT_TRUE(second) << sentence(second.error());
    EXPECT_FALSE(saveLabels(path, next, *first)) << "the file is no longer the one that was first written";
}

TEST(SaveLabels, NeverReplacesAnotherAnnotator) {
    const fs::path folder = test::scratchFolder("labels");
    const AnnotationSet ours = composeAnnotations(reference(), {}, 360, 0, header());

    const std::string foreign = (folder / "208.triptych").string();
    ASSERT_TRUE(formats::writeAnnotations(foreign, reference()));
    const auto size_before = fs::file_size(foreign);
    const auto refused = saveLabels(foreign, ours, std::nullopt);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::refused);
    EXPECT_EQ(fs::file_size(foreign), size_before);
    EXPECT_FALSE(loadLabels(foreign, 360));

    const auto suffix = saveLabels((folder / "208.atr").string(), ours, std::nullopt);
    ASSERT_FALSE(suffix);
    EXPECT_EQ(suffix.error().code, ErrorCode::wrong_use);
    EXPECT_FALSE(fs::exists(folder / "208.atr"));
}

TEST(SaveLabels, LeavesAFileThatItCannotReadAsItIs) {
    const fs::path path = test::scratchFolder("labels") / "208.triptych";
    std::ofstream(path, std::ios::binary) << "not annotations at all";
    const auto refused = saveLabels(path.string(), reference(), std::nullopt);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::refused);
    std::ifstream file(path, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "not annotations at all");
}

TEST(SaveLabels, FolderThatCannotBeWrittenToIsASentenceWithAWayOut) {
    // /proc takes no new files from anyone, the superuser included.
    const auto denied = saveLabels("/proc/208.triptych", reference(), std::nullopt);
    ASSERT_FALSE(denied);
    EXPECT_NE(sentence(denied.error()).find("folder that you may write to"), std::string::npos);
    const auto missing = saveLabels("/nowhere/at/all/208.triptych", reference(), std::nullopt);
    EXPECT_FALSE(missing);
}

TEST(LabelPath, StandsBesideTheRecordWhateverWasOpened) {
    const fs::path folder = test::scratchFolder("labels");
    std::ofstream(folder / "208.hea") << "208 1 360 10\n";
    std::ofstream(folder / "a.b.hea") << "a.b 1 360 10\n";
    Recording recording;
    for (const char* opened : {"208.hea", "208", "208.dat"}) {
        recording.path = (folder / opened).string();
        EXPECT_EQ(labelPath(recording), (folder / "208.triptych").string()) << opened;
    }
    recording.path = (folder / "a.b").string();
    EXPECT_EQ(labelPath(recording), (folder / "a.b.triptych").string());
    EXPECT_EQ(labelPath(recording, "/elsewhere"), "/elsewhere/a.b.triptych");
    recording.path.clear();
    recording.name = "sample";
    EXPECT_TRUE(labelPath(recording).empty());
    EXPECT_EQ(labelPath(recording, "/elsewhere"), "/elsewhere/sample.triptych");
}

TEST(LabelPath, StandsBesideAFileOfSeveralUnderBothNames) {
    const fs::path folder = test::scratchFolder("labels-within");
    std::ofstream(folder / "day.zip") << "packed";
    Recording recording;
    recording.path = (folder / "day.zip" / "a" / "r.hea").string();
    EXPECT_EQ(labelPath(recording), (folder / "day-a-r.hea.triptych").string());
    EXPECT_EQ(labelPath(recording, "/elsewhere"), "/elsewhere/day-a-r.hea.triptych");
    recording.path = (folder / "day.zip").string();
    EXPECT_EQ(labelPath(recording), (folder / "day.triptych").string());
}

TEST(LoadLabels, SayWhichWayTheyAreMissing) {
    const fs::path folder = test::scratchFolder("labels");
    EXPECT_EQ(loadLabels((folder / "none.triptych").string(), 360).error().code, ErrorCode::not_found);
    fs::create_directory(folder / "folder.triptych");
    EXPECT_EQ(loadLabels((folder / "folder.triptych").string(), 360).error().code, ErrorCode::not_a_file);
}

TEST(LoadLabels, AFileLargerThanLabelsCanBeIsNotRead) {
    const fs::path path = test::scratchFolder("labels") / "208.triptych";
    ASSERT_TRUE(saveLabels(path.string(), composeAnnotations(reference(), {}, 360, 0, header()), std::nullopt));
    ASSERT_TRUE(loadLabels(path.string(), 360));
    fs::resize_file(path, static_cast<std::uintmax_t>(formats::kLargestAnnotationFile_bytes) + 1);
    const auto loaded = loadLabels(path.string(), 360);
    ASSERT_FALSE(loaded) << "64 MiB of zeros behind the end mark were read";
    EXPECT_EQ(loaded.error().code, ErrorCode::malformed);
    const auto saved = saveLabels(path.string(), reference(), std::nullopt);
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, ErrorCode::refused);
}

}  // namespace
}  // namespace triptych::review
