// The panes of the table stand where they live, in the arrangements that have them, as they were left.
#include "tests/ui/window_support.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/measurements_panel.h"
#include "ui/panels/recording_panel.h"
#include "ui/panes/overview_strip.h"
#include "ui/panes/trace_pane.h"
#include "ui/window/pane_board.h"

#include <QImage>

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <string>

namespace triptych::ui {
namespace {

// More than one colour: a pane that paints nothing and holds nothing is as its window behind it.
bool showsSomething(QWidget& pane) {
    const QImage image = pane.grab().toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) != image.pixel(0, 0)) return true;
        }
    }
    return false;
}

QRect placeOf(const QWidget& pane, const QWidget& board) {
    return {pane.mapTo(&board, QPoint()), pane.size()};
}

TEST(PaneTable, IdsDifferAndAPaneOfTheSideStandsInOneColumn) {
    std::set<std::string> ids;
    for (const PaneSpec& spec : paneTable()) {
        EXPECT_TRUE(ids.insert(spec.id).second) << spec.id;
        EXPECT_NE(std::string(spec.title), "") << spec.id;
        EXPECT_NE(spec.shown_in, 0U) << spec.id;
        unsigned columns = 0;
        for (std::size_t i = 0; i < kArrangements; ++i) {
            const auto arrangement = static_cast<Arrangement>(i);
            if ((spec.shown_in & only(arrangement)) != 0) columns |= only(columnOf(arrangement));
        }
        EXPECT_TRUE(spec.place != PanePlace::side || std::popcount(columns) == 1) << spec.id;
    }
}

TEST(PaneBoard, EveryPaneIsShownInItsArrangementsAndInNoOther) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    for (const Arrangement arrangement :
         {Arrangement::measure, Arrangement::rhythm, Arrangement::review, Arrangement::explain, Arrangement::read}) {
        window->board().setArrangement(arrangement);
        for (const PaneSpec& spec : paneTable()) {
            auto* pane = window->board().findChild<QWidget*>(QLatin1String(spec.id));
            // It hides while no model of whole recordings has spoken.
            if (pane != nullptr && pane->metaObject() == &RecordingPanel::staticMetaObject) continue;
            const bool shown = pane != nullptr && pane->isVisible();
            EXPECT_EQ(shown, (spec.shown_in & only(arrangement)) != 0) << spec.id;
            EXPECT_TRUE(pane == nullptr || !pane->accessibleName().isEmpty()) << spec.id;
            EXPECT_TRUE(!shown || showsSomething(*pane)) << spec.id;
        }
    }
}

TEST(PaneBoard, FromTheWholeToTheReason) {
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    PaneBoard& board = window->board();
    const QRect overview = placeOf(board.get<OverviewStrip>(), board), rhythm = placeOf(board.get<TracePane>(), board);
    const QRect triptych = placeOf(board.triptych(), board), beat = placeOf(board.get<BeatPanel>(), board);
    const QRect list = placeOf(board.get<BeatListPanel>(), board);
    EXPECT_LT(overview.bottom(), rhythm.top());
    EXPECT_LT(rhythm.bottom(), triptych.top());
    EXPECT_LT(rhythm.right(), beat.left());
    EXPECT_LT(beat.top(), list.top());
}

TEST(PaneBoard, ItsTablesAreMadeWhenSomebodyMeasures) {
    const auto window = test::shownWindow();
    EXPECT_EQ(window->board().findChild<MeasurementsPanel*>(), nullptr);
    window->board().setArrangement(Arrangement::measure);
    EXPECT_NE(window->board().findChild<MeasurementsPanel*>(), nullptr);
}

TEST(PaneBoard, AnArrangementComesBackAsWideAsItWasDrawn) {
    const auto window = test::shownWindow(false, {1600, 900});
    ASSERT_TRUE(test::opened(*window, test::recordOnDisk()));
    PaneBoard& board = window->board();
    QList<int> sizes = board.sizes();
    constexpr int side = 1;
    sizes[0] -= 100;
    sizes[side] += 100;
    board.setSizes(sizes);
    const int drawn = board.sizes()[side];
    board.setArrangement(Arrangement::measure);
    EXPECT_NE(board.get<MeasurementsPanel>().width(), drawn);
    board.setArrangement(Arrangement::read);
    EXPECT_EQ(board.sizes()[side], drawn);
    board.setSideShown(false);
    EXPECT_FALSE(board.get<BeatPanel>().isVisible());
    board.setSideShown(true);
    EXPECT_EQ(board.sizes()[side], drawn);
}

// As earlier versions wrote them: sizes of two columns, or of three once somebody had measured.
TEST(PaneBoard, SizesOfEarlierVersionsAreTaken) {
    for (const int columns : {2, 3}) {
        test::ownSettings();
        Settings settings;
        QSplitter earlier;
        for (int i = 0; i < columns; ++i) earlier.addWidget(new QWidget);
        earlier.resize(1500, 700);
        earlier.show();
        if (columns == 3) earlier.widget(2)->hide();
        QList<int> sizes = {1000, 500, 0};
        earlier.setSizes(sizes.mid(0, columns));
        settings.columns = earlier.saveState();
        saveSettings(settings);
        MainWindow window;
        window.resize(1500, 900);
        window.show();
        ASSERT_TRUE(test::opened(window, test::recordOnDisk()));
        EXPECT_NEAR(window.board().sizes()[1], 500, 20) << columns;
    }
}

}  // namespace
}  // namespace triptych::ui
