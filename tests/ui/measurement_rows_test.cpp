// The rows of the measurements: every figure in words, the device's beside it, and a reason where nothing can be said.
#include "ui/panels/measurement_rows.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/made_waves.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace triptych::ui {
namespace {

const QString kDash(QChar{kUnsaid});

const FigureRow& rowOf(const std::vector<FigureRow>& rows, const char* name) {
    static const FigureRow kNone;
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const FigureRow& row) { return row.name == QLatin1String(name); });
    EXPECT_NE(found, rows.end()) << name;
    return found == rows.end() ? kNone : *found;
}

Recording withDevice() {
    Recording recording = *test::madeRecording({{"I", 500, test::flat}, {"II", 500, test::flat}}, 10);
    recording.header.person.sex = "male";
    recording.header.measurements = {{"pr", 158, "ms"}, {"qtc", 431, "ms"}, {"p_axis", -12.5, "deg"}};
    return recording;
}

measure::Measurements made() {
    measure::Measurements measured;
    measured.global.hr_bpm = measure::Figure{72.4, {}, 9};
    measured.global.rr_ms = measure::Figure{828.7, {}, 9};
    measured.global.pr_ms = measure::Figure{161.6, {0, 1}, 10};
    measured.global.qt_ms = measure::Figure{430, {1}, 10};
    measured.global.qtc = beats::correctedQt(0.430, 0.8287);
    measured.global.qrs_axis_deg = measure::Figure{-31.4, {0, 1}, 10};
    return measured;
}

TEST(MeasurementRows, OursStandBesideTheDevicesAndSayWhatTheyRestOn) {
    const auto measured = made();
    const auto rows = figureRows(&measured, withDevice(), nullptr);
    EXPECT_EQ(rowOf(rows, "HR").ours.text, QStringLiteral("72"));
    EXPECT_EQ(rowOf(rows, "HR").device.text, kDash);
    EXPECT_FALSE(rowOf(rows, "HR").device.tip.isEmpty());
    EXPECT_EQ(rowOf(rows, "PR").ours.text, QStringLiteral("162"));
    EXPECT_EQ(rowOf(rows, "PR").ours.tip, QStringLiteral("of 10 beats, from I, II"));
    EXPECT_EQ(rowOf(rows, "PR").device.text, QStringLiteral("158"));
    EXPECT_EQ(rowOf(rows, "QRS axis").ours.text, QString(QChar(0x2212)) + QStringLiteral("31"));
    EXPECT_EQ(rowOf(rows, "P axis").device.text, QString(QChar(0x2212)) + QStringLiteral("12.5"));
    EXPECT_EQ(rowOf(rows, "QTc, no formula named").device.text, QStringLiteral("431"));
    // 430 / sqrt(.8287) = 472
    EXPECT_EQ(rowOf(rows, "QTc Bazett").ours.text, QStringLiteral("472 prolonged"));
    // 430 / cbrt(.8287) = 458
    EXPECT_EQ(rowOf(rows, "QTc Fridericia").ours.text, QStringLiteral("458 prolonged"));
    EXPECT_EQ(rowOf(rows, "QTc Hodges").ours.text, QStringLiteral("452 prolonged"));
    EXPECT_TRUE(rowOf(rows, "QTc Bazett").ours.tip.contains(QStringLiteral("450 ms in men")));
}

TEST(MeasurementRows, FormulaeThatDisagreeAreMarkedAndTheTipSaysHow) {
    auto measured = made();
    measured.global.rr_ms = measure::Figure{400, {}, 9};
    measured.global.qtc = beats::correctedQt(0.3, 0.4);
    const auto rows = figureRows(&measured, withDevice(), nullptr);
    EXPECT_EQ(rowOf(rows, "QTc Bazett").ours.text, QStringLiteral("474 prolonged ≠"));
    EXPECT_EQ(rowOf(rows, "QTc Fridericia").ours.text, QStringLiteral("407 ≠"));
    for (const char* name : {"QTc Bazett", "QTc Fridericia", "QTc Framingham", "QTc Hodges"}) {
        EXPECT_TRUE(
            rowOf(rows, name).ours.tip.contains(QStringLiteral("at 150 per minute the formulae of QTc disagree")))
            << name;
    }
}

TEST(MeasurementRows, AQtcThatABroadQrsProlongsSaysSo) {
    auto measured = made();
    measured.global.qrs_ms = measure::Figure{119, {0, 1}, 10};
    EXPECT_EQ(rowOf(figureRows(&measured, withDevice(), nullptr), "QTc Fridericia").ours.text,
              QStringLiteral("458 prolonged"));
    measured.global.qrs_ms = measure::Figure{141, {0, 1}, 10};
    EXPECT_EQ(rowOf(figureRows(&measured, withDevice(), nullptr), "QTc Fridericia").ours.text,
              QStringLiteral("458 prolonged, QRS broad"));
}

TEST(MeasurementRows, TheLettersOfOneBeatAreItsOwn) {
    measure::Measurements measured = made();
    measure::LeadMeasurements lead;
    lead.name = "V6";
    lead.qrs_shape = "QS";
    measured.leads = {lead};
    OneBeatOnLead beat;
    beat.qrs_shape = "rS";
    beat.figures.amplitudes.r_mv = 0.3;
    const auto rows = leadRows(measured, {beat});
    EXPECT_EQ(rows[0].cells[1].text, QStringLiteral("rS"));
    EXPECT_EQ(rows[0].cells[4].text, QStringLiteral("+0.30"));
    EXPECT_EQ(leadRows(measured, {})[0].cells[1].text, QStringLiteral("QS"));
}

TEST(MeasurementRows, WhatCannotBeSaidIsADashWithAReason) {
    const auto measured = made();
    for (const measure::Measurements* of : {&measured, static_cast<const measure::Measurements*>(nullptr)}) {
        for (const FigureRow& row : figureRows(of, withDevice(), nullptr)) {
            for (const FigureCell& cell : {row.ours, row.device, row.beat}) {
                ASSERT_FALSE(cell.text.isEmpty()) << row.name.toStdString();
                if (cell.text == kDash) {
                    EXPECT_FALSE(cell.tip.isEmpty()) << row.name.toStdString();
                }
            }
        }
    }
    EXPECT_EQ(rowOf(figureRows(&measured, withDevice(), nullptr), "QRS").ours.text, kDash);
    EXPECT_EQ(rowOf(figureRows(nullptr, withDevice(), nullptr), "HR").ours.tip, QStringLiteral("not measured yet"));
}

TEST(MeasurementRows, ABeatIsMeasuredFromTheWavesAsTheyStand) {
    auto lead = std::make_shared<LeadWaves>();
    lead->rate_hz = 1000;
    lead->beats = {test::madeBeat(1, 1000), test::madeBeat(2, 1000, false)};
    const Recording recording = withDevice();
    auto beat = beatOverLeads({nullptr, lead}, 0, std::nullopt);
    auto rows = figureRows(nullptr, recording, &beat);
    EXPECT_EQ(rowOf(rows, "PR").beat.text, QStringLiteral("160"));
    EXPECT_EQ(rowOf(rows, "QRS").beat.text, QStringLiteral("90"));
    EXPECT_EQ(rowOf(rows, "QT").beat.text, QStringLiteral("380"));
    EXPECT_EQ(rowOf(rows, "HR").beat.text, kDash) << "the first has no interval before it";
    beat = beatOverLeads({nullptr, lead}, 1, 1.0);
    rows = figureRows(nullptr, recording, &beat);
    EXPECT_EQ(rowOf(rows, "PR").beat.text, kDash) << "it has no P";
    EXPECT_EQ(rowOf(rows, "HR").beat.text, QStringLiteral("60"));
    EXPECT_TRUE(rowOf(rows, "QTc Bazett").beat.text.startsWith(QStringLiteral("380")));
}

TEST(MeasurementRows, TheCopyHasEveryRowAndTheLeads) {
    measure::Measurements measured = made();
    measure::LeadMeasurements lead;
    lead.name = "II";
    lead.qrs_shape = "qRs";
    lead.of_median.amplitudes.r_mv = 1.234;
    lead.of_median.amplitudes.st_j_mv = -0.104;
    lead.said = {"its figures are of one beat, with all its noise"};
    measured.leads = {lead};
    measured.said = {"there are no beats to measure"};
    const auto leads = leadRows(measured, {});
    ASSERT_EQ(leads.size(), 1U);
    EXPECT_EQ(static_cast<qsizetype>(leads[0].cells.size()), leadColumns().size());
    EXPECT_EQ(leadColumns().size(), leadColumnTips().size());
    EXPECT_EQ(leads[0].cells[4].text, QStringLiteral("+1.23"));
    EXPECT_EQ(leads[0].cells[7].text, QString(QChar(0x2212)) + QStringLiteral("0.10"));
    EXPECT_EQ(leads[0].cells[2].text, kDash);
    const QString text = tableText(figureRows(&measured, withDevice(), nullptr), true, leads, remarksOf(measured));
    EXPECT_TRUE(text.contains(QStringLiteral("\nPR\tms\t162\t158\t")));
    EXPECT_TRUE(text.contains(QStringLiteral("\nII\tqRs\t")));
    EXPECT_TRUE(text.contains(QStringLiteral("There are no beats to measure.")));
    EXPECT_TRUE(text.contains(QStringLiteral("II: its figures are of one beat")));
}

}  // namespace
}  // namespace triptych::ui
