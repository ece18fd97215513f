// What the window seeks and measures of waves: the stretch in view first, figures that follow a move, leads and
// delineators that fail, calipers in the beat.
#include "tests/ui/wave_window.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/measurements_panel.h"
#include "ui/panels/reason_strip.h"
#include "ui/panels/trend_panel.h"
#include "ui/panels/trend_view.h"
#include "ui/panes/calipers.h"

#include <QApplication>
#include <QClipboard>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

namespace triptych::ui {
namespace {

using review::WavePoint;
using test::beatPane;
using test::drag;
using test::idle;
using test::markOf;
using test::press;
using test::saved;
using test::timeOf;
using test::waveWindow;

QString cellOf(MainWindow& window, const char* table, const QString& row, int column) {
    const auto* shown = window.measurements().findChild<QTableWidget*>(QLatin1String(table));
    for (int i = 0; i < shown->rowCount(); ++i) {
        if (shown->item(i, 0)->text() == row) return shown->item(i, column)->text();
    }
    return {};
}

TEST(WindowMeasurements, FiguresFollowAMoveAtOnceAndTheRecordingsWithIt) {
    const auto window = waveWindow(test::recordOnDisk());
    ASSERT_TRUE(window);
    press(*window, Qt::Key_I);
    ASSERT_TRUE(idle(*window));
    ASSERT_TRUE(window->state().waves().measurements());
    EXPECT_TRUE(window->measurements().isVisible());
    const int columns = window->measurements().findChild<QTableWidget*>(QStringLiteral("figures"))->columnCount();
    EXPECT_EQ(columns, 4) << "the file has no device's figures";
    const int beat_column = columns - 2;
    EXPECT_EQ(cellOf(*window, "figures", QStringLiteral("QRS"), beat_column), QStringLiteral("89")) << "32 samples";
    EXPECT_NE(cellOf(*window, "figures", QStringLiteral("QRS"), 1), QString(QChar(kUnsaid)));
    const auto measured = window->state().waves().measurements();

    const std::size_t leads = window->state().record().recording()->leads.size();
    const std::size_t beat = *window->state().beats().selected();
    for (std::size_t lead = 0; lead < leads; ++lead) {
        const WaveMark mark{lead, beat, WavePoint::qrs_offset};
        const double time_s = timeOf(*window, mark);
        EXPECT_TRUE(window->session().waves().place(mark, time_s + 10.0 / 360, "key"));
    }
    EXPECT_EQ(cellOf(*window, "figures", QStringLiteral("QRS"), beat_column), QStringLiteral("117"))
        << "before anything else happens";
    ASSERT_TRUE(idle(*window));
    EXPECT_NE(window->state().waves().measurements(), measured);
    EXPECT_TRUE(window->state().waves().measurementsAreFresh());
    EXPECT_NEAR(*window->state().waves().measurements()->beats[beat].intervals.qrs_ms, 42 * 1000.0 / 360, 0.5);

    auto* table = window->measurements().findChild<QTableWidget*>(QStringLiteral("figures"));
    table->setFocus();
    QApplication::clipboard()->clear();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("QRS\tms\t")));

    press(*window, Qt::Key_F2);
    EXPECT_FALSE(window->measurements().isVisible());
    EXPECT_TRUE(window->beatPanel().isVisible()) << "the side panels come back";
    EXPECT_TRUE(saved(*window));
}

TEST(WindowMeasurements, ABeatThatTheReaderCallsAnotherKindLeavesTheMedian) {
    const auto window = waveWindow(test::recordOnDisk());
    ASSERT_TRUE(window);
    press(*window, Qt::Key_I);
    ASSERT_TRUE(idle(*window));
    const auto before = window->state().waves().measurements();
    ASSERT_TRUE(before);
    const std::size_t beat = *window->state().beats().selected();
    ASSERT_TRUE(before->beats[beat].is_dominant);
    press(*window, Qt::Key_V);
    ASSERT_TRUE(test::waitUntil([&] { return window->state().waves().measurements() != before; }, 20'000));
    ASSERT_TRUE(idle(*window));
    const auto after = window->state().waves().measurements();
    EXPECT_FALSE(after->beats[beat].is_dominant);
    EXPECT_EQ(after->dominant + 1, before->dominant);
    EXPECT_TRUE(saved(*window));
}

TEST(WindowMeasurements, TrendsStandInThePanelAndAClickGoesToItsMoment) {
    const auto window = waveWindow(test::recordOnDisk("long", 300));
    ASSERT_TRUE(window);
    press(*window, Qt::Key_I);
    auto* trend = window->measurements().findChild<QToolButton*>(QStringLiteral("trend"));
    ASSERT_NE(trend, nullptr);
    QTest::mouseClick(trend, Qt::LeftButton);
    TrendView& view = window->measurements().trends().view();
    ASSERT_TRUE(view.isVisible());
    EXPECT_FALSE(view.rows().empty()) << "the rate, whatever is measured yet";
    ASSERT_TRUE(idle(*window));
    ASSERT_GE(view.rows().size(), 6U);
    const auto measured = window->state().waves().measurements();
    EXPECT_EQ(view.rows()[0].trend.values, measured->trends.hr_bpm.values) << "the numbers of the command line";
    const QRectF plot = view.plot(0);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPointF(plot.left() + plot.width() * 0.6, 8).toPoint());
    const Viewport& viewport = window->state().view().viewport();
    EXPECT_NEAR(viewport.start_s + viewport.span_s / 2, 180, 1.5);
    ASSERT_TRUE(window->state().beats().selected());
    EXPECT_NEAR(window->state().beats().all()[*window->state().beats().selected()].time_s, 180, 2.5);

    trend->setFocus();
    QApplication::clipboard()->clear();
    QTest::keyClick(trend, Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(QApplication::clipboard()->text().startsWith(QStringLiteral("time (s)\tHR (/min)")));
    QTest::mouseClick(trend, Qt::LeftButton);
    EXPECT_FALSE(view.isVisible());
    EXPECT_TRUE(saved(*window));
}

TEST(WindowMeasurements, TheStretchInViewIsSoughtFirst) {
    const auto guard = std::make_shared<std::mutex>();
    const auto asked = std::make_shared<std::vector<waves::WavesRequest>>();
    const auto window = test::shownWindow();
    window->session().waves().setSource(
        [=](const Recording& recording, const BeatList& beats, const waves::WavesRequest& request, const Job& job) {
            {
                const std::scoped_lock lock(*guard);
                asked->push_back(request);
            }
            return test::MadeWaves{}(recording, beats, request, job);
        });
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk("long", 300)));
    press(*window, Qt::Key_W);
    ASSERT_TRUE(idle(*window));
    const auto near_one = std::find_if(asked->begin(), asked->end(), [&](const waves::WavesRequest& request) {
        return request.beats < window->state().beats().all().size();
    });
    ASSERT_NE(near_one, asked->end());
    const auto& beats = window->state().beats().all();
    EXPECT_LE(beats[near_one->first_beat].time_s, window->state().view().viewport().start_s + 2);
    EXPECT_LT(near_one->beats, beats.size() / 4);
    EXPECT_TRUE(window->session().waves().isComplete());
}

TEST(WindowMeasurements, LeadsWithoutWavesAndADelineatorThatFailsAreSaid) {
    test::MadeWaves waves;
    waves.flat.insert(1);
    const auto window = waveWindow(test::recordOnDisk(), waves);
    ASSERT_TRUE(window);
    const auto said = [](MainWindow& of, const QString& words) {
        const auto& all = of.reasons().reasons();
        return std::any_of(all.begin(), all.end(), [&](const Reason& one) { return one.sentence.contains(words); });
    };
    EXPECT_TRUE(said(*window, QStringLiteral("the lead is flat")));
    EXPECT_TRUE(window->state().waves().of(0)->unreadable.empty());

    const auto failing = test::shownWindow();
    failing->session().waves().setSource([](const Recording&, const BeatList&, const waves::WavesRequest&,
                                            const Job&) -> Result<std::vector<LeadWavesPtr>> {
        return fail(ErrorCode::not_found, "there is no delineator here", "models/waves", "install it");
    });
    ASSERT_TRUE(test::opened(*failing, test::recordOnDisk()));
    press(*failing, Qt::Key_W);
    ASSERT_TRUE(idle(*failing));
    EXPECT_FALSE(failing->session().waves().isComplete());
    EXPECT_TRUE(said(*failing, QStringLiteral("there is no delineator here")));
    press(*failing, Qt::Key_Period);
    EXPECT_FALSE(failing->state().waves().chosen()) << "there is nothing to take in hand";
}

// A table that names no unit: no lead is an electrocardiogram by its unit, and the one with the beats is sought.
TEST(WindowMeasurements, TheBeatsOwnLeadIsSoughtWhateverItsUnit) {
    const auto window = test::shownWindow();
    window->session().waves().setSource([](const Recording& recording, const BeatList& beats,
                                           const waves::WavesRequest& request,
                                           const Job& job) -> Result<std::vector<LeadWavesPtr>> {
        if (request.leads.empty()) return std::vector<LeadWavesPtr>();
        return test::MadeWaves()(recording, beats, request, job);
    });
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    press(*window, Qt::Key_W);
    ASSERT_TRUE(idle(*window));
    EXPECT_NE(window->state().waves().of(window->state().record().analysisLead()), nullptr);
}

TEST(WindowMeasurements, CalipersStandInTheBeatPaneTooAndNameTheirLead) {
    const auto window = test::shownWindow(false, {1440, 900});
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    BeatTracePane& pane = beatPane(*window);
    const QImage before = test::pictureOf(pane);
    const double beat_s = window->state().beats().all()[*window->state().beats().selected()].time_s;
    window->state().view().setCalipers(Stretch{beat_s - 0.2, beat_s + 0.2});
    EXPECT_NE(test::pictureOf(pane), before);
    drag(pane, test::at(pane, beat_s + 0.2), test::at(pane, beat_s + 0.3));
    EXPECT_NEAR(window->state().view().calipers()->to_s, beat_s + 0.3, 0.02);
    EXPECT_NEAR(window->state().view().calipers()->from_s, beat_s - 0.2, 1e-9);
    EXPECT_TRUE(caliperText(*window->state().view().calipers(), 0.5, QStringLiteral("MLII"))
                    .endsWith(QStringLiteral(" on MLII")));
}

}  // namespace
}  // namespace triptych::ui
