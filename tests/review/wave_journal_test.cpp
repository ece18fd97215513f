// Fiducials that readers placed: replayed like labels, laid over what was delineated, and gone again when taken back.
#include "core/review/wave_journal.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

namespace triptych::review {
namespace {

using store::EventKind;

const WavePlace kPlace{"II", 720, WavePoint::p_onset};

store::EventGroup moved(std::string key, const WavePlace& place, std::optional<double> from_s,
                        std::optional<double> to_s) {
    store::EventGroup group;
    group.key = std::move(key);
    group.layer = std::string(store::kWaveLayer);
    group.reader = "ann";
    group.time = test::kMoment;
    group.tool = "drag";
    group.reason = "notched";
    group.marks = {waveMark(place, 360, from_s, to_s)};
    return group;
}

store::EventGroup turned(std::string key, std::string target, EventKind kind) {
    store::EventGroup group = test::madeTurn(std::move(key), std::move(target), kind);
    group.layer = std::string(store::kWaveLayer);
    return group;
}

// Two beats at 1 and 2 s of a 360 Hz lead; the second has no P.
LeadWaves found() {
    LeadWaves waves;
    waves.rate_hz = 360;
    const auto wave = [](double from) { return Wave{Fiducial{from}, Fiducial{from + 10}, Fiducial{from + 20}}; };
    waves.beats = {{wave(290), wave(350), wave(420)}, {std::nullopt, wave(710), wave(780)}};
    waves.beats[0].p->onset->sure = 0.3F;
    return waves;
}

BeatList beats() {
    return {.lead = 0, .lead_name = "II", .rate_hz = 360, .origin = BeatOrigin::detected, .beats = {{360}, {720}}};
}

TEST(WaveJournal, TextsReadBackAsTheyWereWritten) {
    for (const WavePoint point : kWavePoints) {
        const auto placed = wavePointOf(wavePointText(point, 2.256));
        ASSERT_TRUE(placed);
        EXPECT_EQ(placed->point, point);
        EXPECT_DOUBLE_EQ(*placed->time_s, 2.256);
        const auto gone = wavePointOf(wavePointText(point, std::nullopt));
        ASSERT_TRUE(gone);
        EXPECT_EQ(gone->point, point);
        EXPECT_FALSE(gone->time_s);
    }
    for (const char* text : {"", "V", "P", "P onset", "P onset 1", "P onset -1 s", "P onset 1e99 s", "P onset nan s",
                             "P onset  s", "P onset absent ", "T wave 1.0 s"}) {
        EXPECT_FALSE(wavePointOf(text)) << text;
    }
}

TEST(WaveJournal, ALaterPlaceCountsAndUndoBringsTheEarlierBack) {
    WaveJournal journal(360, "ann", {});
    journal.take(moved("a", kPlace, std::nullopt, 1.85), true);
    journal.take(moved("b", kPlace, 1.85, 1.87), true);
    EXPECT_DOUBLE_EQ(*journal.fiducials().at(kPlace).time_s, 1.87);
    EXPECT_FALSE(journal.fiducials().at(kPlace).saved);
    EXPECT_EQ(journal.fiducials().at(kPlace).reason, "notched");
    journal.keep("a", 1);
    journal.keep("b", 2);
    EXPECT_TRUE(journal.fiducials().at(kPlace).saved);
    ASSERT_EQ(journal.toUndo(), "b");
    EXPECT_EQ(journal.take(turned("c", "b", EventKind::undo), true), WaveJournal::Places{kPlace});
    EXPECT_DOUBLE_EQ(*journal.fiducials().at(kPlace).time_s, 1.85);
    journal.take(turned("d", "a", EventKind::undo), true);
    EXPECT_TRUE(journal.fiducials().empty()) << "as it was delineated";
    ASSERT_EQ(journal.toRedo(), "a");
}

TEST(WaveJournal, LabelsAndMarksThatCanLieInNoRecordingAreNotItsAffair) {
    WaveJournal journal(360, "ann", {});
    journal.take(test::madeEdit("a", 10, "V"), true);
    auto strange = moved("b", kPlace, std::nullopt, 1.0);
    strange.marks[0].to = "V";
    journal.take(strange, true);
    auto early = moved("c", kPlace, std::nullopt, 1.0);
    early.marks[0].sample = -1;
    journal.take(early, true);
    EXPECT_TRUE(journal.fiducials().empty());
}

TEST(WaveJournal, WhatWasPlacedIsCertainAndStandsOnTheLeadsOwnClock) {
    WaveJournal journal(360, "ann", {});
    journal.take(moved("a", {"II", 360, WavePoint::p_onset}, 290 / 360.0, 0.8), true);
    journal.take(moved("b", {"II", 724, WavePoint::p_peak}, std::nullopt, 1.9), true);  // 11 ms beside the beat
    journal.take(moved("c", {"V1", 360, WavePoint::p_onset}, std::nullopt, 0.5), true);
    journal.take(moved("d", {"II", 900, WavePoint::p_onset}, std::nullopt, 2.2), true);  // of no beat in the list
    const LeadWaves waves = withPlaced(found(), beats(), "II", journal);
    EXPECT_DOUBLE_EQ(waves.beats[0].p->onset->sample, 0.8 * 360);
    EXPECT_FLOAT_EQ(waves.beats[0].p->onset->sure, 1);
    EXPECT_DOUBLE_EQ(waves.beats[0].p->peak->sample, 300) << "what nobody moved";
    ASSERT_TRUE(waves.beats[1].p) << "a P that only the reader sees";
    EXPECT_FALSE(waves.beats[1].p->onset);
    EXPECT_DOUBLE_EQ(*timeOf(waves, 1, WavePoint::p_peak), 1.9);
    EXPECT_FALSE(timeOf(waves, 1, WavePoint::p_onset));
    EXPECT_FALSE(timeOf(waves, 7, WavePoint::r_peak));
}

TEST(WaveJournal, AWaveWhoseMarksAreAllTakenAwayIsGone) {
    WaveJournal journal(360, "ann", {});
    auto group = moved("a", {"II", 360, WavePoint::p_onset}, 290 / 360.0, std::nullopt);
    group.marks.push_back(waveMark({"II", 360, WavePoint::p_peak}, 360, 300 / 360.0, std::nullopt));
    group.marks.push_back(waveMark({"II", 360, WavePoint::p_offset}, 360, 310 / 360.0, std::nullopt));
    journal.take(group, true);
    const LeadWaves waves = withPlaced(found(), beats(), "II", journal);
    EXPECT_FALSE(waves.beats[0].p);
    EXPECT_TRUE(waves.beats[0].qrs);
    EXPECT_TRUE(waves.beats[0].t);
}

}  // namespace
}  // namespace triptych::review
