// A whole review in the window: fifty keys, a tile, a lasso, a stretch, a beat added and one moved, one deed taken back
// in the middle; then another window, and everything is there and scores as it should.
#include "core/pipeline/shape_tiles.h"
#include "tests/ui/window_support.h"
#include "ui/panels/poincare_plot.h"
#include "ui/panels/rhythm_pictures.h"
#include "ui/panels/shape_tiles_pane.h"
#include "ui/window/pane_board.h"

#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace triptych::ui {
namespace {

// Time in milliseconds → letter, of every beat in the annotation file.
std::map<long, std::uint8_t> marksOf(const AnnotationSet& file) {
    std::map<long, std::uint8_t> out;
    for (const Annotation& mark : file.annotations) {
        if (isBeat(mark.code)) {
            out[std::lround(static_cast<double>(mark.sample) / file.rate_hz * 1000)] = mark.code;
        }
    }
    return out;
}

TEST(WindowReviewCycle, EverythingIsKeptAndCountsAsExpected) {
    const std::string path = test::recordOnDisk("cycle", 240);
    std::map<long, std::uint8_t> expected;
    {
        const auto window = test::shownWindow();
        ASSERT_TRUE(test::opened(*window, path));
        ASSERT_TRUE(test::waitUntil([&] { return window->state().rhythm().report() && !window->isBusy(); }, 60'000));
        ViewState& state = window->state();
        const auto& rows = state.beats().all();
        ASSERT_GT(rows.size(), 150U);
        const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
            QTest::keyClick(window.get(), key, modifiers);
        };
        std::vector<std::uint8_t> wanted;
        for (const LabelledBeat& row : rows) wanted.push_back(row.code);

        // Fifty keys, one after the other.
        state.selectBeat(10);
        for (std::size_t beat = 10; beat < 60; ++beat) {
            ASSERT_EQ(state.beats().selected(), beat);
            const bool is_v = beat % 3 == 0;
            press(is_v ? Qt::Key_V : Qt::Key_N);
            wanted[beat] = is_v ? kPvc : kNormal;
        }
        // A stretch, to be taken back by itself later.
        state.view().setSelection(Stretch{rows[70].time_s - 0.05, rows[79].time_s + 0.05});
        press(Qt::Key_S);
        const std::string stretch = *window->session().labels().journal().toUndo();
        press(Qt::Key_Escape);
        // A tile.
        press(Qt::Key_B);
        ASSERT_TRUE(test::waitUntil([&] { return state.shapes().tiles() != nullptr && !window->isBusy(); }, 60'000));
        const auto tiles = state.shapes().tiles();
        const std::size_t last = tiles->tiles.size() - 1;
        auto& grid = window->board().get<ShapeTilesPane>().grid();
        state.shapes().choose(last);
        ASSERT_EQ(state.review().chosen().size(), tiles->tiles[last].beats.size());
        press(Qt::Key_Q);
        for (const std::uint32_t beat : tiles->tiles[last].beats) wanted[beat] = kUnknownBeat;
        EXPECT_TRUE(grid.isVisible());
        press(Qt::Key_Escape);
        // A lasso.
        press(Qt::Key_A);
        auto& poincare = window->board().get<RhythmPictures>().poincare();
        (void)poincare.grab();
        std::size_t one = 100;
        while (!poincare.placeOf(one)) ++one;
        const QPoint at = poincare.placeOf(one)->toPoint();
        QTest::mousePress(&poincare, Qt::LeftButton, {}, at + QPoint(-8, -8));
        for (const QPoint& corner : {QPoint(8, -8), QPoint(8, 8), QPoint(-8, 8)})
            QTest::mouseMove(&poincare, at + corner);
        QTest::mouseRelease(&poincare, Qt::LeftButton, {}, at + QPoint(-8, 8));
        const auto chosen = state.review().chosen();
        ASSERT_TRUE(state.review().isChosen(one));
        press(Qt::Key_F);
        for (const std::size_t beat : chosen) wanted[beat] = kFusion;
        press(Qt::Key_Escape);
        press(Qt::Key_F2);
        // The stretch goes, whatever came after it; a lasso or a tile that touched it stays.
        EXPECT_TRUE(window->session().labels().setUndone(stretch, true));
        for (std::size_t beat = 0; beat < rows.size(); ++beat) EXPECT_EQ(rows[beat].code, wanted[beat]) << beat;

        // A beat between two others, and one moved.
        const double added_s = (rows[120].time_s + rows[121].time_s) / 2;
        ASSERT_TRUE(window->session().beatDesk().add(added_s, "key"));
        ASSERT_EQ(state.beats().selected(), 121U);
        press(Qt::Key_V);
        const double moved_s = rows[130].time_s + 0.12;
        ASSERT_TRUE(window->session().beatDesk().move(130, moved_s, "drag"));
        EXPECT_NEAR(rows[130].time_s, moved_s, 0.003);
        const auto file = window->session().labels().labelFile();
        ASSERT_TRUE(file);
        expected = marksOf(*file);
        EXPECT_EQ(expected.size(), wanted.size() + 1);
        EXPECT_EQ(rows[121].code, kPvc);
        ASSERT_TRUE(test::saved(*window));
    }
    const auto window = test::shownWindow();
    ASSERT_TRUE(test::opened(*window, path));
    const auto file = window->session().labels().labelFile();
    ASSERT_TRUE(file);
    EXPECT_EQ(marksOf(*file), expected) << "another window has all of it";
}

}  // namespace
}  // namespace triptych::ui
