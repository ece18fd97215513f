// What the file knows of a person stands above the paper, the clock on its axis, and only the ECG on it.
#include "tests/formats/edf/edf_files.h"
#include "tests/ui/dialog_driver.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/window_support.h"
#include "ui/panels/header_line.h"
#include "ui/panels/reason_strip.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/go_to_time_dialog.h"

#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

namespace triptych::ui {
namespace {

using test::DialogDriver;

// A night: air flow, an EEG and an ECG of one beat a second, from 23:59:50 on.
std::string nightOnDisk(const std::string& patient) {
    const auto folder = test::scratchFolder("night");
    test::MadeEdf edf;
    edf.patient = patient;
    edf.recording = "Startdate 02-MAR-2002 X X Polygraph";
    edf.time = "23.59.50";
    edf.reserved = "EDF+C";
    constexpr int kSeconds = 30;
    constexpr int kRate = 200;
    for (const char* name : {"Flow", "C4-A1", "ECG1-ECG2"}) {
        test::MadeSignal signal;
        signal.label = name;
        signal.samples_per_record = kRate;
        for (int i = 0; i < kSeconds * kRate; ++i) {
            const double t = static_cast<double>(i) / kRate;
            const double beat = std::fmod(t, 1.0) - 0.3;
            const double value = signal.label == "Flow"    ? 8000 * std::sin(1.8 * t)
                                 : signal.label == "C4-A1" ? 300 * std::sin(60 * t)
                                                           : 10'000 * std::exp(-0.5 * std::pow(beat / 0.012, 2));
            signal.values.push_back(static_cast<int>(std::lround(value)));
        }
        edf.signals.push_back(std::move(signal));
    }
    test::MadeSignal clock;
    clock.label = "EDF Annotations";
    clock.dimension = "";
    clock.samples_per_record = 20;
    for (int second = 0; second < kSeconds; ++second) {
        clock.texts.push_back('+' + std::to_string(second) + std::string("\x14\x14\0", 3));
    }
    edf.signals.push_back(std::move(clock));
    const auto path = folder / "night.edf";
    std::ofstream(path, std::ios::binary) << test::bytesOfEdf(edf);
    return path.string();
}

TEST(WindowHeader, TheLineSaysWhoseRecordingItIsAndOneKeyHidesIt) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, nightOnDisk("MCH-0234567 F 02-MAY-1951 Haagse_Harry")));
    const HeaderLine& line = window->headerLine();
    EXPECT_TRUE(line.isVisible());
    EXPECT_TRUE(line.text().contains("Haagse Harry")) << line.text().toStdString();
    EXPECT_TRUE(line.text().contains("2002-03-02 23:59"));
    EXPECT_TRUE(line.text().contains("Polygraph"));
    QTest::keyClick(window.get(), Qt::Key_H);
    EXPECT_FALSE(line.isVisible());
    QTest::keyClick(window.get(), Qt::Key_H);
    EXPECT_TRUE(line.isVisible());
    // It never widens the window, and a file that says nothing has none.
    window->resize(900, 600);
    EXPECT_LE(line.width(), window->width());
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    EXPECT_FALSE(line.isVisible());
}

TEST(WindowHeader, WithLessRoomItSaysLessAndThePersonLast) {
    Recording recording;
    EXPECT_TRUE(headerWordings(recording).isEmpty());
    recording.start = "2002-03-02T10:20:30";
    EXPECT_TRUE(headerWordings(recording).isEmpty()) << "a time alone needs no line";
    recording.header.person.name = "Lovelace, Ada";
    recording.header.device = "GE MV360";
    recording.header.measurements = {{"hr", 84, "bpm"}, {"pr", 144, "ms"}, {"p_axis", 48, "deg"}};
    recording.header.statements = {"Sinus rhythm", "two", "three", "four", "five"};
    const QStringList wordings = headerWordings(recording);
    EXPECT_EQ(wordings.constFirst().toStdString(),
              "Lovelace, Ada  \u00b7  2002-03-02 10:20  \u00b7  GE MV360  \u00b7  HR 84 bpm, PR 144 ms, P axis "
              "48\u00b0  \u00b7  "
              "Sinus rhythm; two; three; four; \u2026");
    EXPECT_EQ(wordings.constLast(), "Lovelace, Ada");
    for (qsizetype i = 1; i < wordings.size(); ++i) EXPECT_LE(wordings[i].size(), wordings[i - 1].size());
    EXPECT_TRUE(wordings.contains(
        QString::fromUtf8("Lovelace, Ada  \u00b7  2002-03-02 10:20  \u00b7  HR 84 bpm, PR 144 ms  \u00b7  "
                          "Sinus rhythm; \u2026")));
}

TEST(WindowHeader, StatementsThatHaveNoRoomBesideTheRestHaveALineOfTheirOwn) {
    auto recording = std::make_shared<Recording>(*test::madeRecording({{"II", 250, test::flat}}, 10));
    recording->header.person.name = "Lovelace, Ada";
    recording->header.measurements = {{"hr", 84, "bpm"}, {"pr", 144, "ms"}};
    recording->header.statements = {"Sinus rhythm", "Left ventricular hypertrophy", "Nonspecific T abnormality"};
    ViewState state;
    QWidget window;
    window.resize(1700, 800);
    HeaderLine line(state.record(), &window);
    state.setRecording(recording);
    line.resize(1600, 24);
    window.show();
    const int one = line.sizeHint().height();
    EXPECT_FALSE(line.text().contains('\n')) << line.text().toStdString();
    EXPECT_TRUE(line.text().endsWith("Nonspecific T abnormality"));
    line.resize(560, one);
    EXPECT_TRUE(line.text().endsWith("\nSinus rhythm; Left ventricular hypertrophy; Nonspecific T abnormality"))
        << line.text().toStdString();
    EXPECT_TRUE(line.text().startsWith("Lovelace, Ada"));
    EXPECT_GT(line.sizeHint().height(), one);
    line.resize(150, one);
    EXPECT_TRUE(line.text().contains("\nSinus")) << "cut at its end, and never left out";
    line.resize(1600, one);
    EXPECT_EQ(line.sizeHint().height(), one);
    window.resize(1700, 510);
    line.resize(560, one);
    EXPECT_FALSE(line.text().contains('\n')) << "a low window keeps the line for the paper";
}

TEST(WindowHeader, OnlyTheEcgIsOnThePaperUntilAllChannelsAreAskedFor) {
    const auto window = test::shownWindow();
    const std::string path = nightOnDisk("X X X X");
    ASSERT_TRUE(test::opened(*window, path));
    const auto* trace = window->findChild<TracePane*>();
    ASSERT_NE(trace, nullptr);
    EXPECT_EQ(window->state().record().analysisLead(), 2U);
    ASSERT_EQ(trace->layoutNow().cells.size(), 1U);
    EXPECT_EQ(trace->layoutNow().cells[0].lead, 2U);
    EXPECT_GE(window->state().beats().all().size(), 28U);
    QStringList said;
    for (const Reason& reason : window->reasons().reasons()) said << reason.sentence;
    EXPECT_TRUE(said.join(' ').contains("Hidden at first, no ECG by name or unit: Flow, C4-A1"))
        << said.join(' ').toStdString();
    window->action(ActionId::all_leads).trigger();
    EXPECT_EQ(trace->layoutNow().cells.size(), 3U);
    EXPECT_TRUE(window->action(ActionId::all_leads).isChecked());
    // Kept for this recording, and for no other.
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    EXPECT_FALSE(window->action(ActionId::all_leads).isEnabled()) << "there is nothing to hide";
    ASSERT_TRUE(test::opened(*window, path));
    EXPECT_EQ(trace->layoutNow().cells.size(), 3U);
    window->action(ActionId::all_leads).trigger();
    EXPECT_EQ(trace->layoutNow().cells.size(), 1U);
}

DialogDriver::Answer types(const QString& typed, QDialogButtonBox::StandardButton button) {
    return [=](QWidget& dialog) {
        if (qobject_cast<GoToTimeDialog*>(&dialog) == nullptr) return false;
        dialog.findChild<QLineEdit*>()->setText(typed);
        return test::click(dialog, button);
    };
}

TEST(WindowHeader, GoesToATimeByTheClockBeyondMidnightAndSinceTheBeginning) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, nightOnDisk("X X X X")));
    const auto centre = [&] {
        const Viewport& view = window->state().view().viewport();
        return view.start_s + view.span_s / 2;
    };
    window->state().view().setViewport({0, 4});
    {
        DialogDriver driver({types("00:00:05", QDialogButtonBox::Ok)});
        QTest::keyClick(window.get(), Qt::Key_G);
        EXPECT_TRUE(driver.done());
        EXPECT_NEAR(centre(), 15, 1e-6);
    }
    {
        DialogDriver driver({types("+0:00:20", QDialogButtonBox::Ok)});
        window->action(ActionId::go_time).trigger();
        EXPECT_NEAR(centre(), 20, 1e-6);
    }
    {
        QString complaint;
        DialogDriver driver({types("12:00", QDialogButtonBox::Ok), [&](QWidget& dialog) {
                                 for (const auto* label : dialog.findChildren<QLabel*>()) {
                                     if (label->text().contains("runs from")) complaint = label->text();
                                 }
                                 return !complaint.isEmpty() && test::click(dialog, QDialogButtonBox::Cancel);
                             }});
        window->action(ActionId::go_time).trigger();
        EXPECT_TRUE(complaint.contains("23:59:50")) << complaint.toStdString();
        EXPECT_NEAR(centre(), 20, 1e-6) << "it stays where it was";
    }
}

TEST(WindowHeader, WhatIsWrongWithATypedTimeIsReadToItsEnd) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    int height_px = 0, needed_px = 0;
    DialogDriver driver({types("99:99", QDialogButtonBox::Ok), [&](QWidget& dialog) {
                             const auto* complaint = dialog.findChild<QLabel*>(QStringLiteral("complaint"));
                             if (complaint->text().isEmpty()) return false;
                             dialog.layout()->activate();
                             height_px = complaint->height();
                             needed_px = complaint->heightForWidth(complaint->width());
                             return test::click(dialog, QDialogButtonBox::Cancel);
                         }});
    window->action(ActionId::go_time).trigger();
    EXPECT_TRUE(driver.done());
    EXPECT_GT(needed_px, 0);
    EXPECT_GE(height_px, needed_px);
}

}  // namespace
}  // namespace triptych::ui
