// Many beats at once in the window: a stretch, rows of the list, a tile of shapes, a lasso, beats like one; what is
// said before, and one step of undo behind.
#include "core/inference/engine.h"
#include "core/pipeline/shape_tiles.h"
#include "tests/ui/window_support.h"
#include "ui/panels/batch_bar.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/panels/poincare_plot.h"
#include "ui/panels/rhythm_pictures.h"
#include "ui/panels/rr_histogram.h"
#include "ui/panels/shape_tiles_pane.h"
#include "ui/panels/tachogram.h"
#include "ui/window/pane_board.h"

#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>

namespace triptych::ui {
namespace {

#define TRIPTYCH_NEEDS_MODEL()                                       \
    if (inference::listModels().empty() || !inference::loadEngine()) \
    GTEST_SKIP() << "needs an installed model and the inference module beside the test program"

class WindowBatch : public testing::Test {
protected:
    void SetUp() override {
        window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, test::recordOnDisk("made", 60)));
        bar = window->findChild<BatchBar*>();
        ASSERT_NE(bar, nullptr);
    }
    ViewState& state() { return window->state(); }
    const std::vector<LabelledBeat>& rows() { return state().beats().all(); }
    std::size_t labelled(std::uint8_t code) {
        return static_cast<std::size_t>(std::count_if(
            rows().begin(), rows().end(), [&](const auto& row) { return row.relabelled && row.code == code; }));
    }
    std::vector<std::uint8_t> codes() {
        std::vector<std::uint8_t> out;
        for (const LabelledBeat& row : rows()) out.push_back(row.code);
        return out;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(window.get(), key, modifiers); }

    std::unique_ptr<MainWindow> window;
    BatchBar* bar = nullptr;
};

TEST_F(WindowBatch, ALetterLabelsTheSelectedStretchInOneStep) {
    const auto before = codes();
    EXPECT_FALSE(bar->isVisible());
    state().view().setSelection(Stretch{rows()[3].time_s - 0.1, rows()[12].time_s + 0.1});
    ASSERT_EQ(state().review().chosen().size(), 10U);
    EXPECT_TRUE(bar->isVisible());
    EXPECT_TRUE(bar->text().contains(QLatin1String("10 beats"))) << bar->text().toStdString();
    const auto already = static_cast<std::size_t>(std::count(before.begin() + 3, before.begin() + 13, kPvc));
    EXPECT_EQ(window->session().labels().wouldChange(state().review().chosen(), kPvc), 10U)
        << "what is V by others becomes the reader's own; " << already;
    press(Qt::Key_V);
    EXPECT_EQ(labelled(kPvc), 10U);
    EXPECT_EQ(window->session().labels().wouldChange(state().review().chosen(), kPvc), 0U);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(codes(), before);
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U) << "one step";
    press(Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(labelled(kPvc), 10U);
    ASSERT_TRUE(test::saved(*window));
}

TEST_F(WindowBatch, EscapeLetsThemGoAndALetterMeansOneBeatAgain) {
    state().view().setSelection(Stretch{0, 10});
    ASSERT_FALSE(state().review().chosen().empty());
    press(Qt::Key_Escape);
    EXPECT_TRUE(state().review().chosen().empty());
    EXPECT_FALSE(state().view().selection());
    EXPECT_FALSE(bar->isVisible());
    press(Qt::Key_V);
    EXPECT_EQ(labelled(kPvc), 1U);
}

TEST_F(WindowBatch, SpaceAcceptsAndDeleteTakesAwayAllThatAreChosen) {
    state().view().setSelection(Stretch{rows()[0].time_s - 0.05, rows()[4].time_s + 0.05});
    const auto before = codes();
    press(Qt::Key_Space);
    EXPECT_EQ(window->session().labels().labelsByReader(), 5U);
    EXPECT_EQ(codes(), before);
    press(Qt::Key_Delete);
    EXPECT_EQ(window->session().labels().labelsByReader(), 0U);
    EXPECT_EQ(rows().size(), before.size()) << "no beat went";
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(window->session().labels().labelsByReader(), 5U);
}

TEST_F(WindowBatch, RowsOfTheListAreChosenWithShift) {
    QTableView& table = window->beatList().table();
    const auto clickRow = [&](int row, Qt::KeyboardModifiers modifiers) {
        const QRect at = table.visualRect(table.model()->index(row, BeatTableModel::kTime));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, modifiers, at.center());
    };
    table.scrollToTop();
    clickRow(1, {});
    clickRow(4, Qt::ShiftModifier);
    EXPECT_EQ(state().review().chosen(), (std::vector<std::size_t>{1, 2, 3, 4}));
    EXPECT_EQ(state().review().chosenBy(), ChosenBy::list);
    press(Qt::Key_S);
    EXPECT_EQ(labelled(kSupraventricularPremature), 4U);
    clickRow(6, {});
    EXPECT_TRUE(state().review().chosen().empty());
}

TEST_F(WindowBatch, ATileOfShapesIsLabelledAtOnce) {
    press(Qt::Key_B);
    ASSERT_TRUE(test::waitUntil([&] { return state().shapes().tiles() != nullptr && !window->isBusy(); }, 60'000));
    auto& pane = window->board().get<ShapeTilesPane>();
    ASSERT_TRUE(pane.isVisible());
    const auto tiles = state().shapes().tiles();
    ASSERT_FALSE(tiles->tiles.empty());
    QTest::mouseClick(&pane.grid(), Qt::LeftButton, {}, pane.grid().tileRect(0).center().toPoint());
    EXPECT_EQ(state().shapes().chosen(), 0U);
    EXPECT_EQ(state().review().chosen().size(), tiles->tiles[0].beats.size());
    EXPECT_EQ(state().review().chosenBy(), ChosenBy::cluster);
    EXPECT_FALSE(pane.members().membersNow().empty());
    press(Qt::Key_F);
    EXPECT_EQ(labelled(kFusion), tiles->tiles[0].beats.size());
    // The odd one goes out by a click on its cross.
    if (tiles->tiles[0].beats.size() > 10) {
        const auto members = pane.members().membersNow();
        const auto far = std::find_if(members.begin(), members.end(), [](const auto& one) { return one.is_far; });
        ASSERT_NE(far, members.end());
        const std::size_t beat = far->beat;
        QTest::mouseClick(&pane.members(), Qt::LeftButton, {}, far->cross.center().toPoint());
        EXPECT_EQ(state().shapes().tiles()->tiles.back().beats,
                  std::vector<std::uint32_t>{static_cast<std::uint32_t>(beat)});
        EXPECT_FALSE(state().review().isChosen(beat));
    }
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(labelled(kFusion), 0U);
}

TEST_F(WindowBatch, WhatIsChosenElsewhereOrLetGoIsNoTileAnyMore) {
    press(Qt::Key_B);
    ASSERT_TRUE(test::waitUntil([&] { return state().shapes().tiles() != nullptr && !window->isBusy(); }, 60'000));
    auto& grid = window->board().get<ShapeTilesPane>().grid();
    const auto click = [&] { QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.tileRect(0).center().toPoint()); };
    click();
    ASSERT_EQ(state().shapes().chosen(), 0U);
    state().review().choose({1, 2}, ChosenBy::lasso, QStringLiteral("a lasso"));
    EXPECT_EQ(state().shapes().chosen(), std::nullopt) << "two selections, and one letter";
    EXPECT_EQ(state().review().chosen(), (std::vector<std::size_t>{1, 2}));
    click();
    EXPECT_EQ(state().shapes().chosen(), 0U);
    EXPECT_EQ(state().review().chosenBy(), ChosenBy::cluster);
    press(Qt::Key_Escape);
    EXPECT_TRUE(state().review().chosen().empty());
    EXPECT_EQ(state().shapes().chosen(), std::nullopt) << "a lit tile of which no beat is chosen";
}

TEST_F(WindowBatch, TheMapComesOnceTheModelHasSpokenAndALassoOnItIsOneStep) {
    TRIPTYCH_NEEDS_MODEL();
    state().model().setAiVisible(true);
    press(Qt::Key_B);
    window->session().classifyAgain();
    auto& map = window->board().get<ShapeTilesPane>().map();
    ASSERT_TRUE(test::waitUntil([&] { return map.map() != nullptr; }, 120'000)) << map.emptiness().toStdString();
    ASSERT_TRUE(map.emptiness().isEmpty()) << map.emptiness().toStdString();
    EXPECT_EQ(map.map()->x.size(), rows().size());
    EXPECT_GT(map.map()->of, 10U);
    EXPECT_GT(map.map()->share, 0.2);
    EXPECT_LE(map.map()->share, 1);
    std::size_t points = 0;
    for (std::size_t beat = 0; beat < rows().size(); ++beat) points += map.placeOf(beat) ? 1 : 0;
    EXPECT_GT(points, rows().size() - 6) << "all but those at the edges";
    const auto before = codes();
    const QRect all = map.rect().adjusted(1, 1, -1, -1);
    QTest::mousePress(&map, Qt::LeftButton, {}, all.topLeft());
    for (const QPoint& corner : {all.topRight(), all.bottomRight(), all.bottomLeft()}) QTest::mouseMove(&map, corner);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, all.bottomLeft());
    EXPECT_EQ(state().review().chosen().size(), points);
    press(Qt::Key_Q);
    EXPECT_EQ(labelled(kUnknownBeat), points);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(codes(), before);
    // The model's word goes with it.
    state().model().setAiVisible(false);
    EXPECT_FALSE(map.emptiness().isEmpty());
}

TEST_F(WindowBatch, TheListShowsThoseThatCannotBeReadOnALead) {
    auto* list = window->findChild<BeatListPanel*>();
    ASSERT_NE(list, nullptr);
    Q_EMIT list->leadWanted(0, true);
    ASSERT_TRUE(test::waitUntil([&] { return list->model().narrowing().lead.has_value(); }, 60'000));
    const auto readable = static_cast<std::size_t>(list->model().rowCount());
    EXPECT_GT(readable, 0U);
    Q_EMIT list->leadWanted(0, false);
    ASSERT_TRUE(test::waitUntil([&] { return !list->model().narrowing().lead->readable; }, 60'000));
    EXPECT_EQ(static_cast<std::size_t>(list->model().rowCount()) + readable, rows().size());
}

TEST_F(WindowBatch, ALassoOnThePicturesOfTheRhythmChoosesTheirBeats) {
    ASSERT_TRUE(test::waitUntil([&] { return state().rhythm().report() != nullptr; }, 60'000));
    press(Qt::Key_A);
    auto& pictures = window->board().get<RhythmPictures>();
    (void)pictures.grab();
    const auto drag = [](QWidget& plot, const std::vector<QPoint>& way) {
        QTest::mousePress(&plot, Qt::LeftButton, {}, way.front());
        for (const QPoint& point : way) QTest::mouseMove(&plot, point);
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, way.back());
    };
    PoincarePlot& poincare = pictures.poincare();
    const QRect all = poincare.rect().adjusted(1, 1, -1, -1);
    drag(poincare, {all.topLeft(), all.topRight(), all.bottomRight(), all.bottomLeft(), all.topLeft()});
    std::size_t points = 0;
    for (std::size_t beat = 0; beat < rows().size(); ++beat) points += poincare.placeOf(beat) ? 1 : 0;
    EXPECT_GT(points, 10U);
    EXPECT_EQ(state().review().chosen().size(), points);
    EXPECT_EQ(state().review().chosenBy(), ChosenBy::lasso);
    const std::size_t one = *std::find_if(state().review().chosen().begin(), state().review().chosen().end(),
                                          [&](std::size_t beat) { return poincare.placeOf(beat).has_value(); });
    const QPoint at = poincare.placeOf(one)->toPoint();
    drag(poincare, {at + QPoint(-6, -6), at + QPoint(6, -6), at + QPoint(6, 6), at + QPoint(-6, 6)});
    EXPECT_TRUE(state().review().isChosen(one));
    EXPECT_LE(state().review().chosen().size(), points);
    RrHistogram& histogram = pictures.histogram();
    if (histogram.isVisible()) {
        const QRect bars = histogram.rect();
        drag(histogram, {QPoint(2, bars.center().y()), bars.center(), QPoint(bars.right() - 2, bars.center().y())});
        EXPECT_GT(state().review().chosen().size(), 10U);
    }
    state().selectBeat(state().review().chosen().front());
    press(Qt::Key_Q);
    EXPECT_GT(labelled(kUnknownBeat), 1U);
}

TEST_F(WindowBatch, BeatsLikeOneAreChosenMoreOrFewerByTheSlider) {
    state().selectBeat(5);
    window->action(ActionId::choose_similar).trigger();
    ASSERT_TRUE(test::waitUntil([&] { return state().review().chosenBy() == ChosenBy::likeness; }, 60'000));
    const std::size_t some = state().review().chosen().size();
    EXPECT_TRUE(state().review().isChosen(5));
    window->session().shapes().setLikeness(0, 100);
    EXPECT_LE(state().review().chosen().size(), some);
    window->session().shapes().setLikeness(100, 100);
    EXPECT_EQ(state().review().chosen().size(), rows().size()) << "anything is like it in the end";
}

}  // namespace
}  // namespace triptych::ui
