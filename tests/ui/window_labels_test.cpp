// The reader's work, key by key: label, go on, take back, save, and find it again.
#include "core/formats/wfdb/annotations.h"
#include "core/review/triptych_annotations.h"
#include "tests/ui/dialog_driver.h"
#include "tests/ui/window_support.h"

#include <sqlite3.h>

#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {
namespace {

namespace fs = std::filesystem;

using test::press;
using test::saved;

TEST(WindowLabels, LetterLabelsTheBeatAndGoesOnAndUndoTakesItBack) {
    const auto window = test::shownWindow();
    window->openSample();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && !window->state().beats().all().empty(); }, 60'000));
    ASSERT_TRUE(window->state().beats().selected()) << "a beat is selected from the start";
    const std::size_t beat = *window->state().beats().selected();
    const std::uint8_t before = window->state().beats().all()[beat].code;
    const std::uint8_t wanted = before == kPvc ? kNormal : kPvc;

    press(*window, before == kPvc ? Qt::Key_N : Qt::Key_V);
    EXPECT_EQ(window->state().beats().all()[beat].code, wanted);
    EXPECT_TRUE(window->state().beats().all()[beat].relabelled);
    EXPECT_EQ(window->state().beats().selected(), beat + 1);
    EXPECT_TRUE(window->state().beats().all()[beat].pending) << "until its commit has come back";
    ASSERT_TRUE(saved(*window));
    EXPECT_FALSE(window->state().beats().all()[beat].pending);

    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats().all()[beat].code, before);
    EXPECT_FALSE(window->state().beats().all()[beat].relabelled);
    EXPECT_EQ(window->state().beats().selected(), beat) << "the reader sees what was taken back";
    EXPECT_TRUE(saved(*window));

    press(*window, Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats().all()[beat].code, wanted);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
}

TEST(WindowLabels, ShiftIsIgnoredAndAcceptMakesTheLabelTheReadersOwn) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    const std::size_t beat = *window->state().beats().selected();
    press(*window, Qt::Key_F, Qt::ShiftModifier);
    EXPECT_EQ(window->state().beats().all()[beat].code, kFusion);
    const std::uint8_t next = window->state().beats().all()[beat + 1].code;
    press(*window, Qt::Key_Space);
    EXPECT_EQ(window->state().beats().all()[beat + 1].code, next);
    EXPECT_TRUE(window->state().beats().all()[beat + 1].relabelled);
    EXPECT_EQ(window->state().beats().selected(), beat + 2);
    press(*window, Qt::Key_Left);
    press(*window, Qt::Key_Delete);
    EXPECT_FALSE(window->state().beats().all()[beat + 1].relabelled);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U);
}

TEST(WindowLabels, AnExportTakesThemAlongBeforeTheyAreSaved) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    EXPECT_EQ(window->session().labelledRecording(), window->state().record().recording()) << "there is none yet";
    const std::size_t beat = *window->state().beats().selected();
    const std::int64_t sample = window->state().beats().all()[beat].sample;
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
    EXPECT_EQ(window->session().labelledRecording(), window->state().record().recording());
}

TEST(WindowLabels, SavedFileIsReadBackByTheFormatsRoomAndByTheNextWindow) {
    const std::string header = test::recordOnDisk();
    const std::string labels = fs::path(header).replace_extension("triptych").string();
    std::size_t beat = 0;
    std::int64_t sample = 0;
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, header));
        beat = *window->state().beats().selected();
        sample = window->state().beats().all()[beat].sample;
        press(*window, Qt::Key_Q);
        press(*window, Qt::Key_S, Qt::ControlModifier);
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
    EXPECT_EQ(again->state().beats().all()[beat].code, kUnknownBeat);
    EXPECT_TRUE(again->state().beats().all()[beat].relabelled);
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
    EXPECT_EQ(fs::file_size(labels), 8U);
    bool said = false;
    for (const Reason& reason : window->reasons().reasons()) said |= reason.gravity == Gravity::error;
    EXPECT_TRUE(said);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
}

TEST(WindowLabels, LabelsStayWithTheirBeatsWhenTheDetectorsBeatsAreShown) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    const double time_s = window->state().beats().all()[*window->state().beats().selected()].time_s;
    press(*window, Qt::Key_F);
    window->action(ActionId::beats_detected).trigger();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000));
    ASSERT_EQ(window->session().beats()->origin, BeatOrigin::detected);
    bool found = false;
    for (const LabelledBeat& beat : window->state().beats().all()) {
        if (beat.relabelled) {
            EXPECT_NEAR(beat.time_s, time_s, 0.05);
            EXPECT_EQ(beat.code, kFusion);
            found = true;
        } else {
            EXPECT_EQ(beat.code, 0) << "no model has spoken: a detected beat has no label";
        }
    }
    EXPECT_TRUE(found);
    window->action(ActionId::undo).trigger();
}

TEST(WindowLabels, TheNextWindowFindsEveryLabelAndWhereTheReaderStopped) {
    const std::string header = test::recordOnDisk();
    std::vector<std::uint8_t> codes;
    Viewport view;
    std::optional<std::size_t> selected;
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, header));
        window->state().view().setViewport({7, 9});
        window->state().selectBeat(12);
        press(*window, Qt::Key_V);
        press(*window, Qt::Key_F);
        for (const LabelledBeat& beat : window->state().beats().all()) codes.push_back(beat.code);
        view = window->state().view().viewport();
        selected = window->state().beats().selected();
        window->close();
    }
    EXPECT_FALSE(fs::exists(fs::path(header).replace_extension("triptych"))) << "nobody pressed Ctrl+S";
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    std::vector<std::uint8_t> found;
    for (const LabelledBeat& beat : window->state().beats().all()) found.push_back(beat.code);
    EXPECT_EQ(found, codes);
    EXPECT_EQ(window->session().labels().labelsByReader(), 2U);
    EXPECT_EQ(window->state().beats().selected(), selected);
    EXPECT_DOUBLE_EQ(window->state().view().viewport().start_s, view.start_s);
    EXPECT_DOUBLE_EQ(window->state().view().viewport().span_s, view.span_s);
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(window->session().labels().labelsByReader(), 1U) << "what an earlier life did can be taken back";
}

TEST(WindowLabels, AMovedRecordIsFoundAgainAndAChangedOneIsNoticed) {
    const std::string header = test::recordOnDisk();
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, header));
        press(*window, Qt::Key_V);
        ASSERT_TRUE(saved(*window));
    }
    const fs::path moved = test::scratchFolder("moved");
    for (const char* ending : {"hea", "dat", "atr"}) {
        const fs::path file = fs::path(header).replace_extension(ending);
        fs::copy(file, moved / file.filename());
        fs::remove(file);
    }
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, (moved / "made.hea").string()));
        EXPECT_EQ(window->session().labels().labelsByReader(), 1U);
    }
    {
        std::fstream samples(moved / "made.dat", std::ios::in | std::ios::out | std::ios::binary);
        samples.seekp(10);
        samples.write("changed!", 8);
    }
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, (moved / "made.hea").string()));
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U);
    bool said = false;
    for (const Reason& reason : window->reasons().reasons()) said |= reason.sentence.contains("has changed since");
    EXPECT_TRUE(said);
}

TEST(WindowLabels, TwoWindowsOnOneProjectSeeEachOthersLabelsAndBothCanSave) {
    const std::string header = test::recordOnDisk();
    const auto first = test::shownWindow();
    const auto second = test::shownWindow();
    ASSERT_TRUE(test::opened(*first, header));
    ASSERT_TRUE(test::opened(*second, header));
    first->state().selectBeat(5);
    first->action(ActionId::label_f).trigger();  // which of two windows is active is the platform's affair
    ASSERT_TRUE(test::waitUntil([&] { return second->state().beats().all()[5].code == kFusion; }, 20'000));
    second->state().selectBeat(8);
    second->action(ActionId::label_q).trigger();
    ASSERT_TRUE(test::waitUntil([&] { return first->state().beats().all()[8].code == kUnknownBeat; }, 20'000));
    first->action(ActionId::save_labels).trigger();
    second->action(ActionId::save_labels).trigger();
    const auto written = formats::readAnnotations(fs::path(header).replace_extension("triptych").string(), 360);
    ASSERT_TRUE(written);
    int of_readers = 0;
    for (const Annotation& mark : written->annotations) of_readers += mark.aux.starts_with("reader: ") ? 1 : 0;
    EXPECT_EQ(of_readers, 2);
    EXPECT_FALSE(second->session().labels().canUndo() &&
                 second->session().labels().journal().toUndo() == first->session().labels().journal().toUndo())
        << "undo means this window's own work";
}

TEST(WindowLabels, LabelsSavedByAnotherComputerAreTakenOverBeforeTheFileIsWritten) {
    const std::string header = test::recordOnDisk();
    const std::string labels = fs::path(header).replace_extension("triptych").string();
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    window->state().selectBeat(3);
    press(*window, Qt::Key_F);
    press(*window, Qt::Key_S, Qt::ControlModifier);
    auto theirs = *formats::readAnnotations(labels, 360);
    const std::int64_t sample = window->state().beats().all()[9].sample;
    for (Annotation& mark : theirs.annotations) {
        if (mark.sample != sample) continue;
        mark.code = kPvc;
        mark.aux = "reader: V (was N) 2026-11-20T11:40:12Z bob";
    }
    ASSERT_TRUE(formats::writeAnnotations(labels, theirs));
    window->state().selectBeat(5);
    press(*window, Qt::Key_Q);
    press(*window, Qt::Key_S, Qt::ControlModifier);
    EXPECT_EQ(window->state().beats().all()[9].code, kPvc);
    EXPECT_TRUE(window->session().labels().provenanceOf(9).endsWith("bob"));
    const auto written = formats::readAnnotations(labels, 360);
    ASSERT_TRUE(written);
    const auto kept = std::find_if(written->annotations.begin(), written->annotations.end(),
                                   [&](const Annotation& mark) { return mark.sample == sample; });
    EXPECT_EQ(kept->code, kPvc);
}

TEST(WindowLabels, AnotherRecordingsLabelsOfTheSameNameAreNeitherTakenNorWrittenOver) {
    const std::string other = test::recordOnDisk("made", 20);
    const std::string folder = fs::path(other).parent_path().string();
    const std::string theirs = fs::path(other).replace_extension("triptych").string();
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, other));
    press(*window, Qt::Key_V);
    press(*window, Qt::Key_S, Qt::ControlModifier);
    const auto before = formats::readAnnotations(theirs, 360);
    ASSERT_TRUE(before);
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("made", 30)));
    window->state().selectBeat(5);
    press(*window, Qt::Key_F);
    const auto refused = window->session().labels().save(QString::fromStdString(folder));
    ASSERT_FALSE(refused);
    EXPECT_NE(sentence(refused.error()).find("labels of another recording"), std::string::npos);
    EXPECT_EQ(window->session().labels().labelsByReader(), 1U) << "the reader's own F alone";
    EXPECT_EQ(formats::readAnnotations(theirs, 360)->annotations, before->annotations);
}

TEST(WindowLabels, SavingWhileTheLayerIsHiddenWritesTheSameFile) {
    const std::string header = test::recordOnDisk();
    const std::string labels = fs::path(header).replace_extension("triptych").string();
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    window->action(ActionId::beats_detected).trigger();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000));
    press(*window, Qt::Key_F);
    press(*window, Qt::Key_S, Qt::ControlModifier);
    const auto detected = formats::readAnnotations(labels, 360);
    window->action(ActionId::beats_reference).trigger();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 60'000));
    window->state().model().setReadsFirst(true);
    press(*window, Qt::Key_S, Qt::ControlModifier);
    const auto reference = formats::readAnnotations(labels, 360);
    ASSERT_TRUE(detected && reference);
    EXPECT_EQ(detected->annotations, reference->annotations) << "whatever the view shows";
}

TEST(WindowLabels, ManyBeatsAreOneStepAndOneGroup) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    LabelDesk& desk = window->session().labels();
    std::vector<std::size_t> all(window->state().beats().all().size());
    for (std::size_t beat = 0; beat < all.size(); ++beat) all[beat] = beat;
    EXPECT_EQ(desk.relabel(all, kFusion, "batch", "a run of them"), all.size());
    for (const LabelledBeat& beat : window->state().beats().all()) EXPECT_EQ(beat.code, kFusion);
    EXPECT_EQ(desk.journal().groups().size(), 1U);
    EXPECT_TRUE(saved(*window));
    press(*window, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(desk.labelsByReader(), 0U);
}

TEST(WindowLabels, AfterClosingThereIsNothingToUndoAndTheRecordingIsLetGo) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    press(*window, Qt::Key_F);
    ASSERT_TRUE(saved(*window));
    const std::weak_ptr<const Recording> recording = window->state().record().recording();
    window->action(ActionId::close_recording).trigger();
    EXPECT_FALSE(window->action(ActionId::undo).isEnabled());
    EXPECT_FALSE(window->action(ActionId::redo).isEnabled());
    EXPECT_FALSE(window->action(ActionId::history).isEnabled());
    window->session().labels().undo();
    EXPECT_TRUE(test::waitUntil([&] { return recording.expired(); }, 20'000)) << "nobody holds the file any more";
}

TEST(WindowLabels, ProjectsHoldEachTheirOwnLabels) {
    const auto folder = test::scratchFolder("projects");
    const std::string header = test::recordOnDisk();
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, header));
    press(*window, Qt::Key_F);
    ASSERT_TRUE(saved(*window));
    window->setProject(QString::fromStdString((folder / "study.triptych-project").string()));
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 20'000));
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U) << "another project knows nothing of it";
    window->state().selectBeat(7);
    press(*window, Qt::Key_V);
    ASSERT_TRUE(saved(*window));
    window->setProject({});
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }, 20'000));
    EXPECT_EQ(window->session().labels().labelsByReader(), 1U);
    EXPECT_NE(window->state().beats().all()[7].code, kPvc);
}

// Another program holds the project, as a backup might.
class HeldProject {
public:
    HeldProject() {
        EXPECT_EQ(sqlite3_open(qgetenv("TRIPTYCH_PROJECT").constData(), &database_), SQLITE_OK);
        sqlite3_busy_timeout(database_, 20'000);
        EXPECT_EQ(sqlite3_exec(database_, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
    }
    ~HeldProject() {
        sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr);
        sqlite3_close(database_);
    }

private:
    sqlite3* database_ = nullptr;
};

TEST(WindowLabels, LabelsThatCannotBeWrittenAreSaidAskedAboutAndWrittenInTheEnd) {
    const auto window = test::shownWindow();
    const std::string header = test::recordOnDisk();
    ASSERT_TRUE(test::opened(*window, header));
    std::size_t beat = 0;
    {
        const HeldProject held;
        beat = *window->state().beats().selected();
        press(*window, Qt::Key_V);
        EXPECT_EQ(window->state().beats().all()[beat].code, kPvc) << "painted at once";
        ASSERT_TRUE(test::waitUntil([&] { return window->session().labels().trouble().has_value(); }, 30'000));
        EXPECT_TRUE(window->state().beats().all()[beat].pending);
        EXPECT_TRUE(window->isWindowModified());
        bool said = false;
        for (const Reason& reason : window->reasons().reasons())
            said |= reason.sentence.contains("not on the disk yet");
        EXPECT_TRUE(said);

        test::DialogDriver stay({[](QWidget& dialog) {
            auto* question = qobject_cast<QMessageBox*>(&dialog);
            if (question == nullptr || question->objectName() != QLatin1String("unsaved_labels")) return false;
            QTimer::singleShot(0, question, [question] { question->button(QMessageBox::Cancel)->click(); });
            return true;
        }});
        window->close();
        EXPECT_TRUE(stay.done()) << "the window asks before it loses anything";
        EXPECT_TRUE(window->isVisible());
    }
    ASSERT_TRUE(test::waitUntil([&] { return !window->isWindowModified(); }, 30'000));
    EXPECT_FALSE(window->state().beats().all()[beat].pending);
    // That the trouble is over comes in a letter of its own, behind the one that says what was saved.
    EXPECT_TRUE(test::waitUntil([&] { return !window->session().labels().trouble(); }, 20'000));
    window->close();
    EXPECT_FALSE(window->isVisible()) << "and asks no more";
}

}  // namespace
}  // namespace triptych::ui
