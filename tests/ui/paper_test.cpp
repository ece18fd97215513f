#include "ui/panes/paper.h"
#include "tests/ui/made_recording.h"
#include "ui/panes/beat_marks.h"
#include "ui/panes/fitting_gain.h"
#include "ui/panes/standstill.h"
#include "ui/panes/ticks.h"
#include "ui/panes/trace_layout.h"

#include <QPainter>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

TEST(Paper, AMillimetreIs40MillisecondsAndATenthOfAMillivolt) {
    const GridSteps time = millimetreGrid(25, 4), volts = millimetreGrid(10, 4);
    EXPECT_DOUBLE_EQ(time.fine, 0.04);
    EXPECT_DOUBLE_EQ(time.heavy, 0.2);
    EXPECT_DOUBLE_EQ(volts.fine, 0.1);
    EXPECT_DOUBLE_EQ(volts.heavy, 0.5);
}

TEST(Paper, LinesThatWouldMergeAreLeftOut) {
    EXPECT_EQ(millimetreGrid(25, 2).fine, 0);
    EXPECT_GT(millimetreGrid(25, 2).heavy, 0);
    EXPECT_EQ(millimetreGrid(25, 0.4).heavy, 0);
    EXPECT_EQ(millimetreGrid(0, 4), GridSteps());
}

TEST(Paper, ZoomedBoxesStayApartAndHaveNamedLengths) {
    for (double px_per_s = 1e-4; px_per_s < 1e4; px_per_s *= 1.7) {
        const GridSteps steps = zoomedTimeGrid(px_per_s);
        if (steps.fine == 0) continue;
        EXPECT_GE(steps.fine * px_per_s, 3);
        EXPECT_NEAR(std::round(steps.heavy / steps.fine), steps.heavy / steps.fine, 1e-9)
            << "heavy lines lie on fine ones";
    }
}

TEST(Paper, LinesStandOnWholePixelsAndHeavyOnesAreSeen) {
    constexpr double kPitch = 96 / 25.4;
    for (const double line_px : {1.0, 1.6}) {
        const int width = line_px < 1.5 ? 1 : 2;
        QImage image(1000, 60, QImage::Format_RGB32);
        const Palette& colours = palette(Theme::light);
        paintPaper(image, image.rect(), {10.3, kPitch, 5 * kPitch}, {0, 0, 0}, line_px, colours);
        int fine = 0, heavy = 0;
        for (int x = 0; x < image.width(); ++x) {
            const QColor colour = image.pixelColor(x, 30);
            EXPECT_TRUE(colour == colours.paper || colour == colours.grid_fine || colour == colours.grid_heavy) << x;
            fine += colour == colours.grid_fine ? 1 : 0;
            heavy += colour == colours.grid_heavy ? 1 : 0;
        }
        EXPECT_NEAR(heavy, 1000 / (5 * kPitch) * width, 2 * width);
        EXPECT_NEAR(fine + heavy, 1000 / kPitch * width, 2 * width);
        // None is farther from its place than half a pixel and half its width.
        for (double centre = 10.3; centre < 990; centre += kPitch) {
            bool found = false;
            for (int x = 0; x < width; ++x) {
                found = found || image.pixelColor(static_cast<int>(std::floor(centre - (width - 1) * 0.5)) + x, 30) !=
                                     colours.paper;
            }
            EXPECT_TRUE(found) << centre;
        }
    }
}

TEST(TraceLayout, ThreeByFourIsInTheOrderOfThePrintedPage) {
    std::vector<test::MadeLead> leads;
    for (const char* name : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}) {
        leads.push_back({name, 500, test::flat, "mV"});
    }
    const RecordingPtr twelve = test::madeRecording(leads, 10);
    TraceLayoutRequest request{LeadLayout::three_by_four_plus_one, QRectF(40, 0, 1000, 400), 20, 1, 0, {}};
    const TraceLayout made = layOutTraces(*twelve, request);
    ASSERT_EQ(made.cells.size(), 13U);
    const char* expected[] = {"I", "aVR", "V1", "V4", "II", "aVL", "V2", "V5", "III", "aVF", "V3", "V6", "II"};
    for (std::size_t i = 0; i < 13; ++i) EXPECT_EQ(twelve->leads[made.cells[i].lead].name, expected[i]);
    EXPECT_TRUE(made.cells.back().rhythm);
    EXPECT_DOUBLE_EQ(made.cells.back().rect.width(), 1000);
    EXPECT_DOUBLE_EQ(made.cells[1].rect.left(), 290) << "columns share the one time axis";

    request.columns_px = 400;
    const TraceLayout narrow = layOutTraces(*twelve, request);
    EXPECT_DOUBLE_EQ(narrow.cells[3].rect.right(), 440) << "they share what holds the recording";
    EXPECT_DOUBLE_EQ(narrow.cells.back().rect.width(), 1000);

    request.layout = LeadLayout::three_by_four;
    request.cabrera = true;
    const TraceLayout cabrera = layOutTraces(*twelve, request);
    ASSERT_EQ(cabrera.cells.size(), 12U);
    const char* turned[] = {"aVL", "II", "V1", "V4", "I", "aVF", "V2", "V5", "aVR", "III", "V3", "V6"};
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_EQ(twelve->leads[cabrera.cells[i].lead].name, turned[i]);
        EXPECT_EQ(cabrera.cells[i].negated, i == 8) << "aVR alone is turned about";
    }
    request.cabrera = false;
    request.layout = LeadLayout::six_by_two;
    const TraceLayout two = layOutTraces(*twelve, request);
    EXPECT_EQ(two.rows, 6);
    EXPECT_EQ(twelve->leads[two.cells[1].lead].name, "V1");
    EXPECT_EQ(twelve->leads[two.cells[10].lead].name, "aVF");
    request.layout = LeadLayout::twelve_by_one;
    request.plot = QRectF(40, 0, 1000, 120);
    EXPECT_EQ(layOutTraces(*twelve, request).cells.size(), 12U) << "however low the rows";
    const std::vector<std::size_t> seen = {1, 6};
    request.shown = seen;
    EXPECT_EQ(layOutTraces(*twelve, request).cells.size(), 2U) << "the others leave their places free";
    request.shown = {};

    leads.pop_back();
    EXPECT_EQ(layOutTraces(*test::madeRecording(leads, 10), request).layout, LeadLayout::stacked) << "V6 is missing";
}

TEST(TraceLayout, BaselinesStandOnHeavyLinesInsideTheirRows) {
    const RecordingPtr three =
        test::madeRecording({{"I", 500, test::flat}, {"II", 500, test::flat}, {"V1", 500, test::flat}}, 10);
    const std::vector<double> lift = {500, 0, -500};
    const TraceLayout made = layOutTraces(*three, {LeadLayout::stacked, QRectF(40, 20, 1000, 400), 18.9, 1, 0, lift});
    for (const TraceCell& cell : made.cells) {
        const double lines = (cell.baseline_y - 20) / 18.9;
        EXPECT_NEAR(lines, std::round(lines), 1e-9);
        EXPECT_TRUE(cell.rect.contains(QPointF(50, cell.baseline_y)));
    }
    EXPECT_GT(made.cells[0].baseline_y, made.cells[0].rect.center().y());
    EXPECT_LT(made.cells[2].baseline_y, made.cells[2].rect.center().y());
}

RecordingPtr flatTwelve() {
    std::vector<test::MadeLead> leads;
    for (const char* name : {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"}) {
        leads.push_back({name, 500, test::flat, "mV"});
    }
    return test::madeRecording(leads, 10);
}

TEST(TraceLayout, ARowThatSweepsFarHasTheRoomForItAndNoneVanishes) {
    const RecordingPtr twelve = flatTwelve();
    TraceLayoutRequest request{LeadLayout::three_by_four_plus_one, QRectF(40, 0, 1000, 400), 0, 1, 0, {}};
    std::vector<LeadReach> reach(12, {30, 20});
    request.reach = reach;
    for (const TraceCell& cell : layOutTraces(*twelve, request).cells) EXPECT_DOUBLE_EQ(cell.rect.height(), 100);
    reach[8] = {30, 150};  // V3: a deep S
    double bottom = 0;
    for (const TraceCell& cell : layOutTraces(*twelve, request).cells) {
        EXPECT_GE(cell.baseline_y - reach[cell.lead].up_px, cell.rect.top() - 1e-6);
        EXPECT_LE(cell.baseline_y + reach[cell.lead].down_px, cell.rect.bottom() + 1e-6);
        if (cell.lead == 8) {
            EXPECT_DOUBLE_EQ(cell.rect.height(), 180);
        }
        bottom = std::max(bottom, cell.rect.bottom());
    }
    EXPECT_DOUBLE_EQ(bottom, 400) << "the others give it what they do not need";
    reach[8] = {30, 5000};
    for (const TraceCell& cell : layOutTraces(*twelve, request).cells) {
        EXPECT_GE(cell.rect.height(), 10) << "no row vanishes";
        EXPECT_TRUE(cell.rect.contains(QPointF(cell.rect.center().x(), cell.baseline_y)));
    }
    request.cabrera = true;
    reach.assign(12, {30, 20});
    reach[3] = {10, 150};  // turned about, aVR goes up
    for (const TraceCell& cell : layOutTraces(*twelve, request).cells) {
        if (cell.negated) {
            EXPECT_GE(cell.baseline_y - 150, cell.rect.top() - 1e-6);
        }
    }
}

TEST(TraceLayout, AStackGivesALeadThatSweepsFarItsRoomToo) {
    const RecordingPtr three =
        test::madeRecording({{"I", 500, test::flat}, {"V1", 500, test::flat}, {"Flow", 500, test::flat}}, 10);
    std::vector<LeadReach> reach = {{30, 20}, {40, 160}, {}};
    TraceLayoutRequest request{LeadLayout::stacked, QRectF(40, 0, 1000, 360), 0, 1, 0, {}};
    request.reach = reach;
    const TraceLayout made = layOutTraces(*three, request);
    ASSERT_EQ(made.cells.size(), 3U);
    EXPECT_DOUBLE_EQ(made.cells[1].rect.height(), 200);
    EXPECT_DOUBLE_EQ(made.cells[1].baseline_y - made.cells[1].rect.top(), 40);
    EXPECT_GE(made.cells[0].rect.height(), 50);
    EXPECT_DOUBLE_EQ(made.cells[2].rect.bottom(), 360);
    reach[1] = {40, 1600};
    for (const TraceCell& cell : layOutTraces(*three, request).cells) {
        EXPECT_DOUBLE_EQ(cell.rect.height(), 120) << "there is not enough for all of them";
    }
    request.reach = {};
    for (const TraceCell& cell : layOutTraces(*three, request).cells) EXPECT_DOUBLE_EQ(cell.rect.height(), 120);
}

// Twelve leads on a page of four rows of 100 px, without what they sweep.
FittingGainRequest onPageOfTwelve() {
    const QRectF paper(0, 0, 1000, 400);
    FittingGainRequest request;
    request.px_per_mm = 4;
    request.paper = paper;
    request.layout_at = [twelve = flatTwelve(), paper](double) {
        return layOutTraces(*twelve, {LeadLayout::three_by_four_plus_one, paper, 0, 1, 0, {}});
    };
    return request;
}

TEST(FittingGain, ALowerOneIsTakenWhereCurvesWouldRunThroughThoseOfTheNextRow) {
    float depth = 1;
    FittingGainRequest request = onPageOfTwelve();
    // The rhythm lead has its spike below the first column alone.
    request.swing_mv = [&](const TraceCell& cell) -> std::optional<ColumnRange> {
        if (cell.rhythm) return cell.rect.left() < 100 ? ColumnRange{0, 1} : ColumnRange{0, 0.2F};
        return cell.lead == 2 ? ColumnRange{-depth, 0} : ColumnRange{0, 0.2F};
    };
    EXPECT_EQ(gainThatCutsNothing(request), 10) << "III goes down 40 px, the rhythm lead 40 px up, 100 px apart";
    depth = 2;
    EXPECT_EQ(gainThatCutsNothing(request), 5) << "80 and 40 px";
    request.swing_mv = [&](const TraceCell& cell) -> std::optional<ColumnRange> {
        if (cell.rhythm) return cell.rect.left() < 100 ? ColumnRange{0, 1} : ColumnRange{0, 0.2F};
        return cell.lead == 8 ? ColumnRange{-depth, 0} : ColumnRange{0, 0.2F};
    };
    EXPECT_EQ(gainThatCutsNothing(request), 10) << "V3 stands where the rhythm lead is low";
}

TEST(FittingGain, IsNotLoweredForCurvesThatReachAsFarAtDifferentMoments) {
    double apart_px = 12;
    FittingGainRequest request = onPageOfTwelve();
    // An S of III and, at some distance before it, an R of the rhythm lead: an eighth of a second is 12 px.
    request.swing_mv = [&](const TraceCell& cell) -> std::optional<ColumnRange> {
        const double spike_px = cell.rhythm ? 60 - apart_px : 60;
        if (cell.lead != 2 && !cell.rhythm) return ColumnRange{0, 0.2F};
        if (cell.rect.left() > spike_px || cell.rect.right() <= spike_px) return ColumnRange{0, 0.2F};
        return cell.rhythm ? ColumnRange{0, 1} : ColumnRange{-2, 0};
    };
    EXPECT_EQ(gainThatCutsNothing(request), 10);
    apart_px = 0;
    EXPECT_EQ(gainThatCutsNothing(request), 5) << "at one moment";
}

TEST(TraceLayout, MoreLeadsThanFitCanBeScrolled) {
    std::vector<test::MadeLead> leads;
    for (int i = 0; i < 64; ++i) leads.push_back({"E" + std::to_string(i), 250, test::flat, "mV"});
    const RecordingPtr many = test::madeRecording(leads, 10);
    const TraceLayout made = layOutTraces(*many, {LeadLayout::stacked, QRectF(40, 0, 800, 240), 20, 0, 60, {}});
    EXPECT_EQ(made.rows, 10);
    EXPECT_EQ(made.hidden_leads, 54);
    EXPECT_EQ(made.cells.back().lead, 63U) << "scrolled to the end, and no further";
}

TEST(TraceLayout, ColumnsShareWholePagesOfTheView) {
    EXPECT_DOUBLE_EQ(sharedByColumns_s(10), 10);
    EXPECT_DOUBLE_EQ(sharedByColumns_s(16.3), 10);
    EXPECT_DOUBLE_EQ(sharedByColumns_s(31), 30);
    EXPECT_DOUBLE_EQ(sharedByColumns_s(4), 4) << "zoomed in, each column has its part of what is seen";
    EXPECT_DOUBLE_EQ(sharedByColumns_s(10 - 1e-9), 10 - 1e-9);
}

TEST(Standstill, WhatRestsAtTheLimitAndWhatIsFlatIsTold) {
    constexpr double kRate_hz = 250;
    std::vector<float> samples(2500);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = 0.3F * std::sin(0.2F * static_cast<float>(i));
    EXPECT_TRUE(standstillsOf(samples, 0, kRate_hz).empty());
    std::fill(samples.begin() + 500, samples.begin() + 525, 5.0F);    // 100 ms at the limit
    std::fill(samples.begin() + 700, samples.begin() + 709, -0.1F);   // a plateau
    std::fill(samples.begin() + 1000, samples.begin() + 1600, 0.0F);  // 2.4 s
    std::fill(samples.begin() + 1700, samples.begin() + 2400, NAN);   // missing is missing
    const auto found = standstillsOf(samples, 250, kRate_hz);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0], (Standstill{3, 3.1, true}));
    EXPECT_EQ(found[1], (Standstill{5, 7.4, false}));
}

TEST(BeatMarks, CrowdsBecomeBars) {
    EXPECT_EQ(markDensity(10, 1000), MarkDensity::letters);
    EXPECT_EQ(markDensity(100, 1000), MarkDensity::letters);
    EXPECT_EQ(markDensity(100'000, 1000), MarkDensity::coalesced);
    EXPECT_EQ(markDensity(0, 1000), MarkDensity::letters);
}

// Columns of a band that has any ink, from its beats.
std::vector<bool> inkOf(const std::vector<LabelledBeat>& beats, double span_s, QImage& image) {
    image.fill(Qt::white);
    QPainter painter(&image);
    paintBeatMarks(painter,
                   {QRectF(0, 0, image.width(), image.height()), {0, span_s}, beats, std::nullopt, true, Theme::light});
    painter.end();
    std::vector<bool> ink(static_cast<std::size_t>(image.width()));
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y)
            ink[static_cast<std::size_t>(x)] = ink[static_cast<std::size_t>(x)] || image.pixelColor(x, y) != Qt::white;
    }
    return ink;
}

TEST(BeatMarks, NormalBeatsAreDotsAndOnlyTheOthersLetters) {
    QImage image(1000, 22, QImage::Format_RGB32);
    const auto width_of = [&](std::uint8_t code) {
        const auto ink = inkOf({{0, 5, code}}, 10, image);
        return std::count(ink.begin(), ink.end(), true);
    };
    EXPECT_LE(width_of(kNormal), 5);
    EXPECT_GE(width_of(kPvc), 6);
}

TEST(BeatMarks, NoMarkStandsOnAnother) {
    QImage image(1000, 22, QImage::Format_RGB32);
    // Runs of V at ever less distance, from letters far apart to what has no room: a column without ink between any
    // two.
    for (const double distance_px : {30.0, 14.0, 11.0, 8.0, 6.0}) {
        std::vector<LabelledBeat> beats;
        for (double x = 100; x < 900; x += distance_px) beats.push_back({0, x / 100, kPvc});
        const auto ink = inkOf(beats, 10, image);
        int marks = 0;
        for (std::size_t x = 1; x < ink.size(); ++x) marks += ink[x] && !ink[x - 1] ? 1 : 0;
        EXPECT_GE(marks, static_cast<int>(beats.size()) - 1) << distance_px;
    }
}

TEST(Ticks, StepsAreRoundAndFit) {
    const TickSet ticks = niceTicks(-1.05, 2.1, 6);
    EXPECT_DOUBLE_EQ(ticks.step, 1);
    EXPECT_EQ(ticks.values.size(), 4U);
    EXPECT_TRUE(niceTicks(1, 1, 5).values.empty());
    EXPECT_TRUE(niceTicks(0, INFINITY, 5).values.empty());
}

TEST(Ticks, TimesReadAsOnAClock) {
    EXPECT_EQ(timeText(3.42, 0.01, 30), "3.42");
    EXPECT_EQ(timeText(603.4, 0.1, 1800), "10:03.4");
    EXPECT_EQ(timeText(7.25, 0.01, 1800), "0:07.25");
    EXPECT_EQ(timeText(59.999, 0.1, 1800), "1:00.0") << "rounding carries over";
    EXPECT_EQ(timeText(7803, 1, 86400), "2:10:03");
    EXPECT_EQ(timeUnit(86400), "h:m:s");
    EXPECT_EQ(numberText(-0.0001, 0.1), "0.0") << "no minus before nothing";
    EXPECT_EQ(numberText(-1.5, 0.5), QString(QChar(0x2212)) + "1.5");
}

TEST(Ticks, TheClockStandsOnTheAxisWhereTheStartIsKnown) {
    const TimeAxis axis(2 * 86'400, parseStart("2002-03-02T23:58:30.5"));
    EXPECT_EQ(axis.text(0, 0.1), "23:58:30.5");
    EXPECT_EQ(axis.text(29.5, 1), "23:59:00");
    EXPECT_EQ(axis.text(29.5, 60), "23:59") << "steps of minutes need no seconds";
    EXPECT_EQ(axis.text(89.5, 1), "day 2 00:00:00");
    EXPECT_EQ(axis.text(89.499, 0.1), "day 2 00:00:00.0") << "the day goes with the digits";
    EXPECT_EQ(axis.text(89.4, 0.1), "23:59:59.9");
    EXPECT_EQ(axis.text(89.5 + 86'400, 3600), "day 3 00:00");
    EXPECT_EQ(axis.unit(), "clock");
    // Round times of the clock, not of the recording.
    const TickSet ticks = axis.ticks(0, 200, 40);
    EXPECT_EQ(ticks.step, 60);
    ASSERT_EQ(ticks.values.size(), 3U);
    EXPECT_NEAR(ticks.values[0], 29.5, 1e-9);
    EXPECT_NEAR(ticks.values[1], 89.5, 1e-9);
    // Without a start all is as it was.
    const TimeAxis since(1800, std::nullopt);
    EXPECT_EQ(since.text(603.4, 0.1), timeText(603.4, 0.1, 1800));
    EXPECT_EQ(since.unit(), "min:s");
    EXPECT_EQ(since.ticks(0, 10, 1).values, timeTicks(0, 10, 1).values);
    EXPECT_EQ(TimeAxis(60, parseStart("22:14:09")).text(1, 1), "22:14:10") << "a time of day without a day";
}

TEST(Ticks, TimesStandNoNearerThanAsked) {
    for (double least = 0.001; least < 1e5; least *= 1.9) {
        const TickSet ticks = timeTicks(100, 100 + 12 * least, least);
        EXPECT_GE(ticks.step, least * (1 - 1e-12));
        EXPECT_LE(ticks.values.size(), 13U);
    }
}

TEST(Ticks, FrequenciesAreThoseThatReadersKnow) {
    EXPECT_EQ(frequencyTicks({0.5, 60, true}, 400, 15), (std::vector<double>{0.5, 1, 2, 5, 10, 20, 50}));
    const auto few = frequencyTicks({0.5, 60, true}, 60, 15);
    for (std::size_t i = 1; i < few.size(); ++i) {
        EXPECT_GE(
            (FrequencyAxis{0.5, 60, true}.fraction(few[i]) - FrequencyAxis{0.5, 60, true}.fraction(few[i - 1])) * 60,
            15);
    }
    EXPECT_EQ(frequencyTicks({0, 60, false}, 250, 15).front(), 0);
}

}  // namespace
}  // namespace triptych::ui
