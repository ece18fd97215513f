// What readers said of the rhythm, replayed: the later word comes last, and what was taken back is as never said.
#include "core/review/rhythm_journal.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

namespace triptych::review {
namespace {

using store::EventKind;

store::EventGroup said(std::string key, std::vector<std::pair<RhythmPlace, RhythmValue>> words) {
    store::EventGroup group;
    group.key = std::move(key);
    group.layer = std::string(store::kRhythmLayer);
    group.reader = "ann";
    group.time = test::kMoment;
    group.tool = "key";
    for (const auto& [place, value] : words) group.marks.push_back(rhythmMark(place, 360, "sinus", value));
    return group;
}

std::string textOf(const RhythmJournal& journal) {
    std::string out;
    for (const RhythmWord& word : journal.words()) {
        out += std::to_string(word.place.from) + '-' + std::to_string(word.place.to) + ' ' + rhythmText(word.value) +
               (word.saved ? ";" : "?;");
    }
    return out;
}

TEST(RhythmJournal, TextsReadBackAndNothingElseIsAName) {
    for (const bool denied : {false, true}) {
        const RhythmValue value{"bradycardia", denied};
        EXPECT_EQ(rhythmValueOf(rhythmText(value)), value);
    }
    for (const char* text : {"", "not ", "AF", "not  af", "af ", "a f", "(AFIB", "not not af", "<b>", "af;drop",
                             "abcdefghijklmnopqrstuvwxyz"}) {
        EXPECT_FALSE(rhythmValueOf(text)) << text;
    }
}

TEST(RhythmJournal, WordsComeInTheOrderOfTheLogAndNotOfTime) {
    RhythmJournal journal(360, "ann", {});
    journal.take(said("a", {{{3600, 7200}, {"af", false}}, {{1000, 3600}, {"af", true}}}), true);
    journal.take(said("b", {{{720, 5000}, {"sinus", false}}}), true);
    EXPECT_EQ(textOf(journal), "3600-7200 af?;1000-3600 not af?;720-5000 sinus?;");
    // Another window's came between the two.
    journal.keep("a", 1);
    auto other = said("c", {{{0, 9000}, {"vt", false}}});
    other.order = 2;
    journal.take(other, false);
    journal.keep("b", 3);
    EXPECT_EQ(textOf(journal), "3600-7200 af;1000-3600 not af;0-9000 vt;720-5000 sinus;");
}

TEST(RhythmJournal, UndoTakesTheWholeGroupBackAndRedoBringsIt) {
    RhythmJournal journal(360, "ann", {said("a", {{{0, 720}, {"af", false}}})});
    journal.take(said("b", {{{0, 720}, {"flutter", false}}, {{720, 900}, {"af", true}}}), true);
    ASSERT_EQ(journal.toUndo(), "b");
    store::EventGroup undo = test::madeTurn("c", "b", EventKind::undo);
    undo.layer = std::string(store::kRhythmLayer);
    EXPECT_EQ(journal.take(undo, true).size(), 2U);
    EXPECT_EQ(textOf(journal), "0-720 af?;");
    EXPECT_EQ(journal.toUndo(), "a") << "this reader's of an earlier day";
    ASSERT_EQ(journal.toRedo(), "b");
    store::EventGroup redo = test::madeTurn("d", "b", EventKind::redo);
    redo.layer = std::string(store::kRhythmLayer);
    journal.take(redo, true);
    EXPECT_EQ(textOf(journal), "0-720 flutter?;720-900 not af?;");
}

TEST(RhythmJournal, TakesOtherClocksAndLeavesOtherLayersAndImpossibleMarksOut) {
    auto group = said(
        "a", {{{250, 500}, {"af", false}}, {{9, 9}, {"af", false}}, {{9, 3}, {"af", false}}, {{-4, 9}, {"af", false}}});
    for (store::EventMark& mark : group.marks) mark.rate_hz = 250;
    group.marks.push_back(group.marks.front());
    group.marks.back().to = "(AFIB";
    group.marks.push_back(group.marks.front());
    group.marks.back().to.reset();
    auto labels = test::madeEdit("b", 720, "V");
    const RhythmJournal journal(360, "ann", {group, labels});
    EXPECT_EQ(textOf(journal), "360-720 af?;");
    EXPECT_EQ(journal.groups().size(), 1U);
}

}  // namespace
}  // namespace triptych::review
