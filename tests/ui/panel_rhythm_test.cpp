// Bands, lists and pictures of the rhythm: what they show, and where their clicks lead.
#include "tests/ui/made_rhythm.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/hrv_over_time.h"
#include "ui/panels/poincare_plot.h"
#include "ui/panels/rhythm_bands.h"
#include "ui/panels/rhythm_lists.h"
#include "ui/panels/rhythm_panel.h"
#include "ui/panels/rhythm_pictures.h"
#include "ui/panels/rhythm_rows.h"
#include "ui/panels/rhythm_tables.h"
#include "ui/panels/tachogram.h"
#include "ui/panes/rhythm_colours.h"
#include "ui/state/navigation.h"
#include "ui/state/rhythm_deeds.h"

#include <QLabel>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <map>

namespace triptych::ui {
namespace {

using R = rhythm::Rhythm;

struct Shown {
    ViewState state;
    test::MadeRhythm made = test::madeRhythm();
    Shown() { made.show(state); }

    [[nodiscard]] const rhythm::Episode& episode(R rhythm) const {
        for (const rhythm::Episode& one : state.rhythm().episodes()) {
            if (one.rhythm == rhythm) return one;
        }
        return state.rhythm().episodes().front();
    }
};

void click(QWidget& widget, const QPointF& place) {
    QTest::mouseClick(&widget, Qt::LeftButton, {}, place.toPoint());
}

TEST(RhythmColours, NoTwoRhythmsShareOneAndEachStandsOutFromPaper) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        std::map<QRgb, std::size_t> seen;
        for (std::size_t i = 0; i < rhythm::kRhythms; ++i) {
            const auto rhythm = static_cast<R>(i);
            EXPECT_TRUE(seen.emplace(rhythmColour(rhythm, theme).rgb(), i).second) << i;
            EXPECT_GE(contrastRatio(rhythmInk(rhythm, theme), palette(theme).paper), 4.5) << i;
        }
    }
}

TEST(RhythmBands, AnEpisodeHasItsColourWhereItLies) {
    Shown shown;
    RhythmBands bands(shown.state);
    bands.resize(1200, bands.sizeHint().height());
    const QImage picture = test::pictureOf(bands);
    const rhythm::Span span = shown.episode(R::bigeminy).span;
    const QRectF band = bands.area(RhythmBands::kEpisodes);
    const QPoint middle(static_cast<int>(bands.xOf((span.from_s + span.to_s) / 2)),
                        static_cast<int>(band.center().y()));
    EXPECT_EQ(picture.pixelColor(middle).rgb(), rhythmColour(R::bigeminy, Theme::light).rgb());
    EXPECT_NEAR(bands.timeAt(bands.xOf(321)), 321, 1e-6);
    // V stand in the band of classes there, and none in the tachycardia.
    const auto coloured = [&](double time_s) {
        const QRectF of = bands.area(RhythmBands::kClasses);
        return picture.pixelColor(static_cast<int>(bands.xOf(time_s)), static_cast<int>(of.bottom() - 2)).rgb() ==
               classColour(BeatClass::ventricular, Theme::light).rgb();
    };
    EXPECT_TRUE(coloured((span.from_s + span.to_s) / 2));
    const rhythm::Span fast = shown.episode(R::tachycardia).span;
    EXPECT_FALSE(coloured((fast.from_s + fast.to_s) / 2));
}

TEST(RhythmBands, AClickOnAnEpisodeGoesToItAndOnAnEventToIt) {
    Shown shown;
    RhythmBands bands(shown.state);
    bands.resize(1200, bands.sizeHint().height());
    bands.show();
    const rhythm::Episode& fast = shown.episode(R::tachycardia);
    const double middle_s = (fast.span.from_s + fast.span.to_s) / 2;
    click(bands, {bands.xOf(middle_s), bands.area(RhythmBands::kEpisodes).center().y()});
    ASSERT_TRUE(shown.state.rhythm().episode());
    EXPECT_EQ(shown.state.rhythm().episodes()[*shown.state.rhythm().episode()].rhythm, R::tachycardia);
    EXPECT_LE(shown.state.view().viewport().start_s, fast.span.from_s);
    click(bands, {bands.xOf(100), bands.area(RhythmBands::kEvents).center().y()});
    ASSERT_TRUE(shown.state.rhythm().event());
    EXPECT_EQ(shown.state.rhythm().events()[*shown.state.rhythm().event()].name, "mark: dizzy");
    click(bands, {bands.xOf(600), bands.area(RhythmBands::kRate).center().y()});
    const Viewport& view = shown.state.view().viewport();
    EXPECT_NEAR(view.start_s + view.span_s / 2, 600, 2);
    const QString tip = bands.whatIsAt({bands.xOf(middle_s), bands.area(RhythmBands::kRate).center().y()});
    EXPECT_TRUE(tip.contains(QStringLiteral("Tachycardia"))) << tip.toStdString();
    EXPECT_TRUE(tip.contains(QStringLiteral("/min"))) << tip.toStdString();
}

// Presses at one place, moves, and lets go at another.
void drag(QWidget& widget, const QPointF& from, const QPointF& to, bool lets_go = true) {
    QTest::mousePress(&widget, Qt::LeftButton, {}, from.toPoint());
    QTest::mouseMove(&widget, (from + (to - from) / 2).toPoint());
    QTest::mouseMove(&widget, to.toPoint());
    if (lets_go) QTest::mouseRelease(&widget, Qt::LeftButton, {}, to.toPoint());
}

TEST(RhythmBands, AnEdgeOfAnEpisodeIsDraggedFromBeatToBeat) {
    Shown shown;
    RhythmBands bands(shown.state);
    bands.resize(1200, bands.sizeHint().height());
    bands.show();
    std::vector<ReaderWords> said;
    QObject::connect(&shown.state.rhythm(), &RhythmState::sayAsked,
                     [&said](const std::vector<rhythm::ReaderWord>& words) { said.push_back(words); });
    const rhythm::Episode fast = shown.episode(R::tachycardia);
    const double y = bands.area(RhythmBands::kEpisodes).center().y();
    drag(bands, {bands.xOf(fast.span.to_s), y}, {bands.xOf(fast.span.to_s + 30), y});
    ASSERT_EQ(said.size(), 1U);
    ASSERT_EQ(said[0].size(), 1U) << "nothing is denied where it grows";
    EXPECT_EQ(said[0][0].rhythm, R::tachycardia);
    EXPECT_EQ(said[0][0].span.from_s, fast.span.from_s);
    EXPECT_NEAR(said[0][0].span.to_s, fast.span.to_s + 30, 2.5);
    const auto& beats = shown.state.beats().all();
    EXPECT_EQ(beats[*nearestBeat(beats, said[0][0].span.to_s)].time_s, said[0][0].span.to_s) << "at a beat";
    drag(bands, {bands.xOf(fast.span.from_s), y}, {bands.xOf(fast.span.from_s + 20), y});
    ASSERT_EQ(said.size(), 2U);
    ASSERT_EQ(said[1].size(), 2U);
    EXPECT_FALSE(said[1][0].denied);
    EXPECT_TRUE(said[1][1].denied) << "what it leaves is not one any more";
    EXPECT_EQ(said[1][1].span.to_s, said[1][0].span.from_s);
    const Viewport& view = shown.state.view().viewport();
    EXPECT_LT(std::abs(view.start_s + view.span_s / 2 - said[1][0].span.from_s), 1) << "the trace shows where";
}

TEST(RhythmBands, AnEdgeStaysWhereItStoodWhenOneIsClickedOrEscapeIsPressed) {
    Shown shown;
    RhythmBands bands(shown.state);
    bands.resize(1200, bands.sizeHint().height());
    bands.show();
    int said = 0;
    QObject::connect(&shown.state.rhythm(), &RhythmState::sayAsked, [&said] { ++said; });
    const rhythm::Episode fast = shown.episode(R::tachycardia);
    const QPointF edge(bands.xOf(fast.span.to_s), bands.area(RhythmBands::kEpisodes).center().y());
    click(bands, edge);
    EXPECT_TRUE(shown.state.rhythm().episode()) << "a click goes to the episode, as elsewhere";
    drag(bands, edge, edge + QPointF(40, 0), false);
    QTest::keyClick(&bands, Qt::Key_Escape);
    QTest::mouseRelease(&bands, Qt::LeftButton, {}, (edge + QPointF(40, 0)).toPoint());
    EXPECT_EQ(said, 0);
    // Nor does it pass the other edge of its episode.
    ReaderWords words;
    QObject::connect(&shown.state.rhythm(), &RhythmState::sayAsked,
                     [&words](const std::vector<rhythm::ReaderWord>& asked) { words = asked; });
    shown.state.rhythm().chooseEpisode(shown.state.rhythm().episodeAt(fast.span.to_s - 1));
    drag(bands, edge, {bands.xOf(fast.span.from_s) - 100, edge.y()});
    ASSERT_FALSE(words.empty());
    EXPECT_GT(words[0].span.to_s, fast.span.from_s);
    EXPECT_LT(words[0].span.to_s, fast.span.from_s + 1);
}

TEST(RhythmBands, AreEmptyAndWholeWithoutARecordingAndAtAnySize) {
    ViewState state;
    RhythmBands bands(state);
    for (const QSize& size : {QSize(1, 1), QSize(200, 40), QSize(1900, 150)}) {
        bands.resize(size);
        EXPECT_FALSE(test::pictureOf(bands).isNull());
    }
    EXPECT_TRUE(bands.whatIsAt({100, 20}).isEmpty());
}

TEST(EpisodeList, ARowGoesToItsEpisodeAndSaysWhy) {
    Shown shown;
    EpisodeList list(shown.state);
    list.resize(430, 500);
    list.show();
    auto* table = list.findChild<QTableView*>(QStringLiteral("episodes"));
    ASSERT_EQ(table->model()->rowCount(), 3) << "sinus rhythm is left out";
    click(*table->viewport(), table->visualRect(table->model()->index(1, 0)).center());
    ASSERT_TRUE(shown.state.rhythm().episode());
    const rhythm::Episode& chosen = shown.state.rhythm().episodes()[*shown.state.rhythm().episode()];
    EXPECT_EQ(chosen.rhythm, R::bigeminy);
    const QString evidence = list.findChild<QLabel*>(QStringLiteral("evidence"))->text();
    EXPECT_TRUE(evidence.startsWith(QStringLiteral("Bigeminy, for"))) << evidence.toStdString();
    EXPECT_TRUE(evidence.contains(QStringLiteral("Probability 0."))) << evidence.toStdString();
    EXPECT_TRUE(list.asText().startsWith(QStringLiteral("Begin\tLasts\tRhythm\tp\t")));
}

TEST(EpisodeList, ButtonsSayWhatTheReaderMeans) {
    Shown shown;
    EpisodeList list(shown.state);
    list.show();
    std::vector<ReaderWords> said;
    QObject::connect(&shown.state.rhythm(), &RhythmState::sayAsked, &list,
                     [&](const ReaderWords& words, const QString&) { said.push_back(words); });
    const auto press = [&](const char* name) { list.findChild<QToolButton*>(QLatin1String(name))->click(); };
    press("accept_episode");
    EXPECT_TRUE(said.empty()) << "no episode is chosen";
    const rhythm::Episode fast = shown.episode(R::tachycardia);
    shown.state.rhythm().chooseEpisode(shown.state.rhythm().episodeAt((fast.span.from_s + fast.span.to_s) / 2));
    press("accept_episode");
    press("reject_episode");
    std::size_t beat = 0;
    while (shown.state.beats().all()[beat].time_s < fast.span.from_s + 5) ++beat;
    shown.state.selectBeat(beat);
    press("episode_begins");
    ASSERT_EQ(said.size(), 3U);
    EXPECT_EQ(said[0], accepted(fast));
    EXPECT_EQ(said[1], rejected(fast));
    EXPECT_EQ(said[2], begunAt(fast, shown.state.beats().all()[beat].time_s));
}

TEST(BurdenTable, CountsAreTheReports) {
    Shown shown;
    BurdenTable table(shown.state);
    table.resize(430, 300);
    table.show();
    auto* cells = table.findChild<QTableWidget*>(QStringLiteral("burden"));
    ASSERT_EQ(cells->rowCount(), 1) << "less than an hour is one row";
    const rhythm::Stretch& whole = shown.state.rhythm().report()->whole;
    EXPECT_EQ(cells->item(0, 4)->text(),
              QString::number(whole.beats[static_cast<std::size_t>(BeatClass::ventricular)]));
    EXPECT_EQ(cells->item(0, 5)->text(), QStringLiteral("1"));
    EXPECT_EQ(cells->item(0, 7)->text(), QStringLiteral("1"));
}

TEST(PoincarePlot, AClickOnAPointLeadsToItsBeat) {
    Shown shown;
    PoincarePlot plot(shown.state);
    plot.resize(260, 240);
    plot.show();
    (void)test::pictureOf(plot);
    // The pause is a point of its own.
    std::size_t beat = 0;
    const auto& beats = shown.state.beats().all();
    while (beats[beat + 1].time_s - beats[beat].time_s < 2.5) ++beat;
    ASSERT_TRUE(plot.placeOf(beat));
    click(plot, *plot.placeOf(beat));
    EXPECT_EQ(shown.state.beats().selected(), beat);
    // Many lie where the tachycardia is: each click leads to the next of them.
    std::size_t fast = beat;
    while (beats[fast].time_s - beats[fast - 1].time_s > 0.51 || beats[fast + 1].time_s - beats[fast].time_s > 0.51)
        --fast;
    const QPointF heap = *plot.placeOf(fast);
    click(plot, heap);
    const auto first = shown.state.beats().selected();
    click(plot, heap);
    EXPECT_NE(shown.state.beats().selected(), first);
    EXPECT_GT(plot.beatsAt(heap).size(), 30U);
}

TEST(Tachogram, ShowsTheFiveMinutesInViewAndAClickLeadsToItsBeat) {
    EXPECT_EQ(fiveMinutesAt(10, 100), (Stretch{0, 100}));
    EXPECT_EQ(fiveMinutesAt(310, 1000), (Stretch{300, 600}));
    EXPECT_EQ(fiveMinutesAt(950, 1000), (Stretch{900, 1000}));
    EXPECT_EQ(fiveMinutesAt(1e9, 1000), (Stretch{900, 1000}));
    Shown shown;
    Tachogram plot(shown.state);
    plot.resize(500, 200);
    plot.show();
    shown.state.view().setViewport({400, 10});
    EXPECT_EQ(plot.stretch(), (Stretch{300, 600}));
    const QImage before = test::pictureOf(plot);
    click(plot, {plot.xOf(450), 100});
    ASSERT_TRUE(shown.state.beats().selected());
    EXPECT_NEAR(shown.state.beats().all()[*shown.state.beats().selected()].time_s, 450, 1);
    shown.state.view().setViewport({700, 10});
    EXPECT_NE(test::pictureOf(plot), before);
}

TEST(RhythmPictures, StandAtAnySizeWithAndWithoutAReport) {
    Shown shown;
    RhythmPictures pictures(shown.state);
    for (const bool known : {true, false}) {
        if (!known) shown.state.rhythm().clear();
        for (const QSize& size : {QSize(300, 60), QSize(850, 180), QSize(1500, 320)}) {
            pictures.resize(size);
            EXPECT_FALSE(test::pictureOf(pictures).isNull());
        }
    }
    pictures.resize(1500, 320);
    EXPECT_NEAR(pictures.poincare().frame().plot.width(), pictures.poincare().frame().plot.height(), 2) << "square";
}

}  // namespace
}  // namespace triptych::ui
