#include "ui/panes/paper.h"
#include "tests/ui/made_recording.h"
#include "ui/panes/beat_marks.h"
#include "ui/panes/ticks.h"
#include "ui/panes/trace_layout.h"

#include <gtest/gtest.h>

#include <algorithm>

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

TEST(Paper, LinesStandAtTheirExactPlaces) {
    QImage image(200, 60, QImage::Format_RGB32);
    const Palette& colours = palette(Theme::light);
    paintPaper(image, image.rect(), {10, 4, 20}, {0, 0, 0}, 1, colours);
    for (int x = 12; x < 188; ++x) {
        // A line of 1 px at 10 + 4k covers half of each of its two pixels.
        const bool on_line = (x - 10) % 4 == 0 || (x - 9) % 4 == 0;
        EXPECT_EQ(image.pixelColor(x, 30) != colours.paper, on_line) << x;
    }
    EXPECT_LT(image.pixelColor(30, 30).green(), image.pixelColor(34, 30).green()) << "heavy lines are darker";
}

TEST(Paper, EveryFineLineIsAsDarkAsTheNextWhateverThePitch) {
    QImage image(1000, 4, QImage::Format_RGB32);
    const Palette& colours = palette(Theme::light);
    constexpr double kPitch = 96 / 25.4;
    paintPaper(image, image.rect(), {0.3, kPitch, 0}, {0, 0, 0}, 1, colours);
    std::vector<double> ink;
    for (double centre = 0.3 + kPitch; centre < 990; centre += kPitch) {
        double sum = 0;
        for (int x = static_cast<int>(centre) - 1; x <= static_cast<int>(centre) + 1; ++x) {
            sum += colours.paper.green() - image.pixelColor(x, 1).green();
        }
        ink.push_back(sum);
    }
    const auto [least, most] = std::minmax_element(ink.begin(), ink.end());
    EXPECT_LE(*most - *least, 0.15 * *most);
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

TEST(TraceLayout, MoreLeadsThanFitCanBeScrolled) {
    std::vector<test::MadeLead> leads;
    for (int i = 0; i < 64; ++i) leads.push_back({"E" + std::to_string(i), 250, test::flat, "mV"});
    const RecordingPtr many = test::madeRecording(leads, 10);
    const TraceLayout made = layOutTraces(*many, {LeadLayout::stacked, QRectF(40, 0, 800, 240), 20, 0, 60, {}});
    EXPECT_EQ(made.rows, 10);
    EXPECT_EQ(made.hidden_leads, 54);
    EXPECT_EQ(made.cells.back().lead, 63U) << "scrolled to the end, and no further";
}

TEST(BeatMarks, CrowdsBecomeDotsAndThenBars) {
    EXPECT_EQ(markDensity(10, 1000), MarkDensity::letters);
    EXPECT_EQ(markDensity(100, 1000), MarkDensity::dots_for_normal);
    EXPECT_EQ(markDensity(100'000, 1000), MarkDensity::coalesced);
    EXPECT_EQ(markDensity(0, 1000), MarkDensity::letters);
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
