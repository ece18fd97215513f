// The reader's work, key by key: label, go on, take back, save, and find it again.
#include "core/formats/wfdb/annotations.h"
#include "core/review/triptych_annotations.h"
#include "tests/ui/window_support.h"

#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;

void press(MainWindow& window, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    window.activateWindow();
    QTest::keyClick(&window, key, modifiers);
}

TEST(WindowLabels, LetterLabelsTheBeatAndGoesOnAndUndoTakesItBack) {
    const auto window = test::shownWindow();
    window->openSample();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && !window->state().beats().empty(); }, 60'000));
    ASSERT_TRUE(window->state().selectedBeat()) << "a beat is selected from the start";
    const std::size_t beat = *window->state().selectedBeat();
    const std::uint8_t before = window->state().beats()[beat].code;
    const std::uint8_t wanted = before == kPvc ? kNormal : kPvc;

    press(*window, before == kPvc ? Qt::Key_N : Qt::Key_V);
    EXPECT_EQ(window->state().beats()[beat].code, wanted);
    EXPECT_TRUE(window->state().beats()[beat].relabelled);
    EXPECT_EQ(window->state().selectedBeat(), beat + 1);
    EXPECT_TRUE(window->isWindowModified());

    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats()[beat].code, before);
    EXPECT_FALSE(window->state().beats()[beat].relabelled);
    EXPECT_EQ(window->state().selectedBeat(), beat) << "the reader sees what was taken back";
    EXPECT_FALSE(window->isWindowModified());

    press(*window, Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats()[beat].code, wanted);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
}

TEST(WindowLabels, ShiftIsIgnoredAndAcceptMakesTheLabelTheReadersOwn) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    const std::size_t beat = *window->state().selectedBeat();
    press(*window, Qt::Key_F, Qt::ShiftModifier);
    EXPECT_EQ(window->state().beats()[beat].code, kFusion);
    const std::uint8_t next = window->state().beats()[beat + 1].code;
    press(*window, Qt::Key_Space);
    EXPECT_EQ(window->state().beats()[beat + 1].code, next);
    EXPECT_TRUE(window->state().beats()[beat + 1].relabelled);
    EXPECT_EQ(window->state().selectedBeat(), beat + 2);
    press(*window, Qt::Key_Left);
    press(*window, Qt::Key_Delete);
    EXPECT_FALSE(window->state().beats()[beat + 1].relabelled);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_FALSE(window->isWindowModified());
}

TEST(WindowLabels, AnExportTakesThemAlongBeforeTheyAreSaved) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    EXPECT_EQ(window->session().labelledRecording(), window->state().recording()) << "there is none yet";
    const std::size_t beat = *window->state().selectedBeat();
    const std::int64_t sample = window->state().beats()[beat].sample;
    press(*window, Qt::Key_F);
    const RecordingPtr labelled = window->session().labelledRecording();
    ASSERT_EQ(labelled->annotation_sets.size(), 2U);
    EXPECT_EQ(labelled->annotation_sets[0].annotator, "atr");
    const AnnotationSet& set = labelled->annotation_sets[1];
    EXPECT_EQ(set.annotator, "triptych");
    const auto found = std::find_if(set.annotations.begin(), set.annotations.end(), [&](const Annotation& annotation) {
        return annotation.sample == sample && annotation.code == kFusion;
    });
    EXPECT_NE(found, set.annotations.end());
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_FALSE(window->isWindowModified());
}

TEST(WindowLabels, SavedFileIsReadBackByTheFormatsRoomAndByTheNextWindow) {
    const std::string header = test::recordOnDisk();
    const std::string labels = fs::path(header).replace_extension("triptych").string();
    std::size_t beat = 0;
    std::int64_t sample = 0;
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, header));
        beat = *window->state().selectedBeat();
        sample = window->state().beats()[beat].sample;
        press(*window, Qt::Key_Q);
        press(*window, Qt::Key_S, Qt::ControlModifier);
        EXPECT_FALSE(window->isWindowModified());
        press(*window, Qt::Key_Z, Qt::ControlModifier);
        EXPECT_TRUE(window->isWindowModified()) << "an edit taken back after saving is a change again";
        press(*window, Qt::Key_Y, Qt::ControlModifier);
        EXPECT_FALSE(window->isWindowModified());
    }
    const auto written = formats::readAnnotations(labels, 360);
    ASSERT_TRUE(written) << sentence(written.error());
    EXPECT_TRUE(review::isOurs(*written));
    const auto edited = std::find_if(written->annotations.begin(), written->annotations.end(),
                                     [&](const Annotation& annotation) { return annotation.sample == sample; });
    ASSERT_NE(edited, written->annotations.end());
    EXPECT_EQ(edited->code, kUnknownBeat);
    EXPECT_TRUE(edited->aux.starts_with("reader: Q (was ")) << edited->aux;
    const auto reference = formats::readAnnotations(fs::path(header).replace_extension("atr").string(), 360);
    ASSERT_TRUE(reference);
    EXPECT_EQ(written->annotations.size(), reference->annotations.size());

    const auto again = test::shownWindow();
    ASSERT_TRUE(test::opened(*again, header));
    EXPECT_EQ(again->state().beats()[beat].code, kUnknownBeat);
    EXPECT_TRUE(again->state().beats()[beat].relabelled);
    EXPECT_FALSE(again->isWindowModified());
}

TEST(WindowLabels, AnotherProgramsFileIsLeftAsItIsAndTheWindowSaysSo) {
    const std::string header = test::recordOnDisk();
    const fs::path labels = fs::path(header).replace_extension("triptych");
    std::ofstream(labels, std::ios::binary) << "not ours";
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    press(*window, Qt::Key_V);
    press(*window, Qt::Key_S, Qt::ControlModifier);
    EXPECT_TRUE(window->isWindowModified());
    EXPECT_EQ(fs::file_size(labels), 8U);
    bool said = false;
    for (const Reason& reason : window->reasons().reasons()) said |= reason.gravity == Gravity::error;
    EXPECT_TRUE(said);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
}

TEST(WindowLabels, LabelsStayWithTheirBeatsWhenTheDetectorsBeatsAreShown) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    const double time_s = window->state().beats()[*window->state().selectedBeat()].time_s;
    press(*window, Qt::Key_F);
    window->action("beats_detected").trigger();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000));
    ASSERT_EQ(window->session().beats()->origin, BeatOrigin::detected);
    bool found = false;
    for (const LabelledBeat& beat : window->state().beats()) {
        if (beat.relabelled) {
            EXPECT_NEAR(beat.time_s, time_s, 0.05);
            EXPECT_EQ(beat.code, kFusion);
            found = true;
        } else {
            EXPECT_EQ(beat.code, 0) << "no model has spoken: a detected beat has no label";
        }
    }
    EXPECT_TRUE(found);
    window->action("undo").trigger();
}

}  // namespace
}  // namespace triptych::ui
