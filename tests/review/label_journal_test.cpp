// The journal's closed forms: n edits and n undos are nothing, redo is undo's inverse, any group can be taken back by
// itself, and the order of the log decides, not that of arrival.
#include "core/review/label_journal.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>

namespace triptych::review {
namespace {

using store::EventKind;
using test::madeEdit;
using test::madeTurn;

// What the window's undo key does.
void undo(LabelJournal& journal, const std::string& key) {
    const auto target = journal.toUndo();
    ASSERT_TRUE(target);
    journal.take(madeTurn(key, *target, EventKind::undo), true);
}

void redo(LabelJournal& journal, const std::string& key) {
    const auto target = journal.toRedo();
    ASSERT_TRUE(target);
    journal.take(madeTurn(key, *target, EventKind::redo), true);
}

TEST(LabelJournal, UndoneAsOftenAsEditedIsTheBeginning) {
    LabelJournal journal(360, "ann", {});
    for (int i = 0; i < 100; ++i) journal.take(madeEdit("e" + std::to_string(i), i % 7, i % 2 == 0 ? "V" : "F"), true);
    EXPECT_EQ(journal.labels().size(), 7U);
    for (int i = 0; i < 100; ++i) undo(journal, "u" + std::to_string(i));
    EXPECT_TRUE(journal.labels().empty());
    EXPECT_FALSE(journal.toUndo());
}

TEST(LabelJournal, RedoIsTheInverseOfUndo) {
    LabelJournal journal(360, "ann", {});
    journal.take(madeEdit("a", 10, "V"), true);
    journal.take(madeEdit("b", 10, "F"), true);
    journal.take(madeEdit("c", 20, "S"), true);
    const ReaderLabels all = journal.labels();
    undo(journal, "1");
    undo(journal, "2");
    EXPECT_EQ(journal.labels().at(10).code, kPvc);
    EXPECT_FALSE(journal.labels().contains(20));
    redo(journal, "3");
    redo(journal, "4");
    EXPECT_EQ(journal.labels(), all);
    EXPECT_FALSE(journal.toRedo());
}

TEST(LabelJournal, AnEditAfterAnUndoEndsWhatCouldBeRedone) {
    LabelJournal journal(360, "ann", {});
    journal.take(madeEdit("a", 10, "V"), true);
    undo(journal, "1");
    journal.take(madeEdit("b", 30, "F"), true);
    EXPECT_FALSE(journal.toRedo());
    EXPECT_EQ(journal.toUndo(), "b");
}

TEST(LabelJournal, AnEarlierGroupIsTakenBackByItself) {
    LabelJournal journal(360, "ann", {});
    journal.take(madeEdit("a", 10, "V"), true);
    journal.take(madeEdit("b", 20, "V"), true);
    journal.take(madeEdit("c", 10, "F"), true);
    EXPECT_EQ(journal.take(madeTurn("t", "b", EventKind::undo), true), LabelJournal::Samples{20});
    EXPECT_FALSE(journal.labels().contains(20));
    EXPECT_EQ(journal.labels().at(10).code, kFusion) << "what came after it stays";
    journal.take(madeTurn("t2", "c", EventKind::undo), true);
    EXPECT_EQ(journal.labels().at(10).code, kPvc) << "an undone group is as if it had never been";
}

TEST(LabelJournal, TakingALabelAwayIsAnEditLikeAnyOther) {
    LabelJournal journal(360, "ann", {});
    journal.take(madeEdit("a", 5, "V"), true);
    journal.take(madeEdit("b", 5, std::nullopt), true);
    EXPECT_TRUE(journal.labels().empty());
    undo(journal, "1");
    EXPECT_EQ(journal.labels().at(5).code, kPvc);
}

TEST(LabelJournal, AGroupOfManyBeatsIsOneStep) {
    LabelJournal journal(360, "ann", {});
    auto batch = madeEdit("a", 0, "V");
    batch.marks.clear();
    for (int i = 0; i < 5000; ++i) batch.marks.push_back(test::madeMark(i * 100, "V"));
    EXPECT_EQ(journal.take(batch, true).size(), 5000U);
    EXPECT_EQ(journal.labels().size(), 5000U);
    undo(journal, "1");
    EXPECT_TRUE(journal.labels().empty());
}

TEST(LabelJournal, ALabelIsPendingUntilItsPlaceInTheLogIsKnown) {
    LabelJournal journal(360, "ann", {});
    journal.take(madeEdit("a", 10, "V"), true);
    EXPECT_FALSE(journal.labels().at(10).saved);
    EXPECT_EQ(journal.pending(), 1U);
    EXPECT_EQ(journal.keep("a", 7), LabelJournal::Samples{10});
    EXPECT_TRUE(journal.labels().at(10).saved);
    EXPECT_EQ(journal.pending(), 0U);
    journal.take(madeTurn("t", "a", EventKind::undo), true);
    EXPECT_TRUE(journal.labels().empty());
    EXPECT_TRUE(journal.isPending(10)) << "that it was taken away is not on the disk yet";
    EXPECT_EQ(journal.pending(), 1U);
    journal.keep("t", 8);
    EXPECT_FALSE(journal.isPending(10));
}

TEST(LabelJournal, TheOrderOfTheLogDecidesAndNotThatOfArrival) {
    std::vector<store::EventGroup> log;
    const char* const symbols[] = {"N", "S", "V", "F", "Q"};
    std::mt19937 random(7);
    for (int i = 0; i < 200; ++i) {
        const bool turn = i > 20 && random() % 4 == 0;
        auto group = turn ? madeTurn("g" + std::to_string(i), "g" + std::to_string(random() % 20),
                                     random() % 2 == 0 ? EventKind::undo : EventKind::redo)
                          : madeEdit("g" + std::to_string(i), static_cast<std::int64_t>(random() % 10) * 100,
                                     symbols[random() % 5]);
        group.order = i + 1;
        log.push_back(std::move(group));
    }
    const LabelJournal in_order(360, "ann", log);
    for (int shuffle = 0; shuffle < 20; ++shuffle) {
        std::shuffle(log.begin() + 20, log.end(), random);
        LabelJournal journal(360, "ann", {});
        for (const auto& group : log) journal.take(group, false);
        EXPECT_EQ(journal.labels(), in_order.labels());
    }
}

TEST(LabelJournal, AnotherWindowsEarlierCommitGivesWayToOursThatCameLater) {
    LabelJournal journal(360, "ann", {});
    journal.take(madeEdit("ours", 10, "V"), true);
    auto theirs = madeEdit("theirs", 10, "F");
    theirs.order = 6;
    journal.take(theirs, false);
    EXPECT_EQ(journal.labels().at(10).code, kPvc);
    journal.keep("ours", 7);
    EXPECT_EQ(journal.labels().at(10).code, kPvc);
    EXPECT_EQ(journal.toUndo(), "ours") << "undo means what was done in this window";
}

TEST(LabelJournal, WhatWasTakenOverGivesWayToEverythingLater) {
    auto early = madeEdit("file", 10, "F");
    early.kind = EventKind::taken_over;
    auto ours = madeEdit("ours", 10, "V");
    ours.time += std::chrono::seconds(1);
    LabelJournal journal(360, "ann", {});
    journal.take(ours, true);
    journal.take(early, false);
    EXPECT_EQ(journal.labels().at(10).code, kPvc) << "the later time wins, not the later event";
    auto late = madeEdit("late", 10, "S");
    late.kind = EventKind::taken_over;
    late.time += std::chrono::hours(1);
    journal.take(late, false);
    EXPECT_EQ(journal.labels().at(10).code, kSupraventricularPremature);
}

TEST(LabelJournal, GroupsOfAnEarlierLifeCanBeTakenBackByTheirReader) {
    auto own = madeEdit("own", 10, "V");
    own.order = 1;
    auto other = madeEdit("other", 20, "V");
    other.order = 2;
    other.reader = "bob";
    const LabelJournal journal(360, "ann", {own, other});
    EXPECT_EQ(journal.toUndo(), "own");
    EXPECT_EQ(journal.labels().size(), 2U);
}

TEST(LabelJournal, MarksOnAnotherClockKeepTheirTimes) {
    auto edit = madeEdit("a", 1000, "V");
    edit.marks[0].rate_hz = 500;
    LabelJournal journal(250, "ann", {});
    EXPECT_EQ(journal.take(edit, true), LabelJournal::Samples{500});
    EXPECT_TRUE(journal.labels().contains(500));
}

TEST(LabelJournal, AGroupThatComesTwiceCountsOnce) {
    LabelJournal journal(360, "ann", {});
    auto edit = madeEdit("a", 10, "V");
    journal.take(edit, true);
    edit.order = 3;
    journal.take(edit, false);
    EXPECT_EQ(journal.groups().size(), 1U);
    EXPECT_EQ(journal.pending(), 0U);
}

TEST(LabelJournal, WhatCanLieInNoRecordingIsLeftOut) {
    for (const std::int64_t sample : {INT64_MIN, std::int64_t{-1}, std::int64_t{1} << 50, INT64_MAX}) {
        LabelJournal journal(360, "ann", {});
        EXPECT_TRUE(journal.take(madeEdit("a", sample, "V"), false).empty()) << sample;
        EXPECT_TRUE(journal.labels().empty());
    }
    for (const char* symbol : {"+", "[", "nonsense", ""}) {
        LabelJournal journal(360, "ann", {});
        journal.take(madeEdit("a", 10, symbol), false);
        EXPECT_TRUE(journal.labels().empty()) << symbol;
    }
    for (const double rate_hz : {-1.0, 1e-300, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
        auto edit = madeEdit("a", 10, "V");
        edit.marks[0].rate_hz = rate_hz;
        LabelJournal journal(360, "ann", {});
        journal.take(edit, false);
        EXPECT_TRUE(journal.labels().empty()) << rate_hz;
    }
}

TEST(LabelJournal, UndoPassesOverWhatAnotherWindowTookBack) {
    LabelJournal journal(360, "ann", {});
    journal.take(madeEdit("a", 10, "V"), true);
    journal.take(madeEdit("b", 20, "F"), true);
    auto theirs = madeTurn("t", "b", EventKind::undo);
    theirs.reader = "bob";
    journal.take(theirs, false);
    EXPECT_EQ(journal.toUndo(), "a");
}

TEST(LabelJournal, OtherLayersAreNotItsAffair) {
    auto wave = madeEdit("a", 10, "p");
    wave.layer = "waves";
    LabelJournal journal(360, "ann", {});
    EXPECT_TRUE(journal.take(wave, true).empty());
    EXPECT_FALSE(journal.toUndo());
}

}  // namespace
}  // namespace triptych::review
