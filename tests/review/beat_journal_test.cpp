// Beats added, moved and taken away: the log replayed, and what a list of beats becomes by it.
#include "core/review/beat_journal.h"
#include "tests/review/made_edits.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace triptych::review {
namespace {

using store::EventKind;

constexpr double kRate_hz = 360;

store::EventGroup turn(std::string key, std::string target, EventKind kind) {
    store::EventGroup group = test::madeTurn(std::move(key), std::move(target), kind);
    group.layer = std::string(kBeatLayer);
    return group;
}

BeatList found(std::vector<std::int64_t> samples, double rate_hz = kRate_hz, BeatOrigin origin = BeatOrigin::detected) {
    BeatList list;
    list.rate_hz = rate_hz;
    list.origin = origin;
    for (const std::int64_t sample : samples) list.beats.push_back({sample, kNormal});
    return list;
}

std::string textOf(const CorrectedBeats& beats) {
    std::string out;
    for (std::size_t i = 0; i < beats.list.beats.size(); ++i) {
        out += std::to_string(beats.list.beats[i].sample) + '/' + std::to_string(beats.places[i]) + ' ';
    }
    return out;
}

const BeatEditValue kGone{BeatEdit::removed, 0};

TEST(BeatJournal, TextsReadBackAndNothingElseIsAnEdit) {
    for (const BeatEditValue value : {BeatEditValue{BeatEdit::added, 12345}, {BeatEdit::moved, 0}, kGone}) {
        EXPECT_EQ(beatEditOf(beatEditText(value)), value);
    }
    for (const char* text : {"", "removed ", "added at", "added at ", "added at -3", "moved to 1e3", "moved to 1 ",
                             "added at 1234567890123456789", "V"}) {
        EXPECT_FALSE(beatEditOf(text)) << text;
    }
}

TEST(BeatJournal, AListGainsLosesAndMovesBeatsAndEachKeepsItsPlace) {
    BeatJournal journal(kRate_hz, "ann", {});
    journal.take(test::madeBeatEdit("a", 1500, {BeatEdit::added, 1500}), true);
    journal.take(test::madeBeatEdit("b", 2000, kGone), true);
    journal.take(test::madeBeatEdit("c", 3000, {BeatEdit::moved, 3040}), true);
    const CorrectedBeats now = corrected(found({1000, 2000, 3000, 4000}), journal);
    EXPECT_EQ(textOf(now), "1000/1000 1500/1500 3040/3000 4000/4000 ");
    EXPECT_EQ(now.of, (std::vector<std::size_t>{0, CorrectedBeats::kNew, 2, 3}));
    EXPECT_EQ(now.removed, std::vector<std::int64_t>{2000});
    EXPECT_FALSE(journal.edits().at(1500).saved);
    journal.keep("a", 7);
    EXPECT_TRUE(journal.edits().at(1500).saved);
}

TEST(BeatJournal, UndoLeavesTheListAsItWas) {
    const BeatList list = found({1000, 2000});
    BeatJournal journal(kRate_hz, "ann", {});
    for (const auto& group :
         {test::madeBeatEdit("a", 1500, {BeatEdit::added, 1500}), test::madeBeatEdit("b", 2000, kGone),
          test::madeBeatEdit("c", 1000, {BeatEdit::moved, 1040})}) {
        journal.take(group, true);
    }
    for (const char* key : {"c", "b", "a"}) {
        EXPECT_EQ(journal.toUndo(), key);
        journal.take(turn(std::string("u") + key, key, EventKind::undo), true);
    }
    EXPECT_EQ(textOf(corrected(list, journal)), "1000/1000 2000/2000 ");
    EXPECT_TRUE(journal.edits().empty());
    EXPECT_EQ(journal.toRedo(), "a");
}

TEST(BeatJournal, ABeatMovedTwiceIsKnownByTheSamePlaceAndAnAddedOneCanMoveAndGo) {
    BeatJournal journal(kRate_hz, "ann", {});
    journal.take(test::madeBeatEdit("a", 1000, {BeatEdit::moved, 1040}), true);
    journal.take(test::madeBeatEdit("b", 1000, {BeatEdit::moved, 1100}), true);
    journal.take(test::madeBeatEdit("c", 1500, {BeatEdit::added, 1500}), true);
    journal.take(test::madeBeatEdit("d", 1500, {BeatEdit::added, 1530}), true);
    EXPECT_EQ(textOf(corrected(found({1000}), journal)), "1100/1000 1530/1500 ");
    journal.take(test::madeBeatEdit("e", 1500, kGone), true);
    EXPECT_EQ(textOf(corrected(found({1000}), journal)), "1100/1000 ");
}

TEST(BeatJournal, EditsOfOneListHoldForAnotherOnAnotherClock) {
    // Given on the detector's beats at 360 Hz; the annotator's stand a few samples beside them, at 180 Hz.
    BeatJournal journal(kRate_hz, "ann", {});
    journal.take(test::madeBeatEdit("a", 1500, {BeatEdit::added, 1500}), true);
    journal.take(test::madeBeatEdit("b", 2000, kGone), true);
    journal.take(test::madeBeatEdit("c", 3000, {BeatEdit::moved, 3040}), true);
    journal.take(test::madeBeatEdit("d", 5000, {BeatEdit::added, 5000}), true);
    const CorrectedBeats now = corrected(found({502, 1004, 1503, 2000, 2503}, 180, BeatOrigin::reference), journal);
    EXPECT_EQ(textOf(now), "502/1004 750/1500 1520/3006 2000/4000 2503/5006 ") << "what stands there is not doubled";
    EXPECT_EQ(now.list.beats[1].code, kLearn) << "nobody has said what it is";
}

TEST(BeatJournal, PlacesAscendWhateverWasDone) {
    BeatJournal journal(kRate_hz, "ann", {});
    journal.take(test::madeBeatEdit("a", 1000, {BeatEdit::moved, 1600}), true);
    journal.take(test::madeBeatEdit("b", 1001, {BeatEdit::added, 1000}), true);
    const CorrectedBeats now = corrected(found({1000, 1500, 2000}), journal);
    ASSERT_EQ(now.list.beats.size(), 4U);
    for (std::size_t i = 1; i < 4; ++i) {
        EXPECT_LT(now.list.beats[i - 1].sample, now.list.beats[i].sample);
        EXPECT_LT(now.places[i - 1], now.places[i]);
    }
}

TEST(BeatJournal, HostileMarksAreLeftOut) {
    std::vector<store::EventGroup> log;
    for (const char* to : {"V", "added at 99999999999999999999", "moved to x", ""}) {
        store::EventGroup group = test::madeBeatEdit(std::string("k") + to, 100, kGone);
        group.marks[0].to = to;
        log.push_back(group);
    }
    store::EventGroup nowhere = test::madeBeatEdit("n", -5, kGone);
    nowhere.marks[0].rate_hz = -1;
    log.push_back(nowhere);
    const BeatJournal journal(kRate_hz, "ann", log);
    EXPECT_TRUE(journal.edits().empty());
    EXPECT_EQ(textOf(corrected(found({100, 1000}), journal)), "100/100 1000/1000 ");
}

TEST(BeatJournal, AnAnnotatorsMarksFollowAndOtherMarksStay) {
    AnnotationSet set;
    set.annotator = "atr";
    set.rate_hz = kRate_hz;
    for (const auto& [sample, code] : std::vector<std::pair<std::int64_t, int>>{
             {10, kRhythm}, {1000, kNormal}, {1500, kNoise}, {2000, kPvc}, {3000, kNormal}}) {
        Annotation mark;
        mark.sample = sample;
        mark.code = static_cast<std::uint8_t>(code);
        mark.number = 4;
        set.annotations.push_back(mark);
    }
    BeatJournal journal(kRate_hz, "ann", {});
    journal.take(test::madeBeatEdit("a", 2500, {BeatEdit::added, 2500}), true);
    journal.take(test::madeBeatEdit("b", 3000, kGone), true);
    journal.take(test::madeBeatEdit("c", 2000, {BeatEdit::moved, 2020}), true);
    correctMarks(set, journal);
    std::string out;
    for (const Annotation& mark : set.annotations) {
        out += std::to_string(mark.sample) + std::string(symbolOf(mark.code)) + ' ';
    }
    EXPECT_EQ(out, "10+ 1000N 1500~ 2020V 2500? ");
    EXPECT_EQ(set.annotations[3].number, 4) << "a mark that moved is the same mark";
}

}  // namespace
}  // namespace triptych::review
