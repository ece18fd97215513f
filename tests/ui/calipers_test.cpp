#include "ui/panes/calipers.h"
#include "ui/state/view_state.h"

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

const QRectF kPlot(100, 20, 1000, 300);  // ten seconds: 100 px a second
const Viewport kView{50, 10};
const Stretch kLegs{52, 54};

std::vector<LabelledBeat> beatsAt(std::initializer_list<double> times_s) {
    std::vector<LabelledBeat> made;
    for (const double time_s : times_s) {
        made.push_back({.sample = static_cast<std::int64_t>(time_s * 250), .time_s = time_s});
    }
    return made;
}

TEST(Calipers, LegsAndBarAreFoundUnderThePointer) {
    const auto at = [](double x, double y) { return caliperPartAt(kLegs, kView, kPlot, {x, y}); };
    EXPECT_EQ(at(303, 200), CaliperPart::left);
    EXPECT_EQ(at(496, 200), CaliperPart::right);
    EXPECT_EQ(at(400, kPlot.top() + 26), CaliperPart::bar);
    EXPECT_EQ(at(400, 200), CaliperPart::none) << "between the legs the trace is dragged";
    EXPECT_EQ(at(600, kPlot.top() + 26), CaliperPart::none);
    EXPECT_EQ(at(300, 500), CaliperPart::none) << "outside the plot";
}

TEST(Calipers, OfTwoLegsUnderThePointerTheNearerIsTaken) {
    const Stretch close{52, 52.04};
    EXPECT_EQ(caliperPartAt(close, kView, kPlot, {300.5, 200}), CaliperPart::left);
    EXPECT_EQ(caliperPartAt(close, kView, kPlot, {303.5, 200}), CaliperPart::right);
}

TEST(Calipers, ALegMovesAloneAndTheBarMovesBoth) {
    EXPECT_EQ(movedCalipers(kLegs, CaliperPart::left, 0.5), (Stretch{52.5, 54}));
    EXPECT_EQ(movedCalipers(kLegs, CaliperPart::right, -3), (Stretch{52, 51}));
    EXPECT_EQ(movedCalipers(kLegs, CaliperPart::bar, 1), (Stretch{53, 55}));
    EXPECT_EQ(movedCalipers(kLegs, CaliperPart::none, 1), kLegs);
}

TEST(Calipers, ReadingsAreInTheUnitsOfTheWard) {
    EXPECT_EQ(caliperText({1, 1.412}, {}), QStringLiteral("412 ms · 146/min"));
    EXPECT_EQ(caliperText({1, 1.8}, -0.351), QStringLiteral("800 ms · 75/min · \u22120.35 mV"));
    EXPECT_EQ(caliperText({1, 1.8}, 0.5), QStringLiteral("800 ms · 75/min · +0.50 mV"));
    EXPECT_EQ(caliperText({1, 1.8}, -0.001), QStringLiteral("800 ms · 75/min · +0.00 mV"));
    EXPECT_EQ(caliperText({1, 1}, {}), QStringLiteral("0 ms"));
}

TEST(Calipers, AQtIsCorrectedByFourFormulasAndALongOneMarked) {
    const QString usual = qtcText({1, 1.4}, 1.0);
    EXPECT_EQ(usual, QStringLiteral("as QT at RR 1000 ms: Bazett 400, Fridericia 400, Framingham 400, Hodges 400 ms"));
    const QString fast = qtcText({1, 1.42}, 0.64);
    EXPECT_TRUE(fast.contains(QStringLiteral("Bazett 525!"))) << fast.toStdString();
    EXPECT_TRUE(fast.contains(QStringLiteral("Fridericia 487,"))) << fast.toStdString();
    EXPECT_TRUE(qtcText({1, 1.8}, 1.0).isEmpty()) << "no QT is 800 ms long";
    EXPECT_TRUE(qtcText({1, 1.4}, {}).isEmpty());
}

TEST(Calipers, LocalRateIsOfTenSeconds) {
    const auto beats = beatsAt({1, 2, 3, 3.5, 4, 20});
    EXPECT_NEAR(localRr_s(beats, 3).value(), 3.0 / 4, 1e-9);
    EXPECT_FALSE(localRr_s(beats, 20)) << "one beat has no interval";
    const beats::SignalGaps gaps{100, 2000, {{210, 240}}};
    EXPECT_NEAR(localRr_s(beats, 3, &gaps).value(), 2.0 / 3, 1e-9) << "without the second across the gap";
}

TEST(Calipers, AreFirstPutOnTheIntervalBeforeTheSelectedBeat) {
    ViewState state;
    auto recording = std::make_shared<Recording>();
    recording->duration_s = 60;
    state.setRecording(recording);
    state.view().setViewport({0, 10});
    EXPECT_EQ(firstCalipers(state.beats(), state.view().viewport()), (Stretch{4, 6}));
    state.setBeats(beatsAt({1, 1.9, 2.5, 40, 41}));
    state.selectBeat(2, false);
    EXPECT_EQ(firstCalipers(state.beats(), state.view().viewport()), (Stretch{1.9, 2.5}));
    state.selectBeat(0, false);
    EXPECT_EQ(firstCalipers(state.beats(), state.view().viewport()), (Stretch{1, 1.9}));
    state.selectBeat(4, false);
    EXPECT_EQ(firstCalipers(state.beats(), state.view().viewport()), (Stretch{4, 6})) << "the beat is not in view";
}

TEST(Calipers, StayWithinTheRecordingAndGoWithIt) {
    ViewState state;
    state.view().setCalipers(kLegs);
    EXPECT_FALSE(state.view().calipers()) << "nothing to measure";
    auto recording = std::make_shared<Recording>();
    recording->duration_s = 60;
    state.setRecording(recording);
    state.view().setCalipers(Stretch{70, 10});
    EXPECT_EQ(state.view().calipers(), (Stretch{10, 60}));
    state.setRecording(recording);
    EXPECT_FALSE(state.view().calipers());
}

}  // namespace
}  // namespace triptych::ui
