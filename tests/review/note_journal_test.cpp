// Readers' notes replayed: the later one at a moment counts, an empty one takes it away, and hostile text stays one
// line.
#include "core/review/note_journal.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

#include <string>

namespace triptych::review {
namespace {

store::EventGroup note(std::string key, std::int64_t sample, std::string_view text) {
    store::EventGroup group;
    group.key = std::move(key);
    group.layer = std::string(kNoteLayer);
    group.reader = "ann";
    group.time = test::kMoment;
    group.tool = "key";
    group.marks = {noteMark(sample, 360, std::nullopt, text)};
    return group;
}

TEST(NoteJournal, ALaterNoteTakesTheEarlierOnesPlaceAndAnEmptyOneTakesItAway) {
    NoteJournal journal(360, "ann", {});
    journal.take(note("a", 100, "cough"), true);
    journal.take(note("b", 100, "cough, then pause"), true);
    journal.take(note("c", 700, "lead off"), true);
    ASSERT_EQ(journal.notes().size(), 2U);
    EXPECT_EQ(journal.notes().at(100).text, "cough, then pause");
    journal.take(note("d", 700, ""), true);
    EXPECT_FALSE(journal.notes().contains(700));
    store::EventGroup undo = test::madeTurn("u", "d", store::EventKind::undo);
    undo.layer = std::string(kNoteLayer);
    journal.take(undo, true);
    EXPECT_EQ(journal.notes().at(700).text, "lead off");
    const LayerPtr layer = noteLayer(journal, "ann");
    ASSERT_TRUE(layer);
    EXPECT_EQ(layer->marks.size(), 2U);
    EXPECT_EQ(layer->marks[0].code, kNote);
    EXPECT_EQ(layer->marks[0].aux, "cough, then pause");
}

TEST(NoteJournal, ATextIsOneLineAndNoLongerThanAFileHolds) {
    EXPECT_EQ(noteText("  a\n\tb \x01 c  "), "a b c");
    EXPECT_EQ(noteText(" \n "), "");
    std::string umlauts;
    for (int i = 0; i < 200; ++i) umlauts += "\xC3\xA4";
    const std::string cut = noteText("x" + umlauts);
    EXPECT_LE(cut.size(), kLongestNote);
    EXPECT_EQ(cut.size() % 2, 1U) << "no letter is cut in two";
    NoteJournal journal(360, "ann", {note("a", 5, "two\nlines")});
    EXPECT_EQ(journal.notes().at(5).text, "two lines");
    EXPECT_EQ(noteLayer(NoteJournal(), "ann"), nullptr);
}

}  // namespace
}  // namespace triptych::review
