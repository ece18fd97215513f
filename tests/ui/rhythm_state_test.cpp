// Where the reader stands among episodes and events, what the keys go to, and what is kept of what is said.
#include "tests/ui/made_rhythm.h"
#include "tests/ui/qt_test.h"
#include "ui/panels/rhythm_words.h"
#include "ui/state/rhythm_deeds.h"

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

using R = rhythm::Rhythm;

std::vector<R> goneThrough(ViewState& state, int direction) {
    std::vector<R> out;
    while (const auto next = state.rhythm().nextEpisode(direction, 0)) {
        goToEpisode(state, *next);
        out.push_back(state.rhythm().episodes()[*next].rhythm);
    }
    return out;
}

std::size_t indexOf(const ViewState& state, R rhythm) {
    const auto& all = state.rhythm().episodes();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].rhythm == rhythm) return i;
    }
    ADD_FAILURE() << "no such episode";
    return 0;
}

TEST(RhythmState, KeysGoFromEpisodeToEpisodeOfTheFilterAndBack) {
    ViewState state;
    test::madeRhythm().show(state);
    const std::vector<R> there = {R::vt, R::bigeminy, R::tachycardia};
    EXPECT_EQ(goneThrough(state, 1), there);
    EXPECT_EQ(goneThrough(state, -1), (std::vector<R>{R::bigeminy, R::vt})) << "from the last one";
    state.rhythm().setEpisodeFilter({false, R::tachycardia});
    state.rhythm().chooseEpisode(std::nullopt);
    EXPECT_EQ(goneThrough(state, 1), std::vector<R>{R::tachycardia});
    state.rhythm().setEpisodeFilter({false, std::nullopt});
    state.rhythm().chooseEpisode(std::nullopt);
    EXPECT_EQ(goneThrough(state, 1).size(), state.rhythm().episodes().size());
}

TEST(RhythmState, AnEpisodeIsInViewAndItsFirstBeatSelected) {
    ViewState state;
    test::madeRhythm().show(state);
    const std::size_t vt = indexOf(state, R::vt);
    goToEpisode(state, vt);
    const rhythm::Span span = state.rhythm().episodes()[vt].span;
    EXPECT_LT(state.view().viewport().start_s, span.from_s);
    EXPECT_GT(state.view().viewport().end_s(), span.to_s);
    ASSERT_TRUE(state.beats().selected());
    const LabelledBeat& beat = state.beats().all()[*state.beats().selected()];
    EXPECT_EQ(beat.code, kPvc);
    EXPECT_NEAR(beat.time_s, span.from_s, 0.2);
}

TEST(RhythmState, EventsHaveTheFilesMarksAmongThem) {
    ViewState state;
    test::madeRhythm().show(state);
    std::vector<QString> names;
    while (const auto next = state.rhythm().nextEvent(1, 0)) {
        goToEvent(state, *next);
        names.push_back(eventName(state.rhythm().events()[*next]));
    }
    EXPECT_EQ(names.size(), state.rhythm().events().size());
    const auto count = [&](const QString& name) { return std::count(names.begin(), names.end(), name); };
    EXPECT_EQ(count(QStringLiteral("Mark: dizzy")), 1);
    EXPECT_EQ(count(QStringLiteral("Run of V")), 1);
    EXPECT_EQ(count(QStringLiteral("Pause")), 1);
    EXPECT_EQ(count(QStringLiteral("First: Tachycardia")), 1);
    state.rhythm().setEventKind(RhythmEventKind::pauses);
    state.rhythm().chooseEvent(std::nullopt);
    const auto pause = state.rhythm().nextEvent(1, 0);
    ASSERT_TRUE(pause);
    EXPECT_EQ(eventValue(state.rhythm().events()[*pause]), QStringLiteral("2.60 s"));
    for (const rhythm::RhythmEvent& event : state.rhythm().events()) EXPECT_FALSE(eventName(event).isEmpty());
}

TEST(RhythmState, TheReaderStaysWhereItWasWhenTheReportChanges) {
    ViewState state;
    auto made = test::madeRhythm();
    made.show(state);
    const std::size_t tachycardia = indexOf(state, R::tachycardia);
    goToEpisode(state, tachycardia);
    goToEvent(state, *state.rhythm().nextEvent(1, 0));
    const rhythm::Span vt = state.rhythm().episodes()[indexOf(state, R::vt)].span;
    made.show(state, {{vt, R::vt, true}});
    ASSERT_TRUE(state.rhythm().episode());
    EXPECT_NE(*state.rhythm().episode(), tachycardia) << "one less before it";
    EXPECT_EQ(state.rhythm().episodes()[*state.rhythm().episode()].rhythm, R::tachycardia);
    state.rhythm().clear();
    EXPECT_FALSE(state.rhythm().episode());
    EXPECT_FALSE(state.rhythm().event());
    EXPECT_TRUE(state.rhythm().episodes().empty());
}

TEST(RhythmState, TheReaderStaysAtAnEpisodeWhoseEdgeWasMoved) {
    ViewState state;
    auto made = test::madeRhythm();
    made.show(state);
    goToEpisode(state, indexOf(state, R::tachycardia));
    const rhythm::Episode fast = state.rhythm().episodes()[*state.rhythm().episode()];
    made.show(state, endedAt(fast, fast.span.from_s + 6));
    ASSERT_TRUE(state.rhythm().episode());
    const rhythm::Episode& now = state.rhythm().episodes()[*state.rhythm().episode()];
    EXPECT_EQ(now.rhythm, R::tachycardia) << "what has its old middle is another";
    EXPECT_DOUBLE_EQ(now.span.from_s, fast.span.from_s);
    made.show(state, renamed(fast, R::svt));
    EXPECT_EQ(state.rhythm().episodes()[*state.rhythm().episode()].rhythm, R::svt);
}

TEST(RhythmDeeds, AnEdgeNamesWhatItGainsAndDeniesWhatItLoses) {
    const rhythm::Episode episode{R::af, {100, 200}, 0.9, {}};
    using Words = ReaderWords;
    EXPECT_EQ(accepted(episode), (Words{{{100, 200}, R::af, false}}));
    EXPECT_EQ(renamed(episode, R::flutter), (Words{{{100, 200}, R::flutter, false}}));
    EXPECT_EQ(rejected(episode), (Words{{{100, 200}, R::af, true}}));
    EXPECT_EQ(begunAt(episode, 90), (Words{{{90, 200}, R::af, false}}));
    EXPECT_EQ(begunAt(episode, 120), (Words{{{120, 200}, R::af, false}, {{100, 120}, R::af, true}}));
    EXPECT_EQ(endedAt(episode, 250), (Words{{{100, 250}, R::af, false}}));
    EXPECT_EQ(endedAt(episode, 150), (Words{{{100, 150}, R::af, false}, {{150, 200}, R::af, true}}));
    EXPECT_TRUE(begunAt(episode, 200).empty());
    EXPECT_TRUE(endedAt(episode, 100).empty());
}

TEST(RhythmWords, LengthsAndSharesAreWrittenAsAReaderReadsThem) {
    EXPECT_EQ(lengthText(12.34), QStringLiteral("12.3 s"));
    EXPECT_EQ(lengthText(271), QStringLiteral("4:31 min"));
    EXPECT_EQ(lengthText(7805), QStringLiteral("2:10:05 h"));
    EXPECT_EQ(shareText(0), QStringLiteral("–"));
    EXPECT_EQ(shareText(0.0001), QStringLiteral("<0.1 %"));
    EXPECT_EQ(shareText(0.3834), QStringLiteral("38.3 %"));
    EXPECT_EQ(shareText(1), QStringLiteral("100 %"));
    EXPECT_EQ(rhythmValueText("not af"), QStringLiteral("not: Atrial fibrillation"));
    EXPECT_EQ(rhythmValueText("of a later version"), QStringLiteral("of a later version"));
}

TEST(RhythmWords, FiguresOfTheWindowAreThoseOfTheReport) {
    ViewState state;
    test::madeRhythm().show(state);
    const rhythm::Hrv& hrv = state.rhythm().report()->hrv;
    const auto rows = hrvRows(hrv, &hrv.five_minutes[0]);
    const auto row = std::find_if(rows.begin(), rows.end(), [](const HrvRow& one) { return one.name == "SDNN"; });
    ASSERT_NE(row, rows.end());
    EXPECT_EQ(row->whole, QString::number(hrv.time.sdnn_ms, 'f', 1));
    EXPECT_EQ(row->five, QString::number(hrv.five_minutes[0].time.sdnn_ms, 'f', 1));
    const QString remarks = hrvRemarks(hrv).join(QLatin1Char('\n'));
    EXPECT_TRUE(remarks.contains(QStringLiteral("a beat is not of the sinus node"))) << remarks.toStdString();
    EXPECT_TRUE(remarks.contains(QStringLiteral("ULF needs twelve hours"))) << remarks.toStdString();
}

}  // namespace
}  // namespace triptych::ui
