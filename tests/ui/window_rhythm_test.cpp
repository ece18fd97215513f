// The rhythm in the window: told when the beats are known, following labels and readers' words, each an event of the
// log that can be taken back; keys that go from episode to episode.
#include "tests/ui/window_support.h"
#include "ui/panels/history_rows.h"
#include "ui/panels/rhythm_bands.h"
#include "ui/panels/rhythm_lists.h"
#include "ui/panels/rhythm_menu.h"
#include "ui/panels/rhythm_panel.h"
#include "ui/panels/rhythm_pictures.h"
#include "ui/panels/rhythm_rows.h"
#include "ui/state/navigation.h"
#include "ui/state/rhythm_deeds.h"
#include "ui/window/action_keys.h"
#include "ui/window/pane_board.h"

#include <QApplication>
#include <QClipboard>
#include <QTest>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

using R = rhythm::Rhythm;

// Ten minutes of sinus rhythm with fibrillation from 200 to 320 s and a tachycardia of the ventricles at 450 s.
std::string rhythmRecord() {
    const auto folder = test::scratchFolder("rhythm");
    synth::SynthRequest request;
    request.duration_s = 600;
    request.seed = 11;
    request.rhythms = {{synth::MadeRhythm::af, 200, 320}, {synth::MadeRhythm::vt, 450, 456}};
    const auto made = synth::synthesize(request);
    EXPECT_TRUE(made && synth::writeRecord(*made, folder.string(), "rhythm"));
    return (folder / "rhythm.hea").string();
}

bool idle(MainWindow& window) {
    return test::waitUntil([&] { return !window.isBusy(); }, 60'000);
}

std::unique_ptr<MainWindow> rhythmWindow() {
    auto window = test::shownWindow(false, {1440, 900});
    if (!test::opened(*window, rhythmRecord())) return nullptr;
    test::press(*window, Qt::Key_A);
    return idle(*window) ? std::move(window) : nullptr;
}

R at(const MainWindow& window, double time_s) {
    return const_cast<MainWindow&>(window).state().rhythm().report()->found.findings.at(time_s);
}

void stand(MainWindow& window, double time_s) {
    goToEpisode(window.state(), *window.state().rhythm().episodeAt(time_s));
}

TEST(WindowRhythm, IsToldWhenTheBeatsAreKnownAndStandsOnItsPage) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    ASSERT_TRUE(window->state().rhythm().report());
    EXPECT_EQ(at(*window, 260), R::af);
    EXPECT_EQ(at(*window, 453), R::vt);
    EXPECT_EQ(at(*window, 100), R::sinus);
    EXPECT_TRUE(window->rhythmPanel().isVisible());
    EXPECT_TRUE(window->board().get<RhythmPictures>().isVisible());
    EXPECT_FALSE(window->board().triptych().isVisible());
    test::press(*window, Qt::Key_A);
    EXPECT_TRUE(window->rhythmPanel().isVisible()) << "a page that is shown stays";
    test::press(*window, Qt::Key_F2);
    EXPECT_TRUE(window->board().triptych().isVisible());
    EXPECT_FALSE(window->rhythmPanel().isVisible());
}

TEST(WindowRhythm, IsThatOfTheCommandLine) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    const auto& recording = window->state().record().recording();
    const inference::RecordingAnalysis analysis(recording);
    const auto found = pipeline::findRhythm(
        analysis, pipeline::classedBy(window->session().beats(), recording->annotation_sets.front().annotator));
    ASSERT_TRUE(found);
    const auto& told = window->state().rhythm().report()->found;
    ASSERT_EQ(told.findings.episodes.size(), found->findings.episodes.size());
    EXPECT_EQ(told.findings.burden, found->findings.burden);
    ASSERT_EQ(told.events.size(), found->events.size());
    for (std::size_t i = 0; i < found->events.size(); ++i) EXPECT_EQ(told.events[i].time_s, found->events[i].time_s);
}

TEST(WindowRhythm, OneKeyGoesToTheNextEpisodeAndAnotherToTheNextEvent) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    window->state().view().setViewport({0, 10});
    test::press(*window, Qt::Key_J);
    ASSERT_TRUE(window->state().rhythm().episode());
    const auto& episodes = window->state().rhythm().episodes();
    const std::size_t first = *window->state().rhythm().episode();
    EXPECT_NE(episodes[first].rhythm, R::sinus);
    const Viewport& view = window->state().view().viewport();
    EXPECT_LE(view.start_s, episodes[first].span.from_s);
    EXPECT_GE(view.end_s(), episodes[first].span.from_s);
    test::press(*window, Qt::Key_J);
    EXPECT_GT(*window->state().rhythm().episode(), first);
    test::press(*window, Qt::Key_J, Qt::ShiftModifier);
    EXPECT_EQ(*window->state().rhythm().episode(), first);
    test::press(*window, Qt::Key_O);
    EXPECT_TRUE(window->state().rhythm().event());
}

TEST(WindowRhythm, ALabelChangesEveryFigure) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    const auto before = window->state().rhythm().report();
    std::size_t beat = 100;
    const auto& sinus = before->found.beats.sinus;
    while (sinus[beat - 1] == 0 || sinus[beat] == 0 || sinus[beat + 1] == 0) ++beat;
    ASSERT_TRUE(window->session().labels().relabel(beat, kPvc));
    EXPECT_FALSE(window->state().rhythm().isFresh());
    ASSERT_TRUE(idle(*window));
    const auto after = window->state().rhythm().report();
    EXPECT_TRUE(window->state().rhythm().isFresh());
    EXPECT_EQ(after->found.basis, before->found.basis) << "the signal was not looked at again";
    constexpr auto kV = static_cast<std::size_t>(BeatClass::ventricular);
    EXPECT_EQ(after->whole.beats[kV], before->whole.beats[kV] + 1);
    EXPECT_EQ(after->hrv.time.intervals, before->hrv.time.intervals - 2);
    EXPECT_EQ(after->hours[0].beats[kV], after->whole.beats[kV]);
    window->session().undo();
    ASSERT_TRUE(idle(*window));
    EXPECT_EQ(window->state().rhythm().report()->hrv.time.sdnn_ms, before->hrv.time.sdnn_ms);
    EXPECT_TRUE(test::saved(*window));
}

TEST(WindowRhythm, WhatAReaderSaysOfAnEpisodeIsKeptAndCanBeTakenBack) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    const auto before = window->state().rhythm().report();
    stand(*window, 260);
    test::press(*window, Qt::Key_Space, Qt::ControlModifier);  // accept
    ASSERT_TRUE(idle(*window));
    ASSERT_TRUE(window->state().rhythm().episode()) << "the reader stays where it was";
    const rhythm::Episode accepted = window->state().rhythm().episodes()[*window->state().rhythm().episode()];
    EXPECT_TRUE(accepted.by_reader);
    EXPECT_EQ(accepted.rhythm, R::af);
    EXPECT_NE(window->state().rhythm().sayingOf(accepted), nullptr);
    EXPECT_FALSE(window->state().rhythm().sayingOf(accepted)->reader.isEmpty());

    test::press(*window, Qt::Key_Delete, Qt::ControlModifier);  // reject
    ASSERT_TRUE(idle(*window));
    EXPECT_NE(at(*window, 260), R::af);
    EXPECT_NE(window->state().rhythm().report()->found.findings.burden, before->found.findings.burden);

    test::press(*window, Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(idle(*window));
    EXPECT_EQ(at(*window, 260), R::af);
    test::press(*window, Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(idle(*window));
    EXPECT_EQ(window->state().rhythm().report()->found.findings.burden, before->found.findings.burden);
    EXPECT_TRUE(window->session().rhythm().journal().words().empty());
    test::press(*window, Qt::Key_Y, Qt::ControlModifier);
    ASSERT_TRUE(idle(*window));
    EXPECT_EQ(window->session().rhythm().journal().words().size(), 1U);
    ASSERT_TRUE(test::saved(*window));
    const auto rows = historyRows(window->session().labels().journal(), 360, {}, window->session().rhythm().journal(),
                                  window->session().beats()->rate_hz);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].to, QStringLiteral("not: Atrial fibrillation"));
    EXPECT_TRUE(rows[0].undone);
    EXPECT_EQ(rows[1].to, QStringLiteral("Atrial fibrillation"));
}

TEST(WindowRhythm, AnotherNameAndOtherEdgesAreSaidAndComeBackWithTheRecording) {
    const auto folder = test::scratchFolder("project");
    const QString project = QString::fromStdString((folder / "p.triptych-project").string());
    const std::string header = rhythmRecord();
    {
        const auto window = test::shownWindow(false, {1440, 900});
        window->setProject(project);
        ASSERT_TRUE(test::opened(*window, header));
        test::press(*window, Qt::Key_A);
        stand(*window, 260);
        test::press(*window, Qt::Key_J, Qt::ControlModifier);
        auto* menu = window->rhythmPanel().findChild<RhythmMenu*>();
        ASSERT_NE(menu, nullptr);
        for (QAction* one : menu->actions()) {
            if (one->data().toInt() == static_cast<int>(R::flutter)) one->trigger();
        }
        menu->close();
        ASSERT_TRUE(idle(*window));
        EXPECT_EQ(at(*window, 260), R::flutter);
        // It ends at 290 s: what lay behind is denied, and fibrillation was not.
        stand(*window, 260);
        window->state().view().setCursor({});  // wherever the pointer is: the selected beat counts
        window->state().selectBeat(nearestBeat(window->state().beats().all(), 290));
        window->action(ActionId::episode_ends).trigger();
        ASSERT_TRUE(idle(*window));
        EXPECT_EQ(at(*window, 280), R::flutter);
        EXPECT_EQ(at(*window, 300), R::af);
        ASSERT_TRUE(test::saved(*window));
    }
    MainWindow again;
    again.state().model().setAiVisible(false);
    again.show();
    again.setProject(project);
    ASSERT_TRUE(test::opened(again, header));
    ASSERT_TRUE(idle(again));
    EXPECT_EQ(at(again, 280), R::flutter);
    EXPECT_EQ(at(again, 300), R::af);
}

TEST(WindowRhythm, ASelectedStretchThatCannotBeReadLeavesEveryFigure) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    const auto before = window->state().rhythm().report();
    test::press(*window, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(window->findChild<RhythmMenu*>(), nullptr) << "nothing is selected";
    window->state().view().setSelection(Stretch{60, 90});
    test::press(*window, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    auto* menu = window->findChild<RhythmMenu*>();
    ASSERT_NE(menu, nullptr);
    menu->actions().constFirst()->trigger();
    menu->close();
    ASSERT_TRUE(idle(*window));
    const auto after = window->state().rhythm().report();
    EXPECT_EQ(after->found.findings.at(75), R::unreadable);
    EXPECT_NEAR(after->found.findings.readable_share, before->found.findings.readable_share - 0.05, 1e-4);
    constexpr auto kUnread = static_cast<std::size_t>(rhythm::LeftOut::unreadable);
    EXPECT_GT(after->hrv.series.left_out[kUnread], before->hrv.series.left_out[kUnread] + 20);
    EXPECT_TRUE(test::saved(*window));
}

TEST(WindowRhythm, CanBeStoppedAndIsSoughtAgain) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, rhythmRecord()));
    window->session().rhythm().askAgain();
    EXPECT_TRUE(window->isBusy());
    window->session().stop();
    EXPECT_FALSE(window->session().rhythm().isBusy());
    EXPECT_FALSE(window->state().rhythm().report());
    window->session().classifyAgain();
    ASSERT_TRUE(idle(*window));
    EXPECT_TRUE(window->state().rhythm().report());
}

TEST(WindowRhythm, AnotherRecordingHasNothingOfTheLastOne) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    stand(*window, 260);
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("other", 60)));
    ASSERT_TRUE(idle(*window));
    EXPECT_FALSE(window->state().rhythm().episode());
    EXPECT_NEAR(window->state().rhythm().episodes().back().span.to_s, 60, 0.1);
    window->session().close();
    EXPECT_FALSE(window->state().rhythm().report());
}

TEST(WindowRhythm, ThePageInFrontIsCopiedAsText) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    window->rhythmPanel().showEpisodes();
    QApplication::clipboard()->clear();
    window->rhythmPanel().episodes().setFocus();
    QTest::keyClick(&window->rhythmPanel().episodes(), Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("Atrial fibrillation")));
}

TEST(WindowRhythm, ItsPageComesBackAsItWasLeft) {
    const auto folder = test::ownSettings();
    const std::string header = rhythmRecord();
    {
        MainWindow window;
        window.state().model().setAiVisible(false);
        window.resize(1440, 900);
        window.show();
        ASSERT_TRUE(test::opened(window, header));
        test::press(window, Qt::Key_A);
        ASSERT_TRUE(window.rhythmShown());
        window.close();
    }
    MainWindow window;
    window.state().model().setAiVisible(false);
    window.show();
    ASSERT_TRUE(test::opened(window, header));
    EXPECT_TRUE(window.rhythmShown());
    EXPECT_TRUE(window.rhythmPanel().isVisible());
    EXPECT_GT(window.rhythmPanel().width(), 300);
    EXPECT_GT(window.board().get<RhythmPictures>().height(), 80);
    test::press(window, Qt::Key_F2);
    EXPECT_TRUE(window.board().triptych().isVisible());
    EXPECT_GT(window.board().triptych().height(), 100);
}

TEST(WindowRhythm, AnEdgeThatIsDraggedIsKeptInTheLogAndCanBeTakenBack) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    auto* bands = window->findChild<RhythmBands*>();
    ASSERT_NE(bands, nullptr);
    const rhythm::Episode before = window->state().rhythm().episodes()[*window->state().rhythm().episodeAt(260)];
    ASSERT_EQ(before.rhythm, R::af);
    const double y = bands->area(RhythmBands::kEpisodes).center().y();
    const QPoint from(static_cast<int>(std::lround(bands->xOf(before.span.to_s))), static_cast<int>(y));
    const QPoint to(static_cast<int>(std::lround(bands->xOf(before.span.to_s + 40))), static_cast<int>(y));
    QTest::mousePress(bands, Qt::LeftButton, {}, from);
    QTest::mouseMove(bands, to);
    QTest::mouseRelease(bands, Qt::LeftButton, {}, to);
    ASSERT_TRUE(idle(*window));
    const rhythm::Episode after = window->state().rhythm().episodes()[*window->state().rhythm().episodeAt(260)];
    EXPECT_EQ(after.rhythm, R::af);
    EXPECT_TRUE(after.by_reader);
    EXPECT_NEAR(after.span.to_s, before.span.to_s + 40, 2);
    const auto rows = historyRows(window->session().labels().journal(), 360, {}, window->session().rhythm().journal(),
                                  window->session().beats()->rate_hz);
    ASSERT_EQ(rows.size(), 1U);
    test::press(*window, Qt::Key_Z, Qt::ControlModifier);
    ASSERT_TRUE(idle(*window));
    EXPECT_EQ(window->state().rhythm().episodes()[*window->state().rhythm().episodeAt(260)].span.to_s,
              before.span.to_s);
    EXPECT_TRUE(test::saved(*window));
}

TEST(WindowRhythm, TheSearchWaitsForTheFirstClassesAndGoesOnByItselfWhereNoneCome) {
    const auto window = rhythmWindow();
    ASSERT_TRUE(window);
    RhythmDesk& desk = window->session().rhythm();
    int begun = 0;
    QObject::connect(&desk, &RhythmDesk::began, [&begun] { ++begun; });
    desk.setBeats(window->session().beats(), true);
    EXPECT_TRUE(desk.isSeeking()) << "the window is busy meanwhile";
    EXPECT_FALSE(window->state().rhythm().report());
    EXPECT_EQ(begun, 0);
    desk.proceed();
    EXPECT_EQ(begun, 1);
    desk.proceed();
    EXPECT_EQ(begun, 1) << "it does not begin twice";
    ASSERT_TRUE(idle(*window));
    EXPECT_EQ(at(*window, 260), R::af);
    desk.setBeats(window->session().beats(), true);
    ASSERT_TRUE(idle(*window)) << "nobody says a word, and it is told all the same";
    EXPECT_EQ(begun, 2);
    EXPECT_EQ(at(*window, 260), R::af);
    desk.setBeats(window->session().beats(), true);
    desk.stop();
    EXPECT_FALSE(desk.isBusy());
    desk.proceed();
    EXPECT_EQ(begun, 2) << "what was stopped stays so";
}

}  // namespace
}  // namespace triptych::ui
