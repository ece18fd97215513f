#include "ui/state/view_state.h"
#include "tests/ui/made_recording.h"
#include "ui/panes/frequency_range.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::ui {
namespace {

RecordingPtr minutes(double count) {
    return test::madeRecording({{"II", 250, test::flat}, {"V1", 250, test::flat}}, 60 * count);
}

std::vector<LabelledBeat> everySecond(int count) {
    std::vector<LabelledBeat> made;
    for (int i = 0; i < count; ++i) made.push_back({i * 250, static_cast<double>(i), kNormal});
    return made;
}

struct Counter {
    template <class Part, class Signal>
    Counter(const Part* part, Signal signal) {
        QObject::connect(part, signal, part, [this] { ++count; });
    }
    int count = 0;
};

TEST(ViewState, ASpeedIsTrueMillimetresOfThePaper) {
    ViewState state;
    state.display().setPixelsPerMm(4);
    state.view().setPaperWidthPx(1000);
    state.setRecording(minutes(30));
    for (const double speed : {6.25, 12.5, 25.0, 50.0, 100.0}) {
        state.display().setSpeedMmPerS(speed);
        // A second is `speed` millimetres of 4 px each.
        const Viewport view = state.view().viewport();
        EXPECT_NEAR(view.xOf(view.start_s + 1, 0, 1000), speed * 4, 1e-9);
        EXPECT_TRUE(state.view().atPresetSpeed());
        EXPECT_NEAR(state.view().actualSpeedMmPerS(), speed, 1e-9);
    }
}

TEST(ViewState, ThePaperKeepsItsSpeedWhenItGrows) {
    ViewState state;
    state.display().setPixelsPerMm(4);
    state.view().setPaperWidthPx(1000);
    state.setRecording(minutes(30));
    state.view().setViewport({100, state.view().viewport().span_s});
    state.view().setPaperWidthPx(1600);
    EXPECT_NEAR(state.view().viewport().span_s, 16, 1e-9);
    EXPECT_NEAR(state.view().viewport().start_s, 100, 1e-9);
    state.display().setPixelsPerMm(8);
    EXPECT_NEAR(state.view().viewport().span_s, 8, 1e-9);
}

TEST(ViewState, AZoomLeavesThePresetAndSaysTheActualSpeed) {
    ViewState state;
    state.display().setPixelsPerMm(4);
    state.view().setPaperWidthPx(1000);
    state.setRecording(minutes(30));
    state.view().setViewport({10, 20});
    EXPECT_FALSE(state.view().atPresetSpeed());
    EXPECT_NEAR(state.view().actualSpeedMmPerS(), 12.5, 1e-9);
    EXPECT_DOUBLE_EQ(state.display().speedMmPerS(), 25);
    state.view().setPaperWidthPx(2000);
    EXPECT_NEAR(state.view().viewport().span_s, 20, 1e-9) << "a zoom keeps its span, not its scale";
    state.display().setSpeedMmPerS(25);
    EXPECT_TRUE(state.view().atPresetSpeed()) << "choosing the same speed again returns to it";
    EXPECT_NEAR(state.view().viewport().span_s, 20, 1e-9);
}

TEST(ViewState, TheViewStaysWithinTheRecording) {
    ViewState state;
    state.setRecording(minutes(1));
    state.view().setViewport({-5, 10});
    EXPECT_EQ(state.view().viewport(), (Viewport{0, 10}));
    state.view().setViewport({58, 10});
    EXPECT_EQ(state.view().viewport(), (Viewport{50, 10}));
    state.view().setViewport({3, 1e9});
    EXPECT_EQ(state.view().viewport(), (Viewport{0, 60}));
    state.view().setViewport({3, 1e-9});
    EXPECT_DOUBLE_EQ(state.view().viewport().span_s, 0.2);
    const Viewport before = state.view().viewport();
    state.view().setViewport({std::nan(""), 5});
    state.view().setViewport({5, INFINITY});
    EXPECT_EQ(state.view().viewport(), before);
}

TEST(ViewState, AShortRecordKeepsItsMillimetres) {
    ViewState state;
    state.display().setPixelsPerMm(4);
    state.view().setPaperWidthPx(1600);
    state.setRecording(test::madeRecording({{"II", 500, test::flat}}, 10));
    EXPECT_NEAR(state.view().viewport().span_s, 16, 1e-9)
        << "10 s at 25 mm/s are 10 s of 16: the rest of the paper is empty";
    EXPECT_DOUBLE_EQ(state.view().viewport().start_s, 0);
}

TEST(ViewState, FocusIsTheSelectionThenTheBeatThenTheView) {
    ViewState state;
    state.setRecording(minutes(1));
    state.setBeats(everySecond(60));
    EXPECT_EQ(state.view().focus(), (Stretch{0, 10}));
    state.selectBeat(5);
    EXPECT_EQ(state.view().focus(), (Stretch{4.2, 5.8}));
    state.view().setSelection(Stretch{9, 3});
    EXPECT_EQ(state.view().focus(), (Stretch{3, 9})) << "a selection may be drawn backwards";
    state.view().setSelection(std::nullopt);
    state.display().setScope(TriptychScope::view);
    EXPECT_EQ(state.view().focus(), (Stretch{0, 10}));
    state.display().setScope(TriptychScope::selected_beat);
    state.selectBeat(0);
    EXPECT_EQ(state.view().focus(), (Stretch{0, 0.8})) << "cut at the start of the recording";
}

TEST(ViewState, FocusChangedComesOnceForEachChange) {
    ViewState state;
    state.setRecording(minutes(1));
    state.setBeats(everySecond(60));
    const Counter focus(&state.view(), &ViewportState::focusChanged);
    state.selectBeat(5);
    EXPECT_EQ(focus.count, 1);
    state.selectBeat(5);
    state.view().setViewport({1, 10});
    EXPECT_EQ(focus.count, 1) << "the beat is in focus: the view may move";
    state.view().setSelection(Stretch{3, 4});
    state.view().setSelection(Stretch{3, 4});
    EXPECT_EQ(focus.count, 2);
    state.selectBeat(7);
    EXPECT_EQ(focus.count, 3) << "another beat takes the selection away";
    EXPECT_FALSE(state.view().selection().has_value());
}

TEST(ViewState, ABeatOutOfViewIsBroughtIntoIt) {
    ViewState state;
    state.setRecording(minutes(1));
    state.setBeats(everySecond(60));
    state.selectBeat(40);
    EXPECT_NEAR(state.view().viewport().start_s, 35, 1e-9);
    state.selectBeat(42);
    EXPECT_NEAR(state.view().viewport().start_s, 35, 1e-9) << "it was in view: nothing moves";
    state.selectBeat(3, false);
    EXPECT_NEAR(state.view().viewport().start_s, 35, 1e-9);
    state.selectBeat(1000);
    EXPECT_FALSE(state.beats().selected().has_value());
}

TEST(ViewState, AnExplanationBelongsToItsBeat) {
    ViewState state;
    state.setRecording(minutes(1));
    state.setBeats(everySecond(60));
    state.selectBeat(5);
    state.model().setExplanation(std::make_shared<Explanation>());
    const Counter explanation(&state.model(), &ModelState::explanationChanged);
    state.selectBeat(5);
    EXPECT_NE(state.model().explanation(), nullptr);
    state.selectBeat(6);
    EXPECT_EQ(state.model().explanation(), nullptr);
    EXPECT_EQ(explanation.count, 1);
    state.model().setExplanation(std::make_shared<Explanation>());
    state.setAnalysisLead(1);
    EXPECT_EQ(state.model().explanation(), nullptr);
}

TEST(ViewState, NewBeatsKeepTheSelectedOneBySample) {
    ViewState state;
    state.setRecording(minutes(1));
    state.setBeats(everySecond(60));
    state.selectBeat(5);
    auto fewer = everySecond(60);
    fewer.erase(fewer.begin(), fewer.begin() + 2);
    state.setBeats(fewer);
    EXPECT_EQ(state.beats().selected(), 3U);
    fewer.erase(fewer.begin() + 3);
    state.setBeats(fewer);
    EXPECT_EQ(state.beats().selected(), std::nullopt);
}

TEST(ViewState, ANewRecordingForgetsTheOldOne) {
    ViewState state;
    state.setRecording(minutes(1));
    state.setBeats(everySecond(60));
    state.selectBeat(5);
    state.view().setSelection(Stretch{1, 2});
    state.view().setViewport({20, 3});
    state.setRecording(minutes(2));
    EXPECT_TRUE(state.beats().all().empty());
    EXPECT_FALSE(state.beats().selected() || state.view().selection());
    EXPECT_DOUBLE_EQ(state.view().viewport().start_s, 0);
    EXPECT_TRUE(state.view().atPresetSpeed());
    state.setRecording(nullptr);
    EXPECT_EQ(state.view().focus().length_s(), 0);
}

TEST(ViewState, TheFrequencyAxisEndsAtHalfTheRate) {
    ViewState state;
    state.setRecording(test::madeRecording({{"II", 100, test::flat}}, 60));
    EXPECT_DOUBLE_EQ(frequencyAxis(state.record(), state.display()).high_hz, 50);
    state.setRecording(minutes(1));
    EXPECT_DOUBLE_EQ(frequencyAxis(state.record(), state.display()).high_hz, 60);
    state.display().setLogFrequency(false);
    EXPECT_DOUBLE_EQ(frequencyAxis(state.record(), state.display()).low_hz, 0);
}

TEST(FrequencyAxis, HasTheRangeThatWasChosenAsFarAsTheLeadGoes) {
    const FrequencyAxis usual{0.5, 60, true}, linear{0, 60, false};
    EXPECT_EQ(axisOf(FrequencyRange::usual, usual, 250), usual);
    EXPECT_EQ(axisOf(FrequencyRange::diagnostic, usual, 250), (FrequencyAxis{0.05, 125, true}))
        << "up to half the rate";
    EXPECT_EQ(axisOf(FrequencyRange::diagnostic, usual, 500), (FrequencyAxis{0.05, 150, true}));
    EXPECT_EQ(axisOf(FrequencyRange::complexes, usual, 250), (FrequencyAxis{5, 40, true}));
    EXPECT_EQ(axisOf(FrequencyRange::slow, usual, 250), (FrequencyAxis{0.05, 5, true}));
    EXPECT_EQ(axisOf(FrequencyRange::whole, usual, 1000), (FrequencyAxis{0.05, 500, true}));
    EXPECT_EQ(axisOf(FrequencyRange::whole, linear, 1000), (FrequencyAxis{0, 500, false}));
    EXPECT_EQ(axisOf(FrequencyRange::complexes, linear, 250), (FrequencyAxis{5, 40, false}));
    const FrequencyAxis slow_lead{0.5, 2, true};
    EXPECT_EQ(axisOf(FrequencyRange::complexes, slow_lead, 4), slow_lead) << "it has nothing there";
    EXPECT_EQ(axisOf(FrequencyRange::whole, usual, 0), usual) << "there is no lead";
}

TEST(FrequencyAxis, RowsAndHertzAreInverse) {
    for (const FrequencyAxis axis : {FrequencyAxis{0.5, 60, true}, FrequencyAxis{0, 60, false}}) {
        for (const double y : {20.0, 55.5, 219.0}) {
            EXPECT_NEAR(axis.yOf(axis.frequencyAt(y, 20, 200), 20, 200), y, 1e-9);
        }
        EXPECT_NEAR(axis.yOf(axis.high_hz, 20, 200), 20, 1e-9);
        EXPECT_NEAR(axis.yOf(axis.low_hz, 20, 200), 220, 1e-9);
    }
    EXPECT_NEAR((FrequencyAxis{0.5, 50, true}).fraction(5), 0.5, 1e-12) << "equal ratios, equal steps";
    EXPECT_DOUBLE_EQ((FrequencyAxis{0.5, 50, true}).yWithin(0, 20, 200), 220) << "0 Hz is held at the bottom";
}

TEST(ViewState, ChannelsThatAreNoEcgAreNotShownBesideOneThatIs) {
    ViewState state;
    const auto flat = [](double) { return 0.0F; };
    state.setRecording(
        test::madeRecording({{"Flow", 250, flat}, {"ECG", 250, flat}, {"C4", 250, flat}, {"V1", 250, flat}}, 10));
    using Leads = std::vector<std::size_t>;
    state.setAnalysisLead(1);
    EXPECT_EQ(state.record().shownLeads(), (Leads{0, 1, 2, 3})) << "nobody has looked yet";
    int told = 0;
    QObject::connect(&state.record(), &RecordState::shownLeadsChanged, [&told] { ++told; });
    state.record().setEcgLeads({false, true, false, true});
    EXPECT_EQ(state.record().shownLeads(), (Leads{1, 3}));
    EXPECT_TRUE(state.record().hasOtherLeads());
    state.setAnalysisLead(2);
    EXPECT_EQ(state.record().shownLeads(), (Leads{1, 2, 3})) << "what is analysed is seen";
    state.record().setShowsAllLeads(true);
    EXPECT_EQ(state.record().shownLeads(), (Leads{0, 1, 2, 3}));
    EXPECT_EQ(told, 2);
    state.record().setEcgLeads({false, true});
    EXPECT_EQ(told, 2) << "flags of another recording";
    state.record().setEcgLeads({false, false, false, false});
    state.record().setShowsAllLeads(false);
    EXPECT_EQ(state.record().shownLeads(), (Leads{0, 1, 2, 3})) << "without an ECG nothing is hidden";
    state.setRecording(nullptr);
    EXPECT_TRUE(state.record().shownLeads().empty());
}

}  // namespace
}  // namespace triptych::ui
