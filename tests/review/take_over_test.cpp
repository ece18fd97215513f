// Labels in a file beside the recording: taken over once, with their reader and time, and no more than once.
#include "core/review/take_over.h"
#include "core/review/label_journal.h"
#include "core/review/provenance.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

namespace triptych::review {
namespace {

SavedLabels savedFrom(const std::vector<store::EventGroup>& groups, double rate_hz = 360) {
    SavedLabels saved;
    saved.set.rate_hz = rate_hz;
    for (const auto& group : groups) {
        for (const auto& mark : group.marks) {
            saved.labels[mark.sample] = {*codeOfSymbol(*mark.to), provenanceOf(group, mark)};
        }
    }
    return saved;
}

TEST(TakeOver, LabelsBecomeEventsOfTheirReaderAndTime) {
    auto other = test::madeEdit("b", 200, "F");
    other.reader = "bob";
    const auto groups = takeOver(savedFrom({test::madeEdit("a", 100, "V"), other}), "208", {});
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].kind, store::EventKind::taken_over);
    EXPECT_EQ(groups[0].reader, "ann");
    EXPECT_EQ(groups[0].time, test::kMoment);
    EXPECT_EQ(groups[0].marks[0].to, "V");
    EXPECT_EQ(groups[0].marks[0].from, "N");
    EXPECT_EQ(groups[1].reader, "bob");
    EXPECT_NE(groups[0].key, groups[1].key);
}

TEST(TakeOver, LabelsOfOneReaderAndMomentAreOneGroup) {
    const auto groups = takeOver(savedFrom({test::madeEdit("a", 100, "V"), test::madeEdit("b", 200, "F")}), "208", {});
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].marks.size(), 2U);
}

TEST(TakeOver, WhatTheLogKnowsIsLeftAlone) {
    const auto edit = test::madeEdit("a", 100, "V");
    EXPECT_TRUE(takeOver(savedFrom({edit}), "208", {edit}).empty());
    auto later = edit;
    later.time += std::chrono::seconds(1);
    EXPECT_EQ(takeOver(savedFrom({later}), "208", {edit}).size(), 1U) << "a later label is news";
}

TEST(TakeOver, ALabelThatWasTakenBackSinceStaysTakenBack) {
    const auto edit = test::madeEdit("a", 100, "V");
    const auto undo = test::madeTurn("u", "a", store::EventKind::undo);
    EXPECT_TRUE(takeOver(savedFrom({edit}), "208", {edit, undo}).empty());
}

TEST(TakeOver, TwoWindowsMakeTheSameKeys) {
    const auto saved = savedFrom({test::madeEdit("a", 100, "V"), test::madeEdit("b", 300, "F")});
    EXPECT_EQ(takeOver(saved, "208", {}), takeOver(saved, "208", {}));
    EXPECT_NE(takeOver(saved, "208", {})[0].key, takeOver(saved, "209", {})[0].key);
}

TEST(TakeOver, AClockThatWasConvertedIsKnownAgain) {
    auto edit = test::madeEdit("a", 1001, "V");
    const auto saved = savedFrom({test::madeEdit("a", 2503, "V")}, 900);
    EXPECT_TRUE(takeOver(saved, "208", {edit}).empty()) << "1001/360 s is 2502.5/900 s";
}

TEST(TakeOver, ALabelThatTheFileHasOnItsBeatsOwnMarkIsKnown) {
    // Given on a detected beat, written on the reference's mark of it, 17 ms away.
    auto edit = test::madeEdit("a", 859, "V");
    EXPECT_TRUE(takeOver(savedFrom({test::madeEdit("a", 853, "V")}), "208", {edit}).empty());
    EXPECT_EQ(takeOver(savedFrom({test::madeEdit("a", 853 - 40, "V")}), "208", {edit}).size(), 1U) << "another beat";
}

TEST(TakeOver, TheLaterTimeWinsInForce) {
    auto newer = test::madeEdit("n", 100, "V");
    newer.time += std::chrono::hours(2);
    newer.order = 1;
    LabelJournal journal(360, "ann", {newer});
    for (auto& group : takeOver(savedFrom({test::madeEdit("a", 100, "F")}), "208", {newer})) {
        journal.take(std::move(group), false);
    }
    EXPECT_EQ(journal.labels().at(100).code, kPvc);
}

}  // namespace
}  // namespace triptych::review
