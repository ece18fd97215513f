// The reasons on screen: a sentence whose clauses show where they were seen, sums that unfold, and masks that are
// drawn, dragged and taken away.
#include "tests/ui/made_explanation.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "tests/ui/three_panes.h"
#include "ui/panels/segment_view.h"
#include "ui/panels/sum_bars.h"
#include "ui/panels/what_if_box.h"
#include "ui/panels/why_view.h"
#include "ui/panels/wrapping_label.h"
#include "ui/state/why_state.h"

#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

using inference::FeatureGroup;

std::shared_ptr<const Explanation> withFeatures(double beat_s) {
    auto why = std::make_shared<Explanation>(*test::madeExplanation(beat_s));
    Attribution rr;
    rr.input = "rr";
    rr.axes = {{"feature", "", {}, {"pre-RR / late RR", "QRS breadth / typical"}}};
    rr.values = {20, 60};  // beside what the picture holds
    rr.seen = {-0.5F, 0.7F};
    why->inputs.push_back(rr);
    why->has_completeness = true;
    why->baseline_score = 0.1;
    why->score = 0.9;
    return why;
}

WhyPtr madeWhy(const Explanation& explanation, double beat_s) {
    pipeline::MeasuredFact early, wide;
    early.fact = pipeline::Fact::interval_before;
    early.value = 0.62, early.from_s = beat_s - 0.6, early.to_s = beat_s;
    wide.fact = pipeline::Fact::qrs_width;
    wide.value = 2, wide.from_s = beat_s - 0.05, wide.to_s = beat_s + 0.1;
    const std::vector<pipeline::LeadSpans> spans{{"MLII", {{pipeline::Segment::qrs, beat_s - 0.05, beat_s + 0.1}}}};
    return std::make_shared<const pipeline::Why>(pipeline::whyOf(explanation, 0.98, {early, wide}, spans));
}

struct Reasons : testing::Test {
    ViewState state;
    double beat_s = 0;
    std::shared_ptr<const Explanation> explanation;

    void SetUp() override {
        const auto made = test::madeRecording(
            {{"MLII", 250, [](double time_s) { return static_cast<float>(std::sin(7 * time_s)); }}}, 10);
        state.setRecording(made);
        std::vector<LabelledBeat> beats(3);
        for (std::size_t i = 0; i < beats.size(); ++i) {
            beats[i].time_s = 2.0 + static_cast<double>(i);
            beats[i].sample = static_cast<std::int64_t>(beats[i].time_s * made->leads[0].rate_hz);
        }
        state.setBeats(beats);
        state.selectBeat(1);
        beat_s = 3.0;
        explanation = withFeatures(beat_s);
        state.model().setExplanation(explanation);
        state.why().setWhy(madeWhy(*explanation, beat_s));
    }
};

void press(QWidget& widget, QEvent::Type type, QPointF at) {
    const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, at, widget.mapToGlobal(at), button, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

void drag(QWidget& widget, QPointF from, QPointF to) {
    press(widget, QEvent::MouseButtonPress, from);
    press(widget, QEvent::MouseMove, (from + to) / 2);
    press(widget, QEvent::MouseMove, to);
    press(widget, QEvent::MouseButtonRelease, to);
}

TEST_F(Reasons, TheSentenceIsALinkAClauseAndAClickShowsWhereItWasSeen) {
    WhyView view(state);
    view.resize(300, 200);
    EXPECT_EQ(view.sentence(),
              QStringLiteral("V .98: QRS twice as wide as this patient's, early, at 0.62 of the usual interval"));
    auto* label = view.findChild<WrappingLabel*>();
    ASSERT_NE(label, nullptr);
    EXPECT_EQ(label->text().count(QStringLiteral("<a href=")), 2);
    Q_EMIT label->linkActivated(QStringLiteral("0"));
    ASSERT_NE(state.why().looked(), nullptr);
    EXPECT_EQ(state.why().looked()->group, FeatureGroup::qrs);
    Q_EMIT label->linkActivated(QStringLiteral("0"));
    EXPECT_EQ(state.why().looked(), nullptr) << "once more, and it is let go";
}

TEST_F(Reasons, WhatIsLookedAtIsOutlinedOverTraceAndScalogram) {
    test::ThreePanes panes(state);
    test::settle(panes, {1100, 300});
    const QImage trace = test::pictureOf(panes.trace()), scalogram = test::pictureOf(panes.scalogram());
    state.why().lookAt(0);
    test::letQueuedHappen();
    EXPECT_NE(test::pictureOf(panes.trace()), trace);
    EXPECT_NE(test::pictureOf(panes.scalogram()), scalogram);
    state.why().lookAt(std::nullopt);
    test::letQueuedHappen();
    EXPECT_EQ(test::pictureOf(panes.trace()), trace);
}

TEST_F(Reasons, GoWithTheExplanation) {
    state.why().lookAt(0);
    state.why().setMasking(true);
    state.why().toggleFeature("pre-RR / late RR");
    state.model().setExplanation(nullptr);
    EXPECT_EQ(state.why().why(), nullptr);
    EXPECT_EQ(state.why().looked(), nullptr);
    EXPECT_TRUE(state.why().asked().masks.empty());
    EXPECT_TRUE(state.why().masking()) << "the reader goes on masking, beat by beat";
}

TEST_F(Reasons, SumsUnfoldAndMakeTheScore) {
    const auto bars = sumBars(state.why(), *explanation, {});
    double sum = 0;
    for (const SignedBar& bar : bars) {
        if (!bar.is_total) sum += bar.value;
    }
    double inputs = 0;
    for (const Attribution& input : explanation->inputs) {
        for (const float value : input.values) inputs += static_cast<double>(value);
    }
    EXPECT_NEAR(sum, inputs, 1e-2);
    EXPECT_EQ(bars.front().value, explanation->baseline_score);
    EXPECT_EQ(bars.back().value, explanation->score);
    const auto unfolded = sumBars(state.why(), *explanation, {"qrs"});
    EXPECT_EQ(unfolded.size(), bars.size() + 1);
    state.why().lookAt(0);
    const auto marked = sumBars(state.why(), *explanation, {"qrs"});
    EXPECT_EQ(std::ranges::count_if(marked, [](const SignedBar& bar) { return bar.marked; }), 2);
}

TEST_F(Reasons, ADragMasksAndEscapeTakesTheMaskAway) {
    test::ThreePanes panes(state);
    test::settle(panes, {1100, 300});
    const auto middle = [](const TriptychPane& pane) { return QPointF(pane.frame().plot.center()); };
    drag(panes.trace(), middle(panes.trace()), middle(panes.trace()) + QPointF(40, 0));
    EXPECT_TRUE(state.why().asked().masks.empty()) << "nobody asked what if";
    state.why().setMasking(true);
    drag(panes.trace(), middle(panes.trace()), middle(panes.trace()) + QPointF(40, 5));
    ASSERT_EQ(state.why().asked().masks.size(), 1U);
    const auto& mask = state.why().asked().masks[0];
    EXPECT_EQ(mask.kind, inference::MaskKind::trace);
    EXPECT_NEAR(mask.from_s, panes.trace().timeAtX(middle(panes.trace()).x()), 1e-9);
    EXPECT_NEAR(mask.to_s, panes.trace().timeAtX(middle(panes.trace()).x() + 40), 1e-9);
    drag(panes.scalogram(), middle(panes.scalogram()), middle(panes.scalogram()) + QPointF(-30, -30));
    ASSERT_EQ(state.why().asked().masks.size(), 2U);
    EXPECT_EQ(state.why().asked().masks[1].kind, inference::MaskKind::picture);
    EXPECT_LT(state.why().asked().masks[1].from_hz, state.why().asked().masks[1].to_hz);
    EXPECT_LT(state.why().asked().masks[1].from_s, state.why().asked().masks[1].to_s);
    drag(panes.spectrum(), middle(panes.spectrum()), middle(panes.spectrum()) + QPointF(0, 30));
    ASSERT_EQ(state.why().asked().masks.size(), 3U);
    EXPECT_EQ(state.why().asked().masks[2].to_s, inference::Mask::kEver);
    drag(panes.trace(), middle(panes.trace()), middle(panes.trace()) + QPointF(1, 0));
    EXPECT_EQ(state.why().asked().masks.size(), 3U) << "a hand that trembles masks nothing";
    state.why().clearMasks();
    EXPECT_TRUE(state.why().asked().masks.empty());
    EXPECT_TRUE(state.why().masking());
}

TEST_F(Reasons, EveryProbabilityIsShownBeforeAndAfter) {
    WhatIfBox box(state.why(), state.display());
    box.resize(320, 200);
    state.why().setMasking(true);
    state.why().toggleFeature("pre-RR / late RR");
    auto answer = std::make_shared<inference::WhatIfAnswer>();
    answer->classes = {"N", "V"};
    answer->before = {0.1F, 0.9F};
    answer->after = {0.75F, 0.25F};
    state.why().setAnswer(answer);
    QString all;
    for (const QLabel* label : box.findChildren<QLabel*>()) all += label->text();
    EXPECT_TRUE(all.contains(QStringLiteral("0.75"))) << all.toStdString();
    EXPECT_TRUE(all.contains(QStringLiteral("+0.65"))) << all.toStdString();
    state.why().setAnswer(nullptr, QStringLiteral("No such cells."));
    all.clear();
    for (const QLabel* label : box.findChildren<QLabel*>()) all += label->text();
    EXPECT_TRUE(all.contains(QStringLiteral("No such cells.")));
}

TEST_F(Reasons, TheTableOfWavesHasARowForEachLeadWhoseWavesAreKnown) {
    SegmentView view(state.display());
    view.setSegments(state.why().why()->segments, true, false);
    EXPECT_FALSE(view.isEmpty());
    EXPECT_TRUE(view.accessibleDescription().contains(QStringLiteral("MLII QRS")));
    view.setSegments({}, true, false);
    EXPECT_TRUE(view.isEmpty());
}

}  // namespace
}  // namespace triptych::ui
