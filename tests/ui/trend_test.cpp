// Trends in the panel: which rows there are, gaps that stay gaps, and clicks that go to their moment.
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/trend_panel.h"
#include "ui/panels/trend_rows.h"
#include "ui/panels/trend_view.h"
#include "ui/panes/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QMouseEvent>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace triptych::ui {
namespace {

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

measure::Trend trendOf(std::vector<float> values, double step_s = 60) {
    measure::Trend trend;
    trend.step_s = step_s;
    for (const float value : values) trend.beats.push_back(std::isnan(value) ? 0 : 70);
    trend.values = std::move(values);
    return trend;
}

measure::MeasurementsPtr measured() {
    auto made = std::make_shared<measure::Measurements>();
    made->trends.hr_bpm = trendOf({60, 70, kGap, 90, 100});
    made->trends.pr_ms = trendOf({160, 160, kGap, 164, kGap});
    made->trends.qrs_ms = trendOf({90, 90, kGap, 92, 90});
    made->trends.qt_ms = trendOf({400, 390, kGap, 360, 350});
    made->trends.qtc_fridericia_ms = trendOf({400, 410, kGap, 412, 414});
    for (const char* name : {"II", "V5", "Resp"}) {
        measure::LeadMeasurements lead;
        lead.name = name;
        const bool is_ecg = std::string(name) != "Resp";
        lead.st_j_mv = trendOf(is_ecg ? std::vector<float>{0.01F, 0.02F, kGap, 0, 0} : std::vector<float>(5, kGap));
        lead.st_j60_mv = trendOf(is_ecg ? std::vector<float>{0, 0, kGap, -0.22F, 0.05F} : std::vector<float>(5, kGap));
        lead.st_j80_mv = lead.st_j60_mv;
        made->leads.push_back(lead);
    }
    return made;
}

TEST(Trends, RowsAreTheRateTheIntervalsAndTheLeadsThatHaveLevels) {
    const auto rows = trendRows(*measured(), StPoint::j60);
    QStringList names;
    for (const TrendRow& row : rows) names << row.name;
    EXPECT_EQ(names.join(QLatin1Char(' ')), QStringLiteral("HR PR QRS QT QTc II V5"));
    EXPECT_EQ(valueAt(rows[0].trend, 59.9), 60);
    EXPECT_EQ(valueAt(rows[0].trend, 60), 70);
    EXPECT_EQ(valueAt(rows[0].trend, 130), std::nullopt) << "a gap";
    EXPECT_EQ(valueAt(rows[0].trend, 300), std::nullopt) << "behind the end";
    EXPECT_EQ(valueAt(rows[0].trend, -1), std::nullopt);
    EXPECT_FLOAT_EQ(static_cast<float>(valueAt(trendRows(*measured(), StPoint::j)[6].trend, 70).value()), 0.02F);
}

TEST(Trends, LevelsShareOneScaleAroundZeroAndRatesHaveRoom) {
    const auto rows = trendRows(*measured(), StPoint::j60);
    const TrendRange levels = levelRange(rows);
    EXPECT_DOUBLE_EQ(levels.high, 0.25) << "the next twentieth of a millivolt";
    EXPECT_DOUBLE_EQ(levels.low, -0.25);
    const TrendRange rate = rangeOf(rows[0]);
    EXPECT_LE(rate.low, 60);
    EXPECT_GE(rate.high, 100);
    const TrendRange qrs = rangeOf(rows[2]);
    EXPECT_GE(qrs.high - qrs.low, 20) << "two milliseconds are no event";
    TrendRow nothing = rows[0];
    nothing.trend = trendOf({kGap, kGap});
    EXPECT_LT(rangeOf(nothing).low, rangeOf(nothing).high);
    EXPECT_DOUBLE_EQ(levelRange({}).high, 0.1);
}

TEST(Trends, ACopyHasEveryStretchAndEmptyCellsInGaps) {
    const auto lines = trendText(trendRows(*measured(), StPoint::j60)).split(QLatin1Char('\n'));
    ASSERT_EQ(lines.size(), 7);
    EXPECT_EQ(lines[0],
              QStringLiteral("time (s)\tHR (/min)\tPR (ms)\tQRS (ms)\tQT (ms)\tQTc (ms)\tST II (mV)\tST V5 (mV)"));
    EXPECT_EQ(lines[3], QStringLiteral("120\t\t\t\t\t\t\t"));
    EXPECT_EQ(lines[4], QStringLiteral("180\t90\t164\t92\t360\t412\t−0.22\t−0.22"));
    EXPECT_EQ(trendText({}), QString());
}

struct Shown {
    ViewState state;
    TrendPanel panel{state};

    explicit Shown(bool is_measured) {
        state.setRecording(test::madeRecording({{"II", 50, test::flat}, {"V5", 50, test::flat}}, 300));
        std::vector<LabelledBeat> beats;
        for (int i = 0; i < 300; ++i) beats.push_back({i * 50, static_cast<double>(i), kNormal});
        state.setBeats(beats);
        if (is_measured) state.waves().setMeasurements(measured(), true);
        panel.resize(440, 400);
        panel.show();
        test::letQueuedHappen();
    }
    void press(double x_px) {
        TrendView& view = panel.view();
        const QPointF at(x_px, 20);
        QMouseEvent event(QEvent::MouseButtonPress, at, view.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view, &event);
    }
};

TEST(Trends, AClickGoesToThatMomentAndSelectsItsBeat) {
    Shown shown(true);
    shown.state.view().setViewport({0, 10});
    const QRectF plot = shown.panel.view().plot(0);
    shown.press(plot.left() + plot.width() * 0.5);
    EXPECT_NEAR(shown.state.view().viewport().start_s, 145, 0.6);
    ASSERT_TRUE(shown.state.beats().selected());
    EXPECT_NEAR(shown.state.beats().all()[*shown.state.beats().selected()].time_s, 150, 1.1);
    shown.press(plot.right() + 30);
    EXPECT_NEAR(shown.state.view().viewport().end_s(), 300, 1e-6) << "no farther than the recording goes";
}

TEST(Trends, TheRateIsShownBeforeAnythingIsMeasured) {
    Shown shown(false);
    ASSERT_EQ(shown.panel.view().rows().size(), 1U);
    const auto& trend = shown.panel.view().rows()[0].trend;
    ASSERT_EQ(trend.values.size(), 30U) << "five minutes in steps of ten seconds";
    for (const float value : trend.values) EXPECT_FLOAT_EQ(value, 60);
    shown.state.waves().setMeasurements(measured(), true);
    EXPECT_EQ(shown.panel.view().rows().size(), 7U);
}

TEST(Trends, AGapIsHatchedAndTheOtherPointBehindJIsDrawnWhereChosen) {
    Shown shown(true);
    shown.state.view().setViewport({0, 10});
    const QRectF plot = shown.panel.view().plot(0);
    const QImage image = test::pictureOf(shown.panel.view());
    const auto inksIn = [&](double from_s, double to_s) {
        const QColor paper = ui::palette(shown.state.display().theme()).paper;
        int count = 0;
        for (int x = static_cast<int>(plot.left() + plot.width() * from_s / 300) + 2;
             x < static_cast<int>(plot.left() + plot.width() * to_s / 300) - 2; ++x) {
            for (int y = static_cast<int>(plot.top()) + 2; y < static_cast<int>(plot.bottom()) - 5; ++y) {
                count += image.pixelColor(x, y) != paper ? 1 : 0;
            }
        }
        return count;
    };
    EXPECT_GT(inksIn(120, 180), 3 * inksIn(60, 120)) << "hatching against one line";

    auto* point = shown.panel.findChild<QComboBox*>(QStringLiteral("st_point"));
    ASSERT_NE(point, nullptr);
    point->setCurrentIndex(0);
    EXPECT_EQ(shown.panel.view().stPoint(), StPoint::j);
    EXPECT_NE(test::pictureOf(shown.panel.view()), image);
}

}  // namespace
}  // namespace triptych::ui
