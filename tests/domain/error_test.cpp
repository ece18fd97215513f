#include "core/domain/error.h"

#include <gtest/gtest.h>

#include <set>

namespace triptych {
namespace {

TEST(ErrorSentence, SaysWhereWhatAndWhatToDo) {
    const Error error{ErrorCode::malformed, "the header promises 2 leads and describes 1", "208.hea",
                      "restore the file"};
    EXPECT_EQ(sentence(error), "208.hea: the header promises 2 leads and describes 1; restore the file.");
}

TEST(ErrorSentence, LeavesOutWhatIsNotKnown) {
    EXPECT_EQ(sentence(Error{ErrorCode::cancelled, "stopped", "", ""}), "stopped.");
    EXPECT_EQ(sentence(Error{ErrorCode::cancelled, "stopped", "", "start again"}), "stopped; start again.");
    EXPECT_EQ(sentence(Error{ErrorCode::cancelled, "stopped", "208", ""}), "208: stopped.");
}

TEST(ErrorSentence, EscapesWhatWouldMoveTheCursorOrBreakTheLine) {
    const Error error{ErrorCode::not_found, "there is no such file", "a\nb\x1b[2J\x7f", ""};
    EXPECT_EQ(sentence(error), "a\\x0ab\\x1b[2J\\x7f: there is no such file.");
}

TEST(ErrorSentence, KeepsUtf8) {
    EXPECT_EQ(sentence(Error{ErrorCode::empty, "leer", "Straße/Ärztin.hea", ""}), "Straße/Ärztin.hea: leer.");
}

TEST(WarningSentence, IsOneLine) {
    EXPECT_EQ(sentence(Warning{"12 samples\nare missing", "208.dat"}), "208.dat: 12 samples\\x0aare missing");
    EXPECT_EQ(sentence(Warning{"the BLAS is slow", ""}), "the BLAS is slow");
}

TEST(ErrorName, IsDifferentForEveryCode) {
    std::set<std::string> names;
    for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
        const auto text = name(static_cast<ErrorCode>(code));
        EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos) << text;
        names.insert(text);
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::internal) + 1);
    EXPECT_EQ(name(ErrorCode::model_mismatch), "model_mismatch");
}

TEST(Fail, CarriesItsParts) {
    const Result<int> result = fail(ErrorCode::out_of_range, "what", "where", "hint");
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, ErrorCode::out_of_range);
    EXPECT_EQ(result.error().what, "what");
    EXPECT_EQ(result.error().where, "where");
    EXPECT_EQ(result.error().hint, "hint");
}

}  // namespace
}  // namespace triptych
