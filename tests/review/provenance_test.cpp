// The text beside a label says who, when and what the model showed, and can be read back.
#include "core/review/provenance.h"
#include "core/domain/annotation.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

namespace triptych::review {
namespace {

TEST(Provenance, SaysWhoWhenWhatAndWhatTheModelShowed) {
    const auto edit = test::madeEdit("a", 1, "V");
    EXPECT_EQ(provenanceOf(edit, edit.marks[0]), "reader: V (was N, model N .62 by aaaaaaaa) 2026-11-20T11:00:00Z ann");
}

TEST(Provenance, HiddenModelIsNotQuoted) {
    auto edit = test::madeEdit("a", 1, "V");
    edit.marks[0].model->visible = false;
    EXPECT_EQ(provenanceOf(edit, edit.marks[0]), "reader: V (was N, AI hidden) 2026-11-20T11:00:00Z ann");
}

TEST(Provenance, NeverClaimsMoreThanOneAndStaysWithinWfdbsLength) {
    auto hostile = test::madeEdit("a", 1, "V");
    hostile.marks[0].from.reset();
    hostile.marks[0].model->probability = 0.9999F;
    hostile.marks[0].model->class_name = std::string(300, 'x');
    hostile.reader = std::string(39, 'a') + "\n\u00e9" + std::string(500, 'b');
    const std::string text = provenanceOf(hostile, hostile.marks[0]);
    EXPECT_NE(text.find(" 1.0 by "), std::string::npos);
    EXPECT_LE(text.size(), 200U);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_TRUE(text.ends_with(std::string(39, 'a'))) << "a character of two bytes is not cut in half: " << text;
}

TEST(Provenance, IsReadBackAsFarAsItTells) {
    const auto edit = test::madeEdit("a", 1, "V");
    const ToldOf told = toldBy(provenanceOf(edit, edit.marks[0]));
    EXPECT_EQ(told.reader, "ann");
    EXPECT_EQ(told.time, test::kMoment);
    EXPECT_EQ(told.from, "N");
    ASSERT_TRUE(told.model);
    EXPECT_EQ(told.model->class_name, "N");
    EXPECT_FLOAT_EQ(told.model->probability, 0.62F);
    EXPECT_EQ(told.model->model_hash, "aaaaaaaa");
    EXPECT_TRUE(told.model->visible);
}

TEST(Provenance, ReadersWithBlanksAndHiddenModelsAreReadBackToo) {
    auto edit = test::madeEdit("a", 1, "V");
    edit.reader = "Ann (2nd reader) Lee";
    edit.marks[0].model->visible = false;
    const ToldOf told = toldBy(provenanceOf(edit, edit.marks[0]));
    EXPECT_EQ(told.reader, edit.reader);
    ASSERT_TRUE(told.model);
    EXPECT_FALSE(told.model->visible);
}

TEST(Provenance, AStrangersTextTellsNothingAndHurtsNobody) {
    for (const char* text : {"", "reader: ", "reader: V", "reader: V (", "reader: V () 2026-13-40T99:99:99Z x",
                             "reader: V (was N, model) 2026-11-20T11:00:00Z", "note", "reader: V (model  by )"}) {
        const ToldOf told = toldBy(text);
        EXPECT_TRUE(told.reader.empty()) << text;
    }
    EXPECT_EQ(toldBy("reader: V 2026-11-20T11:00:00Z").time, test::kMoment);
}

TEST(Provenance, WhatWasTakenOverKeepsItsText) {
    auto edit = test::madeEdit("a", 1, "V");
    edit.marks[0].provenance = "reader: V (as another version wrote it)";
    EXPECT_EQ(provenanceOf(edit, edit.marks[0]), edit.marks[0].provenance);
}

}  // namespace
}  // namespace triptych::review
