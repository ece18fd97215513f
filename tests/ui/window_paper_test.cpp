// A resting ECG opens as a page, a long recording as it was left; leads are chosen, the triptych's moment is found
// again, pictures are copied and written, a box on the scalogram leaves its band in the trace.
#include "tests/support/twelve_leads.h"
#include "tests/ui/dialog_driver.h"
#include "tests/ui/window_support.h"
#include "ui/panels/focus_line.h"
#include "ui/panes/beat_trace_pane.h"
#include "ui/panes/scalogram_pane.h"
#include "ui/panes/spectrum_pane.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/leads_dialog.h"
#include "ui/window/pane_board.h"
#include "ui/window/print_dialog.h"
#include "ui/window/print_request.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QListWidget>
#include <QMimeData>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>

namespace triptych::ui {
namespace {

std::string restingEcg(int seconds = 10) {
    const auto path = test::scratchFolder("resting") / "resting.csv";
    test::writeTwelveLeads(path, seconds);
    return path.string();
}

bool openedPage(MainWindow& window, const std::string& path) {
    window.open({path});
    return test::waitUntil([&] { return !window.isBusy(); }, 60'000) && window.state().record().recording() != nullptr;
}

void dragOn(QWidget& widget, const QPointF& from, const QPointF& to) {
    const auto send = [&](QEvent::Type type, const QPointF& at, Qt::MouseButton button, Qt::MouseButtons held) {
        QMouseEvent event(type, at, widget.mapToGlobal(at), button, held, Qt::NoModifier);
        QCoreApplication::sendEvent(&widget, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    send(QEvent::MouseMove, (from + to) / 2, Qt::NoButton, Qt::LeftButton);
    send(QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton);
}

TEST(WindowPaper, ARecordingOpensInTheArrangementOfItsKind) {
    const auto folder = test::ownSettings();
    const std::string half_a_minute = test::recordOnDisk(), page = restingEcg();
    const std::string hours = test::recordOnDisk("hours", 3660);
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, half_a_minute));
        EXPECT_EQ(window->board().arrangement(), Arrangement::read);
        ASSERT_TRUE(openedPage(*window, page));
        EXPECT_EQ(window->board().arrangement(), Arrangement::measure);
        EXPECT_EQ(window->state().display().layout(), LeadLayout::three_by_four_plus_one);
        ASSERT_TRUE(openedPage(*window, hours));
        EXPECT_EQ(window->board().arrangement(), Arrangement::rhythm);
        window->action(ActionId::read_page).trigger();
        ASSERT_TRUE(openedPage(*window, page));
        EXPECT_EQ(window->board().arrangement(), Arrangement::measure);
        ASSERT_TRUE(openedPage(*window, page));
        EXPECT_EQ(window->board().arrangement(), Arrangement::measure) << "and stays";
        ASSERT_TRUE(openedPage(*window, hours));
        EXPECT_EQ(window->board().arrangement(), Arrangement::read) << "where the reader left those of its kind";
        window->close();
    }
    MainWindow again;
    again.state().model().setAiVisible(false);
    again.show();
    ASSERT_TRUE(openedPage(again, page));
    EXPECT_EQ(again.board().arrangement(), Arrangement::measure) << "tomorrow, too";
    ASSERT_TRUE(openedPage(again, hours));
    EXPECT_EQ(again.board().arrangement(), Arrangement::read);
}

TEST(WindowPaper, ABannerNamesAFileWithoutItsFolders) {
    const auto said = inSentences({{"it states no unit", "/records/of/somebody/page.xml"}, {"it is short", "page"}});
    EXPECT_EQ(said[0], "page.xml: it states no unit");
    EXPECT_EQ(said[1], "page: it is short");
}

TEST(WindowPaper, TheRangeOfFrequenciesIsChosenForScalogramAndSpectrumAndKept) {
    const auto folder = test::ownSettings();
    const std::string header = test::recordOnDisk();
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, header));
        window->action(ActionId::range_complexes).trigger();
        EXPECT_TRUE(window->action(ActionId::range_complexes).isChecked());
        EXPECT_FALSE(window->action(ActionId::range_usual).isChecked());
        ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy() && !window->board().isBusy(); }));
        auto& pane = window->board().get<ScalogramPane>();
        const Stretch focus = window->state().view().focus();
        const double middle_s = (focus.from_s + focus.to_s) / 2;
        EXPECT_TRUE(pane.magnitudeAt(middle_s, 12));
        EXPECT_FALSE(pane.magnitudeAt(middle_s, 1)) << "it is not in the picture";
        window->close();
    }
    EXPECT_EQ(loadSettings().frequencies, FrequencyRange::complexes);
}

TEST(WindowPaper, ARestingEcgOpensAsAPageAndALongRecordingAsItWasLeft) {
    const auto window = test::shownWindow();
    const std::string rhythm = test::recordOnDisk(), page = restingEcg();
    ASSERT_TRUE(test::opened(*window, rhythm));
    const DisplayState& display = window->state().display();
    EXPECT_EQ(display.filter(), DisplayFilter::monitor);
    window->action(ActionId::gain_20).trigger();
    window->action(ActionId::layout_stacked).trigger();
    ASSERT_TRUE(openedPage(*window, page));
    EXPECT_EQ(display.filter(), DisplayFilter::diagnostic);
    EXPECT_EQ(display.layout(), LeadLayout::three_by_four_plus_one);
    EXPECT_LE(display.gainMmPerMv(), 10);
    EXPECT_GE(window->state().view().viewport().span_s, 10 - 1e-9);
    window->action(ActionId::layout_6x2).trigger();
    window->action(ActionId::filter_st).trigger();
    ASSERT_TRUE(test::opened(*window, rhythm));
    EXPECT_EQ(display.filter(), DisplayFilter::monitor);
    EXPECT_EQ(display.layout(), LeadLayout::stacked);
    EXPECT_EQ(display.gainMmPerMv(), 20);
    ASSERT_TRUE(openedPage(*window, page));
    EXPECT_EQ(display.layout(), LeadLayout::six_by_two) << "what was chosen for pages is kept for pages";
    EXPECT_EQ(display.filter(), DisplayFilter::st);
    // Tomorrow, too.
    window->close();
    MainWindow again;
    again.state().model().setAiVisible(false);
    again.show();
    EXPECT_EQ(again.state().display().gainMmPerMv(), 20) << "not the page's";
    ASSERT_TRUE(openedPage(again, page));
    EXPECT_EQ(again.state().display().layout(), LeadLayout::six_by_two);
}

TEST(WindowPaper, LeadsAreChosenHiddenAndMovedInTheirDialog) {
    const RecordingPtr recording = [] {
        const auto window = test::shownWindow();
        EXPECT_TRUE(openedPage(*window, restingEcg()));
        return window->state().record().recording();
    }();
    LeadsDialog dialog(*recording, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    EXPECT_TRUE(dialog.chosen().empty()) << "as recorded";
    auto* list = dialog.findChild<QListWidget*>();
    auto* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    list->item(0)->setCheckState(Qt::Unchecked);
    list->setCurrentRow(1);
    for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("&Down")) button->click();
    }
    EXPECT_EQ(dialog.chosen(), (std::vector<std::size_t>{2, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
    for (int i = 0; i < list->count(); ++i) list->item(i)->setCheckState(Qt::Unchecked);
    EXPECT_FALSE(ok->isEnabled()) << "a paper without a lead shows nothing";
}

TEST(WindowPaper, TheTriptychSaysWhenItsMomentIsNotOnThePaperAndTheWayBack) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("far", 300)));
    ViewState& state = window->state();
    state.selectBeat(3);
    auto* line = window->findChild<QWidget*>(QStringLiteral("focus_line"));
    ASSERT_NE(line, nullptr);
    auto* back = line->findChild<QToolButton*>();
    EXPECT_TRUE(back->isHidden());
    state.view().setViewport({200, state.view().viewport().span_s});
    EXPECT_TRUE(focusIsOutOfView(state));
    EXPECT_FALSE(back->isHidden());
    QTest::keyClick(window.get(), Qt::Key_T, Qt::ShiftModifier);
    EXPECT_FALSE(focusIsOutOfView(state));
    EXPECT_TRUE(back->isHidden());
}

TEST(WindowPaper, FewLeadsLeaveNoHalfPageOfEmptyPaper) {
    const auto window = test::shownWindow(false, {1900, 1020});
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    test::letQueuedHappen();
    const auto& paper = window->board().get<TracePane>();
    ASSERT_LE(window->state().record().shownLeads().size(), 2U);
    EXPECT_LE(paper.height(), paper.usefulHeight() + 4);
    ASSERT_TRUE(openedPage(*window, restingEcg()));
    test::letQueuedHappen();
    EXPECT_GT(paper.height(), 350) << "twelve leads take what there is";
}

TEST(WindowPaper, ABoxOnTheScalogramLeavesItsBandInTheTrace) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    auto& scalogram = window->board().get<ScalogramPane>();
    auto& trace = window->board().get<BeatTracePane>();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }));
    const double middle_s = (window->state().view().focus().from_s + window->state().view().focus().to_s) / 2;
    const auto whole = trace.valueAt(middle_s);
    const QRectF plot(scalogram.frame().plot);
    dragOn(scalogram, {plot.left() + 5, scalogram.yOfFrequency(40)}, {plot.right() - 5, scalogram.yOfFrequency(20)});
    ASSERT_TRUE(scalogram.band());
    EXPECT_NEAR(scalogram.band()->low_hz, 20, 1);
    EXPECT_NEAR(scalogram.band()->high_hz, 40, 2);
    EXPECT_TRUE(window->action(ActionId::whole_band).isEnabled());
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }));
    EXPECT_NE(trace.valueAt(middle_s), whole);
    window->action(ActionId::whole_band).trigger();
    EXPECT_FALSE(scalogram.band());
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }));
    EXPECT_EQ(trace.valueAt(middle_s), whole);
}

TEST(WindowPaper, WaveletsAreChosenAndASpectrumIsKeptBesideAnother) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    auto& scalogram = window->board().get<ScalogramPane>();
    window->action(ActionId::wavelet_morse).trigger();
    EXPECT_EQ(scalogram.look().wavelet.kind, dsp::WaveletKind::morse);
    EXPECT_TRUE(window->action(ActionId::wavelet_morse).isChecked());
    window->action(ActionId::fine_voices).trigger();
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }));
    EXPECT_EQ(scalogram.scalogram()->rows(), 128U);
    window->action(ActionId::ridge).trigger();
    window->action(ActionId::lock_colours).trigger();
    window->action(ActionId::keep_spectrum).trigger();
    EXPECT_TRUE(window->board().get<SpectrumPane>().keepsOne());
    EXPECT_TRUE(window->action(ActionId::keep_spectrum).isChecked());
    window->state().selectBeat(6);
    ASSERT_TRUE(test::waitUntil([&] { return !window->isBusy(); }));
    window->grab();
    const auto band = window->board().get<SpectrumPane>().bandAt(10);
    ASSERT_TRUE(band);
    const double level = *window->board().get<SpectrumPane>().decibelsAt(10);
    EXPECT_LT(band->first, level);
    EXPECT_GT(band->second, level);
}

TEST(WindowPaper, TheRhythmIsCopiedAsPixelsAndAsVectors) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    window->action(ActionId::copy_picture).trigger();
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    ASSERT_TRUE(copied->hasImage());
    EXPECT_TRUE(copied->data(QStringLiteral("image/svg+xml")).contains("<svg"));
}

TEST(WindowPaper, WhatIsPrintedIsWhatIsInView) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("long", 700)));
    ViewState& state = window->state();
    EXPECT_FALSE(canPrint(PrintedPart::four_pages, state)) << "there are no twelve leads";
    EXPECT_FALSE(canPrint(PrintedPart::selection, state));
    EXPECT_TRUE(canPrint(PrintedPart::day, state));
    state.view().setViewport({100, 20});
    state.display().setFilter(DisplayFilter::st);
    PrintChoices choices;
    choices.part = PrintedPart::screen;
    const pages::PageRequest screen = printRequest(state, choices, QStringLiteral("product"));
    EXPECT_DOUBLE_EQ(*screen.from_s, 100);
    EXPECT_DOUBLE_EQ(*screen.to_s, 120);
    EXPECT_EQ(screen.filter, dsp::kStFilter);
    EXPECT_EQ(screen.beats.size(), state.beats().all().size());
    EXPECT_TRUE(screen.model.empty()) << "the model's layer is hidden";
    EXPECT_FALSE(screen.patient_line);
    EXPECT_EQ(screen.beats_by, "reference annotator");
    // Whose letters they are: an annotator's, a reader's, and of no model that said none of them.
    test::press(*window, Qt::Key_V);  // brings it into view
    test::press(*window, Qt::Key_V);
    state.model().setAiVisible(true);
    const pages::PageRequest labelled = printRequest(state, choices, QStringLiteral("product"));
    EXPECT_EQ(labelled.beats_by, "reference annotator, 1 labelled by readers");
    EXPECT_EQ(std::ranges::count_if(labelled.beats, &pages::PageBeat::by_reader), 1);
    EXPECT_TRUE(labelled.model.empty()) << labelled.model;
    state.view().setSelection(Stretch{10, 12});
    choices.part = PrintedPart::selection;
    choices.beats = false;
    const pages::PageRequest selected = printRequest(state, choices, {});
    EXPECT_DOUBLE_EQ(*selected.from_s, 10);
    EXPECT_TRUE(selected.beats.empty());
}

}  // namespace
}  // namespace triptych::ui
