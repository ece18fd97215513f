// The map of the beats as a picture: a point a beat, a click that leads to it, a lasso that chooses, and a sentence
// where there is nothing to show.
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/beat_map_plot.h"

#include <QTest>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace triptych::ui {
namespace {

constexpr std::size_t kBeats = 200;

class BeatMapPicture : public testing::Test {
protected:
    void SetUp() override {
        state.setRecording(test::madeRecording({{"II", 250, test::flat}}, 300));
        std::vector<LabelledBeat> rows(kBeats);
        for (std::size_t i = 0; i < kBeats; ++i) {
            rows[i].time_s = static_cast<double>(i) + 0.5;
            rows[i].sample = static_cast<std::int64_t>(rows[i].time_s * 250);
            rows[i].code = i < 20 ? kPvc : kNormal;
        }
        state.setBeats(rows);
        // Two heaps: the first twenty at the upper right.
        auto made = std::make_shared<BeatMap>();
        for (std::size_t i = 0; i < kBeats; ++i) {
            const float away = i < 20 ? 10 : 0;
            made->x.push_back(away + static_cast<float>(i % 7) * 0.1F);
            made->y.push_back(away + static_cast<float>(i % 5) * 0.1F);
        }
        made->x[3] = made->y[3] = std::numeric_limits<float>::quiet_NaN();
        made->share = 0.8;
        made->of = 64;
        map = made;
        plot.resize(300, 320);
        plot.show();
    }
    ViewState state;
    BeatMapPlot plot{state};
    std::shared_ptr<const BeatMap> map;
};

TEST_F(BeatMapPicture, SaysWhyThereIsNothing) {
    EXPECT_EQ(plot.emptiness(), QStringLiteral("The model has not spoken yet"));
    plot.setMap(nullptr, QStringLiteral("The beats are being mapped…"));
    EXPECT_EQ(plot.emptiness(), QStringLiteral("The beats are being mapped…"));
    plot.setMap(map);
    EXPECT_TRUE(plot.emptiness().isEmpty());
    EXPECT_TRUE(plot.toolTip().contains(QStringLiteral("80 %"))) << plot.toolTip().toStdString();
    state.model().setAiVisible(false);
    EXPECT_FALSE(plot.emptiness().isEmpty()) << "it is the model's word";
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.placeOf(5)->toPoint());
    EXPECT_NE(state.beats().selected(), 5U);
    state.model().setAiVisible(true);
    state.setBeats(std::vector<LabelledBeat>(3));
    EXPECT_FALSE(plot.emptiness().isEmpty()) << "it is of other beats";
}

TEST_F(BeatMapPicture, AClickLeadsToItsBeatAndTheNextOneThere) {
    plot.setMap(map);
    EXPECT_FALSE(plot.placeOf(3)) << "the model was not shown it whole";
    const QPoint at = plot.placeOf(5)->toPoint();
    QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
    const auto first = state.beats().selected();
    ASSERT_TRUE(first);
    const auto there = plot.beatsAt(at);
    ASSERT_FALSE(there.empty());
    EXPECT_EQ(*first, there.front());
    QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
    EXPECT_EQ(state.beats().selected(), there[there.size() > 1 ? 1 : 0]);
}

TEST_F(BeatMapPicture, ALassoChoosesWhatItSurrounds) {
    plot.setMap(map);
    const QPoint centre = plot.placeOf(5)->toPoint();
    QTest::mousePress(&plot, Qt::LeftButton, {}, centre + QPoint(-40, -40));
    for (const QPoint& corner : {QPoint(40, -40), QPoint(40, 40), QPoint(-40, 40)}) {
        QTest::mouseMove(&plot, centre + corner);
    }
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, centre + QPoint(-40, 40));
    EXPECT_EQ(state.review().chosen().size(), 19U) << "the heap, but for the one that has no point";
    EXPECT_EQ(state.review().chosenBy(), ChosenBy::lasso);
    EXPECT_FALSE(state.review().isChosen(3));
    const QImage picture = plot.grab().toImage();
    EXPECT_FALSE(picture.isNull());
}

}  // namespace
}  // namespace triptych::ui
