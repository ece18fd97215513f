// The page of an hour: what a row holds, that it never becomes a block, and what clicks and drags on it mean.
#include "ui/panes/hour_page.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "ui/panes/rhythm_colours.h"

#include <QTest>

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kRate_hz = 100;

TEST(HourBins, HoldTheLowestAndHighestOfEachHundredth) {
    const auto made = test::madeRecording({{"II", 1000, [](double t) { return static_cast<float>(t); }}}, 2.5);
    const auto bins = hourBins(*made, 0, 0, {});
    ASSERT_TRUE(bins);
    EXPECT_NEAR(bins->low[100], 1.0, 1e-4);
    EXPECT_NEAR(bins->high[100], 1.009, 1e-4);
    EXPECT_TRUE(std::isnan(bins->low[250])) << "the recording has ended";
    EXPECT_EQ(hourBins(*made, 3, 0, {}), nullptr);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(hourBins(*made, 0, 0, {}, stop.get_token()), nullptr);
    const auto later = hourBins(*made, 0, 4, {});
    ASSERT_TRUE(later);
    EXPECT_TRUE(std::isnan(later->low[0]));
}

HourScene sceneOf(const HourBins* bins, const QSize& size, std::span<const LabelledBeat> beats = {}) {
    HourScene scene;
    scene.geometry = hourGeometry(size);
    scene.duration_s = 3600;
    scene.bins = [bins](std::size_t hour) { return hour == 0 ? bins : nullptr; };
    scene.beats = beats;
    return scene;
}

double inkedShare(const QImage& image, const HourScene& scene, std::size_t row) {
    const QRect place = scene.geometry.row(row).toRect();
    std::size_t inked = 0, all = 0;
    for (int y = place.top(); y < place.bottom(); ++y) {
        for (int x = place.left(); x < place.right(); ++x) {
            ++all;
            inked += image.pixelColor(x, y) != palette(scene.theme).paper ? 1 : 0;
        }
    }
    return static_cast<double>(inked) / static_cast<double>(all);
}

TEST(HourPainter, NoiseFillsItsOwnRowsAndNeverTheGapsBetweenThem) {
    HourBins bins;
    bins.low.assign(360'000, -5);
    bins.high.assign(360'000, 5);
    const QSize size(900, 700);
    QImage image(size, QImage::Format_RGB32);
    const HourScene scene = sceneOf(&bins, size);
    paintHour(image, scene);
    EXPECT_LT(inkedShare(image, scene, 5), 0.97);
    const QRectF row = scene.geometry.row(7);
    bool clear = false;
    for (int y = static_cast<int>(row.top()) - 1; y <= static_cast<int>(row.top()) + 1; ++y) {
        clear = clear || image.pixelColor(500, y) == palette(scene.theme).paper;
    }
    EXPECT_TRUE(clear) << "rows stand apart";
}

TEST(HourPainter, ABeatHasTheColourOfItsClassAndTheRestTheTraces) {
    HourBins bins;
    bins.low.assign(360'000, -0.5F);
    bins.high.assign(360'000, 0.5F);
    std::vector<LabelledBeat> beats(3);
    for (std::size_t i = 0; i < 3; ++i) beats[i].time_s = 120 + 10.0 * static_cast<double>(i + 1);
    beats[0].code = beats[2].code = kNormal;
    beats[1].code = kPvc;
    const QSize size(900, 900);
    QImage image(size, QImage::Format_RGB32);
    const HourScene scene = sceneOf(&bins, size, beats);
    paintHour(image, scene);
    const auto at = placeOf(scene, 140.0);
    ASSERT_TRUE(at);
    EXPECT_EQ(image.pixelColor(at->toPoint()).rgb(), classColour(BeatClass::ventricular, Theme::light).rgb());
    const auto normal = placeOf(scene, 130.0);
    EXPECT_EQ(image.pixelColor(normal->toPoint()).rgb(), palette(Theme::light).trace.rgb());
    EXPECT_EQ(timeAt(scene, *at).has_value(), true);
    EXPECT_NEAR(*timeAt(scene, *at), 140, 60.0 / 800);
    EXPECT_FALSE(timeAt(scene, QPointF(500, -20)));
    EXPECT_FALSE(placeOf(scene, 7200));
}

TEST(HourPainter, TheRhythmIsABandBelowItsRowsAndTheLegendSaysWhich) {
    HourBins bins;
    bins.low.assign(360'000, -0.5F);
    bins.high.assign(360'000, 0.5F);
    const QSize size(900, 900);
    const QRgb fibrillation = rhythmColour(rhythm::Rhythm::vf, Theme::light).rgb();
    const auto coloured = [&](const QImage& image, const QRectF& area) {
        int pixels = 0;
        for (int y = static_cast<int>(area.top()); y < static_cast<int>(area.bottom()); ++y) {
            for (int x = static_cast<int>(area.left()); x < static_cast<int>(area.right()); ++x) {
                pixels += image.pixelColor(x, y).rgb() == fibrillation ? 1 : 0;
            }
        }
        return pixels;
    };
    std::vector<rhythm::Episode> episodes(2);
    episodes[0].rhythm = rhythm::Rhythm::sinus;
    episodes[0].span = {0, 330};
    episodes[1].rhythm = rhythm::Rhythm::vf;
    episodes[1].span = {330, 400};
    QImage image(size, QImage::Format_RGB32);
    HourScene scene = sceneOf(&bins, size);
    paintHour(image, scene);
    EXPECT_EQ(coloured(image, QRectF(QPointF(0, 0), size)), 0);
    scene.episodes = episodes;
    paintHour(image, scene);
    const QRectF half = scene.geometry.row(5), whole = scene.geometry.row(6), none = scene.geometry.row(4);
    EXPECT_EQ(coloured(image, none), 0);
    EXPECT_NEAR(coloured(image, half), half.width() / 2 * 3, 20)
        << "from the middle of the minute on, three pixels high";
    EXPECT_GT(coloured(image, whole), whole.width() * 2 / 3);
    EXPECT_GT(coloured(image, scene.geometry.legend), 20) << "its swatch";
    // On a page without it the legend has no swatch of it.
    scene.first_minute = 10;
    scene.geometry = hourGeometry(QSizeF(900, 300));
    paintHour(image, scene);
    EXPECT_EQ(coloured(image, scene.geometry.legend), 0);
}

TEST(HourGeometry, HasAsManyRowsAsCanBeTold) {
    EXPECT_EQ(hourGeometry(QSizeF(1200, 900)).rows, 60U);
    EXPECT_LT(hourGeometry(QSizeF(1200, 500)).rows, 60U);
    EXPECT_GE(hourGeometry(QSizeF(1200, 500)).row_px, 14);
    EXPECT_EQ(hourGeometry(QSizeF(1200, 3)).rows, 1U);
    EXPECT_EQ(hourGeometry(QSizeF(1200, 900), 1800).rows, 30U);
    EXPECT_GT(hourGeometry(QSizeF(1200, 900), 1800).row_px, 28);
    EXPECT_EQ(hourGeometry(QSizeF(1200, 900), 90'000).rows, 60U);
}

class HourPageTest : public testing::Test {
protected:
    void SetUp() override {
        state.setRecording(test::madeRecording({{"II", kRate_hz, test::sine(1)}}, 3 * 3600));
        std::vector<LabelledBeat> beats(3 * 3600);
        for (std::size_t i = 0; i < beats.size(); ++i) {
            beats[i].time_s = static_cast<double>(i) + 0.25;
            beats[i].sample = static_cast<std::int64_t>(beats[i].time_s * kRate_hz);
            beats[i].code = kNormal;
        }
        state.setBeats(beats);
        page = std::make_unique<HourPage>(state);
        page->resize(1000, 900);
        page->show();
        ASSERT_TRUE(test::waitUntil([&] { return !page->isBusy(); }, 20'000));
    }
    ViewState state;
    std::unique_ptr<HourPage> page;
};

TEST_F(HourPageTest, AClickSelectsTheBeatAndLooksThere) {
    const auto at = page->placeOfTime(1234.25);
    ASSERT_TRUE(at);
    QTest::mouseClick(page.get(), Qt::LeftButton, {}, at->toPoint());
    ASSERT_TRUE(state.beats().selected());
    EXPECT_EQ(*state.beats().selected(), 1234U);
    EXPECT_NEAR(state.view().viewport().start_s + state.view().viewport().span_s / 2, 1234.25, 0.01);
}

TEST_F(HourPageTest, ADragSelectsAStretchOverRows) {
    const QPoint from = page->placeOfTime(100.0)->toPoint(), to = page->placeOfTime(230.0)->toPoint();
    QTest::mousePress(page.get(), Qt::LeftButton, {}, from);
    QTest::mouseMove(page.get(), (from + to) / 2);
    QTest::mouseMove(page.get(), to);
    QTest::mouseRelease(page.get(), Qt::LeftButton, {}, to);
    ASSERT_TRUE(state.view().selection());
    EXPECT_NEAR(state.view().selection()->from_s, 100, 0.2);
    EXPECT_NEAR(state.view().selection()->to_s, 230, 0.2);
}

TEST_F(HourPageTest, PagesTurnAndFollowWhereTheReaderGoes) {
    EXPECT_EQ(page->firstMinute(), 0U);
    page->turn(1);
    EXPECT_EQ(page->firstMinute(), 60U);
    page->turn(9);
    EXPECT_EQ(page->firstMinute(), 120U) << "the last page";
    state.view().setViewport({30, 10});
    EXPECT_EQ(page->firstMinute(), 0U);
    ASSERT_TRUE(test::waitUntil([&] { return !page->isBusy(); }, 20'000));
    EXPECT_FALSE(page->grab().isNull());
}

TEST_F(HourPageTest, ADoubleClickAsksToReadThere) {
    bool asked = false;
    QObject::connect(page.get(), &HourPage::readWanted, [&asked] { asked = true; });
    QTest::mouseDClick(page.get(), Qt::LeftButton, {}, page->placeOfTime(2000)->toPoint());
    EXPECT_TRUE(asked);
}

}  // namespace
}  // namespace triptych::ui
