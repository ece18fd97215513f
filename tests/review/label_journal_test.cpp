// The journal's closed forms: n edits and n undos are nothing, redo is undo's inverse, dirty means "not what was
// saved".
#include "core/review/label_journal.h"

#include <gtest/gtest.h>

namespace triptych::review {
namespace {

LabelRequest request(std::int64_t sample, std::uint8_t code, std::uint8_t before = kNormal) {
    LabelRequest made;
    made.sample = sample;
    made.code = code;
    made.code_before = before;
    made.time = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + std::chrono::hours(11);
    made.reader = "ann";
    made.model = ModelOpinion{"product-tf-late", std::string(64, 'a'), "N", 0.62F, true};
    return made;
}

TEST(LabelJournal, UndoneAsOftenAsEditedIsTheBeginning) {
    LabelJournal journal;
    for (int i = 0; i < 100; ++i) journal.apply(request(i % 7, i % 2 == 0 ? kPvc : kFusion));
    for (int i = 99; i >= 0; --i) EXPECT_EQ(journal.undo(), i % 7);
    EXPECT_TRUE(journal.labels().empty());
    EXPECT_FALSE(journal.undo().has_value());
    EXPECT_TRUE(journal.applied().empty());
}

TEST(LabelJournal, RedoIsTheInverseOfUndo) {
    LabelJournal journal;
    journal.apply(request(10, kPvc));
    journal.apply(request(10, kFusion, kPvc));
    journal.apply(request(20, kSupraventricularPremature));
    const ReaderLabels all = journal.labels();
    EXPECT_EQ(journal.undo(), 20);
    EXPECT_EQ(journal.undo(), 10);
    EXPECT_EQ(journal.labels().at(10).code, kPvc);
    EXPECT_EQ(journal.redo(), 10);
    EXPECT_EQ(journal.redo(), 20);
    EXPECT_EQ(journal.labels(), all);
    EXPECT_FALSE(journal.redo().has_value());
}

TEST(LabelJournal, EditAfterUndoDropsTheRedoBranch) {
    LabelJournal journal;
    journal.apply(request(10, kPvc));
    journal.apply(request(20, kPvc));
    journal.undo();
    journal.apply(request(30, kFusion));
    EXPECT_FALSE(journal.canRedo());
    EXPECT_FALSE(journal.labels().contains(20));
    ASSERT_EQ(journal.applied().size(), 2U);
    EXPECT_EQ(journal.applied()[1].request.sample, 30);
}

TEST(LabelJournal, TakingALabelAwayIsAnEditLikeAnyOther) {
    LabelJournal journal(ReaderLabels{{5, {kPvc, "reader: V"}}});
    LabelRequest removal = request(5, kPvc);
    removal.code.reset();
    journal.apply(removal);
    EXPECT_TRUE(journal.labels().empty());
    EXPECT_EQ(journal.undo(), 5);
    EXPECT_EQ(journal.labels().at(5).provenance, "reader: V");
}

TEST(LabelJournal, DirtyMeansNotWhatWasSaved) {
    LabelJournal journal;
    EXPECT_FALSE(journal.dirty());
    journal.apply(request(10, kPvc));
    EXPECT_TRUE(journal.dirty());
    journal.undo();
    EXPECT_FALSE(journal.dirty());
    journal.redo();
    journal.markSaved();
    EXPECT_FALSE(journal.dirty());
    journal.undo();
    EXPECT_TRUE(journal.dirty());
    journal.redo();
    EXPECT_FALSE(journal.dirty());
}

TEST(LabelJournal, SavedStateBehindADroppedBranchStaysOutOfReach) {
    LabelJournal journal;
    journal.apply(request(10, kPvc));
    journal.apply(request(20, kPvc));
    journal.markSaved();
    journal.undo();
    journal.apply(request(20, kFusion));  // as many edits as were saved, and not the same ones
    EXPECT_TRUE(journal.dirty());
    journal.undo();
    journal.undo();
    EXPECT_TRUE(journal.dirty());
}

TEST(LabelJournal, SavedLabelsAreInForceAndNotInTheHistory) {
    LabelJournal journal(ReaderLabels{{5, {kFusion, "reader: F"}}});
    EXPECT_FALSE(journal.canUndo());
    EXPECT_FALSE(journal.dirty());
    journal.apply(request(5, kPvc, kFusion));
    journal.undo();
    EXPECT_EQ(journal.labels().at(5).code, kFusion);
}

TEST(Provenance, SaysWhoWhenWhatAndWhatTheModelShowed) {
    EXPECT_EQ(provenanceOf(request(1, kPvc)), "reader: V (was N, model N .62 by aaaaaaaa) 2026-11-20T11:00:00Z ann");
}

TEST(Provenance, HiddenModelIsNotQuoted) {
    LabelRequest blind = request(1, kPvc);
    blind.model->visible = false;
    EXPECT_EQ(provenanceOf(blind), "reader: V (was N, AI hidden) 2026-11-20T11:00:00Z ann");
}

TEST(Provenance, NeverClaimsMoreThanOneAndStaysWithinWfdbsLength) {
    LabelRequest hostile = request(1, kPvc, 0);
    hostile.model->probability = 0.9999F;
    hostile.model->class_name = std::string(300, 'x');
    hostile.reader = std::string(39, 'a') + "\n\u00e9" + std::string(500, 'b');
    const std::string text = provenanceOf(hostile);
    EXPECT_NE(text.find(" 1.0 by "), std::string::npos);
    EXPECT_LE(text.size(), 200U);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_TRUE(text.ends_with(std::string(39, 'a'))) << "a character of two bytes is not cut in half: " << text;
}

}  // namespace
}  // namespace triptych::review
