// Marks of waves: where they may stand, which lies under a pointer, what is drawn where beats have room and what is
// said of a wave that is not there.
#include "ui/panes/wave_marks.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/made_waves.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/median_beat_view.h"
#include "ui/panels/median_cell.h"
#include "ui/panes/wave_drag.h"

#include <QPainter>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

using review::WavePoint;

// Beats a second apart at 250 Hz.
struct Made {
    std::vector<LabelledBeat> beats;
    std::vector<double> times_s;
    WaveState waves;

    explicit Made(int count = 10, float sure = 1) {
        auto lead = std::make_shared<LeadWaves>();
        lead->rate_hz = 250;
        for (int i = 0; i < count; ++i) {
            LabelledBeat beat;
            beat.time_s = 1.0 + i;
            beat.sample = 250 * (1 + i);
            beats.push_back(beat);
            times_s.push_back(beat.time_s);
            lead->beats.push_back(test::madeBeat(beat.time_s, 250, i != 3, sure));
        }
        waves.setWaves({std::move(lead)}, {});
        waves.setVisible(true);
    }
    [[nodiscard]] WaveScene scene(double span_s, double width_px, bool large = true) const {
        WaveScene scene;
        scene.area = QRectF(0, 0, width_px, 200);
        scene.viewport = {0, span_s};
        scene.beats = beats;
        scene.waves = &waves;
        scene.y_of = [](double) { return std::optional(100.0); };
        scene.large = large;
        return scene;
    }
    [[nodiscard]] const LeadWaves& lead() const { return *waves.of(0); }
};

int inkOf(const WaveScene& scene) {
    QImage image(static_cast<int>(scene.area.width()), static_cast<int>(scene.area.height()), QImage::Format_RGB32);
    image.fill(palette(scene.theme).paper);
    QPainter painter(&image);
    paintWaveMarks(painter, scene);
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != palette(scene.theme).paper) ++inked;
        }
    }
    return inked;
}

TEST(WaveMarks, AMarkStaysBetweenItsNeighbours) {
    const Made made;
    const MarkRange range = rangeOf(made.lead(), 1, WavePoint::p_peak, made.times_s);
    EXPECT_NEAR(range.from_s, 1.8 + 1.0 / 250, 1e-9);
    EXPECT_NEAR(range.to_s, 1.88 - 1.0 / 250, 1e-9);
    EXPECT_NEAR(*placedWithin(range, 1.7, 250), 1.804, 1e-9);
    EXPECT_NEAR(*placedWithin(range, 1.9, 250), 1.876, 1e-9);
    EXPECT_NEAR(*placedWithin(range, 1.8411, 250), 1.84, 1e-9) << "a whole sample";
    EXPECT_FALSE(placedWithin({1.0, 0.9}, 1, 250));
    EXPECT_FALSE(placedWithin(range, std::nan(""), 250));
    EXPECT_FALSE(placedWithin(range, 1, 0));
}

TEST(WaveMarks, TheFirstAndTheLastOfABeatEndAtTheBeatsBeside) {
    const Made made;
    EXPECT_DOUBLE_EQ(rangeOf(made.lead(), 1, WavePoint::p_onset, made.times_s).from_s, 1.0);
    EXPECT_DOUBLE_EQ(rangeOf(made.lead(), 1, WavePoint::t_offset, made.times_s).to_s, 3.0);
    EXPECT_DOUBLE_EQ(rangeOf(made.lead(), 0, WavePoint::p_onset, made.times_s).from_s, 0.0) << "the recording's start";
    EXPECT_DOUBLE_EQ(rangeOf(made.lead(), 9, WavePoint::t_offset, made.times_s).to_s, 11.5);
}

TEST(WaveMarks, APointerMeansTheMarkThatIsMissingThere) {
    Made made;
    EXPECT_FALSE(missingAt(made.lead(), 1, 2.0, 1.85)) << "none is missing";
    EXPECT_EQ(missingAt(made.lead(), 3, 4.0, 3.8), WavePoint::p_onset) << "this beat has no P";
    LeadWaves lead = made.lead();
    lead.beats[1].t->peak.reset();
    EXPECT_EQ(missingAt(lead, 1, 2.0, 2.25), WavePoint::t_peak);
    EXPECT_FALSE(missingAt(lead, 1, 2.0, 1.85));
    lead.beats[1].p->onset.reset();
    lead.beats[1].p->offset.reset();
    EXPECT_EQ(missingAt(lead, 1, 2.0, 1.80), WavePoint::p_onset);
    EXPECT_EQ(missingAt(lead, 1, 2.0, 1.88), WavePoint::p_offset) << "behind the peak";
    lead.beats[2] = {};
    EXPECT_EQ(missingAt(lead, 2, 3.0, 3.0), WavePoint::qrs_onset);
    EXPECT_FALSE(missingAt(lead, 99, 3.0, 3.0));
}

TEST(WaveMarks, BeatsThatAreTooNarrowShowNothing) {
    const Made made(60);
    EXPECT_DOUBLE_EQ(roomOfBeats_px(made.beats, {0, 10}, 500), 50);
    EXPECT_DOUBLE_EQ(roomOfBeats_px(made.beats, {0, 0.5}, 500), 0) << "no beat in view";
    EXPECT_DOUBLE_EQ(roomOfBeats_px(made.beats, {0.5, 1}, 500), 500) << "one";
    EXPECT_GT(inkOf(made.scene(10, 500)), 0);
    EXPECT_EQ(inkOf(made.scene(13, 500)), 0);
    EXPECT_FALSE(waveMarkAt(made.scene(13, 500), QPointF(made.scene(13, 500).viewport.xOf(2.0, 0, 500), 100)));
}

TEST(WaveMarks, NoLetterTouchesAnotherWhateverTheZoomAndHoweverCloseTheLeads) {
    const Made made(30);
    for (const double width_px : {500.0, 700.0, 1000.0, 1400.0}) {
        std::vector<QRectF> letters;
        QImage image(static_cast<int>(width_px), 300, QImage::Format_RGB32);
        QPainter painter(&image);
        for (const double y : {100.0, 104.0, 109.0, 130.0}) {
            WaveScene scene = made.scene(width_px / 70, width_px, false);
            scene.y_of = [y](double) { return std::optional(y); };
            scene.letters = &letters;
            paintWaveMarks(painter, scene);
        }
        EXPECT_GT(letters.size(), 10U) << "there are some";
        for (std::size_t i = 0; i < letters.size(); ++i) {
            for (std::size_t k = i + 1; k < letters.size(); ++k) {
                EXPECT_FALSE(letters[i].intersects(letters[k])) << width_px << ": " << i << " and " << k;
            }
        }
    }
}

TEST(WaveMarks, HiddenOrUnknownTheyAreNeitherDrawnNorFound) {
    Made made;
    const WaveScene scene = made.scene(2.5, 800);
    const QPointF on_r(scene.viewport.xOf(1.0, 0, 800), 100);
    ASSERT_TRUE(waveMarkAt(scene, on_r));
    made.waves.setVisible(false);
    EXPECT_EQ(inkOf(scene), 0);
    EXPECT_FALSE(waveMarkAt(scene, on_r));
    made.waves.setVisible(true);
    WaveScene other = scene;
    other.lead = 7;
    EXPECT_EQ(inkOf(other), 0);
    EXPECT_FALSE(waveMarkAt(other, on_r));
}

TEST(WaveMarks, ThePointerFindsTheNearestMarkWithinFivePixels) {
    const Made made;
    const WaveScene scene = made.scene(2.5, 1000);  // 400 px a second
    for (std::size_t i = 0; i < review::kWavePoints.size(); ++i) {
        const double x = scene.viewport.xOf(1.0 + test::kMadeMarks_s[i], 0, 1000);
        const auto found = waveMarkAt(scene, QPointF(x + 3, 20));
        ASSERT_TRUE(found) << i;
        EXPECT_EQ(*found, (WaveMark{0, 0, review::kWavePoints[i]}));
    }
    EXPECT_FALSE(waveMarkAt(scene, QPointF(scene.viewport.xOf(0.9, 0, 1000), 20)));
    EXPECT_FALSE(waveMarkAt(scene, QPointF(-3, 20)));
    const WaveScene rhythm = made.scene(2.5, 1000, false);
    const double x = rhythm.viewport.xOf(1.0, 0, 1000);
    EXPECT_TRUE(waveMarkAt(rhythm, QPointF(x, 104)));
    EXPECT_FALSE(waveMarkAt(rhythm, QPointF(x, 160))) << "paper is there to be dragged";
}

TEST(WaveMarks, UncertainOnesAndReadersOnesLookOtherwise) {
    const Made sure, unsure(10, 0.3F);
    EXPECT_NE(inkOf(sure.scene(2.5, 1000, false)), inkOf(unsure.scene(2.5, 1000, false)));
    Made placed;
    const int before = inkOf(placed.scene(2.5, 1000));
    const WaveMark mark{0, 0, WavePoint::qrs_onset};
    placed.waves.setWaves(placed.waves.leads(), {{mark, {QStringLiteral("ann"), {}, true, true}}});
    const int pending = inkOf(placed.scene(2.5, 1000));
    EXPECT_GT(pending, before);
    placed.waves.setWaves(placed.waves.leads(), {{mark, {QStringLiteral("ann"), {}, true, false}}});
    EXPECT_GT(inkOf(placed.scene(2.5, 1000)), pending) << "a dotted box becomes a solid one";
}

TEST(WaveMarks, ADragFollowsThePointerFromSampleToSampleAndAsksOnceAtItsEnd) {
    Made made;
    std::vector<std::pair<WaveMark, std::optional<double>>> asked;
    QObject::connect(
        &made.waves, &WaveState::placeAsked, &made.waves,
        [&](const WaveMark& mark, std::optional<double> time_s, const QString& tool, const QString& reason) {
            EXPECT_EQ(tool, QStringLiteral("drag"));
            EXPECT_TRUE(reason.isEmpty());
            asked.emplace_back(mark, time_s);
        });
    const WaveMark mark{0, 1, WavePoint::qrs_offset};
    WaveDrag drag(made.waves);
    drag.take(mark, 2.051, made.beats);
    EXPECT_EQ(made.waves.chosen(), mark);
    EXPECT_NEAR(*made.waves.timeOf(mark), 2.052, 1e-9) << "as it was: 2.05 s on 250 Hz";
    drag.moveTo(2.0751);
    EXPECT_NEAR(*made.waves.timeOf(mark), 2.076, 1e-9);
    EXPECT_TRUE(asked.empty());
    drag.moveTo(2.5);
    EXPECT_NEAR(*made.waves.timeOf(mark), 2.156, 1e-9) << "T begins at 2.16";
    EXPECT_TRUE(drag.drop());
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_NEAR(*asked[0].second, 2.156, 1e-9);

    drag.take(mark, 2.05, made.beats);
    EXPECT_FALSE(drag.drop()) << "a click takes it in hand and moves nothing";
    drag.take(mark, 2.05, made.beats);
    drag.moveTo(2.08);
    drag.cancel();
    EXPECT_NEAR(*made.waves.timeOf(mark), 2.052, 1e-9);
    EXPECT_EQ(asked.size(), 1U);
}

TEST(WaveMarks, WhatIsNotThereIsSaidToWhoAsks) {
    Made made;
    EXPECT_TRUE(beatWavesText(made.lead(), 3).startsWith(QStringLiteral("P: none seen; QRS: ")));
    EXPECT_EQ(beatWavesText(made.lead(), 1), QStringLiteral("P: 80 ms; QRS: 92 ms; T: 180 ms"));
    LeadWaves flat;
    flat.unreadable = "the lead is flat";
    EXPECT_EQ(beatWavesText(flat, 0), QStringLiteral("the lead is flat"));
    const WaveMark mark{0, 1, WavePoint::p_onset};
    EXPECT_EQ(waveMarkText(made.waves, mark, QStringLiteral("II")), QStringLiteral("P onset on II: 1.8000 s"));
    made.waves.setWaves(made.waves.leads(), {{mark, {QStringLiteral("ann"), QStringLiteral("notched"), true, true}}});
    EXPECT_EQ(waveMarkText(made.waves, mark, QStringLiteral("II")),
              QStringLiteral("P onset on II: 1.8000 s; placed by ann: notched (being saved)"));
    EXPECT_EQ(waveMarkText(made.waves, {0, 3, WavePoint::p_onset}, QStringLiteral("II")),
              QStringLiteral("P onset on II: none"));
}

TEST(WaveMarks, InkCanBeReadOnPaperAndWavesAreToldApart) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        for (const WavePoint point : review::kWavePoints) {
            EXPECT_GE(contrastRatio(waveInk(point, theme), palette(theme).paper), 4.49);
        }
        EXPECT_NE(waveInk(WavePoint::p_onset, theme), waveInk(WavePoint::qrs_onset, theme));
        EXPECT_NE(waveInk(WavePoint::qrs_onset, theme), waveInk(WavePoint::t_onset, theme));
    }
}

TEST(MedianBeat, CellsOfAGridAreNearFiveToThree) {
    EXPECT_EQ(gridColumns(1, {400, 260}), 1);
    EXPECT_EQ(gridColumns(12, {400, 260}), 3);
    EXPECT_EQ(gridColumns(12, {1200, 160}), 6);
    EXPECT_EQ(gridColumns(0, {400, 240}), 1);
}

}  // namespace
}  // namespace triptych::ui
